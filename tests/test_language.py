"""The language belongs to the context."""

from __future__ import annotations

from threading import Thread

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.language import current_language, gettext, speaking


def test_english_is_what_the_code_says():
    assert current_language() == "en"
    assert gettext("a message of nobody") == "a message of nobody"
    assert gettext("") == ""


def test_each_thread_has_its_own():
    heard = []
    with speaking("ja"):
        thread = Thread(target=lambda: heard.append(current_language()))
        thread.start()
        thread.join()
        assert current_language() == "ja"
    assert heard == ["en"]
    assert current_language() == "en"


def test_unknown_languages_are_refused():
    with pytest.raises(InputError, match=r"no language 'xx': en or ja"), speaking("xx"):
        pass

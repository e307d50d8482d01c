"""Finished sentences are told in another language, values and all."""

from __future__ import annotations

from threading import Thread

import pytest

from moromi.simulator.errors import InputError, nearest
from moromi.simulator.language import preferred_language, speaking
from moromi.simulator.told import teller, told


def test_english_stays_as_it_is():
    assert told("the broth rose above the working volume") == "the broth rose above the working volume"


def test_a_sentence_and_its_numbers():
    with speaking("ja"):
        text = told("the motor at its power held the stirrer back to 512 rpm: lower the upper stirrer speed")
        assert "512 rpm" in text
        assert "撹拌" in text
        assert told("the broth rose above the working volume") != "the broth rose above the working volume"


def test_a_phrase_in_a_sentence_is_told_too():
    with speaking("ja"):
        text = told(
            "gradients cost 3.1 % of yield on glucose, 2.0 % of final biomass: at the end 12 mg/L of glucose "
            "where there is most and 0.3 where there is least; over the run 4 % of the cells' time without oxygen"
        )
    assert "3.1 %" in text
    assert "yield" not in text
    assert "final" not in text


def test_a_list_is_told_entry_by_entry():
    with speaking("ja"):
        text = told(
            "sensors in mid tank (network.probe=middle): +9.3 % yield on glucose, -16.3 % final biomass, as simulated"
        )
    assert text.index("+9.3 %") < text.index("-16.3 %")
    assert "グルコース" in text.partition("+9.3 %")[0]
    assert "菌体" in text.partition("-16.3 %")[0].partition("+9.3 %")[2]


def test_what_a_person_wrote_in_quotes_stays():
    with speaking("ja"):
        text = told(f"nothing is called 'mixing time'{nearest('mixing time', ['jar-3l'])}")
    assert "'mixing time'" in text
    assert "'jar-3l'" in text or "jar-3l" in text
    assert "nothing" not in text


def test_what_nobody_translated_stays():
    with speaking("ja"):
        for text in ("", " ", "Bacillus X-17", "1,234.5", "a,b;c\n", "x" * 5000):
            assert told(text) == text


def test_the_first_language_is_the_codes():
    with speaking("ja"):
        assert str(InputError("scenario 'x' is not known")) == "scenario 'x' is not known"


def test_a_teller_speaks_in_other_threads():
    heard: list[str] = []
    with speaking("ja"):
        tell = teller()
    thread = Thread(target=lambda: heard.extend((tell("the broth rose above the working volume"),
                                                 told("the broth rose above the working volume"))))  # fmt: skip
    thread.start()
    thread.join()
    assert heard[0] != heard[1] == "the broth rose above the working volume"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"MOROMI_LANG": "ja", "LANG": "en_GB.UTF-8"}, "ja"),
        ({"MOROMI_LANG": "xx"}, "xx"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja_JP", "LANG": "de_DE.UTF-8"}, "ja"),
        ({"MOROMI_LANG": "", "LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_machine_asks_for_a_language(environment: dict[str, str], language: str):
    assert preferred_language(environment) == language

"""The language people read: English as written in the code, other languages by gettext catalogue.

The language belongs to the context, not to the process: every thread and every session of the laboratory has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from .errors import InputError

__all__ = ["LANGUAGES", "current_language", "gettext", "speaking"]

LANGUAGES = ("en", "ja")
"""Languages there are; the first is the one the code is written in."""

_SPOKEN: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def current_language() -> str:
    """Language of this context, one of `LANGUAGES`."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let this context read another language until the end of the block.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.

    Raises
    ------
    InputError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError(f"no language '{language}': {' or '.join(LANGUAGES)}")
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def gettext(message: str) -> str:
    """Text in the language of this context; the message itself where the catalogue has none.

    Parameters
    ----------
    message : str
        English text as it stands in the code; fill in values after translating: ``_("{n} runs").format(n=n)``.
    """
    return _catalogue(current_language()).gettext(message) if message else message


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == LANGUAGES[0]:
        return NullTranslations()
    with files(__package__).joinpath("locale", language, "LC_MESSAGES", "moromi.mo").open("rb") as stream:
        return GNUTranslations(stream)

"""The language people read: English as written in the code, other languages by gettext catalogue.

The language belongs to the context, not to the process: every thread and every session of the laboratory has its own.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from .errors import InputError

__all__ = ["LANGUAGES", "catalogue_bytes", "current_language", "gettext", "preferred_language", "speaking"]

LANGUAGES = ("en", "ja")
"""Languages there are; the first is the one the code is written in."""

VARIABLE = "MOROMI_LANG"
"""Environment variable that names the language of the command line."""

_SPOKEN: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def current_language() -> str:
    """Language of this context, one of `LANGUAGES`."""
    return _SPOKEN.get()


def preferred_language(environment: Mapping[str, str] = os.environ) -> str:
    """Language that a person's machine asks for.

    Parameters
    ----------
    environment : mapping
        Variables of the process: ``MOROMI_LANG`` is obeyed, a locale only where we speak its language.

    Returns
    -------
    str
        What ``MOROMI_LANG`` says, whatever that is, else one of `LANGUAGES`.
    """
    if environment.get(VARIABLE):
        return environment[VARIABLE]
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    said = said or locale.getlocale()[0] or ""  # "ja_JP.UTF-8"; on Windows "Japanese_Japan"
    return "ja" if said.lower().startswith("ja") else LANGUAGES[0]


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


def gettext(message: str, language: str | None = None, context: str = "") -> str:
    """Text in the language of this context; the message itself where the catalogue has none.

    Parameters
    ----------
    message : str
        English text as it stands in the code; fill in values after translating: ``_("{n} runs").format(n=n)``.
    language : str, optional
        Another one than that of the context.
    context : str, optional
        Where the message stands, for words that mean something else elsewhere (gettext's msgctxt).
    """
    catalogue = _catalogue(language or current_language())
    if context:
        return catalogue.pgettext(context, message)
    return catalogue.gettext(message) if message else message


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == LANGUAGES[0]:
        return NullTranslations()
    return GNUTranslations(BytesIO(catalogue_bytes(language)))


def catalogue_bytes(language: str) -> bytes:
    """The compiled catalogue of a language other than the first of `LANGUAGES`, as gettext's .mo file."""
    from importlib.resources import files  # English needs none

    return files(__name__.rpartition(".")[0]).joinpath("locale", language, "LC_MESSAGES", "moromi.mo").read_bytes()

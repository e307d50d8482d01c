"""The translator's file: brought up to date with the code, and compiled."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .messages import ROOT, Message, messages

__all__ = ["LANGUAGES", "compiled", "file_of", "read", "update"]

LANGUAGES = ("ja",)
_HEADER = "# Messages of Moromi. `python -m tests.language update` brings it up to date with the code and compiles it."
_WRITTEN = datetime(2026, 11, 26, tzinfo=UTC)  # the same in every version: who changed what when, git knows


def file_of(language: str, suffix: str = ".po") -> Path:
    """Where a catalogue is."""
    return ROOT / "simulator" / "locale" / language / "LC_MESSAGES" / f"moromi{suffix}"


def read(language: str) -> Catalog:
    """The translator's file; empty if there is none."""
    path = file_of(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str, more: Mapping[str, str] | None = None) -> list[Message]:
    """Write the catalogue anew from the code, what was translated kept, and compile it.

    Parameters
    ----------
    language : str
    more : mapping of English to translation, optional
        New ones, in whatever context.

    Returns
    -------
    list of messages
        What is not translated.
    """
    old = read(language)
    catalogue = Catalog(
        locale=language, project="moromi", header_comment=_HEADER, creation_date=_WRITTEN, revision_date=_WRITTEN,
        last_translator="the maintainers", language_team="Japanese", fuzzy=False,
    )  # fmt: skip
    missing = []
    for (context, text), places in messages().items():
        entry = old.get(text, context or None)
        target = (more or {}).get(text) or (entry.string if entry is not None else "")
        catalogue.add(text, target, [(place, None) for place in places], context=context or None)
        if not target:
            missing.append((context, text))
    with file_of(language).open("wb") as stream:
        write_po(stream, catalogue, width=110, sort_by_file=True, include_lineno=False)
    file_of(language, ".mo").write_bytes(compiled(read(language)))
    return missing


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file of a catalogue."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()

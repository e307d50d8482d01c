"""Names people may use instead of files, of every kind, and how a name or path becomes a document."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...scenarios.index import built_in
from ..errors import InputError, nearest
from ..language import current_language
from .document import Document
from .yaml_file import parse_yaml, read_yaml

__all__ = ["KINDS", "built_in_files", "catalogue", "open_reference"]

KINDS = MappingProxyType(
    {
        "scenario": "scenarios",
        "vessel": "vessels",
        "medium": "media",
        "strain": "strains",
        "reactions": "reactions",
        "site": "sites",
        "lesson": "lessons",
    }
)
"""What can be referred to by name: one → many."""

_SUFFIXES = (".yaml", ".yml")


@cache
def _strains() -> MappingProxyType[str, Path]:
    folder = Path(__file__).resolve().parents[2] / "strains" / "data"  # without importing the strains
    return MappingProxyType({path.stem: path for path in sorted(folder.glob("*.yaml"))})


def built_in_files(kind: str) -> Mapping[str, Path]:
    """Name → file of everything built in of one kind, a key of `KINDS`."""
    return _strains() if kind == "strain" else built_in(KINDS[kind])


def catalogue(kind: str) -> list[tuple[str, str]]:
    """Name and one-line summary of everything built in of one kind."""
    rows = []
    for name, path in built_in_files(kind).items():
        data = _head(path) if kind == "lesson" else read_yaml(path).data
        rows.append((name, _in_language(data.get("summary", ""))))
    return rows


def _head(path: Path) -> dict[str, Any]:
    """The summary alone of a file that is long."""
    found = re.search(r"(?ms)^summary:.*?(?=^\S|\Z)", path.read_text("utf-8"))
    data = parse_yaml(found.group(0), str(path), path.parent).data if found else {}
    return data if isinstance(data, dict) else {}


def _in_language(summary: object) -> str:
    """Text, or of several languages that of this context."""
    if isinstance(summary, dict):
        return str(summary.get(current_language(), summary.get("en", "")))
    return str(summary)


def open_reference(kind: str, reference: str, folder: Path, asked: str = "") -> Document:
    """Document of a built-in name or of a file.

    Parameters
    ----------
    kind : {"scenario", "vessel", "medium", "strain", "reactions", "site", "lesson"}
        What is meant.
    reference : str
        Name or path; a built-in name wins over a file of that name, ``./name`` is the file.
    folder : Path
        Where a relative path starts.
    asked : str
        Where the reference stands (``"file:line: "``), in front of every message.
    """
    known = built_in_files(kind)
    if reference in known:
        return read_yaml(known[reference])
    path = folder / os.path.expanduser(reference)
    looks_like_path = "/" in reference or os.sep in reference or reference.endswith(_SUFFIXES)
    exists = os.path.exists(path)  # False, where Path.exists would raise for names no disk can hold
    if looks_like_path or exists:
        if not exists:
            raise InputError(f"{asked}{kind} file '{_short(reference)}' does not exist")
        return read_yaml(path, reference if folder == Path.cwd() else str(path))
    for other in KINDS:
        if other != kind and reference in built_in_files(other):
            raise InputError(f"{asked}'{reference}' is a {other}, but a {kind} is needed here{nearest('', known)}")
    raise InputError(f"{asked}{kind} '{_short(reference)}' is not known{nearest(reference, known)}")


def _short(reference: str) -> str:
    return reference if len(reference) <= 120 else reference[:120] + "…"

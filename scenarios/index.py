"""The built-in data and where it lies: names of scenarios, vessels and media → files."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["KINDS", "built_in"]

KINDS = ("scenarios", "vessels", "media", "reactions", "sites", "validations", "gradients", "changeovers", "lessons")


@cache
def built_in(kind: str) -> MappingProxyType[str, Path]:
    """Built-in files of one kind.

    Parameters
    ----------
    kind : {"scenarios", "vessels", "media", "reactions", "sites", "validations", "gradients", "changeovers", "lessons"}
        A folder of the library.

    Returns
    -------
    mapping of str to Path
        Name → file; vessels by size, the others by name.
    """
    if kind not in KINDS:
        raise ValueError(f"no built-in {kind}")
    folder = Path(__file__).resolve().parent / "library" / kind
    found = sorted(folder.glob("*.yaml"), key=lambda path: _rank(path.stem))
    return MappingProxyType({path.stem: path for path in found})


def _rank(name: str) -> tuple[float, str]:
    """Size in litres where the name ends in one (``tank-30m3``), so that scales are listed in order."""
    size = re.fullmatch(r".*-(\d+)(ml|l|m3)", name)
    scale = {"ml": 1e-3, "l": 1.0, "m3": 1e3}
    return (float(size.group(1)) * scale[size.group(2)] if size else 0.0, name)

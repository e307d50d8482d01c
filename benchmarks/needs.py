"""What the other sides of benchmarks cannot do without, and how to get it: what is absent is named, never fatal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType

from .case import Case

__all__ = ["NEEDS", "Need", "absent", "c_compiler"]


@dataclass(frozen=True)
class Need:
    """Something that may be absent.

    Parameters
    ----------
    there : callable
        Whether it is there.
    remedy : str
        What to do about it.
    """

    there: Callable[[], bool]
    remedy: str


def c_compiler() -> str | None:
    """Path of a C compiler that takes gcc's options, by the variable CC or a usual name; None: there is none."""
    chosen = os.environ.get("CC", "").split()
    names = [*chosen[:1], "cc", "gcc", "clang"]
    return next((found for name in names if (found := shutil.which(name))), None)


def _module(name: str, package: str) -> Need:
    return Need(lambda: find_spec(name) is not None, f"pip install {package}")


NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "C compiler": Need(lambda: c_compiler() is not None, "install gcc or clang, or name one in the variable CC"),
        "cobra": _module("cobra", "cobra"),
        "scikit-sundae": _module("sksundae", "scikit-sundae"),
        "swiglpk": _module("swiglpk", "swiglpk"),
    }
)
"""Name → whether it is there. What a case needs that is not listed here is taken for the name of a package."""


def absent(case: Case) -> str | None:
    """Why the other side of a case cannot run here.

    Parameters
    ----------
    case : Case

    Returns
    -------
    str or None
        One line with what to do; None: it can.
    """
    for name in case.needs:
        need = NEEDS.get(name) or _module(name.replace("-", "_"), name)
        if not need.there():
            return f"{name} is not installed ({need.remedy})"
    return None

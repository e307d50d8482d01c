"""What a vessel is inoculated with: of one strain a value, of several a mapping from the strains' names to values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, StringConstraints, Tag

from .carried import Carried
from .concentration import Concentration
from .measures import complain
from .model import Name

__all__ = ["Inoculum", "MemberName", "Memories", "check_by_mass"]

_ONE, _EACH = "(one)", "(each)"  # no keys of a file: names have no brackets

MemberName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""What a scenario calls one of its strains; it ends the names of that strain's columns, ``mu_wild``."""


def _sort(given: Any) -> str:
    return _EACH if isinstance(given, dict) else _ONE


Inoculum = Annotated[
    Annotated[Concentration, Tag(_ONE)] | Annotated[dict[MemberName, Concentration], Tag(_EACH)], Discriminator(_sort)
]
"""Biomass of the only strain, or of each."""

Memories = dict[
    Name, Annotated[Annotated[Carried, Tag(_ONE)] | Annotated[dict[Name, Carried], Tag(_EACH)], Discriminator(_sort)]
]
"""What the cells remember by its name, or by the strain's name and its name."""


def check_by_mass(inocula: Mapping[str, Concentration]) -> None:
    """Refuse cells counted in moles."""
    for name, given in inocula.items():
        if given.basis != "mass":
            raise complain("biomass is given by mass, for example '0.2 g/L'", "biomass", *([name] if name else []))

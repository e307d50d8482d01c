"""How dry mass becomes a number of cells."""

from __future__ import annotations

from .measures import CellMass
from .model import Part
from .sourced import Sourced

__all__ = ["CellCount"]


class CellCount(Part):
    """Of a strain whose cells people count."""

    dry_mass: Sourced[CellMass]
    """kg of one viable cell."""

"""How dry mass becomes a number of cells, and how many make a batch."""

from __future__ import annotations

from .measures import CellMass, CellNumber
from .model import Part
from .sourced import Sourced

__all__ = ["CellCount"]


class CellCount(Part):
    """Of a strain whose cells people count."""

    dry_mass: Sourced[CellMass]
    """kg of one viable cell."""
    dose: Sourced[CellNumber] | None = None
    """Cells for one patient."""
    bank: Sourced[CellNumber] | None = None
    """Cells of one bank."""

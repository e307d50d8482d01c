"""What of the broth's state the cells of a strain bear."""

from __future__ import annotations

from .measures import PartialPressure
from .model import Part
from .sourced import Sourced

__all__ = ["Tolerates"]


class Tolerates(Part):
    """Limits that a run is held against; what happens to the cells beyond them is said by the strain's laws."""

    carbon_dioxide_pressure: Sourced[PartialPressure] | None = None
    """bar, in equilibrium with the dissolved CO2."""

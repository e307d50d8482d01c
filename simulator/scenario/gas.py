"""What is blown in."""

from __future__ import annotations

from .measures import Fraction
from .model import Part

__all__ = ["AIR_CARBON_DIOXIDE", "InletGas"]

AIR_CARBON_DIOXIDE = 4.2e-4
"""Mole fraction of CO2 in dry air (NOAA Global Monitoring Laboratory, 2023 mean)."""


class InletGas(Part):
    """Mole fractions in the dry inlet gas; nitrogen is the rest. Nothing stated: air."""

    oxygen: Fraction | None = None
    """Fixed; by default the oxygen cascade decides, which starts at that of air"""
    carbon_dioxide: Fraction = AIR_CARBON_DIOXIDE
    hydrogen: Fraction = 0.0
    carbon_monoxide: Fraction = 0.0
    methane: Fraction = 0.0
    humidity: Fraction = 0.0
    """Of saturation at the temperature of the broth and head pressure; compressed air is dry"""

    @property
    def others(self) -> dict[str, float]:
        """Gases besides oxygen and nitrogen."""
        names = ("carbon_dioxide", "hydrogen", "carbon_monoxide", "methane")
        return {name: float(getattr(self, name)) for name in names}

    @property
    def rest(self) -> float:
        """What is left for oxygen and nitrogen."""
        return 1.0 - sum(self.others.values())

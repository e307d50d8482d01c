"""What is blown in."""

from __future__ import annotations

from typing import Literal

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
    held_at: Literal["fresh", "sparger"] = "fresh"
    """What the fractions are of, where off-gas returns: the fresh gas, whatever the sparger then gets; or the gas at
    the sparger, held by a make-up of each gas on its own"""
    combustible: Literal["refused", "allowed"] = "refused"
    """Whether gas that can burn may be anywhere in the process"""

    @property
    def others(self) -> dict[str, float]:
        """Gases besides oxygen and nitrogen."""
        names = ("carbon_dioxide", "hydrogen", "carbon_monoxide", "methane")
        return {name: float(getattr(self, name)) for name in names}

    def composition(self, oxygen: float) -> dict[str, float]:
        """Every mole fraction, with so much oxygen."""
        return {"oxygen": oxygen, "nitrogen": self.rest - oxygen, **self.others}

    @property
    def rest(self) -> float:
        """What is left for oxygen and nitrogen."""
        return 1.0 - sum(self.others.values())

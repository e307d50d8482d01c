"""pH control by base and acid: then the pH follows from the ions, and the pumps have what they have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from .measures import Ph, VolumeRate, complain
from .model import Name, Part

__all__ = ["Dosing", "PhControl"]


class Dosing(Part):
    """A pump for base or acid."""

    stream: Name
    """Name among the recipe's feeds."""
    rate: VolumeRate
    """m³/h, the most it gives"""

    @model_validator(mode="after")
    def _check(self) -> Dosing:
        if self.rate <= 0.0:
            raise complain("a pump that gives nothing controls nothing: state its rate", "rate")
        return self


class PhControl(Part):
    """Holds the pH by real pumps. Without it the pH is held ideally, and no base is counted but ammonia."""

    base: Dosing | None = None
    acid: Dosing | None = None
    dead_band: Annotated[Ph, Field(le=2.0)] = 0.02
    """On either side of the set point, within which neither pump runs."""
    band: Annotated[Ph, Field(gt=0.0, le=5.0)] = 0.1
    """Beyond the dead band, over which a pump opens fully."""

    def resized(self, ratio: float) -> PhControl:
        """The pumps of a vessel `ratio` times as large."""
        rates = {role: pump.model_copy(update={"rate": pump.rate * ratio}) for role, _, pump in self.pumps()}
        return self.model_copy(update=rates)

    def pumps(self) -> list[tuple[str, float, Dosing]]:
        """Role, side of the set point it works on (−1 below), and pump."""
        both: tuple[tuple[str, float, Dosing | None], ...] = (("base", -1.0, self.base), ("acid", 1.0, self.acid))
        return [(role, sign, pump) for role, sign, pump in both if pump is not None]

"""The temperature of a stirred vessel: its controller, and how warm what comes in is."""

from __future__ import annotations

from pydantic import model_validator

from .measures import Duration, Factor, Temperature, complain
from .model import Part

__all__ = ["TemperatureControl"]


class TemperatureControl(Part):
    """A PI controller on the split-range valve of jacket and coil; 25 °C is the reference of all enthalpies."""

    ideal: bool = False
    """Hold the set point exactly, whatever the jacket can do (a shaken flask's incubator always does)."""
    gain: Factor = 2.0
    """Travel of the valve (1: from shut to full cooling) per kelvin."""
    integral_time: Duration = 0.15
    """h; with gain 2 no built-in vessel overshoots"""
    override_time: Duration = 0.0
    """h, reset time with which feeds that back off from cooling follow the valve; 0: at once"""
    start: Temperature | None = None
    """K, of the broth as the run begins; the set point by default"""
    feed: Temperature = 298.15
    """K, of everything that is poured in"""
    gas: Temperature = 298.15
    """K, of the inlet gas"""

    @model_validator(mode="after")
    def _check(self) -> TemperatureControl:
        if self.integral_time <= 0.0:
            raise complain("the integral time is above 0", "integral_time")
        return self

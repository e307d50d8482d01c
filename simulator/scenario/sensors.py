"""Sensors as they are: they lag, they are late, they scatter."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .measures import Duration, Fraction
from .model import Part

__all__ = ["OffgasAnalyser", "OxygenProbe", "Sensors"]


class OxygenProbe(Part):
    """A dissolved-oxygen electrode; what reads dissolved oxygen (cascade, feeds, conditions) sees it."""

    lag: Duration = 0.0
    """h, time constant: response to a step is 63 % after it; polarographic 5-20 s, optical 10-30 s"""
    noise: Fraction = 0.0
    """Standard deviation, of calibration"""


class OffgasAnalyser(Part):
    """Gas lines and analyser, behind the vessel."""

    delay: Duration = 0.0
    """h, dead time of the sampling line; 30-120 s"""
    lag: Duration = 0.0
    """h, time constant"""
    noise: Fraction = 0.0
    """Standard deviation of a mole fraction; 0.01-0.05 %"""


class Sensors(Part):
    """What is measured; noise is in the columns ``measured_…`` only, never in the process."""

    dissolved_oxygen: OxygenProbe = OxygenProbe()
    offgas: OffgasAnalyser = OffgasAnalyser()
    seed: Annotated[int, Field(ge=0, le=2**31, strict=True)] = 1
    """Of the noise: same seed, same scatter"""

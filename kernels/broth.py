"""Constants of the broth that follow from temperature, pH and medium."""

from __future__ import annotations

from .acidbase import carbon_dioxide_fraction
from .jit import kernel
from .records import Operation
from .solubility import carbon_dioxide_henry, oxygen_henry, water_vapour_pressure

__all__ = ["calibrate", "prepare"]

AIR_OXYGEN = 0.2095  # mole fraction in dry air


@kernel
def prepare(operation: Operation) -> None:
    """Fill in what follows from temperature, pH and medium: vapour pressure, solubilities."""
    temperature = operation.temperature
    operation.vapour_pressure = water_vapour_pressure(temperature)
    operation.oxygen_henry = operation.oxygen_solubility * oxygen_henry(temperature)
    operation.carbon_dioxide_henry = carbon_dioxide_henry(temperature)
    operation.carbon_dioxide_fraction = carbon_dioxide_fraction(operation.ph, temperature)


@kernel
def calibrate(operation: Operation) -> None:
    """Let the probe call 100 % what air at this temperature and head pressure dissolves in this medium."""
    dry = operation.head_pressure - operation.vapour_pressure
    operation.oxygen_calibration = operation.oxygen_henry * AIR_OXYGEN * dry

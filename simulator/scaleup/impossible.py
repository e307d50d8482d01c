"""The refusal of a scale-up criterion, with what it would have taken."""

from __future__ import annotations

from ..errors import InputError
from .operating_point import OperatingPoint

__all__ = ["CriterionImpossible", "refuse"]


class CriterionImpossible(InputError):
    """A criterion that the target's motor, gears, air or foam do not allow (exit code 2).

    Attributes
    ----------
    criterion : str
        Name of the criterion.
    stirrer_speed : float
        Speed it would need [1/s]; nan if no speed does it.
    power : float
        Gassed stirrer power it would need [W]; nan if no power does it.
    power_per_volume : float
        The same per liquid volume [W/m³].
    installed : float
        Shaft power of the target [W].
    """

    def __init__(
        self,
        message: str,
        *,
        criterion: str,
        stirrer_speed: float = float("nan"),
        power: float = float("nan"),
        power_per_volume: float = float("nan"),
        installed: float = float("nan"),
    ) -> None:
        super().__init__(message)
        self.criterion = criterion
        self.stirrer_speed = stirrer_speed
        self.power = power
        self.power_per_volume = power_per_volume
        self.installed = installed


def watts(value: float) -> str:
    """Write a power with the prefix people use: `950 W`, `5.2 MW`."""
    for scale, unit in ((1e9, "GW"), (1e6, "MW"), (1e3, "kW")):
        if value >= scale:
            return f"{value / scale:.3g} {unit}"
    return f"{value:.3g} W"


def refuse(criterion: str, aim: str, needed: OperatingPoint) -> CriterionImpossible:
    """Refusal of a criterion that a motor or shaft does not allow.

    Parameters
    ----------
    criterion : str
        Name of the criterion.
    aim : str
        What was to be kept, with its value and unit.
    needed : OperatingPoint
        The target as it would have to run.

    Returns
    -------
    CriterionImpossible
        To be raised.
    """
    limits = needed.tank.limits
    message = (
        f"criterion '{criterion}': to have {aim}, {needed.tank.name} would need "
        f"{60.0 * needed.stirrer_speed:.3g} rpm and {watts(needed.power_gassed)} "
        f"({watts(needed.power_per_volume)}/m³); it has "
        f"{watts(limits.shaft_power)} at the shaft and {60.0 * limits.stirrer_speed:.3g} rpm"
    )
    return CriterionImpossible(
        message,
        criterion=criterion,
        stirrer_speed=needed.stirrer_speed,
        power=needed.power_gassed,
        power_per_volume=needed.power_per_volume,
        installed=limits.shaft_power,
    )

"""Carry an operating point to another tank by keeping one criterion."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ...kernels.gas import STANDARD_MOLAR_VOLUME
from ..errors import InputError, nearest
from .best import best_point
from .geometry import Tank
from .impossible import CriterionImpossible, refuse
from .operating_point import OperatingPoint
from .rootfinding import speed_with

__all__ = ["Match", "match"]

_SLOWEST = 1.0e-4  # 1/s
_FASTEST = 1.0e4  # 1/s, far beyond any shaft: where the power a criterion needs is still looked for
_SLACK = 1.0e-9  # relative, so that a criterion met exactly at a limit is not refused for rounding

_ATTRIBUTES: dict[str, tuple[str, str]] = {
    "power-per-volume": ("power_per_volume", "W/m³"),
    "kla": ("kla", "1/h"),
    "tip-speed": ("tip_speed", "m/s"),
    "stirrer-speed": ("stirrer_speed", "1/s"),
    "mixing-time": ("mixing_time", "s"),
    "vvm": ("vvm", "vvm"),
    "gas-velocity": ("gas_velocity", "m/s"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A criterion carried to a target."""

    criterion: str
    point: OperatingPoint
    """The target at work."""
    notes: tuple[str, ...]
    """What gave way or is near a limit, a sentence each."""


def match(
    criterion: str,
    source: OperatingPoint,
    target: Tank,
    *,
    volume: float | None = None,
    head_pressure: float | None = None,
) -> Match:
    """Stirrer speed and gas flow of the target that keep one criterion of the source.

    Parameters
    ----------
    criterion : str
        ``power-per-volume``, ``kla``, ``tip-speed``, ``stirrer-speed`` and ``mixing-time`` set the stirrer,
        while the gas is kept at equal vvm as far as the target's air and gas velocity allow. ``vvm`` and
        ``gas-velocity`` set the gas, the stirrer then keeps power per volume. ``best`` looks for the highest
        oxygen transfer within the limits, see `best.best_point`.
    source : OperatingPoint
        The process where it is known.
    target : Tank
        Where it shall go, with its limits.
    volume : float, optional
        Liquid in the target [m³]; default: filled to the same share of the working volume as the source.
    head_pressure : float, optional
        Of the target [bar absolute]; default: that of the source.

    Returns
    -------
    Match
        The operating point and notes on what gave way.

    Raises
    ------
    CriterionImpossible
        If the target's motor, shaft, air or gas velocity do not allow it; says what it would need.
    InputError
        If the criterion is unknown.
    """
    known = (*_ATTRIBUTES, "best")
    if criterion not in known:
        raise InputError(f"scale-up criterion '{criterion}' is not known{nearest(criterion, known)}")
    start = OperatingPoint(
        tank=target,
        broth=source.broth,
        volume=volume or source.volume / source.tank.working_volume * target.working_volume,
        stirrer_speed=source.stirrer_speed,
        gas_flow=0.0,
        head_pressure=head_pressure or source.head_pressure,
        oxygen_fraction=source.oxygen_fraction,
    )
    if criterion == "best":
        point, reason = best_point(start, highest_gas_flow(start))
        return Match(criterion, point, (reason, *_notes(point)))
    if criterion in ("vvm", "gas-velocity"):
        gassed = _keep_gas(criterion, source, start)
        point = _set_stirrer("power-per-volume", source, gassed, criterion)
        return Match(criterion, point, _notes(point))
    gassed, notes = _usual_gas(source, start)
    point = _set_stirrer(criterion, source, gassed, criterion)
    return Match(criterion, point, (*notes, *_notes(point)))


def highest_gas_flow(point: OperatingPoint) -> float:
    """Gas flow [mol/h] at the first of the target's limits: air supply, gas velocity."""
    limits = point.tank.limits
    supply = limits.vvm * 60.0 * point.tank.working_volume / STANDARD_MOLAR_VOLUME
    return min(supply, _gas_flow_of_velocity(point, limits.gas_velocity))


def _gas_flow_of_velocity(point: OperatingPoint, velocity: float) -> float:
    """Gas flow [mol/h] with a superficial velocity [m/s]; they are proportional."""
    return velocity / replace(point, gas_flow=1.0).gas_velocity


def _usual_gas(source: OperatingPoint, start: OperatingPoint) -> tuple[OperatingPoint, tuple[str, ...]]:
    """Set equal vvm, or what the limits leave of it."""
    wanted = source.gas_flow / source.volume * start.volume
    highest = highest_gas_flow(start)
    if wanted <= highest * (1.0 + _SLACK):
        return replace(start, gas_flow=wanted), ()
    point = replace(start, gas_flow=highest)
    note = (
        f"gas reduced from {source.vvm:.3g} to {point.vvm:.3g} vvm, "
        f"the limit of {point.tank.name} ({point.gas_velocity:.3g} m/s)"
    )
    return point, (note,)


def _keep_gas(criterion: str, source: OperatingPoint, start: OperatingPoint) -> OperatingPoint:
    """Set equal vvm or gas velocity, or refuse."""
    if criterion == "vvm":
        wanted = source.gas_flow / source.volume * start.volume
    else:
        wanted = _gas_flow_of_velocity(start, source.gas_velocity)
    point = replace(start, gas_flow=wanted)
    highest = replace(start, gas_flow=highest_gas_flow(start))
    if wanted > highest.gas_flow * (1.0 + _SLACK):
        message = (
            f"criterion '{criterion}': to have {_aim(criterion, source)}, {point.tank.name} would need "
            f"{point.vvm:.3g} vvm at {point.gas_velocity:.3g} m/s; "
            f"it takes {highest.vvm:.3g} vvm at {highest.gas_velocity:.3g} m/s"
        )
        raise CriterionImpossible(message, criterion=criterion)
    return point


def _aim(criterion: str, source: OperatingPoint) -> str:
    attribute, unit = _ATTRIBUTES[criterion]
    return f"{getattr(source, attribute):.4g} {unit} as in {source.tank.name}"


def _set_stirrer(criterion: str, source: OperatingPoint, start: OperatingPoint, asked: str) -> OperatingPoint:
    """Set the speed at which a criterion is met, or refuse the criterion that was asked for."""
    attribute, _ = _ATTRIBUTES[criterion]
    wanted = getattr(source, attribute)
    if criterion == "stirrer-speed":
        speed = source.stirrer_speed
    elif criterion == "tip-speed":
        speed = source.tip_speed / (math.pi * start.tank.impeller_diameter)
    else:
        speed = speed_with(lambda n: getattr(replace(start, stirrer_speed=n), attribute), wanted, _SLOWEST, _FASTEST)
    aim = _aim(criterion, source) if asked == criterion else f"{_aim(criterion, source)} with the gas so set"
    if math.isnan(speed):
        message = f"criterion '{asked}': no stirrer speed gives {aim} in {start.tank.name}"
        raise CriterionImpossible(message, criterion=asked, installed=start.tank.limits.shaft_power)
    point = replace(start, stirrer_speed=speed)
    limits = point.tank.limits
    fast = speed > limits.stirrer_speed * (1.0 + _SLACK)
    if fast or point.power_gassed > limits.shaft_power * (1.0 + _SLACK):
        raise refuse(asked, aim, point)
    return point


def _notes(point: OperatingPoint) -> tuple[str, ...]:
    """List what an engineer should know of a point within the limits of motor and shaft."""
    notes = []
    limits = point.tank.limits
    if point.flooding_ratio > 1.0 + _SLACK:
        ratio = point.flooding_ratio
        notes.append(f"the lowest impeller floods: its gas flow is {ratio:.3g} times what it disperses")
    if point.gas_velocity > limits.gas_velocity * (1.0 + _SLACK):
        notes.append(f"gas velocity {point.gas_velocity:.3g} m/s is above {limits.gas_velocity:.3g} m/s")
    if point.power_ungassed > limits.shaft_power * (1.0 + _SLACK):
        notes.append("the motor carries this stirrer speed only while gas flows")
    coolable = point.oxygen_uptake_coolable
    if coolable < point.otr_max * (1.0 - 1.0e-6):
        notes.append(
            f"cooling carries {coolable:.3g} of the {point.otr_max:.3g} mol/m³/h of oxygen that air can transfer"
        )
    return tuple(notes)

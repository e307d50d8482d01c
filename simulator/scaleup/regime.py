"""Regime analysis: which process of a vessel is slow against the demand of its cells."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ...kernels.heat import HEAT_PER_OXYGEN
from .operating_point import OperatingPoint

__all__ = ["Culture", "Regime", "Verdict", "regime"]

_HOUR = 3600.0  # s
_HEAT_CAPACITY = 4180.0  # J/kg/K, of water; broths have 3900-4180
_CLOSE = 0.1  # supply time over demand time from which the supply is felt
_LIMITING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Culture:
    """What the cells demand at one moment."""

    oxygen_uptake: float
    """mol/m³/h"""
    oxygen: float
    """mol/m³ dissolved"""
    substrate_uptake: float
    """mol/m³/h"""
    substrate: float
    """mol/m³"""
    growth_rate: float
    """1/h"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One supply held against one demand."""

    supply: str
    demand: str
    ratio: float
    """Time of the supply over time of the demand [-]; a Damköhler number."""
    level: str
    """``fast`` (ratio below 0.1), ``close`` (0.1 to 1) or ``limiting`` (above 1)"""
    text: str


@dataclass(frozen=True, slots=True)
class Regime:
    """Characteristic times [s] and what their pairs say."""

    times: dict[str, float] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()

    @property
    def worst(self) -> Verdict:
        """The pair with the highest ratio."""
        return max(self.verdicts, key=lambda verdict: verdict.ratio)


_PAIRS: tuple[tuple[str, str, str], ...] = (
    ("mixing", "oxygen_consumption", "dissolved oxygen differs from place to place"),
    ("mixing", "substrate_consumption", "cells near the feed meet more substrate than the others"),
    ("circulation", "oxygen_consumption", "oxygen runs out on the way around the impeller"),
    ("mixing", "growth", "the broth as a whole is not mixed while the cells grow"),
    (
        "oxygen_transfer",
        "oxygen_consumption",
        "oxygen is used as soon as it dissolves: transfer sets the uptake",
    ),
    ("gas_residence", "gas_oxygen_consumption", "the gas loses much of its oxygen on its way up"),
    ("heat_removal", "heat_production", "the cooling does not hold the temperature"),
)


def regime(point: OperatingPoint, culture: Culture) -> Regime:
    """Characteristic times of a culture in a vessel, and a verdict on each pair of supply and demand.

    Parameters
    ----------
    point : OperatingPoint
        The vessel at work.
    culture : Culture
        The demand of the cells.

    Returns
    -------
    Regime
        Times [s]; infinite where there is no such demand.

    References
    ----------
    Sweere, Luyben & Kossen (1987) Enzyme Microb. Technol. 9:386-398.
    """
    times = _supply_times(point) | _demand_times(point, culture)
    verdicts = tuple(_judge(times, *pair) for pair in _PAIRS)
    return Regime(times, verdicts)


def _over(amount: float, rate: float) -> float:
    return amount / rate if rate > 0.0 else math.inf


def _supply_times(point: OperatingPoint) -> dict[str, float]:
    thermal = point.broth.density * _HEAT_CAPACITY * point.volume  # J/K
    return {
        "mixing": point.mixing_time,
        "circulation": point.circulation_time,
        "oxygen_transfer": _over(_HOUR, point.kla),
        "gas_residence": point.gas_residence_time,
        "heat_removal": _over(thermal, point.tank.cooling_conductance),
    }


def _demand_times(point: OperatingPoint, culture: Culture) -> dict[str, float]:
    thermal = point.broth.density * _HEAT_CAPACITY  # J/m³/K
    load = culture.oxygen_uptake * HEAT_PER_OXYGEN / _HOUR + point.power_per_volume  # W/m³
    difference = point.broth.temperature - point.tank.coolant_temperature
    # what the gas brings in during its stay, over what the cells take
    fed = point.gas_flow / point.volume * point.oxygen_fraction
    return {
        "oxygen_consumption": _over(_HOUR * culture.oxygen, culture.oxygen_uptake),
        "substrate_consumption": _over(_HOUR * culture.substrate, culture.substrate_uptake),
        "growth": _over(_HOUR, culture.growth_rate),
        "gas_oxygen_consumption": _over(point.gas_residence_time * fed, culture.oxygen_uptake),
        "heat_production": _over(thermal * difference, load),
    }


def _judge(times: dict[str, float], supply: str, demand: str, consequence: str) -> Verdict:
    ratio = 0.0 if math.isinf(times[demand]) else times[supply] / times[demand]
    level = "fast" if ratio < _CLOSE else "close" if ratio < _LIMITING else "limiting"
    names = supply.replace("_", " "), demand.replace("_", " ")
    text = f"{names[0]} {times[supply]:.3g} s against {names[1]} {times[demand]:.3g} s"
    if level == "limiting":
        text += f": {consequence}"
    return Verdict(supply, demand, ratio, level, text)

"""The operating point with the highest oxygen transfer that a tank can sustain."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize_scalar

from ...kernels.solubility import OXYGEN_IN_AIR
from .impossible import CriterionImpossible
from .operating_point import OperatingPoint
from .rootfinding import speed_with

__all__ = ["best_point", "sustained_oxygen"]

_FLOWS = 48  # gas flows tried before the best is refined
_SLOWEST = 1.0e-3  # 1/s
_FASTEST = 1.0e3  # 1/s, for a tank without limits of its own


def sustained_oxygen(point: OperatingPoint) -> float:
    """Oxygen uptake [mol/m³/h] that transfer from the inlet gas and cooling allow together."""
    return min(point.otr_max, point.oxygen_uptake_coolable)


def best_point(start: OperatingPoint, highest_gas_flow: float) -> tuple[OperatingPoint, str]:
    """Stirrer speed and gas flow with the highest sustained oxygen uptake.

    Parameters
    ----------
    start : OperatingPoint
        The tank, its broth, fill and pressure; speed and gas flow are replaced.
    highest_gas_flow : float
        Limit of air supply or gas velocity [mol/h].

    Returns
    -------
    tuple of OperatingPoint, str
        The point, and a sentence on the objective and what binds.

    Raises
    ------
    CriterionImpossible
        If the tank has no limit on its gas, or floods at every speed its motor can turn.

    Notes
    -----
    Maximises the smaller of oxygen transfer from the inlet gas at zero dissolved oxygen and the oxygen uptake whose
    heat, with the stirrer's, the cooling carries (460 kJ/mol), subject to motor, shaft speed, air supply, gas
    velocity and no flooding of the lowest impeller. Head pressure stays.
    """
    name, installed = start.tank.name, start.tank.limits.shaft_power
    if math.isinf(highest_gas_flow):
        message = f"criterion 'best': {name} states no limit of aeration or gas velocity"
        raise CriterionImpossible(message, criterion="best", installed=installed)
    shares = np.linspace(1.0 / _FLOWS, 1.0, _FLOWS)

    def score(share: float) -> float:
        return sustained_oxygen(_useful(replace(start, gas_flow=share * highest_gas_flow)))

    scores = [score(float(share)) for share in shares]
    top = int(np.argmax(scores))
    if scores[top] <= 0.0:
        message = f"criterion 'best': {name} floods or overheats at every speed its motor can turn"
        raise CriterionImpossible(message, criterion="best", installed=installed)
    around = (float(shares[max(top - 1, 0)]), float(shares[min(top + 1, _FLOWS - 1)]))
    refined = minimize_scalar(lambda share: -score(float(share)), bounds=around, method="bounded")
    share = float(refined.x) if -float(refined.fun) > scores[top] else float(shares[top])
    point = _useful(replace(start, gas_flow=share * highest_gas_flow))
    return point, _reason(point, highest_gas_flow)


def _useful(point: OperatingPoint) -> OperatingPoint:
    """Set the highest speed that brings more oxygen under motor, shaft and cooling; 0 if it floods there."""
    limits = point.tank.limits

    def at(speed: float) -> OperatingPoint:
        return replace(point, stirrer_speed=speed)

    def cap(speed: float, other: float) -> float:
        return speed if math.isnan(other) else min(speed, other)

    shaft = min(limits.stirrer_speed, _FASTEST)
    highest = cap(shaft, speed_with(lambda n: at(n).power_gassed, limits.shaft_power, _SLOWEST, shaft))
    if at(highest).flooding_ratio > 1.0:
        return at(0.0)
    loaded = speed_with(lambda n: at(n).flooding_ratio, 1.0, _SLOWEST, highest)
    cooled = speed_with(lambda n: at(n).otr_max / max(at(n).oxygen_uptake_coolable, 1e-9), 1.0, _SLOWEST, highest)
    return at(max(cap(highest, cooled), 0.0 if math.isnan(loaded) else loaded))


def _reason(point: OperatingPoint, highest_gas_flow: float) -> str:
    """Write the objective's value and the limits it stopped at."""
    limits = point.tank.limits
    near = 1.0 - 1.0e-3
    fast_gas = point.gas_velocity >= near * limits.gas_velocity
    bounds = {
        "cooling": point.otr_max >= near * point.oxygen_uptake_coolable,
        "motor": point.power_gassed >= near * limits.shaft_power,
        "stirrer speed": point.stirrer_speed >= near * limits.stirrer_speed,
        "gas velocity": fast_gas,
        "air supply": point.gas_flow >= near * highest_gas_flow and not fast_gas,
        "flooding": point.flooding_ratio >= near,
    }
    binding = " and ".join(name for name, bound in bounds.items() if bound) or "nothing"
    rate = sustained_oxygen(point)
    share = point.oxygen_fraction
    gas = "air" if share == OXYGEN_IN_AIR else f"gas with {100.0 * share:.3g} % of oxygen"
    return f"highest sustained oxygen uptake, {rate:.3g} mol/m³/h from {gas}; bound by {binding}"

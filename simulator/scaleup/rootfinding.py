"""Where a quantity of the stirrer speed has a wanted value."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.optimize import root_scalar

__all__ = ["speed_with"]


def speed_with(quantity: Callable[[float], float], wanted: float, slowest: float, fastest: float) -> float:
    """Stirrer speed at which a monotone quantity has a wanted value.

    Parameters
    ----------
    quantity : callable
        Quantity ≥ 0 of the stirrer speed [1/s], rising or falling.
    wanted : float
        Its wanted value.
    slowest, fastest : float
        Where to look [1/s].

    Returns
    -------
    float
        The speed [1/s]; nan if the value is not reached between the two.
    """
    if not 0.0 < wanted < math.inf:
        return math.nan

    def distance(logarithm: float) -> float:
        value = quantity(math.exp(logarithm))
        return math.log(value / wanted) if value > 0.0 else -math.inf

    low, high = math.log(slowest), math.log(fastest)
    if distance(low) * distance(high) > 0.0:
        return math.nan
    return math.exp(float(root_scalar(distance, bracket=(low, high), method="brentq", xtol=1e-13).root))

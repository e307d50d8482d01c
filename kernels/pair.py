"""Numbers as sums of two doubles: twice the working precision."""

from __future__ import annotations

from .jit import inlined

__all__ = ["add_product"]

# Dekker (1971), Numer. Math. 18, 224: splits a double into two halves whose products are exact.
_SPLIT = 134217729.0


@inlined
def add_product(high: float, low: float, a: float, x: float) -> tuple[float, float]:
    """high + low + a·x as a sum of two numbers again.

    Parameters
    ----------
    high, low : float
        A sum of two numbers; `low` gathers what `high` cannot hold.
    a, x : float
        Below 1e300.

    Returns
    -------
    high, low : float
    """
    t = _SPLIT * x
    x_high = t - (t - x)
    x_low = x - x_high
    t = _SPLIT * a
    a_high = t - (t - a)
    a_low = a - a_high
    product = a * x
    error = ((a_high * x_high - product) + a_high * x_low + a_low * x_high) + a_low * x_low
    total = high + product
    part = total - high
    return total, low + (((high - (total - part)) + (product - part)) + error)

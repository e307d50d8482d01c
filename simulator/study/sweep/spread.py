"""How a number is spread: from a share of probability to a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["SPREADS", "Spread"]

_TAIL = 1e-4
"""Probability cut off at either end of a distribution that has none: 3.7 standard deviations of a normal one."""


def _uniform(share: float, low: float, high: float) -> float:
    return low + share * (high - low)


def _log(share: float, low: float, high: float) -> float:
    return math.exp(_uniform(share, math.log(low), math.log(high)))


def _triangular(share: float, low: float, mode: float, high: float) -> float:
    rising = (mode - low) / (high - low)
    if share <= rising:
        return low + math.sqrt(share * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - share) * (high - low) * (high - mode))


def _quantile(share: float) -> float:
    """Of the standard normal distribution between its tails."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(_TAIL + share * (1.0 - 2.0 * _TAIL))


def _normal(share: float, mean: float, deviation: float) -> float:
    return mean + deviation * _quantile(share)


def _lognormal(share: float, median: float, factor: float) -> float:
    return median * math.exp(math.log(factor) * _quantile(share))


@dataclass(frozen=True)
class Kind:
    """A sort of spread.

    Attributes
    ----------
    names : tuple of str
        Of its numbers.
    quantities : tuple of bool
        Which of them carry the unit of the variable.
    value : callable
        Value at a share of probability between 0 and 1.
    wrong : callable
        What is wrong with the numbers; empty where nothing is.
    """

    names: tuple[str, ...]
    quantities: tuple[bool, ...]
    value: Callable[..., float]
    wrong: Callable[..., str]


def _ordered(low: float, high: float) -> str:
    return "" if low < high else f"the range is empty: {low:g} is not below {high:g}"


def _positive(low: float, high: float) -> str:
    return _ordered(low, high) or ("" if low > 0.0 else "a logarithmic range starts above 0")


def _peaked(low: float, mode: float, high: float) -> str:
    return _ordered(low, high) or ("" if low <= mode <= high else f"the mode {mode:g} lies outside the range")


def _spread_out(_: float, deviation: float) -> str:
    return "" if deviation > 0.0 else "the standard deviation is above 0"


def _multiplied(median: float, factor: float) -> str:
    return "" if median > 0.0 and factor > 1.0 else "the median is above 0 and the factor above 1"


SPREADS: Mapping[str, Kind] = MappingProxyType(
    {
        "uniform": Kind(("low", "high"), (True, True), _uniform, _ordered),
        "log": Kind(("low", "high"), (True, True), _log, _positive),
        "triangular": Kind(("low", "mode", "high"), (True, True, True), _triangular, _peaked),
        "normal": Kind(("mean", "standard deviation"), (True, True), _normal, _spread_out),
        "lognormal": Kind(("median", "factor of one standard deviation"), (True, False), _lognormal, _multiplied),
    }
)
"""By the names people write; normal and lognormal end where 1 in 10,000 lies beyond."""


@dataclass(frozen=True)
class Spread:
    """A spread with its numbers, all in one unit.

    Parameters
    ----------
    kind : str
        A key of `SPREADS`.
    numbers : tuple of float
    """

    kind: str
    numbers: tuple[float, ...]

    def at(self, share: float) -> float:
        """Value below which a share of the probability lies, 0 ≤ share ≤ 1."""
        return SPREADS[self.kind].value(share, *self.numbers)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value."""
        return self.at(0.0), self.at(1.0)

"""Where the points lie: designs in the unit cube, one column a variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError, nearest
from .sampled import SAMPLED, check_base, group_size, sampled_points
from .variable import Variable

__all__ = ["DESIGNS", "MOST_RUNS", "check_design", "point_count", "unit_points"]

Points = NDArray[np.float64]

MOST_RUNS = 2_000_000
"""In one study."""


def _random(count: int, width: int, seed: int) -> Points:
    return np.random.default_rng(seed).random((count, width))


def _latin(count: int, width: int, seed: int) -> Points:
    """McKay, Beckman & Conover (1979), Technometrics 21:239, doi:10.2307/1268522."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(width, rng=np.random.default_rng(seed)).random(count))


def _sobol(count: int, width: int, seed: int) -> Points:
    """Sobol' (1967), USSR Comput. Math. Math. Phys. 7:86, scrambled after Owen (1998), ACM TOMACS 8:71."""
    from scipy.stats import qmc

    engine = qmc.Sobol(width, scramble=True, rng=np.random.default_rng(seed))
    whole = engine.random_base2(max(count - 1, 1).bit_length())
    return np.asarray(whole[:count])


DRAWN: Mapping[str, Callable[[int, int, int], Points]] = MappingProxyType(
    {"sobol": _sobol, "latin-hypercube": _latin, "random": _random}
)
DESIGNS = (*DRAWN, *SAMPLED, "grid", "one-at-a-time", "points")
"""What a study may ask for; ``points`` are those of a file."""


def check_design(name: str) -> None:
    """Refuse a design that does not exist."""
    if name not in DESIGNS:
        raise InputError(f"design: no design '{name}'{nearest(name, DESIGNS)}")


def _levels(variable: Variable, levels: int) -> list[float]:
    """Shares at which a grid cuts a variable: all of a list; of a spread as many as asked for, its ends among them."""
    if variable.spread is None:
        count = len(variable.choices)
        return [(place + 0.5) / count for place in range(count)]
    return [place / (levels - 1) for place in range(levels)]


def point_count(design: str, variables: Sequence[Variable], runs: int, levels: int) -> int:
    """Points that a design has, before any of them is laid.

    Raises
    ------
    InputError
        The design does not come in that number.
    """
    if design == "grid":
        return prod(len(variable.choices) or levels for variable in variables)
    if design in SAMPLED:
        check_base(design, runs)
        return runs * group_size(design, len(variables))
    return runs


def _grid(variables: Sequence[Variable], levels: int) -> Points:
    """Every combination, the last variable fastest."""
    return np.array(list(product(*(_levels(variable, levels) for variable in variables))))


def _one_at_a_time(variables: Sequence[Variable], levels: int) -> Points:
    """The middle; then every variable at its levels with the others in the middle."""
    middle = [0.5] * len(variables)
    rows = [middle]
    for place, variable in enumerate(variables):
        for share in _levels(variable, levels):
            if abs(share - 0.5) > 1e-12:
                rows.append([*middle[:place], share, *middle[place + 1 :]])
    return np.array(rows)


def unit_points(design: str, variables: Sequence[Variable], runs: int, levels: int, seed: int) -> Points:
    """Points of a design.

    Parameters
    ----------
    design : str
        One of `DESIGNS` but ``points``.
    variables : sequence of Variable
    runs : int
        Of what is drawn; of the designs for sensitivity base samples or trajectories.
    levels : int
        Of a grid or of one variable at a time, for each spread.
    seed : int

    Returns
    -------
    ndarray, shape (runs, variables)
        Shares of probability, 0 to 1. The same for the same arguments; the first points of a ``sobol`` design do not
        depend on their number.
    """
    if design == "grid":
        return _grid(variables, levels)
    if design == "one-at-a-time":
        return _one_at_a_time(variables, levels)
    if design in SAMPLED:
        return sampled_points(design, variables, runs, seed)
    return DRAWN[design](runs, len(variables), seed)

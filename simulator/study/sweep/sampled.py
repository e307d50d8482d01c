"""Designs from which indices of sensitivity follow: runs in groups, laid by SALib."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .variable import Variable

__all__ = ["LEVELS", "SAMPLED", "check_base", "group_size", "salib_problem", "sampled_points", "unit_sample"]

Points = NDArray[np.float64]

SAMPLED = ("saltelli", "saltelli-pairs", "morris")
"""``saltelli`` for indices of Sobol', ``saltelli-pairs`` for those of pairs too, ``morris`` for elementary effects."""
LEVELS = 4
"""Of Morris's grid, with steps of 2/3 of the range (Campolongo et al. 2007, doi:10.1016/j.envsoft.2006.10.004)."""
_BODY = (0.05, 0.95)
"""Shares between which Morris's grid lies where a distribution has no ends of its own."""
_UNEVEN = 0.15
"""By which the mean squared distance of the two halves of a sample may be off in any variable."""
_ENDLESS = ("normal", "lognormal")


def group_size(design: str, width: int) -> int:
    """Runs that belong to one base sample, or to one trajectory of Morris."""
    return {"saltelli": width + 2, "saltelli-pairs": 2 * width + 2, "morris": width + 1}[design]


def check_base(design: str, base: int) -> None:
    """Refuse a number of base samples for which the design is none.

    Raises
    ------
    InputError
        Too few, or, of Sobol' points, no power of 2: only then are they balanced (Owen 2020, arXiv:2008.08051).
    """
    if design == "morris":
        if base < 2:
            raise InputError(f"runs {base}: Morris's method needs at least 2 trajectories")
        return
    if base < 2 or base & (base - 1):
        below = 1 << max(base.bit_length() - 1, 1)
        raise InputError(
            f"runs {base}: of the design '{design}' they are base samples, a power of 2: {below} or {2 * below}"
        )


def salib_problem(width: int) -> dict[str, Any]:
    """Variables between 0 and 1, as SALib wants to be told."""
    return {"num_vars": width, "names": [str(place) for place in range(width)], "bounds": [[0.0, 1.0]] * width}


def unit_sample(design: str, width: int, base: int, seed: int) -> Points:
    """A sample of the unit cube.

    Parameters
    ----------
    design : str
        One of `SAMPLED`.
    width : int
        Number of variables.
    base : int
        Base samples or trajectories.
    seed : int

    Returns
    -------
    ndarray, shape (base · group_size, width)

    Raises
    ------
    InputError
        SALib is not installed.

    Notes
    -----
    Saltelli et al. (2010), Comput Phys Commun 181:259, doi:10.1016/j.cpc.2009.09.018; Morris (1991), Technometrics
    33:161, doi:10.1080/00401706.1991.10484804.
    """
    try:
        from SALib.sample import morris, sobol
    except ImportError as error:
        raise InputError("indices of sensitivity need SALib: pip install 'moromi[study]'") from error
    problem = salib_problem(width)
    if design == "morris":
        return np.asarray(morris.sample(problem, base, num_levels=LEVELS, seed=seed), np.float64)
    pairs = design == "saltelli-pairs"
    unit = np.asarray(sobol.sample(problem, base, calc_second_order=pairs, seed=seed), np.float64)
    _check_halves(unit[:: group_size(design, width)], unit[group_size(design, width) - 1 :: group_size(design, width)])
    return unit


def _check_halves(one: Points, other: Points) -> None:
    """Refuse halves of few Sobol' points that resemble each other: squared distances are the estimators' yardstick."""
    distance = 6.0 * np.mean((one - other) ** 2, axis=0)  # 1 where they are independent
    if np.abs(distance - 1.0).max() > _UNEVEN:
        base = len(one)
        raise InputError(f"runs {base}: too few base samples for {one.shape[1]} variables; take {2 * base} or more")


def sampled_points(design: str, variables: Sequence[Variable], base: int, seed: int) -> Points:
    """Shares of probability at the points of a design; Morris's grid leaves out tails that have no end."""
    unit = unit_sample(design, len(variables), base, seed)
    if design != "morris":
        return unit
    for place, variable in enumerate(variables):
        if variable.spread is not None and variable.spread.kind in _ENDLESS:
            low, high = _BODY
            unit[:, place] = low + (high - low) * unit[:, place]
    return unit

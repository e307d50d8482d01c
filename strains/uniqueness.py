"""Which tracked fluxes the strain's own objectives leave open, for our tie breaker alone to decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .errors import StrainError

if TYPE_CHECKING:
    from .explore import Explorer
    from .strain import Strain

__all__ = ["first_look", "loose_outputs", "refuse_loose", "sample_box", "undecided"]

# Linear programs are solved to 1e-9; a flux this loose [mol/kg/h] is not decided.
_LOOSE = 1e-6
_POINTS = 12


def sample_box(box: NDArray[np.float64], count: int, seed: int = 0) -> NDArray[np.float64]:
    """θ as runs meet them: half uniform, half log-uniform over four decades, some exactly zero.

    Parameters
    ----------
    box : ndarray, shape (p,)
        Upper ends.
    count : int
        How many.
    seed : int
        Of the random numbers.

    Returns
    -------
    ndarray, shape (count, p)
    """
    random = np.random.default_rng(seed)
    unit = random.random((count, box.size))
    unit[1::2] = 10.0 ** (-4.0 * unit[1::2])
    unit[random.random(unit.shape) < 0.15] = 0.0
    return unit * box


def loose_outputs(explorer: Explorer, theta: NDArray[np.float64], tracked: int) -> dict[str, tuple[float, float]]:
    """Range of each of the first `tracked` outputs over the optima of the stated levels, where it is a range."""
    problem = explorer.system.problem
    explorer.solver.solve(theta, problem.stated)
    loose = {}
    for name, row in zip(problem.outputs[:tracked], problem.output_matrix, strict=False):
        ends = explorer.solver.extreme(row), -explorer.solver.extreme(-row)
        if ends[1] - ends[0] > _LOOSE * (1.0 + max(abs(end) for end in ends)):
            loose[name] = ends
    return loose


def undecided(strain: Strain, theta: NDArray[np.float64]) -> dict[str, tuple[float, float]]:
    """Tracked fluxes that the strain's objectives leave open at θ.

    Parameters
    ----------
    strain : Strain
        Which strain.
    theta : ndarray, shape (p,)
        Parameters inside the box.

    Returns
    -------
    dict
        Output name to its smallest and largest value [mol/kg/h] at the optimum; empty when all are decided.
    """
    return loose_outputs(strain.explorer(), strain.checked(theta), 1 + len(strain.definition.species))


def refuse_loose(explorer: Explorer, name: str, tracked: int, thetas: Iterable[NDArray[np.float64]]) -> None:
    """Raise where tracked fluxes are open at some of the given θ, with the objectives that would fix them."""
    loose: dict[str, tuple[float, float]] = {}
    for theta in thetas:
        for output, (low, high) in loose_outputs(explorer, theta, tracked).items():
            before = loose.get(output, (low, high))
            if high - low >= before[1] - before[0]:
                loose[output] = (low, high)
    if loose:
        ranges = ", ".join(f"{output} {low:.4g}..{high:.4g}" for output, (low, high) in loose.items())
        advice = ", ".join(f"'min {output}'" for output in loose)
        raise StrainError(
            f"strain '{name}': fluxes not decided by its objectives: {ranges}; add objectives such as {advice} "
            "('moromi strain check' finds a set that suffices)"
        )


def first_look(box: NDArray[np.float64]) -> NDArray[np.float64]:
    """A few θ at which a new strain is looked at before its regions are known, shape (k, p)."""
    return sample_box(box, _POINTS)

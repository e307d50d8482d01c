"""What an atlas is held against: a direct linear program, whose basis is proved optimal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .errors import StrainError
from .exact import feasible_at, is_optimal_at
from .factors import Factors

if TYPE_CHECKING:
    from .explore import Explorer

__all__ = ["direct", "proved"]

# Relative to the box: at θ itself, once more from scratch, then beside it, where only one basis is optimal.
_BESIDE = (0.0, 0.0, 1e-7, 1e-6, 1e-5)


def _proved_from(explorer: Explorer, asked: NDArray[np.float64], theta: NDArray[np.float64]) -> Factors | None:
    """A basis that is proved optimal at θ, from the one that the solver finds at a point nearby; None: it is not."""
    try:
        start = Factors(explorer.system, explorer.solver.solve(asked))
        if not is_optimal_at(start, theta):
            return None
        found = feasible_at(start, theta)
    except StrainError:
        return None
    return found if found is start or is_optimal_at(found, theta) else None


def proved(explorer: Explorer, theta: NDArray[np.float64]) -> Factors:
    """A basis that is optimal at θ: feasible in twice the working precision, all levels' costs of the right sign.

    The solver accepts fluxes 1e-9 outside their bounds, and where θ itself is that small, or on a facet or a vertex,
    any number of bases pass. So its basis is a start, no more: it is pivoted until nothing is outside.

    Parameters
    ----------
    explorer : Explorer
    theta : ndarray, shape (p,)

    Returns
    -------
    Factors

    Raises
    ------
    StrainError
        No basis could be proved; a fault of the solver.
    """
    way = explorer.inward(theta)
    for step in _BESIDE:
        found = _proved_from(explorer, theta + step * way, theta)
        if found is not None:
            return found
        explorer.forget()  # what a warm start led astray
    raise StrainError(f"the linear program has no optimum that can be proved at θ = {theta.tolist()}")


def direct(explorer: Explorer, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Outputs at θ from a direct lexicographic solve, its basis proved, right to the last digit; shape (q,)."""
    found = proved(explorer, theta)
    return found.outputs_of(found.at(theta))

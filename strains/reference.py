"""What an atlas is held against: a direct linear program, and how finely it resolves its own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .factors import Factors
from .pivot import pivot_to

if TYPE_CHECKING:
    from .explore import Explorer

__all__ = ["direct", "resolved"]

_POLISH = 3
_EXACT = 1e-15  # relative to the box: a flux this far outside its bound is on it
# Roundings between that flux and an output.
_STEPS = 4.0
# [mol/kg/h] Nothing above this is excused, however steep an answer is: 2e-11 is the largest seen, in eleven models.
_MOST = 1e-10


def resolved(
    intercept: NDArray[np.float64], slope: NDArray[np.float64], box: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How finely an affine map of θ says anything: what moving θ by the last digits of the box changes, 1e-10 at most.

    Parameters
    ----------
    intercept, slope : ndarray, shapes (…, q) and (…, p, q)
    box : ndarray, shape (p,)

    Returns
    -------
    ndarray, shape (…, q)
    """
    terms = np.abs(intercept) + np.einsum("p,...pq->...q", box, np.abs(slope))
    return np.asarray(np.minimum(_STEPS * _EXACT * terms, _MOST))


def direct(explorer: Explorer, theta: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outputs at θ from a direct lexicographic solve, its basis recomputed to full precision.

    The solver accepts fluxes 1e-9 outside their bounds, which is much where θ itself is that small; such a basis is
    pivoted until it is feasible to the last digits. On a facet or a vertex several bases are, also some that are
    optimal at that point alone: there the answer is that of a θ beside the asked one, by the last digits of the box.

    Parameters
    ----------
    explorer : Explorer
    theta : ndarray, shape (p,)

    Returns
    -------
    outputs, resolved : ndarray, shape (q,)
        The second as the function of that name says.
    """
    factors = Factors(explorer.system, explorer.solver.solve(theta))
    for _ in range(_POLISH):
        exact = pivot_to(factors, theta, _EXACT)
        if exact is None or np.array_equal(exact.basic, factors.basis.basic):
            break
        factors = Factors(explorer.system, exact)
    outputs = factors.outputs
    finely = resolved(outputs[:, 0], outputs[:, 1:].T, explorer.system.problem.box)
    return outputs @ np.concatenate([[1.0], theta]), finely

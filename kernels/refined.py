"""Solutions of sparse linear systems, refined by their residual in twice the working precision.

Wilkinson (1963), Rounding Errors in Algebraic Processes, ch. 3: each time about as many digits more are right as the
factors give at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import kernel
from .markowitz import SparseFactors, solve_sparse, solve_transposed
from .residual import add_to_pair, residual, residual_pair, residual_transposed

__all__ = ["solve_refined", "solve_refined_pair", "solve_refined_transposed"]

Array = NDArray[np.float64]
Indices = NDArray[np.int32]


@kernel
def solve_refined(
    factors: SparseFactors, indptr: Indices, indices: Indices, data: Array, right: Array, times: int, nothing: float
) -> Array:
    """A⁻¹·right.

    Parameters
    ----------
    factors : SparseFactors
        Of A.
    indptr, indices, data : ndarray
        A in compressed sparse columns, (n, n).
    right : ndarray, shape (n, c)
    times : int
        How often it is refined.
    nothing : float
        What is smaller becomes zero.

    Returns
    -------
    ndarray, shape (n, c)
    """
    out = solve_sparse(factors, right)
    for _ in range(times):
        out += solve_sparse(factors, residual(indptr, indices, data, out, right))
    for i in range(out.shape[0]):
        for side in range(out.shape[1]):
            if abs(out[i, side]) < nothing:
                out[i, side] = 0.0
    return out


@kernel
def solve_refined_transposed(
    factors: SparseFactors, indptr: Indices, indices: Indices, data: Array, right: Array, times: int
) -> Array:
    """A⁻ᵀ·right, as `solve_refined`."""
    out = solve_transposed(factors, right)
    for _ in range(times):
        out += solve_transposed(factors, residual_transposed(indptr, indices, data, out, right))
    return out


@kernel
def solve_refined_pair(
    factors: SparseFactors, indptr: Indices, indices: Indices, data: Array, right: Array, times: int, nothing: float
) -> Array:
    """A⁻¹·right of one right-hand side, where every number is the sum of two, shape (n, 2); as `solve_refined`.

    The first of the `times` finds the solution itself.
    """
    out = np.zeros_like(right)
    high = np.empty((right.shape[0], 1))
    for _ in range(times):
        high[:, 0] = residual_pair(indptr, indices, data, out, right)[:, 0]
        add_to_pair(out, solve_sparse(factors, high)[:, 0])
    for i in range(out.shape[0]):
        if abs(out[i, 0]) < nothing:
            out[i, :] = 0.0
    return out

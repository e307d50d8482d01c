"""Residual of a sparse linear system in twice the working precision, for iterative refinement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import kernel

__all__ = ["residual"]

# Dekker (1971), Numer. Math. 18, 224: splits a double into two halves whose products are exact.
_SPLIT = 134217729.0


@kernel
def residual(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    data: NDArray[np.float64],
    solution: NDArray[np.float64],
    right: NDArray[np.float64],
) -> NDArray[np.float64]:
    """right − A·solution with every product and sum carried in double-double.

    Parameters
    ----------
    indptr, indices, data : ndarray
        A in compressed sparse columns; n columns.
    solution : ndarray, shape (n, c)
        One column a right-hand side.
    right : ndarray, shape (m, c)
        Right-hand sides.

    Returns
    -------
    ndarray, shape (m, c)
        Residual, correct to the last place.
    """
    high = right.copy()
    low = np.zeros_like(right)
    for column in range(solution.shape[0]):
        for side in range(solution.shape[1]):
            x = -solution[column, side]
            if x == 0.0:
                continue
            t = _SPLIT * x
            x_high = t - (t - x)
            x_low = x - x_high
            for entry in range(indptr[column], indptr[column + 1]):
                a = data[entry]
                row = indices[entry]
                t = _SPLIT * a
                a_high = t - (t - a)
                a_low = a - a_high
                product = a * x
                error = ((a_high * x_high - product) + a_high * x_low + a_low * x_high) + a_low * x_low
                before = high[row, side]
                total = before + product
                part = total - before
                low[row, side] += ((before - (total - part)) + (product - part)) + error
                high[row, side] = total
    return high + low

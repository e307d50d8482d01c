"""Residual of a sparse linear system in twice the working precision, for iterative refinement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import kernel
from .pair import add_product

__all__ = ["add_to_pair", "affine_pair", "residual", "residual_pair", "residual_transposed"]


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
            for entry in range(indptr[column], indptr[column + 1]):
                row = indices[entry]
                high[row, side], low[row, side] = add_product(high[row, side], low[row, side], data[entry], x)
    return high + low


@kernel
def residual_transposed(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    data: NDArray[np.float64],
    solution: NDArray[np.float64],
    right: NDArray[np.float64],
) -> NDArray[np.float64]:
    """right − Aᵀ·solution, as `residual`.

    Parameters
    ----------
    indptr, indices, data : ndarray
        A in compressed sparse columns; n columns.
    solution : ndarray, shape (m, c)
        One column a right-hand side.
    right : ndarray, shape (n, c)
        Right-hand sides.

    Returns
    -------
    ndarray, shape (n, c)
        Residual, correct to the last place.
    """
    out = np.empty_like(right)
    for column in range(right.shape[0]):
        for side in range(right.shape[1]):
            high = right[column, side]
            low = 0.0
            for entry in range(indptr[column], indptr[column + 1]):
                x = -solution[indices[entry], side]
                if x != 0.0:
                    high, low = add_product(high, low, data[entry], x)
            out[column, side] = high + low
    return out


@kernel
def residual_pair(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    data: NDArray[np.float64],
    solution: NDArray[np.float64],
    right: NDArray[np.float64],
) -> NDArray[np.float64]:
    """right − A·solution, where every number is the sum of two.

    Parameters
    ----------
    indptr, indices, data : ndarray
        A in compressed sparse columns; n columns.
    solution : ndarray, shape (n, 2)
        One solution, high and low parts.
    right : ndarray, shape (m, 2)
        Its right-hand side, likewise.

    Returns
    -------
    ndarray, shape (m, 2)
    """
    out = right.copy()
    for column in range(solution.shape[0]):
        for part in range(2):
            x = -solution[column, part]
            if x == 0.0:
                continue
            for entry in range(indptr[column], indptr[column + 1]):
                row = indices[entry]
                out[row, 0], out[row, 1] = add_product(out[row, 0], out[row, 1], data[entry], x)
    for row in range(out.shape[0]):
        total = out[row, 0] + out[row, 1]
        out[row, 1] -= total - out[row, 0]
        out[row, 0] = total
    return out


@kernel
def affine_pair(maps: NDArray[np.float64], theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Affine maps at θ, each as the sum of two numbers.

    Parameters
    ----------
    maps : ndarray, shape (n, 1 + p)
        Intercept and slopes; an infinite intercept stays infinite.
    theta : ndarray, shape (p,)

    Returns
    -------
    ndarray, shape (n, 2)
    """
    out = np.zeros((maps.shape[0], 2))
    for row in range(maps.shape[0]):
        high, low = maps[row, 0], 0.0
        if np.isfinite(high):
            for parameter in range(theta.size):
                if maps[row, 1 + parameter] != 0.0:
                    high, low = add_product(high, low, maps[row, 1 + parameter], theta[parameter])
        out[row, 0] = high + low
        out[row, 1] = low - (out[row, 0] - high) if np.isfinite(high) else 0.0
    return out


@kernel
def add_to_pair(pairs: NDArray[np.float64], change: NDArray[np.float64]) -> None:
    """Add numbers, shape (n,), to sums of two, shape (n, 2), which are overwritten."""
    for row in range(change.size):
        high, low = add_product(pairs[row, 0], pairs[row, 1], 1.0, change[row])
        pairs[row, 0] = high + low
        pairs[row, 1] = low - (pairs[row, 0] - high)

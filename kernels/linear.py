"""Dense LU with partial pivoting for the small matrices of one vessel, column by column.

LAPACK's call overhead exceeds the work at 20 unknowns, and a kernel may not call SciPy. A matrix is given by its
columns, ``columns[k, i]`` in row i and column k: inner loops then add a multiple of one column to another, side by side
in memory, which the compiler does four or eight at a time. Sums along rows it must do one after the other, since it may
not change their order.
Golub & Van Loan, Matrix Computations, 4th ed., §3.2, §3.4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

__all__ = ["factorise", "substitute", "take"]


@inlined
def take(target: NDArray[np.float64], source: NDArray[np.float64], factor: float) -> None:
    """Subtract a multiple of `source` from as many entries of `target`.

    Parts of columns are given as views: an index that might be negative would be checked at every entry.
    """
    for i in range(source.size):
        target[i] -= factor * source[i]


@inlined
def factorise(columns: NDArray[np.float64], pivots: NDArray[np.int64]) -> bool:
    """Overwrite the columns of a square matrix by those of its LU factors; False when it is singular.

    Pivots are stored as their inverses. Where a column ends in zeros the work ends with it: a matrix whose short
    columns come first costs less.

    Parameters
    ----------
    columns : shape (n, n)
    pivots : shape (2, n)
        Written: the row that was exchanged, and where the column of the lower factor ends.
    """
    n = columns.shape[0]
    for k in range(n):
        column = columns[k]
        end = n
        while end > k + 1 and column[end - 1] == 0.0:
            end -= 1
        row = k
        for i in range(k + 1, end):
            if abs(column[i]) > abs(column[row]):
                row = i
        pivots[0, k] = row
        pivots[1, k] = end
        if column[row] == 0.0:
            return False
        if row != k:
            _exchange(columns, pivots, k, row)
        inverse = 1.0 / column[k]
        column[k] = inverse
        below = column[k + 1 : end]
        for i in range(below.size):
            below[i] *= inverse
        for j in range(k + 1, n):
            other = columns[j]
            factor = other[k]
            if factor != 0.0:
                take(other[k + 1 :], below, factor)
    return True


@inlined
def _exchange(columns: NDArray[np.float64], pivots: NDArray[np.int64], k: int, row: int) -> None:
    """Exchange row k and one below it; a column that was finished may end later for that."""
    for j in range(columns.shape[0]):
        swap = columns[j, k]
        columns[j, k] = columns[j, row]
        columns[j, row] = swap
        if j < k and swap != 0.0:
            pivots[1, j] = max(pivots[1, j], row + 1)


@inlined
def substitute(columns: NDArray[np.float64], pivots: NDArray[np.int64], vector: NDArray[np.float64]) -> None:
    """Solve with the factors of `factorise`; the leading entries of `vector` become the solution."""
    n = columns.shape[0]
    for k in range(n):
        row = pivots[0, k]
        if row != k:
            swap = vector[k]
            vector[k] = vector[row]
            vector[row] = swap
    for k in range(n):
        take(vector[k + 1 :], columns[k, k + 1 : pivots[1, k]], vector[k])
    for k in range(n - 1, -1, -1):
        vector[k] *= columns[k, k]
        take(vector, columns[k, :k], vector[k])

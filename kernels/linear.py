"""Dense LU with partial pivoting for the small matrices of one vessel, column by column.

LAPACK's call overhead exceeds the work at 20 unknowns, and a kernel may not call SciPy. A matrix is given by its
columns, ``columns[k, i]`` in row i and column k: inner loops then add a multiple of one column to another, side by side
in memory, four or eight at a time (`spans`). Sums along rows it must do one after the other, since it may not change
their order.
Golub & Van Loan, Matrix Computations, 4th ed., §3.2, §3.4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .spans import take_row, take_rows

__all__ = ["factorise", "substitute"]

BLOCK = 4  # unknowns that are found together; the others wait for them only once


@inlined
def factorise(columns: NDArray[np.float64], pivots: NDArray[np.int64]) -> bool:
    """Overwrite the columns of a square matrix by those of its factors; False when it is singular.

    The last unknown is eliminated first: a column then ends at its pivot, and where it begins with zeros the work
    begins behind them. So a matrix whose short columns come last costs less. Pivots are stored as their inverses.

    Parameters
    ----------
    columns : shape (n, n)
    pivots : shape (2, n)
        Written: the row that was exchanged, and where the column of the lower factor begins.
    """
    n = columns.shape[0]
    for k in range(n - 1, -1, -1):
        column = columns[k]
        begin = 0
        while begin < k and column[begin] == 0.0:
            begin += 1
        row = k
        for i in range(begin, k):
            if abs(column[i]) > abs(column[row]):
                row = i
        pivots[0, k] = row
        pivots[1, k] = begin
        if column[row] == 0.0:
            return False
        if row != k:
            _exchange(columns, pivots, k, row)
        inverse = 1.0 / column[k]
        column[k] = inverse
        for i in range(begin, k):
            column[i] *= inverse
        for j in range(k):
            factor = columns[j, k]
            if factor != 0.0:
                take_row(columns[j], begin, k, columns, k, factor)
    return True


@inlined
def _exchange(columns: NDArray[np.float64], pivots: NDArray[np.int64], k: int, row: int) -> None:
    """Exchange row k and one before it; a column that was finished may begin earlier for that."""
    for j in range(columns.shape[0]):
        swap = columns[j, k]
        columns[j, k] = columns[j, row]
        columns[j, row] = swap
        if j > k and swap != 0.0:
            pivots[1, j] = min(pivots[1, j], row)


@inlined
def _eliminate(columns: NDArray[np.float64], vector: NDArray[np.float64], k: int, last: int) -> None:
    """Unknowns last−1 … k of the first factor, which has ones on its diagonal, from one another."""
    if last - k == BLOCK:
        d = vector[k + 3]
        c = vector[k + 2] - columns[k + 3, k + 2] * d
        b = vector[k + 1] - columns[k + 3, k + 1] * d - columns[k + 2, k + 1] * c
        a = vector[k] - columns[k + 3, k] * d - columns[k + 2, k] * c - columns[k + 1, k] * b
        vector[k + 2] = c
        vector[k + 1] = b
        vector[k] = a
        return
    for j in range(last - 1, k, -1):
        for i in range(k, j):
            vector[i] -= columns[j, i] * vector[j]


@inlined
def _back(columns: NDArray[np.float64], vector: NDArray[np.float64], k: int, last: int) -> None:
    """Unknowns k … last−1 of the second factor, whose diagonal is stored as its inverse, from one another."""
    if last - k == BLOCK:
        a = vector[k] * columns[k, k]
        b = (vector[k + 1] - columns[k, k + 1] * a) * columns[k + 1, k + 1]
        c = (vector[k + 2] - columns[k, k + 2] * a - columns[k + 1, k + 2] * b) * columns[k + 2, k + 2]
        d = vector[k + 3] - columns[k, k + 3] * a - columns[k + 1, k + 3] * b - columns[k + 2, k + 3] * c
        vector[k] = a
        vector[k + 1] = b
        vector[k + 2] = c
        vector[k + 3] = d * columns[k + 3, k + 3]
        return
    for j in range(k, last):
        vector[j] *= columns[j, j]
        for i in range(j + 1, last):
            vector[i] -= columns[j, i] * vector[j]


@inlined
def substitute(columns: NDArray[np.float64], pivots: NDArray[np.int64], vector: NDArray[np.float64]) -> None:
    """Solve with the factors of `factorise`; the leading entries of `vector` become the solution.

    Each unknown waits for the one before, which takes longer than the arithmetic: so four are found at once.
    """
    n = columns.shape[0]
    for k in range(n - 1, -1, -1):
        row = pivots[0, k]
        if row != k:
            swap = vector[k]
            vector[k] = vector[row]
            vector[row] = swap
    for k in range((n - 1) // BLOCK * BLOCK, -1, -BLOCK):
        last = min(k + BLOCK, n)
        _eliminate(columns, vector, k, last)
        begin = k
        for j in range(k, last):
            begin = min(begin, pivots[1, j])
        take_rows(vector, begin, k, columns, k, last, vector, 1.0)
    for k in range(0, n, BLOCK):
        last = min(k + BLOCK, n)
        _back(columns, vector, k, last)
        take_rows(vector, last, n, columns, k, last, vector, 1.0)

"""LU factors of a sparse matrix that is nearly triangular, as bases of flux-balance problems are.

First columns with a single entry are pivots, then rows with a single entry: neither changes any other number. What is
left, the nucleus, is small and is eliminated as a dense array, the pivot being chosen where it fills in least among the
entries that are large enough (Markowitz). The factors hold hardly more entries than the matrix; SuperLU's column
ordering does not see the triangles and gives ten times as many on iJO1366.

Duff, Erisman & Reid (1986), Direct Methods for Sparse Matrices, ch. 7; Suhl & Suhl (1990), ORSA J. Comput. 2:325,
doi:10.1287/ijoc.2.4.325.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, kernel

__all__ = ["SparseFactors", "factorise_sparse", "solve_sparse", "solve_transposed"]

Array = NDArray[np.float64]
Places = NDArray[np.int64]

SHARE = 0.1  # a pivot of the nucleus is at least this share of the largest entry of its row
SMALLEST = 1e-13  # what elimination leaves of a dependent row is rounding


class SparseFactors(NamedTuple):
    """Factors of a matrix of order n, as its pivots and what was done with each.

    Parameters
    ----------
    sizes : shape (3,)
        How many pivots there are (fewer than n: singular), how many entries below and above.
    row, column, pivot : shape (n,)
        Place and value of pivot k.
    lower_start, lower_row, lower_factor : shapes (n + 1,), (l,), (l,)
        Rows from which a multiple of pivot row k is subtracted.
    upper_start, upper_column, upper_value : shapes (n + 1,), (u,), (u,)
        Pivot row k behind its pivot.
    """

    sizes: Places
    row: Places
    column: Places
    pivot: Array
    lower_start: Places
    lower_row: Places
    lower_factor: Array
    upper_start: Places
    upper_column: Places
    upper_value: Array


class _Matrix(NamedTuple):
    """A matrix by columns and by rows, and how many entries of each are still open (−1: the line is done)."""

    column_start: NDArray[np.int32]
    column_row: NDArray[np.int32]
    column_value: Array
    row_start: Places
    row_column: Places
    row_value: Array
    in_column: Places
    in_row: Places


@kernel
def _by_both(indptr: NDArray[np.int32], indices: NDArray[np.int32], data: Array) -> _Matrix:
    """A matrix in compressed columns, by rows as well."""
    n = indptr.size - 1
    in_row = np.zeros(n, np.int64)
    for row in indices:
        in_row[row] += 1
    start = np.zeros(n + 1, np.int64)
    start[1:] = np.cumsum(in_row)
    filled = start[:-1].copy()
    columns = np.empty(indices.size, np.int64)
    values = np.empty(indices.size)
    for column in range(n):
        for place in range(indptr[column], indptr[column + 1]):
            row = indices[place]
            columns[filled[row]] = column
            values[filled[row]] = data[place]
            filled[row] += 1
    in_column = (indptr[1:] - indptr[:-1]).astype(np.int64)
    return _Matrix(indptr, indices, data, start, columns, values, in_column, in_row)


@inlined
def _take(factors: SparseFactors, row: int, column: int, value: float) -> None:
    """Begin pivot k: what is added from now on belongs to it."""
    k = factors.sizes[0]
    factors.row[k] = row
    factors.column[k] = column
    factors.pivot[k] = value
    factors.sizes[0] = k + 1


@inlined
def _below(factors: SparseFactors, row: int, factor: float) -> None:
    """The pivot row is to be subtracted from a row."""
    place = factors.sizes[1]
    factors.lower_row[place] = row
    factors.lower_factor[place] = factor
    factors.sizes[1] = place + 1


@inlined
def _behind(factors: SparseFactors, column: int, value: float) -> None:
    """The pivot row has an entry behind its pivot."""
    place = factors.sizes[2]
    factors.upper_column[place] = column
    factors.upper_value[place] = value
    factors.sizes[2] = place + 1


@inlined
def _close(factors: SparseFactors) -> None:
    """End pivot k."""
    k = factors.sizes[0]
    factors.lower_start[k] = factors.sizes[1]
    factors.upper_start[k] = factors.sizes[2]


@kernel
def _peel_columns(matrix: _Matrix, factors: SparseFactors) -> None:
    """Take columns with a single open entry as long as there are any."""
    waiting = np.flatnonzero(matrix.in_column == 1)
    todo = np.empty(matrix.in_column.size, np.int64)
    size = waiting.size
    todo[:size] = waiting
    done = 0
    while done < size:
        column = todo[done]
        done += 1
        if matrix.in_column[column] != 1:
            continue
        place = matrix.column_start[column]
        while matrix.in_row[matrix.column_row[place]] < 0:
            place += 1
        row = matrix.column_row[place]
        _take(factors, row, column, matrix.column_value[place])
        matrix.in_column[column] = -1
        matrix.in_row[row] = -1
        for k in range(matrix.row_start[row], matrix.row_start[row + 1]):
            other = matrix.row_column[k]
            if matrix.in_column[other] >= 0:
                _behind(factors, other, matrix.row_value[k])
                matrix.in_column[other] -= 1
                if matrix.in_column[other] == 1:
                    todo[size] = other
                    size += 1
        _close(factors)
    for row in range(matrix.in_row.size):
        if matrix.in_row[row] >= 0:
            matrix.in_row[row] = 0
            for k in range(matrix.row_start[row], matrix.row_start[row + 1]):
                if matrix.in_column[matrix.row_column[k]] >= 0:
                    matrix.in_row[row] += 1


@kernel
def _peel_rows(matrix: _Matrix, factors: SparseFactors) -> None:
    """Take rows with a single open entry as long as there are any."""
    waiting = np.flatnonzero(matrix.in_row == 1)
    todo = np.empty(matrix.in_row.size, np.int64)
    size = waiting.size
    todo[:size] = waiting
    done = 0
    while done < size:
        row = todo[done]
        done += 1
        if matrix.in_row[row] != 1:
            continue
        place = matrix.row_start[row]
        while matrix.in_column[matrix.row_column[place]] < 0:
            place += 1
        column = matrix.row_column[place]
        value = matrix.row_value[place]
        _take(factors, row, column, value)
        matrix.in_row[row] = -1
        matrix.in_column[column] = -1
        for k in range(matrix.column_start[column], matrix.column_start[column + 1]):
            other = matrix.column_row[k]
            if matrix.in_row[other] >= 0:
                _below(factors, other, matrix.column_value[k] / value)
                matrix.in_row[other] -= 1
                if matrix.in_row[other] == 1:
                    todo[size] = other
                    size += 1
        _close(factors)


@kernel
def _nucleus(matrix: _Matrix, rows: Places, columns: Places) -> Array:
    """What is left as a dense array."""
    place = np.full(matrix.in_column.size, -1)
    place[columns] = np.arange(columns.size)
    dense = np.zeros((rows.size, columns.size))
    for i in range(rows.size):
        for k in range(matrix.row_start[rows[i]], matrix.row_start[rows[i] + 1]):
            column = place[matrix.row_column[k]]
            if column >= 0:
                dense[i, column] = matrix.row_value[k]
    return dense


@kernel
def _choose(dense: Array, in_row: Places, in_column: Places) -> tuple[int, int]:
    """Row and column of the next pivot: in the emptiest row, large enough, in the emptiest column; −1: none."""
    n = in_row.size
    row, column = -1, -1
    for i in range(n):
        if in_row[i] > 0 and (row < 0 or in_row[i] < in_row[row]):
            row = i
    if row < 0:
        return row, column
    largest = 0.0
    for j in range(n):
        largest = max(largest, abs(dense[row, j]))
    for j in range(n):
        size = abs(dense[row, j])
        if size >= SHARE * largest and size > SMALLEST and (column < 0 or in_column[j] < in_column[column]):
            column = j
    return row, column


@kernel
def _eliminate(dense: Array, rows: Places, columns: Places, factors: SparseFactors) -> None:
    """Factors of the nucleus, which is overwritten."""
    n = rows.size
    in_row = (dense != 0.0).sum(axis=1)
    in_column = (dense != 0.0).sum(axis=0)
    behind = np.empty(n, np.int64)
    for _ in range(n):
        p, q = _choose(dense, in_row, in_column)
        if q < 0:
            return
        _take(factors, rows[p], columns[q], dense[p, q])
        size = 0
        for j in range(n):
            if j != q and dense[p, j] != 0.0:
                _behind(factors, columns[j], dense[p, j])
                in_column[j] -= 1
                behind[size] = j
                size += 1
        in_row[p] = -1
        for i in range(n):
            if in_row[i] < 0 or dense[i, q] == 0.0:
                continue
            factor = dense[i, q] / dense[p, q]
            _below(factors, rows[i], factor)
            dense[i, q] = 0.0
            in_row[i] -= 1
            for j in behind[:size]:
                before = dense[i, j]
                after = before - factor * dense[p, j]
                dense[i, j] = after
                change = int(after != 0.0) - int(before != 0.0)
                in_row[i] += change
                in_column[j] += change
        dense[p, :] = 0.0
        _close(factors)


@kernel
def factorise_sparse(indptr: NDArray[np.int32], indices: NDArray[np.int32], data: Array) -> SparseFactors:
    """Factors of a square matrix in compressed sparse columns.

    Parameters
    ----------
    indptr, indices, data : ndarray
        The matrix; n columns, no entry twice.

    Returns
    -------
    SparseFactors
        With fewer than n pivots where the matrix is singular to working precision.
    """
    matrix = _by_both(indptr, indices, data)
    n = indptr.size - 1
    room = data.size + n * n // 2  # for a full nucleus; memory that is never written costs nothing
    factors = SparseFactors(
        np.zeros(3, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n),
        np.zeros(n + 1, np.int64),
        np.empty(room, np.int64),
        np.empty(room),
        np.zeros(n + 1, np.int64),
        np.empty(room, np.int64),
        np.empty(room),
    )
    _peel_columns(matrix, factors)
    _peel_rows(matrix, factors)
    rows = np.flatnonzero(matrix.in_row >= 0)
    columns = np.flatnonzero(matrix.in_column >= 0)
    if rows.size == columns.size:
        _eliminate(_nucleus(matrix, rows, columns), rows, columns, factors)
    return factors


@kernel
def solve_sparse(factors: SparseFactors, right: Array) -> Array:
    """A⁻¹·right.

    Parameters
    ----------
    factors : SparseFactors
        Of A, regular.
    right : ndarray, shape (n, c)

    Returns
    -------
    ndarray, shape (n, c)
    """
    work = right.copy()
    sides = work.shape[1]
    out = np.empty_like(work)
    for k in range(factors.row.size):
        row = factors.row[k]
        for place in range(factors.lower_start[k], factors.lower_start[k + 1]):
            other = factors.lower_row[place]
            factor = factors.lower_factor[place]
            for side in range(sides):
                work[other, side] -= factor * work[row, side]
    for k in range(factors.row.size - 1, -1, -1):
        row = factors.row[k]
        for place in range(factors.upper_start[k], factors.upper_start[k + 1]):
            other = factors.upper_column[place]
            value = factors.upper_value[place]
            for side in range(sides):
                work[row, side] -= value * out[other, side]
        for side in range(sides):
            out[factors.column[k], side] = work[row, side] / factors.pivot[k]
    return out


@kernel
def solve_transposed(factors: SparseFactors, right: Array) -> Array:
    """A⁻ᵀ·right, as `solve_sparse`."""
    work = right.copy()
    sides = work.shape[1]
    out = np.empty_like(work)
    for k in range(factors.row.size):
        row = factors.row[k]
        column = factors.column[k]
        for side in range(sides):
            out[row, side] = work[column, side] / factors.pivot[k]
        for place in range(factors.upper_start[k], factors.upper_start[k + 1]):
            other = factors.upper_column[place]
            value = factors.upper_value[place]
            for side in range(sides):
                work[other, side] -= value * out[row, side]
    for k in range(factors.row.size - 1, -1, -1):
        row = factors.row[k]
        for place in range(factors.lower_start[k], factors.lower_start[k + 1]):
            other = factors.lower_row[place]
            factor = factors.lower_factor[place]
            for side in range(sides):
                out[row, side] -= factor * out[other, side]
    return out

"""Rows of small matrices in vector registers: rows are padded with zeros to a multiple of `TILE` entries.

A *row* ``x[i]`` of an array of two or more axes is all that follows its first index, which must lie side by side in
memory. Sums over long rows keep `TILE` partial sums. Uncompiled these kernels are the loops they stand for.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .vector_code import TILE, VectorCode, in_vectors

__all__ = [
    "add_product",
    "add_row",
    "dot",
    "eliminate_row",
    "gather_row",
    "multiply_row",
    "padded",
    "pivot_row",
    "scale_row",
    "set_row",
]

Array: TypeAlias = NDArray[np.float64]
Reals: TypeAlias = NDArray[np.float64] | NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int64]


@inlined
def padded(size: int) -> int:
    """Entries of a row that holds `size` numbers."""
    return (size + TILE - 1) // TILE * TILE


def _write_gather(code: VectorCode, weight: Any, source: Any, column: Any, *rest: Any) -> None:
    begin, end, start, j, out, i = rest

    def edge(at: Any, e: Any, total: Any) -> Any:
        there = code.load(source, code.number(column, e), at)
        return code.multiply_add(code.load(weight, e, at), there, total)

    def tile(at: Any) -> None:
        code.store(code.total(begin, end, 1, code.load(start, j, at), lambda e, total: edge(at, e, total)), out, i, at)

    code.each_tile(out, tile)


@in_vectors(_write_gather)
def gather_row(
    weight: Reals, source: Array, column: Indices, begin: int, end: int, start: Array, j: int, out: Array, i: int
) -> None:
    """``out[i] = start[j] + Σ weight[e]·source[column[e]]`` over edges e from `begin` to `end`, entry by entry."""
    total = start[j].copy()
    for e in range(begin, end):
        total += weight[e] * source[column[e]]
    out[i] = total


def _product(code: VectorCode, columns: Any, i: Any, at: Any, start: Any, entry: Any) -> Any:
    """A tile of `start` and the product of matrix i and the vector whose entry b is ``entry(b)``."""

    def column(b: Any, total: Any) -> Any:
        return code.multiply_add(code.load(columns, i, b, at), code.spread(entry(b)), total)

    # two sums, as the next product need not wait for the one before
    even = code.total(0, columns.length(1), 2, start, column)
    return code.plus(even, code.total(1, columns.length(1), 2, code.zero(), column))


def _write_multiply(code: VectorCode, columns: Any, i: Any, vector: Any, j: Any, *rest: Any) -> None:
    out, to, change, also = rest

    def tile(at: Any) -> None:
        found = _product(code, columns, i, at, code.zero(), lambda b: code.number(vector, j, b))
        code.store(code.subtract(found, code.load(out, to, at)), change, also, at)
        code.store(found, out, to, at)

    code.each_tile(out, tile)


@in_vectors(_write_multiply)
def multiply_row(columns: Reals, i: int, vector: Array, j: int, out: Array, to: int, change: Array, also: int) -> None:
    """Product of matrix i, stored with its columns first, and ``vector[j]`` into ``out[to]``; what that changed."""
    total = np.zeros(out.shape[1])
    for b in range(columns.shape[1]):
        total += columns[i, b] * vector[j, b]
    change[also] = total - out[to]
    out[to] = total


def _write_add_product(code: VectorCode, columns: Any, i: Any, vector: Any, begin: Any, out: Any, to: Any) -> None:
    def tile(at: Any) -> None:
        start = code.load(out, to, at)
        code.store(
            _product(code, columns, i, at, start, lambda b: code.number(vector, code.add(begin, b))), out, to, at
        )

    code.each_tile(out, tile)


@in_vectors(_write_add_product)
def add_product(columns: Reals, i: int, vector: Array, begin: int, out: Array, to: int) -> None:
    """Add to ``out[to]`` matrix i, stored with its columns first, times a vector's part from `begin` on."""
    for b in range(columns.shape[1]):
        out[to] += columns[i, b] * vector[begin + b]


def _write_add(code: VectorCode, target: Any, i: Any, factor: Any, source: Any, j: Any) -> None:
    spread = code.spread(factor)

    def tile(at: Any) -> None:
        code.store(code.multiply_add(spread, code.load(source, j, at), code.load(target, i, at)), target, i, at)

    code.each_tile(target, tile)


@in_vectors(_write_add)
def add_row(target: Reals, i: int, factor: float, source: Reals, j: int) -> None:
    """Add `factor` times ``source[j]`` to ``target[i]``."""
    target[i] += factor * source[j]


def _write_set(code: VectorCode, target: Any, i: Any, factor: Any, source: Any, j: Any) -> None:
    spread = code.spread(factor)
    code.each_tile(target, lambda at: code.store(code.multiply(spread, code.load(source, j, at)), target, i, at))


@in_vectors(_write_set)
def set_row(target: Reals, i: int, factor: float, source: Reals, j: int) -> None:
    """Make ``target[i]`` `factor` times ``source[j]``."""
    target[i] = factor * source[j]


def _write_scale(code: VectorCode, target: Any, i: Any, factor: Any, *rest: Any) -> None:
    source, j, by, k = rest
    spread = code.spread(factor)

    def tile(at: Any) -> None:
        part = code.multiply(code.load(source, j, at), code.load(by, k, at))
        code.store(code.multiply(spread, part), target, i, at)

    code.each_tile(target, tile)


@in_vectors(_write_scale)
def scale_row(target: Array, i: int, factor: float, source: Array, j: int, by: Array, k: int) -> None:
    """Make ``target[i]`` `factor` times ``source[j]``, each entry times that of ``by[k]``."""
    target[i] = factor * (source[j] * by[k])


def _write_dot(code: VectorCode, one: Any, i: Any, other: Any, j: Any) -> Any:
    def tile(at: Any, total: Any) -> Any:
        return code.multiply_add(code.load(one, i, at), code.load(other, j, at), total)

    return code.sum(code.total(0, one.row(), TILE, code.zero(), tile))


@in_vectors(_write_dot)
def dot(one: Array, i: int, other: Array, j: int) -> float:
    """Scalar product of two rows."""
    return float((one[i] * other[j]).sum())


def _write_pivot(code: VectorCode, matrix: Any, k: Any) -> None:
    inverse = code.divide(code.real(1.0), code.number(matrix, k, k))
    spread = code.spread(inverse)

    def tile(at: Any) -> None:
        code.store(code.put(code.multiply(code.load(matrix, k, at), spread), at, k, inverse), matrix, k, at)

    code.each_tile(matrix, tile)


@in_vectors(_write_pivot)
def pivot_row(matrix: Array, k: int) -> None:
    """Row k of a Gauss–Jordan step on entry (k, k). An entry written alone would be waited for by the next row."""
    inverse = 1.0 / matrix[k, k]
    matrix[k] *= inverse
    matrix[k, k] = inverse


def _write_eliminate(code: VectorCode, matrix: Any, k: Any, i: Any) -> None:
    factor = code.spread(code.negative(code.number(matrix, i, k)))

    def tile(at: Any) -> None:
        kept = code.put(code.load(matrix, i, at), at, k, code.real(0.0))
        code.store(code.multiply_add(factor, code.load(matrix, k, at), kept), matrix, i, at)

    code.each_tile(matrix, tile)


@in_vectors(_write_eliminate)
def eliminate_row(matrix: Array, k: int, i: int) -> None:
    """Another row i of that step, after `pivot_row`."""
    factor = matrix[i, k]
    matrix[i, k] = 0.0
    matrix[i] -= factor * matrix[k]

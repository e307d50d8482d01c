"""Multiples of rows from a part of a vector, in vector instructions: parts that are no whole number of registers.

Where a vector is twenty entries long, LLVM's own loops go through most of them one by one. Here eight go together,
then four, then one; the multiples are subtracted in the order of the rows, so that no sum depends on the width.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .vector_code import Entries, VectorCode, in_vectors, ir

__all__ = ["take_row", "take_rows"]

Array: TypeAlias = NDArray[np.float64]

WIDTHS = (8, 4, 1)
_WORD: Any = ir.IntType(64)


def _of(width: int) -> Any:
    """Type of as many numbers."""
    return ir.DoubleType() if width == 1 else ir.VectorType(ir.DoubleType(), width)


def _place(code: VectorCode, entries: Entries, width: int, *indices: Any) -> Any:
    """Address of a span."""
    *outer, at = indices
    there = code.builder.gep(entries.place(*outer), [at])
    return code.builder.bitcast(there, _of(width).as_pointer())


def _load(code: VectorCode, entries: Entries, width: int, *indices: Any) -> Any:
    """A span of a row."""
    return code.builder.load(_place(code, entries, width, *indices), align=8)


def _spread(code: VectorCode, number: Any, width: int) -> Any:
    """One number all along a span."""
    if width == 1:
        return number
    half = ir.IntType(32)
    none = ir.Constant(_of(width), ir.Undefined)
    first = code.builder.insert_element(none, number, ir.Constant(half, 0))
    return code.builder.shuffle_vector(first, none, ir.Constant(ir.VectorType(half, width), [0] * width))


def _each_span(code: VectorCode, target: Entries, begin: Any, end: Any, change: Any) -> None:
    """Go along a part of a vector: ``change(at, width, span)`` gives what becomes of a span."""
    builder = code.builder
    for width in WIDTHS:
        whole = builder.and_(builder.sub(end, begin), ir.Constant(_WORD, -width))
        stop = builder.add(begin, whole)

        def span(at: Any, total: Any, width: int = width) -> Any:
            found = change(at, width, _load(code, target, width, at))
            builder.store(found, _place(code, target, width, at), align=8)
            return total

        code.total(begin, stop, width, ir.Constant(_WORD, 0), span)
        begin = stop


def _write_take(code: VectorCode, target: Any, begin: Any, end: Any, rows: Any, j: Any, factor: Any) -> None:
    less = code.negative(factor)

    def change(at: Any, width: int, total: Any) -> Any:
        return code.multiply_add(_spread(code, less, width), _load(code, rows, width, j, at), total)

    _each_span(code, target, begin, end, change)


@in_vectors(_write_take)
def take_row(target: Array, begin: int, end: int, rows: Array, j: int, factor: float) -> None:
    """Subtract a multiple of ``rows[j]`` from ``target``, both from `begin` on before `end` (≥ begin)."""
    target[begin:end] -= factor * rows[j, begin:end]


def _write_all(code: VectorCode, target: Any, begin: Any, end: Any, rows: Any, *rest: Any) -> None:
    first, last, weights, factor = rest
    less = code.negative(factor)

    def change(at: Any, width: int, total: Any) -> Any:
        def row(j: Any, total: Any) -> Any:
            weight = code.multiply(less, code.number(weights, j))
            return code.multiply_add(_spread(code, weight, width), _load(code, rows, width, j, at), total)

        return code.total(first, last, 1, total, row)

    _each_span(code, target, begin, end, change)


@in_vectors(_write_all)
def take_rows(
    target: Array, begin: int, end: int, rows: Array, first: int, last: int, weights: Array, factor: float
) -> None:
    """Subtract ``factor · weights[j] · rows[j]`` for rows j from `first` on before `last`, as `take_row` does one.

    `weights` may be `target` itself where none of those j lies between `begin` and `end`.
    """
    for j in range(first, last):
        target[begin:end] -= factor * weights[j] * rows[j, begin:end]

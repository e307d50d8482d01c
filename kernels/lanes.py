"""Numbers that are several runs at once, and the functions of them that a right-hand side may use.

A value holds one number of each of `LANES` runs; ``+ - * /``, comparisons, ``& | ~`` of what they give, and the
functions below act on all of them in one instruction or a few. All of them take plain floats too, so that one source
of a right-hand side compiles for lanes and for a solver of single runs. Nothing depends on the neighbours: a run's
numbers are the same bits in whatever company it travels. Under ``NUMBA_DISABLE_JIT=1`` a value is a NumPy array of
`LANES` numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from numba.core import types

from .lane_types import (
    LANES,
    emit_exponential,
    emit_inverse_fifth_root,
    emit_lane,
    emit_load,
    emit_shift,
    emit_store,
    emit_which,
    intrinsic,
    lanes,
    mask,
    register,
    register_workspace,
    rows,
)

__all__ = [
    "LANES",
    "choose",
    "exponential",
    "greatest",
    "inverse_fifth_root",
    "least",
    "multiply_add",
    "number_of",
    "put_number",
    "root",
    "size_of",
    "which",
    "workspace",
]


def choose(condition: Any, one: Any, other: Any) -> Any:
    """`one` where the condition holds, `other` elsewhere; both are computed."""
    return np.where(condition, one, other)


def least(one: Any, other: Any) -> Any:
    """The smaller of two; `other` where one of them is not a number."""
    return np.where(np.less(one, other), one, other)


def greatest(one: Any, other: Any) -> Any:
    """The larger of two; `other` where one of them is not a number."""
    return np.where(np.greater(one, other), one, other)


def root(number: Any) -> Any:
    """Square root."""
    return np.sqrt(number)


def size_of(number: Any) -> Any:
    """Absolute value."""
    return np.abs(number)


def multiply_add(one: Any, other: Any, added: Any) -> Any:
    """one · other + added; rounded once where the processor can."""
    return one * other + added


def exponential(number: Any) -> Any:
    """eˣ to the last place but one; 0 below −708, infinite above 709."""
    return np.exp(number)


def inverse_fifth_root(number: Any) -> Any:
    """x^(−1/5) of a positive number to a thousandth, which a step controller does not notice."""
    return number**-0.2


def which(condition: Any) -> int:
    """The lanes where a condition holds, as bits of an integer."""
    return int(np.sum(np.asarray(condition, dtype=np.int64) << np.arange(LANES)))


class _PlainRows:
    """Rows of a NumPy array; what is read is a copy, as a register is."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __getitem__(self, row: int) -> Any:
        return self.array[row].copy()

    def __setitem__(self, row: int, value: Any) -> None:
        self.array[row] = value

    def __add__(self, row: int) -> _PlainRows:
        return _PlainRows(self.array[row:])


def workspace(array: Any) -> Any:
    """The rows of an array, of which the last is lost to alignment; ``w[i]`` is a row, ``w + k`` those from the kth on.

    Parameters
    ----------
    array : shape (rows + 1, LANES)
        Must outlive what is made of it; nothing checks bounds.
    """
    return _PlainRows(array)


def number_of(array: Any, row: int, lane: int) -> float:
    """One lane's number in a row."""
    return float(array.array[row, lane])


def put_number(array: Any, row: int, lane: int, number: float) -> None:
    """Give one lane its number in a row."""
    array.array[row, lane] = number


# ------------------------------------------------------------------- the same, compiled

_f8, _i8, _b1, _none = types.float64, types.intp, types.boolean, types.void
_PAIRS = ((lanes, lanes), (lanes, _f8), (_f8, lanes))


def _arithmetic(function: Any, emit: Callable[..., Any], *more: tuple[Any, ...]) -> None:
    """A function of two numbers."""
    register(function, emit, *((lanes, *pair) for pair in _PAIRS), *more)


def _comparison(function: Any, symbol: str) -> None:
    """A comparison, false where something is not a number; unequal is true."""

    def emit(builder: Any, one: Any, other: Any) -> Any:
        compare = builder.fcmp_unordered if symbol == "!=" else builder.fcmp_ordered
        return compare(symbol, one, other)

    register(function, emit, *((mask, *pair) for pair in _PAIRS))


_arithmetic(operator.add, lambda builder, a, b: builder.fadd(a, b))
_arithmetic(operator.sub, lambda builder, a, b: builder.fsub(a, b))
_arithmetic(operator.mul, lambda builder, a, b: builder.fmul(a, b))
_arithmetic(operator.truediv, lambda builder, a, b: builder.fdiv(a, b))
_arithmetic(least, lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), a, b), (_f8, _f8, _f8))
_arithmetic(greatest, lambda builder, a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b), (_f8, _f8, _f8))
for _name, _symbol in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="), ("ne", "!=")):
    _comparison(getattr(operator, _name), _symbol)
register(operator.neg, lambda builder, a: builder.fneg(a), (lanes, lanes))
register(operator.and_, lambda builder, a, b: builder.and_(a, b), (mask, mask, mask))
register(operator.or_, lambda builder, a, b: builder.or_(a, b), (mask, mask, mask))
register(operator.invert, lambda builder, a: builder.not_(a), (mask, mask))
register(
    choose,
    lambda builder, condition, a, b: builder.select(condition, a, b),
    *((lanes, mask, *pair) for pair in (*_PAIRS, (_f8, _f8))),
    (_f8, _b1, _f8, _f8),
)
register(root, intrinsic("llvm.sqrt", 1), (lanes, lanes), (_f8, _f8))
register(size_of, intrinsic("llvm.fabs", 1), (lanes, lanes), (_f8, _f8))
register(
    multiply_add,
    intrinsic("llvm.fmuladd", 3),
    *((lanes, *pair, third) for pair in _PAIRS for third in (lanes, _f8)),
    (lanes, _f8, _f8, lanes),
    (_f8, _f8, _f8, _f8),
)
register(exponential, emit_exponential, (lanes, lanes), (_f8, _f8))
register(inverse_fifth_root, emit_inverse_fifth_root, (lanes, lanes), (_f8, _f8))
register(which, emit_which, (_i8, mask))
register(operator.getitem, emit_load, (lanes, rows, _i8))
register(operator.setitem, emit_store, (_none, rows, _i8, lanes), (_none, rows, _i8, _f8))
register(operator.add, emit_shift, (rows, rows, _i8))
register(number_of, lambda builder, *place: builder.load(emit_lane(builder, *place)), (_f8, rows, _i8, _i8))
register(
    put_number,
    lambda builder, *given: builder.store(given[3], emit_lane(builder, *given[:3])) and None,
    (_none, rows, _i8, _i8, _f8),
)
register_workspace(workspace)

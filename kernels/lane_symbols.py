"""Numbers of every lane that write down, in the compiler's language, what Python does with them.

So that work which is known before compiling, such as an elimination, becomes straight lines of instructions whose
numbers stay in registers; the same Python computes with NumPy where nothing is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core import config
from numba.extending import intrinsic as numba_intrinsic

from .lane_types import constant_like, constant_row, emit_load, emit_store, intrinsic, rows

__all__ = ["Symbol", "fused", "written_out"]

_SETTINGS: Any = config


class Symbol:
    """A value of the function being compiled."""

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder, self.value = builder, value

    def _other(self, number: Any) -> Any:
        return number.value if isinstance(number, Symbol) else constant_like(self.value, number)

    def __add__(self, other: Any) -> Symbol:
        return Symbol(self.builder, self.builder.fadd(self.value, self._other(other)))

    def __mul__(self, other: Any) -> Symbol:
        return Symbol(self.builder, self.builder.fmul(self.value, self._other(other)))

    __radd__, __rmul__ = __add__, __mul__

    def __rtruediv__(self, other: float) -> Symbol:
        return Symbol(self.builder, self.builder.fdiv(self._other(other), self.value))

    def __neg__(self) -> Symbol:
        return Symbol(self.builder, self.builder.fneg(self.value))

    def __abs__(self) -> Symbol:
        return Symbol(self.builder, intrinsic("llvm.fabs", 1)(self.builder, self.value))

    def __gt__(self, other: Any) -> Symbol:
        return Symbol(self.builder, self.builder.fcmp_ordered(">", self.value, self._other(other)))

    def __and__(self, other: Symbol) -> Symbol:
        return Symbol(self.builder, self.builder.and_(self.value, other.value))


def fused(one: Any, other: Any, added: Any) -> Any:
    """one · other + added, of symbols or of NumPy's arrays."""
    if not isinstance(one, Symbol):
        return one * other + added
    return Symbol(one.builder, intrinsic("llvm.fmuladd", 3)(one.builder, one.value, other.value, added.value))


class _Numbers(dict[int, Symbol]):
    """Rows of an array: fetched once, stored when all is done."""

    def __init__(self, builder: Any, pointer: Any) -> None:
        self.builder, self.pointer = builder, pointer
        self.changed: set[int] = set()

    def __missing__(self, row: int) -> Symbol:
        found = Symbol(self.builder, emit_load(self.builder, self.pointer, constant_row(row)))
        super().__setitem__(row, found)
        return found

    def __setitem__(self, row: int, number: Symbol) -> None:
        super().__setitem__(row, number)
        self.changed.add(row)

    def store(self) -> None:
        """Write what was changed."""
        for row in sorted(self.changed):
            emit_store(self.builder, self.pointer, constant_row(row), self[row].value)


def written_out(work: Callable[..., Any], result: Any) -> Any:
    """A kernel of three arrays of rows that overlap nowhere, from Python that indexes them with known numbers.

    Parameters
    ----------
    work : callable
        Of three things to be indexed by row; adds, multiplies, compares what it finds there, puts numbers back, and
        returns one or None. It is run once, when the kernel is compiled.
    result : type
        Of what it returns, `types.void` for None.
    """
    if _SETTINGS.DISABLE_JIT:
        return work

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        arrays = [_Numbers(builder, pointer) for pointer in args]
        answer = work(*arrays)
        for array in arrays:
            array.store()
        return context.get_dummy_value() if answer is None else answer.value

    def typed(context: Any, one: Any, two: Any, three: Any) -> Any:
        return result(rows, rows, rows), emit

    return numba_intrinsic(typed)

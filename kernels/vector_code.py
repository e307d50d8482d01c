"""How a kernel comes to be in vector instructions: what `tiles` is written with.

LLVM vectorises loops that it knows to be long; a row of eight entries it goes through one by one, four times slower.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from numba.core import cgutils, config, types
from numba.extending import intrinsic

__all__ = ["TILE", "Entries", "VectorCode", "in_vectors"]

F = TypeVar("F", bound=Callable[..., object])

TILE = 8  # entries of a vector; LLVM splits it where a processor has less

# Numba's ways into LLVM, untyped
_SETTINGS: Any = config
_INTRINSIC: Any = intrinsic
_CODE: Any = cgutils
ir: Any = _CODE.ir
_WORD: Any = ir.IntType(64)
_HALF: Any = ir.IntType(32)
_REAL: Any = ir.DoubleType()
_VECTOR: Any = ir.VectorType(_REAL, TILE)
_FUSE = ("contract",)  # a product and a sum may become one instruction


class Entries:
    """An array argument.

    Parameters
    ----------
    context, builder, kind, value
        Numba's.
    """

    def __init__(self, context: Any, builder: Any, kind: Any, value: Any) -> None:
        self.context, self.builder, self.kind = context, builder, kind
        self.held = context.make_array(kind)(context, builder, value)

    def place(self, *indices: Any) -> Any:
        """Address of an entry; indices beyond the last axis go on along it, those that are missing are 0."""
        words = [*indices, *[ir.Constant(_WORD, 0)] * (self.kind.ndim - len(indices))]
        return _CODE.get_item_pointer(self.context, self.builder, self.kind, self.held, words, wraparound=False)

    def length(self, axis: int) -> Any:
        """Size of an axis."""
        return self.builder.extract_value(self.held.shape, axis)

    def row(self) -> Any:
        """Entries of a row, which is all behind the first axis."""
        found = self.length(1)
        for axis in range(2, self.kind.ndim):
            found = self.builder.mul(found, self.length(axis))
        return found


class VectorCode:
    """Writes the instructions of one kernel; indices are those of entries, the last one that of a tile's first.

    Parameters
    ----------
    builder
        Stands where the instructions go.
    """

    def __init__(self, builder: Any) -> None:
        self.builder = builder

    def number(self, entries: Entries, *indices: Any) -> Any:
        """An entry."""
        return self.builder.load(entries.place(*indices))

    def _tile(self, entries: Entries, indices: tuple[Any, ...]) -> Any:
        """Address of a tile: its row's, and on from there."""
        *outer, at = indices
        return self.builder.gep(entries.place(*outer), [at])

    def load(self, entries: Entries, *indices: Any) -> Any:
        """A tile, in double precision."""
        place = self._tile(entries, indices)
        kind = place.type.pointee
        found = self.builder.load(self.builder.bitcast(place, ir.VectorType(kind, TILE).as_pointer()), align=4)
        return found if kind == _REAL else self.builder.fpext(found, _VECTOR)

    def store(self, vector: Any, entries: Entries, *indices: Any) -> None:
        """Put a tile in its place, in the precision of the array."""
        place = self._tile(entries, indices)
        kind = place.type.pointee
        if kind != _REAL:
            vector = self.builder.fptrunc(vector, ir.VectorType(kind, TILE))
        self.builder.store(vector, self.builder.bitcast(place, vector.type.as_pointer()), align=4)

    def zero(self) -> Any:
        """A vector of zeros."""
        return ir.Constant(_VECTOR, [0.0] * TILE)

    def spread(self, number: Any) -> Any:
        """A vector of one number."""
        none = ir.Constant(_VECTOR, ir.Undefined)
        first = self.builder.insert_element(none, number, ir.Constant(_HALF, 0))
        return self.builder.shuffle_vector(first, none, ir.Constant(ir.VectorType(_HALF, TILE), [0] * TILE))

    def put(self, vector: Any, at: Any, k: Any, number: Any) -> Any:
        """A tile from entry `at` on, with a number in place of entry k of its row if that is in it."""
        places = ir.Constant(ir.VectorType(_WORD, TILE), list(range(TILE)))
        none = ir.Constant(places.type, ir.Undefined)
        first = self.builder.insert_element(none, self.builder.sub(k, at), ir.Constant(_HALF, 0))
        wanted = self.builder.shuffle_vector(first, none, ir.Constant(ir.VectorType(_HALF, TILE), [0] * TILE))
        return self.builder.select(self.builder.icmp_signed("==", places, wanted), self.spread(number), vector)

    def real(self, number: float) -> Any:
        """A constant."""
        return ir.Constant(_REAL, number)

    def add(self, one: Any, other: Any) -> Any:
        """Sum of two indices."""
        return self.builder.add(one, other)

    def divide(self, one: Any, other: Any) -> Any:
        """Quotient of two numbers."""
        return self.builder.fdiv(one, other)

    def negative(self, number: Any) -> Any:
        """A number or vector with the other sign."""
        return self.builder.fneg(number)

    def plus(self, one: Any, other: Any) -> Any:
        """Sum of two vectors."""
        return self.builder.fadd(one, other)

    def subtract(self, one: Any, other: Any) -> Any:
        """Difference of two vectors."""
        return self.builder.fsub(one, other)

    def multiply(self, one: Any, other: Any) -> Any:
        """Product of two vectors, entry by entry."""
        return self.builder.fmul(one, other)

    def multiply_add(self, one: Any, other: Any, total: Any) -> Any:
        """Product of two vectors, added to a third."""
        return self.builder.fadd(self.builder.fmul(one, other, flags=_FUSE), total, flags=_FUSE)

    def total(self, begin: Any, end: Any, step: int, start: Any, add: Callable[[Any, Any], Any]) -> Any:
        """What becomes of `start` by ``total = add(index, total)`` for every index from `begin` on before `end`."""
        builder = self.builder
        begin = ir.Constant(_WORD, begin) if isinstance(begin, int) else begin
        before = builder.block
        check, inside, after = (builder.append_basic_block(name) for name in ("check", "inside", "after"))
        builder.branch(check)
        builder.position_at_end(check)
        index, total = builder.phi(_WORD), builder.phi(start.type)
        index.add_incoming(begin, before)
        total.add_incoming(start, before)
        builder.cbranch(builder.icmp_signed("<", index, end), inside, after)
        builder.position_at_end(inside)
        more = add(index, total)
        index.add_incoming(builder.add(index, ir.Constant(_WORD, step)), builder.block)
        total.add_incoming(more, builder.block)
        builder.branch(check)
        builder.position_at_end(after)
        return total

    def each_tile(self, entries: Entries, write: Callable[[Any], None]) -> None:
        """Write instructions for the first entry of every tile of a row."""

        def tile(at: Any, total: Any) -> Any:
            write(at)
            return total

        self.total(0, entries.row(), TILE, self.zero(), tile)

    def sum(self, vector: Any) -> Any:
        """Sum of a vector's entries, neighbours first."""
        parts = [self.builder.extract_element(vector, ir.Constant(_HALF, k)) for k in range(TILE)]
        while len(parts) > 1:
            parts = [self.builder.fadd(a, b) for a, b in zip(parts[::2], parts[1::2], strict=True)]
        return parts[0]


def in_vectors(write: Callable[..., Any]) -> Callable[[F], F]:
    """Replace a function by the instructions that are written for it, unless nothing is compiled.

    Parameters
    ----------
    write : callable
        Of a `VectorCode` and the arguments, arrays as `Entries`; the result, None for none.

    Returns
    -------
    callable
        Decorator of a function that says, with annotations, what the instructions do.
    """

    def replace(function: F) -> F:
        if _SETTINGS.DISABLE_JIT:
            return function
        wanted = inspect.signature(function)
        result = types.float64 if wanted.return_annotation == "float" else types.void

        def define(_: Any, *kinds: Any) -> tuple[Any, Any]:
            def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
                arguments = [
                    Entries(context, builder, kind, value) if isinstance(kind, types.Array) else value
                    for kind, value in zip(signature.args, values, strict=True)
                ]
                found = write(VectorCode(builder), *arguments)
                return context.get_dummy_value() if found is None else found

            return result(*kinds), generate

        first = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        defined: Any = define
        defined.__signature__ = wanted.replace(parameters=[first, *wanted.parameters.values()])
        defined.__name__ = function.__name__
        replaced: F = _INTRINSIC(defined)
        return replaced

    return replace

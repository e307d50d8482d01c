"""The lanes of a SIMD register as types of compiled code, and how functions of them become instructions.

Compilers vectorise a loop over a last axis only where they can prove that no two arrays overlap, which they rarely can.
So vectors are said outright, in LLVM's own vector types; a processor with narrower registers takes several for one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from numba.core import cgutils, datamodel, types
from numba.core.typing import templates
from numba.extending import lower_builtin, register_model
from numba.np.arrayobj import make_array

__all__ = [
    "LANES",
    "constant_like",
    "constant_row",
    "emit_exponential",
    "emit_inverse_fifth_root",
    "emit_lane",
    "emit_load",
    "emit_shift",
    "emit_store",
    "emit_which",
    "intrinsic",
    "lanes",
    "mask",
    "register",
    "register_workspace",
    "rows",
]

LANES = 8
"""Runs that go together: as many doubles as the widest registers hold."""

ALIGNMENT = 8 * LANES  # bytes: a vector that straddles two cache lines costs two loads

# Numba's insides are unknown to type checkers.
_cgutils: Any = cgutils
_datamodel: Any = datamodel
_templates: Any = templates
_ir: Any = _cgutils.ir
_DOUBLE = _ir.DoubleType()
_LONG = _ir.IntType(64)
_DOUBLES = _ir.VectorType(_DOUBLE, LANES)
_LONGS = _ir.VectorType(_LONG, LANES)
_BITS = _ir.VectorType(_ir.IntType(1), LANES)

# Cody & Waite (1980), Software Manual for the Elementary Functions, ch. 6: ln 2 in two parts, the first of few digits
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
ROUNDER = 1.5 * 2.0**52  # a number added to it is rounded to a whole one, which its last bits then are
LOWEST, HIGHEST = -708.0, 709.0  # of eˣ that is a normal number


class Lanes(types.Type):
    """A number of every lane."""


class Mask(types.Type):
    """A truth of every lane."""


class Rows(types.Type):
    """An array of lanes: a pointer without bounds, that does not keep its array alive."""


lanes, mask, rows = Lanes(f"lanes{LANES}"), Mask(f"mask{LANES}"), Rows(f"rows{LANES}")


def _model(kind: Any, content: Any) -> None:
    """Values of a type are `content` for LLVM."""

    def begin(self: Any, manager: Any, fe_type: Any) -> None:
        _datamodel.PrimitiveModel.__init__(self, manager, fe_type, content)

    register_model(kind)(type("Model", (_datamodel.PrimitiveModel,), {"__init__": begin}))


_model(Lanes, _DOUBLES)
_model(Mask, _BITS)
_model(Rows, _DOUBLES.as_pointer())


def _spread(builder: Any, number: Any) -> Any:
    """A float in all lanes."""
    place = _ir.IntType(32)
    one = builder.insert_element(_ir.Constant(_DOUBLES, _ir.Undefined), number, _ir.Constant(place, 0))
    return builder.shuffle_vector(one, one, _ir.Constant(_ir.VectorType(place, LANES), [0] * LANES))


def _declare(function: Any, *cases: tuple[Any, ...]) -> None:
    """Say which types a function takes and gives."""
    told = {"cases": [_templates.signature(*case) for case in cases]}
    _templates.infer_global(function)(type("Template", (_templates.ConcreteTemplate,), told))


def register(function: Any, emit: Callable[..., Any], *cases: tuple[Any, ...]) -> None:
    """Make a function known to the compiler.

    Parameters
    ----------
    function : callable
        Plain function or operator.
    emit : callable
        Takes LLVM's builder and the arguments, floats spread over all lanes where any argument has lanes; gives the
        result.
    *cases : tuple of types
        Result and arguments.
    """
    _declare(function, *cases)
    for _, *arguments in cases:
        wide = lanes in arguments or mask in arguments

        def generate(context: Any, builder: Any, sig: Any, args: Any, wide: bool = wide) -> Any:
            given = [
                _spread(builder, value) if wide and kind == types.float64 else value
                for value, kind in zip(args, sig.args, strict=True)
            ]
            result = emit(builder, *given)
            return context.get_dummy_value() if result is None else result

        lower_builtin(function, *arguments)(generate)


def intrinsic(name: str, arguments: int) -> Callable[..., Any]:
    """An instruction that LLVM knows for any width."""

    def emit(builder: Any, *args: Any) -> Any:
        kind = args[0].type
        suffix = f"v{LANES}f64" if kind == _DOUBLES else "f64"
        declared = _ir.FunctionType(kind, [kind] * arguments)
        return builder.call(_cgutils.get_or_insert_function(builder.module, declared, f"{name}.{suffix}"), args)

    return emit


def constant_like(like: Any, number: float) -> Any:
    """A number as wide as another."""
    return _ir.Constant(like.type, [number] * LANES if like.type == _DOUBLES else number)


def constant_row(row: int) -> Any:
    """The number of a row."""
    return _ir.Constant(_LONG, row)


def _whole(like: Any, number: int) -> Any:
    wide = like.type == _DOUBLES
    return _ir.Constant(_LONGS if wide else _LONG, [number] * LANES if wide else number)


def _bits(builder: Any, number: Any) -> Any:
    return builder.bitcast(number, _LONGS if number.type == _DOUBLES else _LONG)


def emit_exponential(builder: Any, number: Any) -> Any:
    """2ᵏ·eʳ with |r| ≤ ln 2 / 2, by its series to r¹³."""
    fused, constant = partial(intrinsic("llvm.fmuladd", 3), builder), partial(constant_like, number)
    inside = builder.and_(
        builder.fcmp_ordered(">=", number, constant(LOWEST)), builder.fcmp_ordered("<=", number, constant(HIGHEST))
    )
    reduced = builder.select(inside, number, constant(0.0))
    shifted = fused(reduced, constant(1.0 / math.log(2.0)), constant(ROUNDER))
    power = builder.fsub(shifted, constant(ROUNDER))
    rest = fused(power, constant(-LN2_LOW), fused(power, constant(-LN2_HIGH), reduced))
    series = constant(1.0 / math.factorial(13))
    for order in range(12, -1, -1):
        series = fused(series, rest, constant(1.0 / math.factorial(order)))
    exponent = builder.shl(_bits(builder, shifted), _whole(number, 52))
    scaled = builder.bitcast(builder.add(_bits(builder, series), exponent), number.type)
    low = builder.fcmp_ordered("<", number, constant(LOWEST))
    # what is no number stays none: it is neither inside nor low, and added to infinity
    limit = builder.select(low, constant(0.0), builder.fadd(number, constant(math.inf)))
    return builder.select(inside, scaled, limit)


def emit_inverse_fifth_root(builder: Any, number: Any) -> Any:
    """The bits of a number grow with its logarithm: a guess from them, three steps of Newton."""
    fused, constant = partial(intrinsic("llvm.fmuladd", 3), builder), partial(constant_like, number)
    bits = _bits(builder, number)
    guess = fused(builder.sitofp(bits, number.type), constant(-0.2), constant(1.2 * 1023.0 * 2.0**52))
    found = builder.bitcast(builder.fptosi(guess, bits.type), number.type)
    for _ in range(3):
        square = builder.fmul(found, found)
        fifth = builder.fmul(builder.fmul(square, square), builder.fmul(found, number))
        found = builder.fmul(found, fused(fifth, constant(-0.2), constant(1.2)))
    return found


def emit_which(builder: Any, truths: Any) -> Any:
    """Bits of an integer."""
    return builder.zext(builder.bitcast(truths, _ir.IntType(LANES)), _LONG)


def emit_load(builder: Any, pointer: Any, row: Any) -> Any:
    """Read a row."""
    return builder.load(builder.gep(pointer, [row], inbounds=True), align=ALIGNMENT)


def emit_store(builder: Any, pointer: Any, row: Any, number: Any) -> None:
    """Write a row."""
    value = number if number.type == _DOUBLES else _spread(builder, number)
    builder.store(value, builder.gep(pointer, [row], inbounds=True), align=ALIGNMENT)


def emit_shift(builder: Any, pointer: Any, row: Any) -> Any:
    """Rows from a later one on."""
    return builder.gep(pointer, [row], inbounds=True)


def emit_lane(builder: Any, pointer: Any, row: Any, lane: Any) -> Any:
    """Address of one lane of a row."""
    first = builder.bitcast(builder.gep(pointer, [row], inbounds=True), _DOUBLE.as_pointer())
    return builder.gep(first, [lane], inbounds=True)


def register_workspace(function: Any) -> None:
    """Rows of an array: the first aligned address in it."""
    kind = types.Array(types.float64, 2, "C")

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data = make_array(kind)(context, builder, args[0]).data
        up = builder.add(builder.ptrtoint(data, _LONG), _ir.Constant(_LONG, ALIGNMENT - 1))
        return builder.inttoptr(builder.and_(up, _ir.Constant(_LONG, -ALIGNMENT)), _DOUBLES.as_pointer())

    _declare(function, (rows, kind))
    lower_builtin(function, kind)(generate)

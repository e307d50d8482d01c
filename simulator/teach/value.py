"""A number with its dimension, so that an answer in mg/L is as right as one in g/L and an answer in hours is not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ..scenario.quantity import QuantityError, split_quantity, unit_of

__all__ = ["Dimension", "Mismatch", "Value", "significant", "typeset"]

Dimension = tuple[tuple[str, Fraction], ...]


class Mismatch(ValueError):
    """Two values do not fit together, or a value does not exist; the message says which."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number in SI base units (metre, second, gram, mole, kelvin) and its dimension.

    Attributes
    ----------
    number : float
    dimension : tuple of (str, Fraction)
        As in `simulator.scenario.quantity.Unit`; empty for a pure number.
    """

    number: float
    dimension: Dimension = ()

    @classmethod
    def of(cls, number: float, unit: str) -> Value:
        """A number in a unit: ``Value.of(5.0, "g/L")``."""
        found = unit_of(unit)
        return cls(number * float(found.factor) + float(found.offset), found.dimension)

    @classmethod
    def read(cls, text: str) -> Value:
        """From text: ``"5 g/L"``, ``"30 %"``, ``"1.2"``.

        Raises
        ------
        QuantityError
            It is no number with a unit.
        """
        number, unit = split_quantity(text)
        found = unit_of(unit)
        try:
            return cls(float(number * found.factor + found.offset), found.dimension)
        except OverflowError as error:
            raise QuantityError(f"'{text[:60]}' is too large") from error

    def to(self, unit: str) -> float:
        """The number in a unit of the same dimension."""
        found = unit_of(unit)
        if found.dimension != self.dimension:
            raise Mismatch(f"a value of another dimension than {unit or 'a pure number'}")
        return (self.number - float(found.offset)) / float(found.factor)

    def text(self, unit: str, digits: int = 4) -> str:
        """As people write it, with so many significant digits."""
        return f"{significant(self.to(unit), digits)} {typeset(unit)}".rstrip()

    def __add__(self, other: Value) -> Value:
        return Value(self.number + self._alike(other), self.dimension)

    def __sub__(self, other: Value) -> Value:
        return Value(self.number - self._alike(other), self.dimension)

    def __neg__(self) -> Value:
        return Value(-self.number, self.dimension)

    def __mul__(self, other: Value) -> Value:
        return Value(self.number * other.number, _powers(self.dimension, other.dimension, 1))

    def __truediv__(self, other: Value) -> Value:
        if other.number == 0.0:
            raise Mismatch("division by zero")
        return Value(self.number / other.number, _powers(self.dimension, other.dimension, -1))

    def __pow__(self, other: Value) -> Value:
        power = Fraction(other.pure()).limit_denominator(12)
        try:
            number = float(self.number ** float(power))
        except (OverflowError, ZeroDivisionError, TypeError) as error:
            raise Mismatch("a power that is no number") from error
        return Value(number, tuple((name, old * power) for name, old in self.dimension if power))

    def pure(self) -> float:
        """The number of a value without dimension."""
        if self.dimension:
            raise Mismatch("a pure number is needed, and this one has a unit")
        return self.number

    def compare(self, other: Value) -> float:
        """Difference of two values of one dimension, in SI base units."""
        return self.number - self._alike(other)

    def _alike(self, other: Value) -> float:
        if self.dimension != other.dimension:
            raise Mismatch("two values of different dimension")
        return other.number


def _powers(one: Dimension, other: Dimension, sign: int) -> Dimension:
    powers = dict(one)
    for name, power in other:
        powers[name] = powers.get(name, Fraction(0)) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def typeset(unit: str) -> str:
    """A unit as it is printed: ``W/m³``; it reads back as what it was."""
    return unit.replace("m3", "m³").replace("m2", "m²")


def significant(number: float, digits: int) -> str:
    """A plain number with significant digits and no exponent where people would write none."""
    if not math.isfinite(number):
        return str(number)
    if number == 0.0:
        return "0"
    size = math.floor(math.log10(abs(float(f"{number:.{digits - 1}e}"))))
    if not -4 <= size < 7:
        return f"{number:.{digits - 1}e}"
    return f"{number:.{max(digits - 1 - size, 0)}f}"

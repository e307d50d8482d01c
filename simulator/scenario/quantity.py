"""Text with a unit ⇄ a plain number in the units used inside (hour, m³, kg, mol, K, bar absolute, W).

Conversions are exact: numbers and unit factors are fractions until the last step, so ``"400 mL"`` is the
double closest to 4e-4 m³ and what `Kind.write` prints reads back as the very same double.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from ..errors import nearest

__all__ = ["ATMOSPHERE", "Kind", "QuantityError", "Unit", "split_quantity", "unit_of"]

ATMOSPHERE = 1.01325
"""Standard atmosphere, the zero of gauge pressure [bar]."""

# Only what a fermentation needs: the full registry of pint takes as long to build as everything else here.
_DEFINITIONS = """
milli- = 1e-3 = m-
micro- = 1e-6 = µ- = u- = μ-
nano- = 1e-9 = n-
pico- = 1e-12 = p-
centi- = 1e-2 = c-
deci- = 1e-1 = d-
hecto- = 1e2 = h-
kilo- = 1e3 = k-
mega- = 1e6 = M-
meter = [length] = m = metre
second = [time] = s
minute = 60 * second = min
hour = 60 * minute = h = hr
day = 24 * hour = d
gram = [mass] = g
tonne = 1e6 * gram = t
mole = [substance] = mol
kelvin = [temperature]; offset: 0 = K
degree_Celsius = kelvin; offset: 273.15 = degC = celsius
degree_Fahrenheit = 5 / 9 * kelvin; offset: 255.3722222222222222222222222222 = degF
liter = 1e-3 * meter ** 3 = L = l = litre
molar = mole / liter = M
hertz = 1 / second = Hz
newton = kilogram * meter / second ** 2 = N
pascal = newton / meter ** 2 = Pa
bar = 1e5 * pascal
atmosphere = 101325 * pascal = atm
mmHg = 133.322387415 * pascal
joule = newton * meter = J
calorie = 4.184 * joule = cal
watt = joule / second = W
poise = 0.1 * pascal * second = P
percent = 0.01
rpm = 1 / minute
vvm = 1 / minute
gDW = gram = gDCW = gCDW
"""

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(.*?)\s*", re.DOTALL)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NAMES = {
    "length": "length",
    "time": "time",
    "mass": "mass",
    "substance": "amount",
    "temperature": "temperature",
}
_MAX_TEXT = 60
# Beyond names, products, quotients, brackets and one-digit powers: powers of powers make endless integers.
_FOREIGN = re.compile(r"[^A-Za-zµμ_0-9*/(). -]|\d[\d.]|\d\*\*|\*\*(?!-?[1-9])|(?<!\w)\*\*|\*\*\*")


class QuantityError(ValueError):
    """A quantity cannot be read; the message says why and shows an example."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as numbers: ``SI base value = number·factor + offset``.

    Attributes
    ----------
    factor, offset : Fraction
        To metre, second, gram, mole, kelvin; gauge pressures and degC have an offset.
    dimension : tuple of (str, Fraction)
        Base dimensions and their exponents, sorted.
    """

    factor: Fraction
    offset: Fraction
    dimension: tuple[tuple[str, Fraction], ...]


@cache
def _registry() -> Any:
    """Build the unit registry, when the first quantity is read."""
    import pint

    build: Any = pint.UnitRegistry  # takes Fractions, though its annotations say float
    registry = build(None, non_int_type=Fraction)
    for line in _DEFINITIONS.strip().splitlines():
        registry.define(line)
    return registry


def _spell(text: str) -> str:
    """Spell a unit as pint does: m3 → m**3, % → percent, °C → degC, superscripts, dots."""
    text = text.replace("°C", "degC").replace("°F", "degF").replace("%", "percent")
    text = text.replace("·", "*").replace("^", "**").replace("−", "-")
    text = re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "**" + m.group(1).translate(_SUPERSCRIPTS), text)
    text = re.sub(r"([A-Za-z])(-?[1-9])(?![\d.])", r"\1**\2", text)
    if re.search(r"[*/ ]", text):  # a difference of temperature, where a zero point makes no sense
        text = text.replace("degC", "kelvin")
    return "1" + text if text.startswith("/") else text


@lru_cache(maxsize=1024)
def unit_of(text: str) -> Unit:
    """Factor, offset and dimension of a unit text.

    Parameters
    ----------
    text : str
        For example ``"mmol/gDW/h"``, ``"m3/h"``, ``"bar(g)"``, ``"%"``, ``"degC"``; empty is dimensionless.

    Raises
    ------
    QuantityError
        The unit is not known.
    """
    if not text:
        return Unit(Fraction(1), Fraction(0), ())
    gauge = re.fullmatch(r"(.*?)(?:\(([ag])\)|(?<=bar)([ag]))", text)
    if gauge:
        plain = unit_of(gauge.group(1))
        if plain.dimension != unit_of("bar").dimension:
            raise QuantityError(f"'{text}': only pressures are gauge (g) or absolute (a)")
        offset = Fraction(str(ATMOSPHERE)) * unit_of("bar").factor
        return Unit(plain.factor, offset if "g" in (gauge.group(2), gauge.group(3)) else Fraction(0), plain.dimension)
    spelled = _spell(text)
    if len(text) > _MAX_TEXT or _FOREIGN.search(spelled):
        raise QuantityError(f"'{text[:_MAX_TEXT]}' is not a unit")
    return _ask_pint(text, spelled)


def _ask_pint(text: str, spelled: str) -> Unit:
    """Look a plain unit expression up."""
    registry = _registry()
    try:
        units = registry.parse_units(spelled)
        zero = registry.Quantity(Fraction(0), units).to_base_units().magnitude
        one = registry.Quantity(Fraction(1), units).to_base_units().magnitude
        powers = registry.get_dimensionality(units)
    except Exception as error:  # pint raises a dozen kinds, tokenizer errors among them
        raise QuantityError(f"unit '{text}' is not known{_hint(text)}") from error
    offset = Fraction(zero)
    dimension = tuple(sorted((name.strip("[]"), Fraction(power)) for name, power in powers.items() if power))
    return Unit(Fraction(one) - offset, offset, dimension)


def _hint(text: str) -> str:
    """Nearest known unit to the first word of a text that is not a unit but nearly one."""
    known = re.findall(r"(?<![\w-])[A-Za-z_]+(?![\w-])", re.sub(r"(?m)= \d.*?(?==|$)", "", _DEFINITIONS))
    for word in re.findall(r"[A-Za-z]{3,}", text):
        found = nearest(word, known)
        if word not in known and "nearest" in found:
            return found
    return ""


def split_quantity(text: str) -> tuple[Fraction, str]:
    """Split a quantity into its number, exact, and its unit text.

    Raises
    ------
    QuantityError
        There is no number at the front, or it is too long or not finite.
    """
    match = _NUMBER.fullmatch(text) if len(text) <= 2 * _MAX_TEXT else None
    if match is None or not math.isfinite(float(match.group(1))):
        raise QuantityError(f"'{text[:_MAX_TEXT]}' is not a number with a unit")
    if match.group(2).startswith(","):
        raise QuantityError(f"'{text[:_MAX_TEXT]}': write the decimal with a point")
    return Fraction(match.group(1)), match.group(2)


def _describe(dimension: tuple[tuple[str, Fraction], ...]) -> str:
    """Dimension in words: ``length^3/time``."""
    above = [(n, p) for n, p in dimension if p > 0]
    below = [(n, -p) for n, p in dimension if p < 0]
    join = ["·".join(_NAMES.get(n, n) + (f"^{p}" if p != 1 else "") for n, p in part) for part in (above, below)]
    if not dimension:
        return "none"
    return (join[0] or "1") + (f"/{join[1]}" if len(below) == 1 else f"/({join[1]})" if below else "")


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of quantity: its name, the unit inside, the units it is shown in and an example.

    Attributes
    ----------
    name : str
        With its article, as an error message says it: ``"a volume"``.
    inside : str
        Unit of the plain number.
    shown : tuple of str
        Units for writing, the largest first; the first in which the number is at least 1
        (or exactly 0) is taken, else the last.
    example : str
        Shown when the input is wrong.
    bare : bool
        Whether a number without a unit is unambiguous (fractions, pure numbers).
    """

    name: str
    inside: str
    shown: tuple[str, ...]
    example: str
    bare: bool = False

    def read(self, given: object) -> float:
        """Plain number inside of what a file says.

        Raises
        ------
        QuantityError
            No unit, a wrong dimension, not a number.
        """
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            raise QuantityError(f"{self.name} is needed here, for example '{self.example}'")
        return _read_text(self, given) if isinstance(given, str) else self._read_bare(given)

    def read_text(self, given: str) -> float:
        """`read` of a text, worked out anew."""
        number, text = split_quantity(given)
        if not text and not self.bare:
            raise QuantityError(f"'{given}' has no unit: {self.name} is written like '{self.example}'")
        unit, inside = unit_of(text), unit_of(self.inside)
        if unit.dimension != inside.dimension:
            raise QuantityError(
                f"'{given}' has the dimension {_describe(unit.dimension)}, but {self.name} has "
                f"{_describe(inside.dimension)}: write it like '{self.example}'"
            )
        return self._finite((number * unit.factor + unit.offset - inside.offset) / inside.factor, given)

    def _finite(self, value: Fraction, given: str) -> float:
        try:
            return float(value)
        except OverflowError as error:
            raise QuantityError(f"'{given}' is too large") from error

    def _read_bare(self, given: int | float) -> float:
        if not self.bare:
            raise QuantityError(f"{given} has no unit: {self.name} is written like '{self.example}'")
        try:
            value = float(given)
        except OverflowError as error:
            raise QuantityError("the number is too large") from error
        if not math.isfinite(value):
            raise QuantityError(f"{given} is not a finite number")
        return value

    def write(self, value: float) -> str:
        """Shortest text that `read` turns back into exactly `value`."""
        inside = unit_of(self.inside)
        base = Fraction(value) * inside.factor + inside.offset
        for text in self.shown:
            unit = unit_of(text)
            number = (base - unit.offset) / unit.factor
            if abs(number) >= 1 or not number or text == self.shown[-1]:
                return f"{self._shortest(number, text, value)} {text}".rstrip()
        raise QuantityError(f"{self.name} has no unit to be shown in")

    def _shortest(self, number: Fraction, text: str, value: float) -> str:
        for digits in range(1, 40):
            rounded = Context(prec=digits).divide(Decimal(number.numerator), Decimal(number.denominator))
            plain = f"{rounded.normalize():f}" if -5 < rounded.adjusted() < 16 else f"{rounded.normalize():e}"
            if self.read(f"{plain} {text}") == value:
                return plain
        raise QuantityError(f"{value!r} cannot be written as {self.name}")


@lru_cache(maxsize=4096)
def _read_text(kind: Kind, given: str) -> float:
    """What a text means; kept, since a study reads the same ones thousands of times."""
    return kind.read_text(given)

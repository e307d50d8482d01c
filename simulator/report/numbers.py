"""Numbers for people: significant digits, units as they are read, percent, durations."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from ..variables import VARIABLES, Variable, display_unit
from .words import clean, root_of

__all__ = [
    "DASH",
    "displayed",
    "duration_text",
    "finite",
    "group_text",
    "number",
    "percent",
    "quantities",
    "quantity",
    "ratio_text",
]

DASH = "–"
_TIMES = "×\N{NARROW NO-BREAK SPACE}"
_NOTHING = 1e-15  # what integrators leave of a consumed substrate

# (unit given, unit of the registry) → factor; others are shown in the unit they come in
_FACTORS: Mapping[tuple[str, str], float] = MappingProxyType({("1/s", "1/min"): 60.0, ("1/min", "vvm"): 1.0})
_READ_AS: Mapping[str, str] = MappingProxyType({"kg/m³/h": "g/L/h", "mol/kg": "mmol/g", "mol/m³/h/bar": "mmol/L/h/bar"})
_SPANS = ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (120.0, 1.0, "s"), (7200.0, 1 / 60, "min"), (172800.0, 1 / 3600, "h"))


def finite(value: object) -> float | None:
    """The value as a float, or None where it is none that can be shown."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def number(value: object, digits: int = 3) -> str:
    """A number with significant digits, thousands separated, a dash where there is none.

    Examples
    --------
    >>> number(1234.5), number(0.04321), number(2.0e-9), number(None)
    ('1,234', '0.0432', '2.00e−9', '–')
    """
    known = finite(value)
    if known is None:
        return DASH
    if abs(known) < _NOTHING:
        return "0"
    # the size after rounding: 0.9996 has the decimals of 1.00
    mantissa, exponent = f"{known:.{digits - 1}e}".split("e")
    size = int(exponent)
    text = f"{mantissa}e{size}" if size < -3 or size >= 7 else f"{known:,.{max(digits - 1 - size, 0)}f}"
    return text.replace("-", "−")


def quantities(name: str, values: list[object], unit: str, digits: int = 3) -> tuple[list[str], str]:
    """Numbers of one key result or criterion, all in the unit that suits the smallest.

    Parameters
    ----------
    name : str
        Its name; decides how people read it (a stirrer in rpm, a fraction in %).
    values : list
        What is not a finite number becomes a dash.
    unit : str
        Unit of the values.

    Returns
    -------
    texts : list of str
    unit : str
    """
    known = [abs(value) for value in map(finite, values) if value is not None]
    factor, offset, shown = displayed(name, unit, min(known, default=0.0))
    texts = [DASH if v is None else number(v * factor + offset, digits) for v in map(finite, values)]
    return texts, shown


def displayed(name: str, unit: str, magnitude: float) -> tuple[float, float, str]:
    """How a key result or criterion is shown that is about so large: value · factor + offset, and the unit."""
    variable, given = _variable(name, unit)
    factor, offset, shown = display_unit(variable, magnitude * given)
    return given * factor, offset, _READ_AS.get(shown, shown)


def quantity(name: str, value: object, unit: str, digits: int = 3) -> tuple[str, str]:
    """Number and unit of one key result; see `quantities`."""
    texts, shown = quantities(name, [value], unit, digits)
    return texts[0], shown


def _variable(name: str, unit: str) -> tuple[Variable, float]:
    """Variable that decides the display, and the factor to its unit."""
    unit = clean(unit, 20).replace("m3", "m³").replace("m2", "m²")
    found = VARIABLES.get(root_of(name))
    if found is not None:
        factor = 1.0 if unit == found.unit else _FACTORS.get((unit, found.unit))
        if factor is not None:
            return found, factor
    return Variable("", "", unit, (), "", "", ""), 1.0


def percent(fraction: object, digits: int = 1, sign: bool = False) -> str:
    """A fraction in percent, with its sign where that matters."""
    known = finite(fraction)
    if known is None:
        return DASH
    if round(abs(100.0 * known), digits) == 0.0:
        return f"{0:.{digits}f} %"
    return f"{100.0 * known:{'+' if sign else ''}.{digits}f} %".replace("-", "−")


def ratio_text(ratio: object) -> str:
    """A ratio behind its multiplication sign."""
    text = number(ratio)
    return text if text == DASH else f"{_TIMES}{text}"


def group_text(ratio: object) -> str:
    """A dimensionless group with two digits; what is far below 1 is only that."""
    known = finite(ratio)
    if known is not None and 0.0 < known < 1e-3:
        return "< 0.001"
    return number(known if known is None else float(f"{known:.2g}"), 2)


def duration_text(seconds: object) -> str:
    """Seconds in the unit that a person would choose."""
    known = finite(seconds)
    if known is None:
        return DASH
    factor, unit = next(((f, u) for limit, f, u in _SPANS if known < limit), (1 / 86400, "d"))
    return f"{number(known * factor, 2 if known * factor < 9.95 else 3)} {unit}"

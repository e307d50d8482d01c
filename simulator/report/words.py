"""Words and numbers for people: labels of KPIs, limits, causes; significant digits; units as they are read."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from ..variables import VARIABLES, Variable, display, display_name

__all__ = [
    "MINUS",
    "cause_label",
    "clean",
    "duration_text",
    "kpi_label",
    "limit_label",
    "number",
    "percent",
    "quantity",
    "ratio_text",
    "regime_label",
]

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
DASH = "\N{EN DASH}"

_KPIS: Mapping[str, str] = MappingProxyType(
    {
        "biomass_final": "Final biomass",
        "duration": "Duration",
        "otr_max": "Highest oxygen transfer rate",
        "dot_min": "Lowest dissolved oxygen tension",
        "heat_max": "Highest heat load",
        "mixing_time": "Mixing time",
    }
)
_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "oxygen": "Oxygen supply",
        "oxygen_transfer": "Oxygen transfer",
        "stirrer_speed": "Stirrer at its maximum",
        "aeration": "Aeration at its maximum",
        "gas_velocity": "Gas velocity (flooding, entrainment)",
        "motor": "Motor power",
        "power": "Motor power",
        "cooling": "Cooling",
        "substrate": "Substrate supply",
        "volume": "Working volume",
        "dot": "Dissolved oxygen below set point",
    }
)
_CAUSES: Mapping[str, str] = MappingProxyType({"co2": "CO2", "oxygen": "Oxygen supply", "heat": "Heat removal"})
_REGIMES: Mapping[str, str] = MappingProxyType(
    {
        "mixing": "Mixing",
        "mixing_time": "Mixing",
        "oxygen_transfer": "Oxygen transfer (1/kLa)",
        "oxygen_uptake": "Oxygen uptake",
        "substrate_uptake": "Substrate uptake",
        "heat": "Heat removal",
        "heat_removal": "Heat removal",
        "growth": "Growth",
        "gas_residence": "Gas residence",
    }
)
_SAME_NUMBER: Mapping[str, str] = MappingProxyType(
    {"kg/m³/h": "g/L/h", "kg/m3": "g/L", "kg/m3/h": "g/L/h", "mol/m3": "mmol/L", "mol/m3/h": "mmol/L/h", "mol/kg": "mmol/g"}
)


def clean(text: object, length: int = 80) -> str:
    """One short printable line of anything; foreign names reach figures and tables only through this."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return line if len(line) <= length else line[: length - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _sentence(name: str) -> str:
    words = clean(name.replace("_", " "))
    return words[:1].upper() + words[1:]


def kpi_label(name: str) -> str:
    """``biomass_yield_glucose`` → ``Biomass yield on glucose``."""
    if name in _KPIS:
        return _KPIS[name]
    if match := re.fullmatch(r"biomass_yield_(\w+)", name):
        return f"Biomass yield on {match[1].replace('_', ' ')}"
    if match := re.fullmatch(r"titre_(\w+)", name):
        return f"Final {match[1].replace('_', ' ')}"
    if match := re.fullmatch(r"yield_([a-z0-9]+)_(\w+)", name):
        return f"Yield of {match[1]} on {match[2].replace('_', ' ')}"
    if match := re.fullmatch(r"productivity_(\w+)", name):
        return f"{_sentence(match[1])} productivity"
    return display_name(name) if name in VARIABLES else _sentence(name)


def limit_label(name: str) -> str:
    """What binds, in words."""
    return _LIMITS.get(name) or _sentence(name)


def cause_label(name: str) -> str:
    """Cause of a loss, in words."""
    return _CAUSES.get(name) or _sentence(name)


def regime_label(name: str) -> str:
    """Process that a characteristic time belongs to, in words."""
    return _REGIMES.get(name) or _sentence(name)


def number(value: object, digits: int = 3) -> str:
    """A number with significant digits, thousands separated, a dash where there is none.

    Examples
    --------
    >>> number(1234.5), number(0.04321), number(2.0e-9), number(None)
    ('1,234', '0.0432', '2.00e-9', '–')
    """
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return DASH
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size < -3 or size >= 7:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS if mantissa.startswith("-") else "-")
    return f"{value:,.{max(digits - 1 - size, 0)}f}".replace("-", MINUS)


def quantity(value: object, unit: str, digits: int = 3) -> tuple[str, str]:
    """Number and unit as people read them, whatever unit it has inside."""
    unit = clean(unit)
    if not isinstance(value, (int, float)):
        return number(value), unit
    shown, text = display(Variable("", "", unit, (), "", "", ""), value)
    return number(float(shown), digits), _SAME_NUMBER.get(text, text)


def percent(fraction: object, digits: int = 1, sign: bool = False) -> str:
    """A fraction in percent, with its sign where that matters."""
    if not isinstance(fraction, (int, float)) or not math.isfinite(fraction):
        return DASH
    text = f"{100.0 * fraction:{'+' if sign else ''}.{digits}f} %"
    if float(text[:-2]) == 0.0:
        text = f"{0:.{digits}f} %"
    return text.replace("-", MINUS)


def ratio_text(ratio: object) -> str:
    """``2.4 times`` with the multiplication sign in front."""
    text = number(ratio)
    return text if text == DASH else f"{TIMES}{NARROW}{text}"


NARROW = "\N{NARROW NO-BREAK SPACE}"

_SPANS = ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (120.0, 1.0, "s"), (7200.0, 1 / 60, "min"), (172800.0, 1 / 3600, "h"))


def duration_text(seconds: object) -> str:
    """Seconds in the unit that a person would choose."""
    if not isinstance(seconds, (int, float)) or not math.isfinite(seconds):
        return DASH
    factor, unit = next(((f, u) for limit, f, u in _SPANS if seconds < limit), (1 / 86400, "d"))
    return f"{number(seconds * factor, 2 if seconds * factor < 10 else 3)} {unit}"

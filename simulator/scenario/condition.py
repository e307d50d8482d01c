"""End conditions of phases, written as a person says them: ``glucose < 0.1 g/L``, ``cascade > 80 %``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from .concentration import Concentration
from .measures import complain
from .quantity import Kind, QuantityError

__all__ = ["SIGNALS", "Condition"]

_FRACTION = Kind("a fraction", "", ("%",), "80 %", bare=True)
SIGNALS: Mapping[str, Kind] = MappingProxyType(
    {
        "time": Kind("a time", "h", ("h",), "12 h"),
        "volume": Kind("a volume", "m3", ("m3", "L", "mL"), "2.1 L"),
        "fill": _FRACTION,
        "dot": _FRACTION,
        "cascade": _FRACTION,
        "cooling": _FRACTION,
        "temperature": Kind("a temperature", "K", ("degC",), "37 degC"),
        "ph": Kind("a pH", "", ("",), "6.8", bare=True),
    }
)
"""Signals a condition may watch besides ``biomass`` and the concentration of a species.

time: since the phase began; fill: liquid over working volume; dot: dissolved oxygen over calibration;
cascade: of the whole way from everything low (0) to everything high (100 %); cooling: capacity
in use, which is how far its valve is open (heat load over capacity where the temperature is held ideally);
temperature, ph: of the broth.
"""

_FORM = re.compile(r"\s*([A-Za-z]\w*)\s*([<>])=?\s*(.+?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison that ends a phase.

    Attributes
    ----------
    variable : str
        A key of `SIGNALS`, ``"biomass"``, or the name of a species.
    operator : {"<", ">"}
        Direction in which the threshold is crossed.
    value : float
        Threshold in the unit inside: h, m³, fraction, kg/m³ or mol/m³.
    basis : {"mass", "molar"} or None
        What a concentration's `value` counts; None for the signals.
    """

    variable: str
    operator: Literal["<", ">"]
    value: float
    basis: Literal["mass", "molar"] | None = None

    @property
    def concentration(self) -> Concentration | None:
        """The threshold of a concentration, None for the other signals."""
        return Concentration(self.value, self.basis) if self.basis else None

    @classmethod
    def read(cls, given: Any) -> Condition:
        """From text."""
        if isinstance(given, Condition):
            return given
        form = _FORM.fullmatch(given) if isinstance(given, str) and len(given) < 200 else None
        if form is None:
            raise complain(
                f"'{str(given)[:60]}' is not a condition: write it like 'glucose < 0.1 g/L' or 'time > 12 h'"
            )
        operator: Literal["<", ">"] = "<" if form.group(2) == "<" else ">"
        name = form.group(1)
        if (name, operator) == ("time", "<"):
            raise complain("'time <' would end the phase as it begins: write 'time > 12 h'")
        if name not in SIGNALS:
            threshold = Concentration.read(form.group(3))
            if name == "biomass" and threshold.basis != "mass":
                raise complain("biomass is compared by mass, for example 'biomass > 30 g/L'")
            return cls(name, operator, threshold.value, threshold.basis)
        try:
            return cls(name, operator, SIGNALS[name].read(form.group(3)))
        except QuantityError as error:
            raise complain(f"{name}: {error}") from error

    def __str__(self) -> str:
        value = str(self.concentration) if self.basis else SIGNALS[self.variable].write(self.value)
        return f"{self.variable} {self.operator} {value}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json")
        )

"""A rate constant as it was given: its unit says how many concentrations the rate has, by mass or by amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from .measures import complain
from .quantity import QuantityError, split_quantity, unit_of

__all__ = ["RateConstant"]

_EXAMPLE = "write it like '0.2 1/h', '8.8 L/g/h' or '1.5 mmol/L/h'"
_LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class RateConstant:
    """A rate constant.

    Attributes
    ----------
    value : float
        In kg, m³, h for ``basis == "mass"``, in mol, m³, h for ``"molar"``.
    basis : {"mass", "molar"}
        Whether rate and concentrations count masses or amounts.
    order : float
        Sum of the exponents of the concentrations that belong to it: 0 for g/L/h, 1 for 1/h, 2 for L/g/h.
    text : str
        As it was written.
    """

    value: float
    basis: Literal["mass", "molar"]
    order: float
    text: str

    @classmethod
    def read(cls, given: Any) -> RateConstant:
        """From text such as ``"8.81 L/g/h"``, ``"0.01 1/h"`` (of first order, by mass) or ``"120 mol/mol/h"``."""
        if isinstance(given, RateConstant):
            return given
        if not isinstance(given, str):
            raise complain(f"a rate constant with its unit is needed: {_EXAMPLE}")
        try:
            number, text = split_quantity(given)
            unit = unit_of(text)
        except QuantityError as error:
            raise complain(str(error)) from error
        molar = re.search(r"mol|M\b", text) is not None
        powers = dict(unit.dimension)
        counted = powers.pop("substance" if molar else "mass", Fraction(0))
        if powers.pop("time", None) != -1 or powers.pop("length", Fraction(0)) != -3 * counted or powers:
            raise complain(f"'{given}' is not a rate constant: {_EXAMPLE}")
        # unit factors are to metre, second, gram, mole
        inside = Fraction(1 if molar else 1000) ** int(counted) / 3600 if counted.denominator == 1 else None
        if inside is None:
            raise complain(f"'{given}': concentrations with whole exponents are needed")
        value = float(number * unit.factor / inside)
        if not 0.0 <= value <= _LARGEST:
            raise complain(f"{given} is outside the allowed range: at least 0")
        return cls(value, "molar" if molar else "mass", float(1 - counted), given.strip())

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json")
        )

"""A concentration as it was given, by mass or by amount; the strain's model knows the molar mass later."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from .measures import complain
from .quantity import Kind, QuantityError, split_quantity, unit_of

__all__ = ["Concentration"]

_KINDS = MappingProxyType(
    {
        "mass": Kind("a concentration", "kg/m3", ("g/L",), "12 g/L"),
        "molar": Kind("a concentration", "mol/m3", ("mol/L", "mmol/L"), "50 mmol/L"),
    }
)


@dataclass(frozen=True, slots=True)
class Concentration:
    """A concentration of one species.

    Attributes
    ----------
    value : float
        kg/m³ (= g/L) for ``basis == "mass"``, mol/m³ (= mmol/L) for ``"molar"``.
    basis : {"mass", "molar"}
        What `value` counts.
    """

    value: float
    basis: Literal["mass", "molar"]

    def molar(self, molar_mass: float) -> float:
        """Amount concentration [mol/m³]; `molar_mass` in kg/mol."""
        return self.value if self.basis == "molar" else self.value / molar_mass

    def mass(self, molar_mass: float) -> float:
        """Mass concentration [kg/m³]; `molar_mass` in kg/mol."""
        return self.value if self.basis == "mass" else self.value * molar_mass

    @classmethod
    def read(cls, given: Any) -> Concentration:
        """From text such as ``"12 g/L"`` or ``"5 mM"``."""
        if isinstance(given, Concentration):
            return given
        try:
            basis = cls._basis(given)
            value = _KINDS[basis].read(given)
        except QuantityError as error:
            raise complain(str(error)) from error
        if value < 0.0:
            raise complain(f"{given} is outside the allowed range: at least 0 g/L")
        return cls(value, basis)

    @staticmethod
    def _basis(given: Any) -> Literal["mass", "molar"]:
        if isinstance(given, str):
            _, text = split_quantity(given)
            if unit_of(text).dimension == unit_of("mol/m3").dimension:
                return "molar"
        return "mass"

    def __str__(self) -> str:
        return _KINDS[self.basis].write(self.value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json")
        )

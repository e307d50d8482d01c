"""What the cells of the inoculum carry: a rate, or a number without a unit."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from .measures import complain
from .quantity import Kind, QuantityError, split_quantity, unit_of

__all__ = ["Basis", "Carried"]

Basis = Literal["growth", "flux", "number"]
_KINDS = MappingProxyType(
    {
        "growth": Kind("a growth rate", "1/h", ("1/h",), "0.1 1/h"),
        "flux": Kind("a specific rate", "mol/kg/h", ("mmol/gDW/h",), "3 mmol/gDW/h"),
        "number": Kind("a number", "", ("",), "0.2", bare=True),
    }
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A memory or fluctuation of the inoculum.

    Attributes
    ----------
    value : float
        1/h, mol/kg/h or dimensionless.
    basis : {"growth", "flux", "number"}
        Which of them.
    """

    value: float
    basis: Basis

    @classmethod
    def read(cls, given: Any) -> Carried:
        """From text such as ``"0.1 1/h"`` or ``"3 mmol/gDW/h"``."""
        if isinstance(given, Carried):
            return given
        try:
            basis = cls._basis(given)
            return cls(_KINDS[basis].read(given), basis)
        except QuantityError as error:
            raise complain(str(error)) from error

    @staticmethod
    def _basis(given: Any) -> Basis:
        if isinstance(given, str):
            dimension = unit_of(split_quantity(given)[1]).dimension
            for basis, unit in (("flux", "mol/kg/h"), ("growth", "1/h")):
                if dimension == unit_of(unit).dimension:
                    return "flux" if basis == "flux" else "growth"
        return "number"

    def __str__(self) -> str:
        return str(_KINDS[self.basis].write(self.value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json")
        )

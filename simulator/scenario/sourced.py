"""A number with where it comes from."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import ModelWrapValidatorHandler, model_validator

from .carried import Carried
from .concentration import Concentration
from .measures import complain
from .model import Part, Text
from .rate_constant import RateConstant

__all__ = ["Sourced"]

_Quantity = float | Carried | Concentration | RateConstant
Q = TypeVar("Q", bound=_Quantity)


def _size(value: _Quantity) -> float:
    return value if isinstance(value, (float, int)) else value.value


class Sourced(Part, Generic[Q]):
    """A number with where it comes from; a file may also give the bare quantity."""

    value: Q
    source: Text = ""
    """Author, year; measured, fitted or assumed."""
    range: tuple[Q, Q] | None = None
    """Published range."""
    note: Text = ""

    @model_validator(mode="wrap")
    @classmethod
    def _plain(cls, given: Any, handler: ModelWrapValidatorHandler[Sourced[Q]]) -> Sourced[Q]:
        return handler(given if isinstance(given, (dict, Sourced)) else {"value": given})

    @model_validator(mode="after")
    def _check(self) -> Sourced[Q]:
        low, high = self.range or (self.value, self.value)
        if not _size(low) <= _size(self.value) <= _size(high):
            raise complain("the value is not inside its own range", "range")
        return self

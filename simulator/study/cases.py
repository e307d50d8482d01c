"""Validation cases: a built-in scenario and the published figures it is held against."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from ...scenarios.index import built_in
from ..errors import InputError, nearest
from ..scenario.concentration import Concentration
from ..scenario.explain import validate
from ..scenario.measures import Duration, Fraction, complain
from ..scenario.model import Name, Part, Text
from ..scenario.quantity import Kind, QuantityError
from ..scenario.yaml_file import read_yaml

__all__ = ["Case", "Figure", "case_names", "load_case"]

Measured = Literal["growth-rate", "value-at-exhaustion", "time-of-exhaustion", "peak", "time-of-peak", "final"]


_RATE = Kind("a rate", "1/h", ("1/h",), "0.7 1/h")
_TIME = Kind("a time", "h", ("h",), "8.2 h")


class Figure(Part):
    """One published figure and how the same is read off a simulated run."""

    name: Name
    measure: Measured
    """growth-rate: slope of ln X between `start` and `end`; …-exhaustion: where `substrate` falls `below`."""
    variable: Name | None = None
    substrate: Name | None = None
    below: Concentration | None = None
    start: Duration | None = None
    end: Duration | None = None
    published: Text
    """A rate, a time or a concentration, with its unit."""
    band: Fraction | None = None
    """Relative error within which the case passes; none: the error is only told."""
    source: Text

    @model_validator(mode="after")
    def _check(self) -> Figure:
        needed = {
            "growth-rate": ("start", "end"),
            "value-at-exhaustion": ("variable", "substrate", "below"),
            "time-of-exhaustion": ("substrate", "below"),
        }.get(self.measure, ("variable",))
        for name in needed:
            if getattr(self, name) is None:
                raise complain(f"measure '{self.measure}' needs '{name}'", name)
        try:
            if self.value == 0.0:
                raise complain("a relative error needs a figure other than 0", "published")
        except QuantityError as error:
            raise complain(str(error), "published") from error
        return self

    @property
    def value(self) -> float:
        """`published` in the unit inside: 1/h, h, kg/m³ or mol/m³."""
        if self.measure == "growth-rate":
            return _RATE.read(self.published)
        if self.measure.startswith("time"):
            return _TIME.read(self.published)
        return Concentration.read(self.published).value


class Case(Part):
    """A published experiment."""

    name: Name
    summary: Text = ""
    scenario: Name
    figures: tuple[Figure, ...]


def case_names() -> list[str]:
    """Names of the built-in cases."""
    return list(built_in("validations"))


def load_case(name: str) -> Case:
    """A built-in case by its name.

    Raises
    ------
    InputError
        There is none of that name.
    """
    files = built_in("validations")
    if name not in files:
        raise InputError(f"validation case '{name}' is not known{nearest(name, files)}")
    return validate(Case, read_yaml(files[name]))

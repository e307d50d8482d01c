"""Validation cases: a built-in scenario and the published figures it is held against."""

from __future__ import annotations

from pydantic import model_validator

from ...scenarios.index import built_in
from ..errors import InputError, nearest
from ..scenario.explain import validate
from ..scenario.measures import complain
from ..scenario.model import Name, Part, Text
from ..scenario.yaml_file import read_yaml
from .chemostat import COLUMNS, Chemostat
from .figure import CHEMOSTAT, Figure

__all__ = ["Case", "case_names", "load_case"]


class Case(Part):
    """A published experiment."""

    name: Name
    summary: Text = ""
    scenario: Name
    set: tuple[Text, ...] = ()
    """``path=value`` entries as on the command line: what the experiment was that the scenario is not."""
    chemostat: Chemostat | None = None
    """Points of a chemostat; the scenario is then run through their dilution rates."""
    beside: tuple[Name, ...] = ()
    """Other strains whose errors are told beside, without a verdict."""
    figures: tuple[Figure, ...]

    @model_validator(mode="after")
    def _check(self) -> Case:
        for index, figure in enumerate(self.figures):
            at = ("figures", index)
            if (figure.measure in CHEMOSTAT) and self.chemostat is None:
                raise complain(f"measure '{figure.measure}' needs the points of a chemostat", *at, "measure")
            if figure.measure in ("line", "reconciled-line", "rate-at") and figure.variable not in COLUMNS:
                raise complain(f"a point has {', '.join(COLUMNS)}", *at, "variable")
            scatter = self.chemostat.scatter if self.chemostat else None
            if figure.measure == "reconciled-line" and scatter is None:
                raise complain("a reconciliation needs the points' 'scatter'", *at, "measure")
        return self


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

"""What a study file says, and how a command line becomes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, model_validator

from ...errors import InputError
from ...scenario.document import Document
from ...scenario.explain import validate
from ...scenario.measures import Duration, complain
from ...scenario.model import Name, Part, Text
from ...scenario.yaml_file import read_yaml
from .design import DESIGNS

__all__ = ["Keep", "StudyPlan", "is_study", "plan_of", "read_plan", "vary_of"]

Texts = tuple[Text, ...]
_MOST_KEPT = 20
_MOST_VARIABLES = 200


class Keep(Part):
    """Trajectories that stay in the table."""

    variables: Annotated[Texts, Field(min_length=1, max_length=_MOST_KEPT)]
    """Names of variables, as in a result."""
    interval: Duration = 1.0
    """h between rows, from the start of the run on."""


class StudyPlan(Part):
    """A study: scenarios, what varies in them, and how."""

    name: Name = "study"
    scenarios: Annotated[Texts, Field(min_length=1)]
    """Names or files."""
    vessels: Texts = ()
    """Vessels the scenarios are carried over to; each its own by default."""
    strains: Texts = ()
    """Strains that take the place of the scenario's."""
    by: Text = ""
    """What is kept on the way to another vessel; the scenario's own criterion by default."""
    set: Texts = ()
    """``path=value``, the same in all runs."""
    vary: Annotated[dict[Text, Text], Field(max_length=_MOST_VARIABLES)] = Field(default_factory=dict)
    """Path → spread, as on the command line: ``0.7:1.3``, ``normal(1, 0.1)``, ``20 h, 30 h``."""
    design: Text = "sobol"
    runs: Annotated[int, Field(ge=1, strict=True)] = 256
    """Points of a design that is drawn; of one for sensitivity base samples or trajectories."""
    levels: Annotated[int, Field(ge=2, le=1000, strict=True)] = 5
    """Of every spread in a grid, or one at a time."""
    seed: Annotated[int, Field(ge=0, strict=True)] = 1
    points: Text = ""
    """CSV file of points, for the design ``points``."""
    keep: Keep | None = None
    chunk: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 128
    """Runs in one piece of work."""

    @model_validator(mode="after")
    def _check(self) -> StudyPlan:
        if self.design not in DESIGNS:
            raise complain(f"no design '{self.design}': {', '.join(DESIGNS)}", "design")
        if (self.design == "points") != bool(self.points):
            raise complain("a file of points belongs to the design 'points'", "points")
        if not self.vary and not self.points:
            raise complain("nothing varies: name at least one entry", "vary")
        return self


def is_study(name_or_path: str) -> bool:
    """Whether a path is a study file rather than a scenario."""
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        return False
    data = read_yaml(path).data
    return isinstance(data, dict) and "scenarios" in data


def plan_of(content: Mapping[str, Any], label: str = "study") -> StudyPlan:
    """A study from plain data.

    Raises
    ------
    InputError
        It is none.
    """
    return validate(StudyPlan, Document(dict(content), label, Path.cwd()))


def read_plan(path: Path, changes: Mapping[str, Any] = MappingProxyType({})) -> StudyPlan:
    """Read a study file; scenarios, vessels, strains and points in it that are files are relative to it.

    Parameters
    ----------
    path : Path
    changes : mapping, optional
        Keys that take the place of the file's.

    Raises
    ------
    InputError
        It is not a study.
    """
    document = read_yaml(path)
    if not isinstance(document.data, dict):
        raise InputError(f"{path}: a study is a mapping of keys and values")
    for key in ("scenarios", "vessels", "strains"):
        given = document.data.get(key)
        if isinstance(given, list):
            document.data[key] = [_from(path.parent, item) for item in given]
    if isinstance(document.data.get("points"), str):
        document.data["points"] = str(path.parent / document.data["points"])
    document.data |= changes
    return validate(StudyPlan, document)


def _from(folder: Path, item: object) -> object:
    """A file beside the study; a name stays one."""
    if isinstance(item, str) and item.endswith((".yaml", ".yml")):
        return str(folder / item)
    return item


def vary_of(texts: Sequence[str]) -> dict[str, str]:
    """``path=spread`` of a command line as a study file says it.

    Raises
    ------
    InputError
        One is no such thing, or a path is named twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        path, equals, spread = (part.strip() for part in text.partition("="))
        if not equals or not path or not spread:
            raise InputError(f"--vary {text}: write path=low:high, for example vessel.kla_factor=0.7:1.3")
        if path in found:
            raise InputError(f"--vary {path}: the variable is named twice")
        found[path] = spread
    return found

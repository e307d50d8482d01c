"""Cases of large scale: runs of tank, rig and jar, and the questions that plant observations put to them."""

from __future__ import annotations

from pydantic import model_validator

from ...scenarios.index import built_in
from ..errors import InputError, nearest
from ..scenario.explain import validate
from ..scenario.measures import Duration, complain
from ..scenario.model import Name, Part, Text
from ..scenario.yaml_file import read_yaml
from .plant_measures import MEASURES

__all__ = ["PlantCase", "Question", "Trial", "Variant", "load_plant_case", "plant_case_names"]


class Trial(Part):
    """One run of a case."""

    name: Name
    scenario: Name
    set: tuple[Text, ...] = ()
    """``path=value`` entries as on the command line."""


class Variant(Part):
    """Another strain with which the questions that are marked are asked again."""

    name: Text
    set: tuple[Text, ...]
    """Of every run alike, after its own."""


class Question(Part):
    """What is read off the runs, and what a plant or rig has shown."""

    name: Text
    measure: Name
    """A key of `plant_measures.MEASURES`."""
    of: Name
    """The run it is read off."""
    against: Name | None = None
    """The run it is compared with."""
    variable: Name | None = None
    """A species."""
    other: Name | None = None
    """A second species."""
    place: Name | None = None
    """A compartment, or a point of the network."""
    start: Duration | None = None
    end: Duration | None = None
    vary: bool = False
    """Whether it is asked again for each variant and over the ranges of the strain."""
    published: Text = ""
    """What was observed, in words."""
    band: tuple[float | None, float | None] | None = None
    """Lowest and highest value that agree, in the unit of the measure; none: it is only told."""
    row: Name | None = None
    """Of the collection of large-scale observations that the documentation lists."""
    mark: Text = ""
    """How far the publication itself was seen."""
    source: Text = ""

    @model_validator(mode="after")
    def _check(self) -> Question:
        if self.measure not in MEASURES:
            raise complain(f"there is no measure '{self.measure}'{nearest(self.measure, MEASURES)}", "measure")
        for name in MEASURES[self.measure].needs:
            if getattr(self, name) is None:
                raise complain(f"measure '{self.measure}' needs '{name}'", name)
        if self.band is not None and not (self.published and self.source and self.mark):
            raise complain("a band needs what was 'published', its 'source' and its 'mark'", "band")
        return self

    def agrees(self, value: float) -> bool | None:
        """Whether a value lies in the band; None without one."""
        if self.band is None:
            return None
        low, high = self.band
        return bool((low is None or value >= low) and (high is None or value <= high))


class PlantCase(Part):
    """Runs and what is asked of them."""

    name: Name
    summary: Text = ""
    runs: tuple[Trial, ...]
    variants: tuple[Variant, ...] = ()
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _check(self) -> PlantCase:
        known = [run.name for run in self.runs]
        asked = [question.name for question in self.questions]
        for index, name in enumerate(asked):
            if name in asked[:index]:
                raise complain(f"two questions are called '{name}'", "questions", index, "name")
        for index, question in enumerate(self.questions):
            for field in ("of", "against"):
                name = getattr(question, field)
                if name is not None and name not in known:
                    raise complain(f"there is no run '{name}'{nearest(name, known)}", "questions", index, field)
        return self


def plant_case_names() -> list[str]:
    """Names of the built-in cases."""
    return list(built_in("gradients"))


def load_plant_case(name: str) -> PlantCase:
    """A built-in case by its name.

    Raises
    ------
    InputError
        There is none of that name.
    """
    files = built_in("gradients")
    if name not in files:
        raise InputError(f"there is no case '{name}'{nearest(name, files)}")
    return validate(PlantCase, read_yaml(files[name]))

"""The questions a lesson can ask: a number with its unit, a choice, an order, a setting that meets conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from ..scenario.measures import Fraction, complain
from ..scenario.model import Part, Text
from ..scenario.quantity import QuantityError, unit_of
from .value import Value
from .words import Words

__all__ = [
    "Choice",
    "ChoiceQuestion",
    "Condition",
    "Item",
    "NumberQuestion",
    "OrderQuestion",
    "Question",
    "Setting",
    "SettingQuestion",
    "Trap",
]

Path = tuple[str | int, ...]
Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class _Asked(Part):
    """What every question has."""

    text: Words
    marks: Annotated[int, Field(ge=1, le=20, strict=True)] = 1
    hints: Annotated[tuple[Words, ...], Field(max_length=4)] = ()
    """Told one at a time, each for a share of the marks"""
    explanation: Words
    """Told after marking; ``{answer}`` is what was right"""

    def texts(self) -> Iterator[tuple[Path, Words]]:
        """Every text with its place."""
        yield ("text",), self.text
        yield ("explanation",), self.explanation
        for place, hint in enumerate(self.hints):
            yield ("hints", place), hint


def _check_unit(unit: str) -> None:
    try:
        unit_of(unit)
    except QuantityError as error:
        raise complain(str(error), "unit") from error


class Trap(Part):
    """A wrong answer that many give, and what to say to it."""

    answer: Text
    says: Words
    share: Fraction = 0.0
    """Of the marks that it is worth all the same"""


class NumberQuestion(_Asked):
    """A number, in any unit of the right dimension."""

    kind: Literal["number"]
    unit: Text
    answer: Text
    """Expression of the dimension of `unit`"""
    tolerance: Text = "5 %"
    """Relative (``3 %``), or absolute in a unit (``0.2 h``)"""
    digits: Annotated[int, Field(ge=2, le=8, strict=True)] = 3
    """Of the right answer when it is told"""
    traps: Annotated[tuple[Trap, ...], Field(max_length=6)] = ()

    @model_validator(mode="after")
    def _check(self) -> NumberQuestion:
        _check_unit(self.unit)
        try:
            slack = Value.read(self.tolerance)
        except QuantityError as error:
            raise complain(str(error), "tolerance") from error
        if not slack.number > 0.0 or (slack.dimension and slack.dimension != unit_of(self.unit).dimension):
            raise complain("the tolerance is above 0, in % or in the unit of the answer", "tolerance")
        return self

    def expressions(self) -> Iterator[tuple[Path, str]]:
        """Every expression with its place."""
        yield ("answer",), self.answer
        for place, trap in enumerate(self.traps):
            yield ("traps", place, "answer"), trap.answer

    def texts(self) -> Iterator[tuple[Path, Words]]:
        """Every text with its place."""
        yield from super().texts()
        for place, trap in enumerate(self.traps):
            yield ("traps", place, "says"), trap.says


class Choice(Part):
    """One of the choices."""

    text: Words
    when: Text
    """Condition under which it is the right one"""


class ChoiceQuestion(_Asked):
    """One of several; the right one is the one whose condition is true."""

    kind: Literal["choice"]
    choices: Annotated[dict[Key, Choice], Field(min_length=2, max_length=8)]

    def expressions(self) -> Iterator[tuple[Path, str]]:
        """Every expression with its place."""
        for name, choice in self.choices.items():
            yield ("choices", name, "when"), choice.when

    def texts(self) -> Iterator[tuple[Path, Words]]:
        """Every text with its place."""
        yield from super().texts()
        for name, choice in self.choices.items():
            yield ("choices", name, "text"), choice.text


class Item(Part):
    """Something to put in order."""

    text: Words
    value: Text
    """Expression whose value decides"""


class OrderQuestion(_Asked):
    """Several things from the smallest to the largest value."""

    kind: Literal["order"]
    items: Annotated[dict[Key, Item], Field(min_length=3, max_length=8)]

    def expressions(self) -> Iterator[tuple[Path, str]]:
        """Every expression with its place."""
        for name, item in self.items.items():
            yield ("items", name, "value"), item.value

    def texts(self) -> Iterator[tuple[Path, Words]]:
        """Every text with its place."""
        yield from super().texts()
        for name, item in self.items.items():
            yield ("items", name, "text"), item.text


class Setting(Part):
    """A number of the recipe that the learner chooses."""

    text: Words
    paths: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    """Entries of the scenario it is put into, as for ``--set``"""
    unit: Text
    low: Text
    high: Text
    """Ends of what may be tried"""

    @model_validator(mode="after")
    def _check(self) -> Setting:
        _check_unit(self.unit)
        for key in ("low", "high"):
            try:
                Value.read(getattr(self, key)).to(self.unit)
            except ValueError as error:
                raise complain(str(error), key) from error
        return self


class Condition(Part):
    """What the run with the learner's settings has to meet."""

    is_: Annotated[Text, Field(alias="is")]
    """Condition; the run is called ``trial``"""
    text: Words
    share: Annotated[Fraction, Field(gt=0.0)] = 1.0
    """Weight among the conditions"""


class SettingQuestion(_Asked):
    """Settings that make a run meet conditions: many answers are right."""

    kind: Literal["setting"]
    run: Text
    """Run of the lesson that is run again with the settings"""
    settings: Annotated[dict[Key, Setting], Field(min_length=1, max_length=4)]
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=6)]
    solution: dict[Key, Text]
    """One answer that is right, an expression for each setting"""

    def expressions(self) -> Iterator[tuple[Path, str]]:
        """Every expression with its place."""
        for place, condition in enumerate(self.conditions):
            yield ("conditions", place, "is"), condition.is_
        for name, text in self.solution.items():
            yield ("solution", name), text

    def texts(self) -> Iterator[tuple[Path, Words]]:
        """Every text with its place."""
        yield from super().texts()
        for name, setting in self.settings.items():
            yield ("settings", name, "text"), setting.text
        for place, condition in enumerate(self.conditions):
            yield ("conditions", place, "text"), condition.text


Question = Annotated[NumberQuestion | ChoiceQuestion | OrderQuestion | SettingQuestion, Field(discriminator="kind")]
"""Any of them, told apart by ``kind``."""

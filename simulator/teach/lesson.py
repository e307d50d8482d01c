"""The schema of a lesson: what a YAML file in ``scenarios/library/lessons`` may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from ..scenario.measures import Fraction, complain
from ..scenario.model import Name, Part, Text
from .draws import Draw
from .expression import parsed
from .question import ChoiceQuestion, NumberQuestion, OrderQuestion, Question, SettingQuestion
from .words import Words, placeholders

__all__ = ["Column", "Derived", "Figure", "Identifier", "Lesson", "RunPlan", "Table", "Task"]

Identifier = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""What expressions and placeholders call something."""
Digits = Annotated[int, Field(ge=1, le=8, strict=True)]
TRIAL = "trial"
"""What expressions of a setting call the run with the learner's numbers in it."""


class RunPlan(Part):
    """A run of a lesson."""

    scenario: Name
    set: tuple[Text, ...] = ()
    """``path=value`` as on the command line; ``{name}`` is the number drawn for the learner"""
    to: Name | None = None
    """Vessel the recipe is carried over to"""
    by: Name | None = None
    """Criterion that is kept on the way"""
    gradients: bool = False
    """Whether the vessel's compartments are kept; without it every vessel is ideally mixed, and quick"""


class Derived(Part):
    """A number of the lesson that the learner is told: read from runs, rounded, and then used as it is told."""

    is_: Annotated[Text, Field(alias="is")]
    unit: Text = ""
    digits: Digits = 4


class Column(Part):
    """One column of a table."""

    variable: Text
    unit: Text = ""
    decimals: Annotated[int, Field(ge=0, le=6, strict=True)] = 2


class Table(Part):
    """Readings the learner works with."""

    run: Identifier
    caption: Words
    every: Text
    since: Text = "0 h"
    until: Text | None = None
    clock: Text = "h"
    """Unit of the first column, the time since the run began."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=6)]


class Figure(Part):
    """Curves of some runs above one another."""

    runs: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=4)]
    variables: Annotated[tuple[Text, ...], Field(min_length=1, max_length=5)]
    caption: Words
    solution: bool = False
    """Shown after marking only"""


class Task(Part):
    """Some questions on one thing."""

    title: Words
    text: Words
    questions: Annotated[dict[Name, Question], Field(min_length=1, max_length=12)]


class Lesson(Part):
    """A lesson: numbers that differ from learner to learner, and questions whose answers are computed."""

    name: Name
    version: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    title: Words
    summary: Words
    level: Literal["introductory", "intermediate", "advanced"]
    minutes: Annotated[int, Field(ge=5, le=480, strict=True)]
    goals: Annotated[tuple[Words, ...], Field(min_length=1, max_length=8)]
    background: Words
    draws: Annotated[dict[Identifier, Draw], Field(min_length=1, max_length=12)]
    runs: Annotated[dict[Identifier, RunPlan], Field(max_length=12)] = Field(default_factory=dict)
    values: Annotated[dict[Identifier, Derived], Field(max_length=40)] = Field(default_factory=dict)
    tables: Annotated[dict[Name, Table], Field(max_length=4)] = Field(default_factory=dict)
    figures: Annotated[dict[Name, Figure], Field(max_length=6)] = Field(default_factory=dict)
    tasks: Annotated[tuple[Task, ...], Field(min_length=1, max_length=10)]
    closing: Words
    """What to take home, shown after marking"""
    hint_cost: Fraction = 0.1
    """Share of a question's marks that every hint costs"""
    sources: tuple[Text, ...] = ()

    def questions(self) -> dict[str, Question]:
        """Every question by its name, in order."""
        return {name: question for task in self.tasks for name, question in task.questions.items()}

    @cached_property
    def read(self) -> frozenset[str]:
        """Runs that numbers, tables or answers are read from; others are there for figures and settings."""
        texts = [item.is_ for item in self.values.values()]
        texts += [text for question in self.questions().values() for _at, text in question.expressions()]
        found = {run for text in texts for run in parsed(text).runs} | {item.run for item in self.tables.values()}
        return frozenset(found) & frozenset(self.runs)

    @property
    def marks(self) -> int:
        """Marks there are to get."""
        return sum(question.marks for question in self.questions().values())

    @model_validator(mode="after")
    def _check(self) -> Lesson:
        taken = set(self.draws) & set(self.values)
        if taken:
            raise complain(f"'{min(taken)}' is drawn and derived: give one of them another name", "values")
        if len(self.questions()) < sum(len(task.questions) for task in self.tasks):
            raise complain("two tasks have a question of the same name", "tasks")
        self._check_texts()
        self._check_runs()
        self._check_expressions()
        return self

    def _check_texts(self) -> None:
        known = {*self.draws, *self.values}
        for at, words, more in self.texts():
            unknown = words.unknown({*known, *more})
            if unknown:
                raise complain(f"nothing is called '{unknown[0]}' here: {{{unknown[0]}}} would stay empty", *at)

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], Words, tuple[str, ...]]]:
        """Every text with its place and the names that only it knows."""
        for key in ("title", "summary", "background", "closing"):
            yield (key,), getattr(self, key), ()
        for place, goal in enumerate(self.goals):
            yield ("goals", place), goal, ()
        for name, table in self.tables.items():
            yield ("tables", name, "caption"), table.caption, ()
        for name, figure in self.figures.items():
            yield ("figures", name, "caption"), figure.caption, ()
        for place, task in enumerate(self.tasks):
            yield ("tasks", place, "title"), task.title, ()
            yield ("tasks", place, "text"), task.text, ()
            for name, question in task.questions.items():
                for at, words in question.texts():
                    more = ("answer",) if at[0] == "explanation" else ()
                    yield ("tasks", place, "questions", name, *at), words, more

    def _check_runs(self) -> None:
        for name, plan in self.runs.items():
            if name == TRIAL:
                raise complain(f"'{TRIAL}' is the run with the learner's own settings", "runs", name)
            for place, text in enumerate(plan.set):
                for used in placeholders(text) - set(self.draws):
                    raise complain(f"'{used}' is not drawn", "runs", name, "set", place)
        used_runs: list[tuple[str, tuple[str, ...]]] = [(name, (table.run,)) for name, table in self.tables.items()]
        used_runs += [(name, figure.runs) for name, figure in self.figures.items()]
        for name, runs in used_runs:
            for run in runs:
                if run not in self.runs:
                    raise complain(f"'{run}' is no run of the lesson", "tables" if name in self.tables else "figures")

    def _check_expressions(self) -> None:
        known, runs = set(self.draws), frozenset(self.runs)
        for name, derived in self.values.items():
            _check_one(derived.is_, known, runs, "values", name, "is")
            known.add(name)
        for place, task in enumerate(self.tasks):
            for name, question in task.questions.items():
                extra = {TRIAL} if isinstance(question, SettingQuestion) else set()
                self._check_question(question, name, place)
                for at, text in question.expressions():
                    _check_one(text, known, runs | extra, "tasks", place, "questions", name, *at)

    def _check_question(self, question: Question, name: str, place: int) -> None:
        if isinstance(question, SettingQuestion) and question.run not in self.runs:
            raise complain(f"'{question.run}' is no run of the lesson", "tasks", place, "questions", name, "run")
        if isinstance(question, NumberQuestion | ChoiceQuestion | OrderQuestion):
            return
        for key in question.settings:
            if key not in question.solution:
                raise complain(f"the solution has no '{key}'", "tasks", place, "questions", name, "solution")


def _check_one(text: str, names: Iterable[str], runs: frozenset[str], *at: str | int) -> None:
    """Complain about an expression that cannot be computed."""
    try:
        wrong = parsed(text).missing(frozenset(names), runs)
    except ValueError as error:
        raise complain(str(error), *at) from error
    if wrong:
        raise complain(wrong, *at)

"""A lesson with one learner's numbers in it: texts filled in, runs, tables, right answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..errors import InputError
from ..run import Result
from .bench import Bench, Order
from .draws import Learner, value_or_none
from .expression import evaluate, is_true
from .lesson import TRIAL, Lesson, RunPlan, Table
from .question import ChoiceQuestion, NumberQuestion, OrderQuestion, Question, SettingQuestion
from .readings import series_of
from .value import Mismatch, Value, significant
from .words import Words, fill

__all__ = ["Exercise", "Readings"]

_MOST_ROWS = 60


@dataclass(frozen=True)
class Readings:
    """A table of a lesson, filled in.

    Attributes
    ----------
    caption : str
    headers : tuple of (str, str)
        Variable and unit.
    rows : tuple of tuples of str
    """

    caption: str
    headers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


class Exercise:
    """One learner's lesson.

    Parameters
    ----------
    lesson : Lesson
    learner : Learner
    bench : Bench
        Where runs are computed; share it between exercises.
    """

    def __init__(self, lesson: Lesson, learner: Learner, bench: Bench) -> None:
        self.lesson, self.learner, self.bench = lesson, learner, bench

    @cached_property
    def drawn(self) -> dict[str, str]:
        """Numbers drawn for this learner, as text with unit."""
        lesson = self.lesson
        return {name: self.learner.draw(draw, name, lesson.name, lesson.version) for name, draw in lesson.draws.items()}

    @property
    def told(self) -> dict[str, str]:
        """Numbers of this learner that are no secret."""
        return {name: text for name, text in self.drawn.items() if not self.lesson.draws[name].hidden}

    def orders(self) -> list[Order]:
        """Every run that numbers, tables or answers are read from."""
        return [self._order(plan) for name, plan in self.lesson.runs.items() if name in self.lesson.read]

    def _order(self, plan: RunPlan, more: tuple[str, ...] = ()) -> Order:
        overrides = tuple(fill(text, self.drawn) for text in plan.set)
        return Order(plan.scenario, (*overrides, *more), plan.to, plan.by, plan.gradients)

    @cached_property
    def runs(self) -> Mapping[str, Result]:
        """Results by the names of the runs, computed when they are first asked for."""
        return _Runs({name: self._order(plan) for name, plan in self.lesson.runs.items()}, self.bench)

    @cached_property
    def numbers(self) -> dict[str, Value]:
        """Everything expressions may use: drawn numbers, then derived ones as they are told."""
        found = {name: value for name, text in self.drawn.items() if (value := value_or_none(text)) is not None}
        for name, derived in self.lesson.values.items():
            exact = self._evaluated(derived.is_, found, self.runs, name)
            found[name] = Value.of(float(significant(exact.to(derived.unit), derived.digits)), derived.unit)
        return found

    def _evaluated(self, text: str, names: Mapping[str, Value], runs: Mapping[str, Result], where: str) -> Value:
        try:
            return evaluate(text, names, runs)
        except (InputError, Mismatch) as error:
            raise InputError(f"lesson '{self.lesson.name}': {where}: {error}") from error

    @cached_property
    def names(self) -> dict[str, str]:
        """Everything texts may mention."""
        derived = {name: self.numbers[name].text(item.unit, item.digits) for name, item in self.lesson.values.items()}
        return self.drawn | derived

    def say(self, words: Words, **more: str) -> str:
        """Text in the language of this context with this learner's numbers."""
        return words.said(self.names | more)

    def value(self, text: str, trial: Result | None = None) -> Value:
        """Value of an expression of the lesson."""
        runs = self.runs if trial is None else _With(self.runs, trial)
        return self._evaluated(text, self.numbers, runs, "expression")

    def holds(self, text: str, trial: Result | None = None) -> bool:
        """Truth of a condition of the lesson."""
        try:
            return is_true(text, self.numbers, self.runs if trial is None else _With(self.runs, trial))
        except InputError as error:
            raise InputError(f"lesson '{self.lesson.name}': condition: {error}") from error

    def readings(self, table: Table) -> Readings:
        """A table with this learner's readings."""
        run = self.runs[table.run]
        time = run.trajectory.time - run.trajectory.time[0]
        first, step = Value.read(table.since).to("h"), Value.read(table.every).to("h")
        last = float(time[-1]) if table.until is None else Value.read(table.until).to("h")
        count = round((last - first) / step) + 1
        if not 2 <= count <= _MOST_ROWS:
            raise InputError(f"lesson '{self.lesson.name}': a table of {count} rows: 2 to {_MOST_ROWS} are possible")
        hours = first + step * np.arange(count)
        clock = [f"{Value.of(float(hour), 'h').to(table.clock):.6g}" for hour in hours]
        columns = [clock]
        for column in table.columns:
            values, unit = series_of(run, column.variable)
            shown = (Value.of(float(value), unit).to(column.unit) for value in np.interp(hours, time, values))
            columns.append([f"{value:z.{column.decimals}f}" for value in shown])
        headers = (("time", table.clock), *((column.variable, column.unit) for column in table.columns))
        return Readings(self.say(table.caption), headers, tuple(zip(*columns, strict=True)))

    def right(self, question: Question) -> str | dict[str, str]:
        """A right answer as a learner would write it; of a setting one for each."""
        if isinstance(question, NumberQuestion):
            return _plain(self.value(question.answer), question.unit)
        if isinstance(question, ChoiceQuestion):
            return self.right_choice(question)
        if isinstance(question, OrderQuestion):
            return ", ".join(self.right_order(question))
        return {
            name: _plain(self.value(text), question.settings[name].unit) for name, text in question.solution.items()
        }

    def right_choice(self, question: ChoiceQuestion) -> str:
        """The choice whose condition is true."""
        found = [name for name, choice in question.choices.items() if self.holds(choice.when)]
        if len(found) != 1:
            raise InputError(
                f"lesson '{self.lesson.name}': of the choices {', '.join(question.choices)} {len(found)} are right "
                f"for '{self.learner.name}', seed {self.learner.seed}: exactly one must be"
            )
        return found[0]

    def right_order(self, question: OrderQuestion) -> list[str]:
        """Items from the smallest to the largest value."""
        values = {name: self.value(item.value).number for name, item in question.items.items()}
        return sorted(values, key=lambda name: values[name])

    def trial(self, question: SettingQuestion, settings: Mapping[str, str]) -> Order:
        """The run with settings of a learner, which were read and are in range."""
        more = tuple(f"{path}={text}" for name, text in settings.items() for path in question.settings[name].paths)
        return self._order(self.lesson.runs[question.run], more)


class _Runs(dict[str, Result]):
    """Results by name, computed when asked for."""

    def __init__(self, orders: Mapping[str, Order], bench: Bench) -> None:
        super().__init__()
        self._orders, self._bench = orders, bench

    def __missing__(self, name: str) -> Result:
        self[name] = self._bench.result(self._orders[name])
        return self[name]


class _With(dict[str, Result]):
    """The runs of a lesson, and that of a learner's settings."""

    def __init__(self, runs: Mapping[str, Result], trial: Result) -> None:
        super().__init__({TRIAL: trial})
        self._runs = runs

    def __missing__(self, name: str) -> Result:
        return self._runs[name]


def _plain(value: Value, unit: str) -> str:
    """Six digits without idle zeros, as a learner would write them."""
    return f"{value.to(unit):.6g} {unit}".rstrip()

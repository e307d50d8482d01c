"""Mark a number with its unit: right in any unit of the dimension, and a hint where only the unit is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..language import gettext as _
from ..scenario.quantity import QuantityError, split_quantity, unit_of
from ..told import told
from .exercise import Exercise
from .question import NumberQuestion
from .value import Value

__all__ = ["Verdict", "mark_number"]

Word = Literal["right", "partly", "wrong", "blank"]

_FACTORS = (1000.0, 3600.0, 60.0, 100.0, 24.0, 1e6)
"""By which an answer is off when a unit was mixed up: milli, hours and seconds, minutes, percent, days, micro."""
_UNIT_FORGOTTEN = 0.5
"""Share of the marks for the right number without its unit."""
_LONGEST = 60


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth, and what to say about it."""

    word: Word
    share: float
    notes: tuple[str, ...] = ()


def mark_number(question: NumberQuestion, given: str, exercise: Exercise) -> Verdict:
    """Mark a number.

    Parameters
    ----------
    question : NumberQuestion
    given : str
        What the learner wrote, not blank.
    exercise : Exercise
    """
    try:
        number, unit = split_quantity(given[: 2 * _LONGEST])
        found = Value.read(given)
    except QuantityError as error:
        return Verdict("wrong", 0.0, (_("cannot be read: {why}").format(why=told(str(error))), _example(question)))
    right = exercise.value(question.answer)
    if not unit and unit_of(question.unit).dimension:
        bare = Value.of(float(number), question.unit)
        if _close(question, bare, right):
            return Verdict(
                "partly", _UNIT_FORGOTTEN, (_("the number is right, but it has no unit"), _example(question))
            )
        return Verdict("wrong", 0.0, (_("the unit is missing"), _example(question), *_off_by(question, bare, right)))
    if found.dimension != right.dimension:
        return Verdict("wrong", 0.0, (_("the unit is one of another quantity"), _example(question)))
    if _close(question, found, right):
        return Verdict("right", 1.0)
    return _known_mistake(question, found, right, exercise)


def _known_mistake(question: NumberQuestion, found: Value, right: Value, exercise: Exercise) -> Verdict:
    """A trap that was fallen into, a factor of units, a slip of rounding, or simply wrong."""
    for trap in question.traps:
        if _close(question, found, exercise.value(trap.answer)):
            word: Word = "partly" if trap.share > 0.0 else "wrong"
            return Verdict(word, trap.share, (exercise.say(trap.says),))
    notes = _off_by(question, found, right)
    if not notes and abs(found.compare(right)) <= 3.0 * _slack(question, right):
        notes = (_("close, but outside the tolerance of {tolerance}").format(tolerance=question.tolerance),)
    return Verdict("wrong", 0.0, notes)


def _example(question: NumberQuestion) -> str:
    if not question.unit:
        return _("a pure number is asked for, such as 0.42")
    return _("write the number with its unit, such as '1.23 {unit}'").format(unit=question.unit)


def _slack(question: NumberQuestion, right: Value) -> float:
    """Largest distance from the right answer, in SI base units."""
    slack = Value.read(question.tolerance)
    if "%" in question.tolerance or not slack.dimension:
        return abs(slack.number * right.number)
    unit = question.tolerance.strip().split(maxsplit=1)[-1]
    return abs(slack.number - Value.of(0.0, unit).number)


def _close(question: NumberQuestion, found: Value, right: Value) -> bool:
    return found.dimension == right.dimension and abs(found.compare(right)) <= _slack(question, right) * (1.0 + 1e-9)


def _off_by(question: NumberQuestion, found: Value, right: Value) -> tuple[str, ...]:
    """A hint where the answer is right but for a factor of units, or the sign."""
    if _close(question, -found, right):
        return (_("check the sign"),)
    for factor in _FACTORS:
        for times, power in ((factor, 1), (1.0 / factor, -1)):
            if _close(question, Value(found.number / times, found.dimension), right):
                told = f"{factor:g}" if power > 0 else f"1/{factor:g}"
                return (_("your answer is {factor} times the right one: check the unit").format(factor=told),)
    return ()

"""Mark an answer file: every question against what the simulator computes with the learner's own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..language import gettext as _
from .bench import Bench, Order
from .exercise import Exercise
from .lesson import Lesson
from .numeric import Verdict, Word, mark_number
from .question import ChoiceQuestion, NumberQuestion, OrderQuestion, Question, SettingQuestion
from .setting import mark_setting, read_settings
from .sheet import LONGEST_ANSWER, Given, Sheet, plain

__all__ = [
    "Marked",
    "Marks",
    "exercise_of",
    "fault_of",
    "mark",
    "mark_all",
    "mark_question",
    "orders_of",
    "right_text",
    "verdict_word",
]


@dataclass(frozen=True)
class Marked:
    """One question, marked.

    Attributes
    ----------
    question : str
        Its name.
    given : str
        What was answered.
    verdict : {"right", "partly", "wrong", "blank"}
    marks, out_of : float
    notes : tuple of str
        What to say about the answer.
    hints : tuple of str
        Those that were asked for.
    more_hints : int
        How many there are still.
    right : str
        A right answer.
    explanation : str
    """

    question: str
    given: str
    verdict: Word
    marks: float
    out_of: int
    notes: tuple[str, ...]
    hints: tuple[str, ...]
    more_hints: int
    right: str
    explanation: str


@dataclass(frozen=True)
class Marks:
    """One answer file, marked.

    Attributes
    ----------
    sheet : Sheet
    questions : tuple of Marked
    fault : str
        Why the file is worth nothing as it is; empty where it counts.
    """

    sheet: Sheet
    questions: tuple[Marked, ...]
    out_of: int
    fault: str = ""

    @property
    def marks(self) -> float:
        """Marks of all questions, to a hundredth."""
        return round(sum(item.marks for item in self.questions), 2)

    @property
    def percent(self) -> float:
        """Share of all marks [%], to a tenth."""
        return round(100.0 * self.marks / self.out_of, 1) if self.out_of else 0.0


def fault_of(sheet: Sheet, lesson: Lesson, seed: int | None = None) -> str:
    """Why an answer file does not count for a lesson; empty where it does.

    Parameters
    ----------
    sheet : Sheet
    lesson : Lesson
    seed : int, optional
        Of the course; any by default.
    """
    if sheet.lesson != lesson.name:
        return _("answers to lesson '{other}', not to '{name}'").format(other=sheet.lesson, name=lesson.name)
    if sheet.version != lesson.version:
        return _("answers to version {other} of the lesson, which now is version {now}: start it again").format(
            other=sheet.version, now=lesson.version
        )
    if seed is not None and sheet.learner.seed != seed:
        return _("made with seed {other}, where the course has {seed}").format(other=sheet.learner.seed, seed=seed)
    if not sheet.own:
        return _("learner, seed or code were changed after the file was made: start the lesson again")
    return ""


def exercise_of(sheet: Sheet, lesson: Lesson, bench: Bench) -> Exercise:
    """The lesson with the numbers of the learner of a sheet."""
    return Exercise(lesson, sheet.learner, bench)


def orders_of(sheet: Sheet, exercise: Exercise) -> list[Order]:
    """Every run that marking a sheet needs."""
    found = exercise.orders()
    for name, question in exercise.lesson.questions().items():
        given = sheet.answers.get(name)
        if isinstance(question, SettingQuestion) and isinstance(given, dict):
            settings, faults = read_settings(question, given)
            if not faults:
                found.append(exercise.trial(question, settings))
    return found


def mark_all(pairs: Sequence[tuple[Sheet, Lesson]], bench: Bench, seed: int | None = None) -> list[Marks]:
    """Mark many sheets, the runs of all of them computed together."""
    exercises = [exercise_of(sheet, lesson, bench) for sheet, lesson in pairs]
    counted = [not fault_of(sheet, lesson, seed) for sheet, lesson in pairs]
    bench.prepare(
        order
        for (sheet, _lesson), exercise, good in zip(pairs, exercises, counted, strict=True)
        if good
        for order in orders_of(sheet, exercise)
    )
    return [
        mark(sheet, lesson, bench, seed, exercise) for (sheet, lesson), exercise in zip(pairs, exercises, strict=True)
    ]


def mark(
    sheet: Sheet, lesson: Lesson, bench: Bench, seed: int | None = None, exercise: Exercise | None = None
) -> Marks:
    """Mark one sheet; the same marks whenever it is marked.

    Parameters
    ----------
    sheet : Sheet
    lesson : Lesson
    bench : Bench
    seed : int, optional
        Of the course, where sheets of another one do not count.
    exercise : Exercise, optional
        Of the sheet, where it is there already.
    """
    fault = fault_of(sheet, lesson, seed)
    if fault:
        return Marks(sheet, (), lesson.marks, fault)
    exercise = exercise or exercise_of(sheet, lesson, bench)
    marked = tuple(
        mark_question(name, question, sheet.answers.get(name), sheet.hints.get(name, 0), exercise)
        for name, question in lesson.questions().items()
    )
    return Marks(sheet, marked, lesson.marks)


def mark_question(name: str, question: Question, given: Given | None, asked: int, exercise: Exercise) -> Marked:
    """Mark one question.

    Parameters
    ----------
    name : str
    question : Question
    given : str, dict or None
        The answer; None or empty is blank.
    asked : int
        Hints that were asked for.
    exercise : Exercise
    """
    given = {name: plain(text) for name, text in given.items()} if isinstance(given, dict) else plain(given or "")
    verdict = _verdict(question, given, exercise)
    asked = min(asked, len(question.hints))
    left = max(0.0, 1.0 - exercise.lesson.hint_cost * asked)
    right = exercise.right(question)
    answer = right_text(question, right, exercise)
    return Marked(
        question=name,
        given=_written(given),
        verdict=verdict.word,
        marks=round(question.marks * verdict.share * left, 2),
        out_of=question.marks,
        notes=verdict.notes,
        hints=tuple(exercise.say(hint) for hint in question.hints[:asked]),
        more_hints=len(question.hints) - asked,
        right=answer,
        explanation=exercise.say(question.explanation, answer=answer),
    )


def _verdict(question: Question, given: Given | None, exercise: Exercise) -> Verdict:
    if not given:
        return Verdict("blank", 0.0)
    if isinstance(question, SettingQuestion) is not isinstance(given, dict):
        return Verdict("wrong", 0.0, (_("an answer of another form is needed here: see the line above it"),))
    if any(len(text) > LONGEST_ANSWER for text in (given.values() if isinstance(given, dict) else [given])):
        return Verdict("wrong", 0.0, (_("an answer has at most {n} characters").format(n=LONGEST_ANSWER),))
    if isinstance(given, dict):
        return mark_setting(question, given, exercise) if isinstance(question, SettingQuestion) else _nothing()
    if isinstance(question, NumberQuestion):
        return mark_number(question, given, exercise)
    if isinstance(question, ChoiceQuestion):
        return _mark_choice(question, given, exercise)
    return _mark_order(question, given, exercise) if isinstance(question, OrderQuestion) else _nothing()


def _nothing() -> Verdict:
    return Verdict("wrong", 0.0)


def _mark_choice(question: ChoiceQuestion, given: str, exercise: Exercise) -> Verdict:
    picked = given.strip().casefold()
    if picked not in question.choices:
        text = _("'{given}' is none of the choices: {choices}")
        return Verdict("wrong", 0.0, (text.format(given=given[:40], choices=", ".join(question.choices)),))
    good = picked == exercise.right_choice(question)
    return Verdict("right" if good else "wrong", float(good))


def _mark_order(question: OrderQuestion, given: str, exercise: Exercise) -> Verdict:
    """All right for the order; for part of it what is above chance: twice the pairs in order, less all pairs."""
    order = [
        part.strip().casefold() for part in given.replace("<", ",").replace("→", ",").replace("、", ",").split(",")
    ]
    if sorted(order) != sorted(question.items):
        text = _("write each of these once, separated by commas: {items}")
        return Verdict("wrong", 0.0, (text.format(items=", ".join(question.items)),))
    place = {name: index for index, name in enumerate(exercise.right_order(question))}
    pairs = [(a, b) for index, a in enumerate(order) for b in order[index + 1 :]]
    good = sum(place[a] < place[b] for a, b in pairs)
    share = max(0.0, 2.0 * good / len(pairs) - 1.0)
    return Verdict("right" if share == 1.0 else "partly" if share > 0.0 else "wrong", share)


def _written(given: Given | None) -> str:
    if isinstance(given, dict):
        return ", ".join(f"{name}: {text[:LONGEST_ANSWER]}" for name, text in given.items())
    return (given or "")[:LONGEST_ANSWER]


def right_text(question: Question, right: Given, exercise: Exercise) -> str:
    """The right answer as people are told it."""
    if isinstance(question, NumberQuestion):
        return exercise.value(question.answer).text(question.unit, question.digits)
    if isinstance(question, ChoiceQuestion) and isinstance(right, str):
        return exercise.say(question.choices[right].text)
    if isinstance(question, OrderQuestion) and isinstance(right, str):
        return " → ".join(exercise.say(question.items[name].text) for name in right.split(", "))
    if isinstance(question, SettingQuestion) and isinstance(right, dict):
        return ", ".join(f"{exercise.say(question.settings[name].text)} {text}" for name, text in right.items())
    return _written(right)


def verdict_word(verdict: Word) -> str:
    """A verdict in the language of this context."""
    words = {"right": _("right"), "partly": _("partly right"), "wrong": _("wrong"), "blank": _("blank")}
    return words[verdict]

"""A marked lesson as one HTML page: what was asked, what was answered, why, with figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..language import current_language
from ..language import gettext as _
from ..report.curves_figure import curves_figure
from ..report.embed import inline_svg
from ..report.html import page
from ..report.markdown import to_html
from ..report.words import clean
from .bench import Bench
from .exercise import Exercise
from .lesson import Lesson
from .marking import Marked, Marks, verdict_word
from .sheet import LONGEST_ANSWER
from .worksheet import full_text, options, table_markdown

if TYPE_CHECKING:
    from ..report.protocols import RunLike

__all__ = ["lesson_page"]


def lesson_page(lesson: Lesson, marks: Marks, bench: Bench) -> str:
    """HTML of a marked answer file; whatever the learner wrote is escaped.

    Parameters
    ----------
    lesson : Lesson
        Of the answers.
    marks : Marks
    bench : Bench
        Where its runs are.
    """
    exercise = Exercise(lesson, marks.sheet.learner, bench)
    own = {item.question: item for item in marks.questions}
    return page(
        "lesson.html.j2",
        language=current_language(),
        title=exercise.say(lesson.title),
        learner=clean(marks.sheet.learner.name, 80),
        seed=str(marks.sheet.learner.seed),
        marks=f"{marks.marks:g} / {marks.out_of} ({marks.percent:g} %)",
        fault=clean(marks.fault, 300),
        rows=[_row(item) for item in marks.questions],
        background=to_html(exercise.say(lesson.background)),
        tables=[_table(exercise, name) for name in lesson.tables],
        figures=[_figure(exercise, name) for name in lesson.figures] if own else [],
        questions=_tasks(exercise, own) if own else [],
        closing=to_html(exercise.say(lesson.closing)),
        word=_words(),
    )


def _words() -> dict[str, str]:
    """What the page says by itself."""
    return {
        "lesson": _("lesson"),
        "learner": _("Learner"),
        "seed": _("Course"),
        "marks": _("Marks"),
        "overview": _("Marks"),
        "question": _("Question"),
        "answer": _("Your answer"),
        "verdict": _("Verdict"),
        "background": _("Background"),
        "hint": _("Hint"),
        "closing": _("To take home"),
        "footer": _("Marked by Moromi: right answers are computed by the simulator with your own numbers."),
    }


def _row(item: Marked) -> dict[str, Any]:
    mark = {"right": "good", "wrong": "bad", "partly": "warn"}.get(item.verdict, "")
    cells = [clean(item.given, LONGEST_ANSWER) or "–", verdict_word(item.verdict), f"{item.marks:g} / {item.out_of}"]
    return {"head": item.question, "cells": cells, "mark": mark}


def _table(exercise: Exercise, name: str) -> Any:
    readings = exercise.readings(exercise.lesson.tables[name])
    return to_html(f"*{readings.caption}*\n\n{table_markdown(readings)}")


def _figure(exercise: Exercise, name: str) -> dict[str, Any]:
    figure = exercise.lesson.figures[name]
    runs: dict[str, RunLike] = {run: exercise.runs[run] for run in figure.runs}
    caption = exercise.say(figure.caption)
    if len(runs) > 1:
        caption = f"{caption} ({_legend(exercise, list(runs))})"
    return {"svg": inline_svg(curves_figure(runs, figure.variables), caption, f"figure-{name}"), "caption": caption}


def _legend(exercise: Exercise, runs: Sequence[str]) -> str:
    """Which line is which run, in words: readers may not see the figure."""
    lines = (_("solid"), _("dashed"), _("dotted"), _("dash-dotted"))
    labels = [exercise.lesson.runs[run].label for run in runs]
    told = [run if label is None else exercise.say(label) for run, label in zip(runs, labels, strict=True)]
    return "; ".join(f"{line}: {text}" for line, text in zip(lines, told, strict=False))


def _tasks(exercise: Exercise, own: dict[str, Marked]) -> list[dict[str, Any]]:
    return [
        {
            "title": exercise.say(task.title),
            "text": to_html(exercise.say(task.text)),
            "asked": [_item(exercise, name, own[name]) for name in task.questions],
        }
        for task in exercise.lesson.tasks
    ]


def _item(exercise: Exercise, name: str, item: Marked) -> dict[str, Any]:
    question = exercise.lesson.questions()[name]
    listed = "\n".join(f"- `{key}`: {text}" for key, text in options(question, exercise))
    return {
        "name": name,
        "text": to_html(f"{full_text(question, exercise)}\n\n{listed}"),
        "given": clean(item.given, LONGEST_ANSWER) or "–",
        "verdict": verdict_word(item.verdict),
        "marks": f"{item.marks:g} / {item.out_of}",
        "notes": [clean(note, 400) for note in item.notes],
        "hints": item.hints,
        "explanation": to_html(item.explanation),
    }

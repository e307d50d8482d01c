"""A lesson as one HTML page that needs no server: both languages, worked answers, curves computed beforehand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ..errors import MoromiError
from ..language import LANGUAGES, speaking
from ..language import gettext as _
from ..report.html import page
from ..report.live.curves import HEIGHT, WIDTH, Ends, curve_panels, ends_of, lines_of
from ..report.markdown import to_html
from ..run import Result
from .bench import Bench
from .draws import Draw, Learner
from .exercise import Exercise
from .lesson import Lesson
from .marking import right_text
from .words import placeholders
from .worksheet import asked, level_word, options, table_markdown

__all__ = ["static_page"]

EXAMPLE = "Example"
"""Learner whose numbers the worked answers have."""
_STEPS = {1: 9, 2: 5}
"""Places of each slider, by how many there are."""
_FIELDS = ("biomass", "glucose", "dot", "kla")
_NAMES = {"en": "English", "ja": "日本語"}


@dataclass(frozen=True)
class _Chosen(Learner):
    """A learner whose numbers somebody has chosen."""

    numbers: Mapping[str, str] = field(default_factory=dict)

    def draw(self, draw: Draw, name: str, lesson: str, version: int) -> str:
        """The number that was chosen; the example's where none was."""
        return self.numbers.get(name) or super().draw(draw, name, lesson, version)


@dataclass(frozen=True)
class _Grid:
    """Sliders with their places, results by the places of all sliders, and what is drawn of them."""

    sliders: Mapping[str, Sequence[str]]
    start: tuple[int, ...]
    runs: tuple[str, ...]
    panels: tuple[str, ...]
    results: Mapping[tuple[int, ...], Mapping[str, Result]]

    def ends(self) -> dict[str, Ends]:
        """One scale for a variable, whatever the sliders say."""
        every = [result for runs in self.results.values() for result in runs.values()]
        return {name: ends_of(every, name) for name in self.panels}


def static_page(lesson: Lesson, bench: Bench) -> str:
    """HTML of a lesson.

    Parameters
    ----------
    lesson : Lesson
    bench : Bench
        Where its runs are computed.
    """
    exercise = Exercise(lesson, Learner(EXAMPLE), bench)
    grid = _grid(lesson, bench)
    ends = grid.ends()
    parts = []
    for language in LANGUAGES:
        with speaking(language):
            parts.append(_part(language, exercise, grid, ends))
    return page(
        "lesson_page.html.j2",
        title=lesson.title.said(),
        parts=parts,
        sliders=[{"name": name, "texts": list(texts)} for name, texts in grid.sliders.items()],
        data=_data(grid, ends),
        width=WIDTH,
        height=HEIGHT,
    )


def _grid(lesson: Lesson, bench: Bench) -> _Grid:
    """Runs over one or two of the numbers that decide them."""
    shown = [figure for figure in lesson.figures.values() if not figure.solution]
    figure = next(iter(shown or lesson.figures.values()), None)
    runs = figure.runs if figure is not None else tuple(lesson.runs)[:2]
    used = [name for run in runs for text in lesson.runs[run].set for name in sorted(placeholders(text))]
    names = [name for name in dict.fromkeys(used) if name in lesson.draws][:2]
    count = _STEPS.get(len(names), 1)
    sliders = {name: _places(lesson.draws[name], count) for name in names}
    every = list(product(*(range(len(texts)) for texts in sliders.values())))
    chosen = {at: Exercise(lesson, _Chosen(EXAMPLE, 0, _numbers(sliders, at)), bench) for at in every}
    bench.prepare(order for exercise in chosen.values() for order in exercise.orders())
    results: dict[tuple[int, ...], dict[str, Result]] = {}
    for at, exercise in chosen.items():
        try:
            results[at] = {run: exercise.runs[run] for run in runs}
        except MoromiError:  # numbers that make no run: no curves there, and the page says so
            results[at] = {}
    first = next(result for found in results.values() for result in found.values())
    panels = figure.variables if figure is not None else tuple(n for n in _FIELDS if n in first.columns)
    start = tuple(len(texts) // 2 for texts in sliders.values())
    return _Grid(sliders, start, tuple(runs), tuple(panels), results)


def _places(draw: Draw, count: int) -> list[str]:
    """Numbers of a draw from one end to the other."""
    most = min(count, draw.count)
    steps = [round(place * (draw.count - 1) / max(most - 1, 1)) for place in range(most)]
    return [draw.text(step) for step in dict.fromkeys(steps)]


def _numbers(sliders: Mapping[str, Sequence[str]], at: Sequence[int]) -> dict[str, str]:
    return {name: texts[place] for (name, texts), place in zip(sliders.items(), at, strict=True)}


def _data(grid: _Grid, ends: Mapping[str, Ends]) -> str:
    """Points of every curve by the places of the sliders, as JSON that may stand inside a script."""
    lines = {
        ",".join(map(str, at)): [
            [
                list(lines_of(found[run], name, ends[panel])) if run in found else []
                for name in panel.split("+")
                for run in grid.runs
            ]
            for panel in grid.panels
        ]
        for at, found in grid.results.items()
    }
    text = json.dumps({"start": list(grid.start), "lines": lines}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _part(language: str, exercise: Exercise, grid: _Grid, ends: Mapping[str, Ends]) -> dict[str, Any]:
    """Everything the page says in one language."""
    lesson = exercise.lesson
    shown = grid.results[grid.start] or next(found for found in grid.results.values() if found)
    return {
        "language": language,
        "name": _NAMES[language],
        "title": exercise.say(lesson.title),
        "about": _("{level}, about {n} minutes, {marks} marks").format(
            level=level_word(lesson.level), n=lesson.minutes, marks=lesson.marks
        ),
        "summary": exercise.say(lesson.summary),
        "goals": [exercise.say(goal) for goal in lesson.goals],
        "background": to_html(exercise.say(lesson.background)),
        "tables": [_table(exercise, name) for name in lesson.tables],
        "panels": curve_panels(shown, grid.panels, ends),
        "tasks": [_task(exercise, number) for number in range(len(lesson.tasks))],
        "closing": to_html(exercise.say(lesson.closing)),
        "sources": lesson.sources,
        "word": {
            "goals": _("What you will learn"),
            "background": _("Background"),
            "curves": _("Try it"),
            "how": _("Move a slider: the curves were computed beforehand, this page needs no server."),
            "nothing": _("These numbers make no run."),
            "answer": _("Answer"),
            "hint": _("Hint"),
            "closing": _("To take home"),
            "sources": _("Sources"),
            "language": _("Language"),
            "footer": _("Numbers of the learner '{name}'; in the lesson itself every learner has other ones.").format(
                name=EXAMPLE
            ),
        },
    }


def _table(exercise: Exercise, name: str) -> Any:
    readings = exercise.readings(exercise.lesson.tables[name])
    return to_html(f"*{readings.caption}*\n\n{table_markdown(readings)}")


def _task(exercise: Exercise, number: int) -> dict[str, Any]:
    task = exercise.lesson.tasks[number]
    questions = []
    for name, question in task.questions.items():
        right = right_text(question, exercise.right(question), exercise)
        listed = "\n".join(f"- `{key}`: {text}" for key, text in options(question, exercise))
        questions.append(
            {
                "name": name,
                "text": to_html(f"{exercise.say(question.text)} ({asked(question)})\n\n{listed}"),
                "hints": [exercise.say(hint) for hint in question.hints],
                "right": right,
                "explanation": to_html(exercise.say(question.explanation, answer=right)),
            }
        )
    return {"title": exercise.say(task.title), "text": to_html(exercise.say(task.text)), "questions": questions}

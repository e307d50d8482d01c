"""A learner at a lesson beside the fermenter: its text with the learner's own numbers, answers, hints, marks."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ...language import gettext as _
from ...report.live.curves import HEIGHT, WIDTH, curve_panels
from ...report.live.fragments import fragment
from ...report.markdown import to_html
from ...scenario import catalogue
from ..bench import Bench
from ..draws import Learner
from ..exercise import Exercise
from ..lesson import Lesson
from ..load import lesson_names
from ..marking import Marked, Marks, mark, verdict_word
from ..question import Question, SettingQuestion
from ..sheet import Given, Sheet, file_name
from ..worksheet import asked, level_word, options, table_markdown
from .setting import read_number

__all__ = ["Seat", "known_lesson", "lobby"]


def known_lesson(name: str) -> str:
    """A built-in lesson; nothing else, so that no path ever comes from a page."""
    if name not in lesson_names():
        raise InputError(_("there is no lesson '{name}'").format(name=name[:40]))
    return name


def lobby(chosen: str, seat: Seat | None, own: Lesson | None = None) -> str:
    """The form that starts a lesson, and below it the lesson that was started.

    Parameters
    ----------
    chosen : str
        Lesson that stands in the form.
    seat : Seat or None
    own : Lesson, optional
        An educator's, instead of the built-in ones.
    """
    built_in = [(name, f"{name} – {text[:90]}") for name, text in catalogue("lesson")]
    return fragment(
        "lesson",
        lessons=built_in if own is None else [(own.name, own.title.said())],
        chosen=seat.exercise.lesson.name if seat is not None else chosen,
        learner=seat.exercise.learner.name if seat is not None else "",
        seed=seat.exercise.learner.seed if seat is not None else 0,
        work=seat.shown() if seat is not None else None,
    )


class Seat:
    """One learner's work on one lesson.

    Parameters
    ----------
    lesson : Lesson
    learner, seed : str
        As typed.

    Raises
    ------
    InputError
        One of them is none.
    """

    def __init__(self, lesson: Lesson, learner: str, seed: str) -> None:
        number = read_number(_("Number of the course"), seed or "0")
        if number != int(number):
            raise InputError(_("the number of the course is a whole number"))
        who = Learner(" ".join(learner.split()), int(number))
        self.exercise = Exercise(lesson, who, Bench())
        self.exercise.bench.prepare(self.exercise.orders())
        self.answers: dict[str, Given] = {}
        self.hints: dict[str, int] = {}
        self.marks: Marks | None = None

    def answer(self, fields: Mapping[str, str], do: str) -> dict[str, str]:
        """Take the answers as they stand in the form, then mark them, or tell a hint.

        Returns
        -------
        dict of str to str
            HTML by region.
        """
        self._take(fields)
        if do.startswith("hint:"):
            name = do.removeprefix("hint:")
            question = self.exercise.lesson.questions().get(name)
            if question is None:
                raise InputError(_("this page sent something that is no event: reload it"))
            self.hints[name] = min(self.hints.get(name, 0) + 1, len(question.hints))
            return {f"verdict-{name}": self._verdict(name, question)}
        self.marks = mark(self._sheet(), self.exercise.lesson, self.exercise.bench, exercise=self.exercise)
        self.exercise.bench.keep(self.exercise.orders())
        patch = {f"verdict-{name}": self._verdict(name, q) for name, q in self.exercise.lesson.questions().items()}
        return patch | {"marks": self._told_marks()}

    def file(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The answer file, as `moromi lesson check` reads it: name and content in base64."""
        self._take(fields)
        sheet = self._sheet()
        content = {
            "lesson": sheet.lesson,
            "version": sheet.version,
            "learner": sheet.learner.name,
            "seed": sheet.learner.seed,
            "code": sheet.code,
            "answers": dict(sheet.answers),
            "hints": dict(sheet.hints),
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"  # JSON is YAML
        return {
            "name": file_name(sheet.lesson, sheet.learner),
            "data": base64.b64encode(text.encode()).decode("ascii"),
        }

    def _take(self, fields: Mapping[str, str]) -> None:
        """What the form says; only of questions there are."""
        for name, question in self.exercise.lesson.questions().items():
            if isinstance(question, SettingQuestion):
                inside = {key: fields.get(f"{name}:{key}", "").strip() for key in question.settings}
                given: Given = {key: text for key, text in inside.items() if text}
            else:
                given = fields.get(name, "").strip()
            if given:
                self.answers[name] = given
            else:
                self.answers.pop(name, None)

    def _sheet(self) -> Sheet:
        lesson, learner = self.exercise.lesson, self.exercise.learner
        code = learner.code(lesson.name, lesson.version)
        return Sheet(lesson.name, lesson.version, learner, code, dict(self.answers), dict(self.hints))

    # ---------------------------------------------------------------- what is shown

    def shown(self) -> dict[str, Any]:
        """What the template says about the lesson."""
        exercise, lesson = self.exercise, self.exercise.lesson
        return {
            "title": exercise.say(lesson.title),
            "about": _("{level}, about {n} minutes, {marks} marks").format(
                level=level_word(lesson.level), n=lesson.minutes, marks=lesson.marks
            ),
            "goals": [exercise.say(goal) for goal in lesson.goals],
            "background": to_html(exercise.say(lesson.background)),
            "tables": [self._table(name) for name in lesson.tables],
            "figures": [self._figure(name) for name, item in lesson.figures.items() if not item.solution or self.marks],
            "tasks": [
                {
                    "title": exercise.say(task.title),
                    "text": to_html(exercise.say(task.text)),
                    "questions": [self._asked(name, question) for name, question in task.questions.items()],
                }
                for task in lesson.tasks
            ],
            "marked": self.marks is not None,
            "marks": self._told_marks() if self.marks is not None else "",
        }

    def _table(self, name: str) -> Any:
        readings = self.exercise.readings(self.exercise.lesson.tables[name])
        return to_html(f"*{readings.caption}*\n\n{table_markdown(readings)}")

    def _figure(self, name: str) -> dict[str, str]:
        figure = self.exercise.lesson.figures[name]
        caption = self.exercise.say(figure.caption)
        panels = curve_panels({run: self.exercise.runs[run] for run in figure.runs}, figure.variables)
        drawn = fragment("curves", panels=panels, caption=caption, width=WIDTH, height=HEIGHT)
        return {"panels": drawn, "caption": caption}

    def _asked(self, name: str, question: Question) -> dict[str, Any]:
        kind = question.kind
        blank: Given = {} if kind == "setting" else ""
        return {
            "name": name,
            "kind": kind,
            "legend": f"{name} ({asked(question)})",
            "text": to_html(self.exercise.say(question.text)),
            "options": options(question, self.exercise),
            "ask": _("Your answer, with its unit") if kind == "number" else _("Your answer"),
            "given": self.answers.get(name, blank),
            "verdict": self._verdict(name, question),
        }

    def _verdict(self, name: str, question: Question) -> str:
        """Verdict, hints so far, and the button for the next."""
        item = self._marked(name)
        told = self.hints.get(name, 0)
        right = item is not None and item.verdict == "right"
        return fragment(
            "verdict",
            name=name,
            item=item,
            word="" if item is None else verdict_word(item.verdict),
            hints=[self.exercise.say(hint) for hint in question.hints[:told]],
            explanation=to_html(item.explanation) if item is not None and right else "",
            right=right,
            more=len(question.hints) - told,
            cost=f"{100.0 * self.exercise.lesson.hint_cost:.3g} %",
        )

    def _marked(self, name: str) -> Marked | None:
        if self.marks is None:
            return None
        return next((item for item in self.marks.questions if item.question == name), None)

    def _told_marks(self) -> str:
        if self.marks is None:
            return ""
        done = all(item.verdict == "right" for item in self.marks.questions)
        closing = to_html(self.exercise.say(self.exercise.lesson.closing)) if done else ""
        return fragment("marks", marks=self.marks, closing=closing)

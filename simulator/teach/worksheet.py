"""A lesson as Markdown for people to read, and as the answer file they fill in."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator

from ..language import current_language
from ..language import gettext as _
from .exercise import Exercise, Readings
from .question import ChoiceQuestion, NumberQuestion, OrderQuestion, Question, SettingQuestion
from .value import typeset
from .wrapped import wrapped

__all__ = ["answer_file", "asked", "full_text", "markdown", "options", "table_markdown"]

_WIDTH = 100


def markdown(exercise: Exercise, instructor: bool = False) -> str:
    """The whole lesson as Markdown, in the language of this context.

    Parameters
    ----------
    exercise : Exercise
    instructor : bool
        Whether right answers and explanations stand below the questions.
    """
    lesson = exercise.lesson
    about = _("{level}, about {n} minutes, {marks} marks").format(
        level=level_word(lesson.level), n=lesson.minutes, marks=lesson.marks
    )
    parts = [f"# {exercise.say(lesson.title)}", about, exercise.say(lesson.summary)]
    parts += [f"## {_('What you will learn')}", "\n".join(f"- {exercise.say(goal)}" for goal in lesson.goals)]
    parts += [f"## {_('Background')}", exercise.say(lesson.background)]
    parts += [text for table in lesson.tables.values() for text in _table(exercise.readings(table))]
    for number, task in enumerate(lesson.tasks, start=1):
        parts += [f"## {number}. {exercise.say(task.title)}", exercise.say(task.text)]
        for name, question in task.questions.items():
            parts += _asked(name, question, exercise)
            if instructor:
                parts += _told(question, exercise)
    if instructor:
        parts += [f"## {_('To take home')}", exercise.say(lesson.closing)]
    if lesson.sources:
        parts += [f"## {_('Sources')}", "\n".join(f"- {source}" for source in lesson.sources)]
    return "\n\n".join(parts) + "\n"


def level_word(level: str) -> str:
    """How hard a lesson is, in words."""
    return {"introductory": _("introductory"), "intermediate": _("intermediate")}.get(level, _("advanced"))


def _table(readings: Readings) -> list[str]:
    return [f"*{readings.caption}*", table_markdown(readings)]


def table_markdown(readings: Readings) -> str:
    """A table of readings as Markdown."""
    head = [f"{label(name)} [{typeset(unit) or '-'}]" for name, unit in readings.headers]
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---:"] * len(head), *readings.rows)]
    return "\n".join(lines)


def label(name: str) -> str:
    """Label of a variable in the language of this context."""
    from ..variables import display_name, find_variable

    try:
        found = find_variable(name, (name,))
    except KeyError:
        return display_name(name)
    return found.label_ja if current_language() == "ja" else found.label_en


def _asked(name: str, question: Question, exercise: Exercise) -> list[str]:
    """A question as it is asked."""
    text = _("{name} ({form}): {text}")
    parts = [text.format(name=f"**{name}**", form=asked(question), text=exercise.say(question.text))]
    listed = options(question, exercise)
    if listed:
        parts.append("\n".join(f"- `{key}`: {text}" for key, text in listed))
    return parts


def asked(question: Question) -> str:
    """Marks and the form of the answer, in a few words."""
    marks = _("{n} marks").format(n=question.marks) if question.marks > 1 else _("1 mark")
    if isinstance(question, NumberQuestion):
        unit = _("a number in {unit}").format(unit=typeset(question.unit)) if question.unit else _("a pure number")
        return _("{marks}; {form}").format(marks=marks, form=unit)
    if isinstance(question, ChoiceQuestion):
        return _("{marks}; {form}").format(marks=marks, form=_("one of the choices"))
    if isinstance(question, OrderQuestion):
        form = _("in order, the smallest first, separated by commas")
        return _("{marks}; {form}").format(marks=marks, form=form)
    return _("{marks}; {form}").format(marks=marks, form=_("settings you choose"))


def full_text(question: Question, exercise: Exercise) -> str:
    """What is asked, and in which form."""
    return _("{text} ({form})").format(text=exercise.say(question.text), form=asked(question))


def options(question: Question, exercise: Exercise) -> list[tuple[str, str]]:
    """Keys an answer is made of, and what they mean."""
    if isinstance(question, ChoiceQuestion):
        return [(key, exercise.say(choice.text)) for key, choice in question.choices.items()]
    if isinstance(question, OrderQuestion):
        return [(key, exercise.say(item.text)) for key, item in question.items.items()]
    if isinstance(question, SettingQuestion):
        return [
            (key, _("{what}, from {low} to {high}").format(what=exercise.say(item.text), low=item.low, high=item.high))
            for key, item in question.settings.items()
        ]
    return []


def _told(question: Question, exercise: Exercise) -> list[str]:
    """Right answer and explanation, for the instructor."""
    from .marking import right_text

    right = right_text(question, exercise.right(question), exercise)
    told_hints = [f"- {_('hint')}: {exercise.say(hint)}" for hint in question.hints]
    hints = ["\n".join(told_hints)] if told_hints else []
    return [f"> **{_('Answer')}: {right}**", *hints, exercise.say(question.explanation, answer=right)]


def answer_file(exercise: Exercise) -> str:
    """Text of the answer file: YAML with the learner's numbers and the questions as comments."""
    lesson, learner = exercise.lesson, exercise.learner
    head = [
        exercise.say(lesson.title),
        _("Read it first: moromi lesson show {name} --learner NAME --seed {seed}")
        .format(name=lesson.name, seed=learner.seed)
        .replace(" NAME ", f" {shlex.quote(learner.name)} "),
        _("Write your answers behind the colons, numbers with their unit; then: moromi lesson check FILE"),
    ]
    lines = [*_comments(head), f"lesson: {lesson.name}", f"version: {lesson.version}"]
    lines += [f"learner: {json.dumps(learner.name, ensure_ascii=False)}", f"seed: {learner.seed}"]
    lines += [f"code: {json.dumps(learner.code(lesson.name, lesson.version))}", "", *_numbers(exercise), "answers:"]
    for number, task in enumerate(lesson.tasks, start=1):
        lines += ["", *_comments([f"{number}. {exercise.say(task.title)}", exercise.say(task.text)], "  ")]
        for name, question in task.questions.items():
            lines += _blank(name, question, exercise)
    cost = f"{100.0 * lesson.hint_cost:.3g} %"
    told = _("'NAME: 1' asks for the first hint to a question, shown by the next check; each costs {cost} of its marks")
    lines += ["", *_comments([told.format(cost=cost)]), "hints: {}"]
    return "\n".join(lines) + "\n"


def _numbers(exercise: Exercise) -> list[str]:
    """The learner's own numbers and tables as comments."""
    drawn = ", ".join(f"{name} {text}" for name, text in exercise.told.items())
    lines = [*_comments([_("Your numbers: {numbers}").format(numbers=drawn)]), ""]
    for table in exercise.lesson.tables.values():
        readings = exercise.readings(table)
        lines += [*_comments([readings.caption]), *(f"# {line}" for line in table_markdown(readings).splitlines()), ""]
    return lines


def _blank(name: str, question: Question, exercise: Exercise) -> list[str]:
    """A question as comments, and the place for its answer."""
    listed = options(question, exercise)
    lines = [*_comments([full_text(question, exercise)], "  ")]
    if isinstance(question, SettingQuestion):
        lines.append(f"  {name}:")
        for key, told in listed:
            lines += [*_comments([told], "    "), f"    {key}:"]
        return lines
    lines += [line for key, told in listed for line in _comments([f"- {key}: {told}"], "  ")]
    return [*lines, f"  {name}:"]


def _comments(texts: Iterable[str], indent: str = "") -> Iterator[str]:
    for text in texts:
        for paragraph in text.splitlines():
            for line in wrapped(paragraph, _WIDTH) or [""]:
                yield f"{indent}# {line}".rstrip()

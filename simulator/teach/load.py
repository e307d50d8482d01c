"""Lessons by name or file, and what a list tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from ..errors import InputError, nearest
from ..language import current_language
from ..language import gettext as _
from ..scenario.builtin import built_in_files, open_reference
from ..scenario.explain import validate
from ..scenario.yaml_file import parse_yaml
from .lesson import Lesson

__all__ = ["Head", "Shelf", "lesson_heads", "lesson_names", "lesson_of_text", "load_lesson"]

_GOALS = re.compile(r"(?m)^goals:")


@dataclass(frozen=True)
class Head:
    """What a list tells of a lesson, in the language of this context."""

    name: str
    title: str
    summary: str
    level: str
    minutes: int


def lesson_names() -> list[str]:
    """Names of the built-in lessons."""
    return list(built_in_files("lesson"))


def lesson_heads() -> list[Head]:
    """Heads of the built-in lessons; of each file only what stands above ``goals`` is read, since the rest is long."""
    heads = []
    for name, path in built_in_files("lesson").items():
        text = path.read_text("utf-8")
        found = _GOALS.search(text)
        data = parse_yaml(text[: found.start()] if found else text, str(path), path.parent).data
        said = {key: str(data[key][current_language()]) for key in ("title", "summary")}
        heads.append(Head(name, said["title"], said["summary"], str(data["level"]), int(data["minutes"])))
    return heads


def load_lesson(name_or_path: str | PathLike[str]) -> Lesson:
    """A lesson by its name or from a file of one's own.

    Parameters
    ----------
    name_or_path : str or path

    Returns
    -------
    Lesson
        Complete in both languages, every expression and placeholder checked.

    Raises
    ------
    InputError
        It is not known, or something in it is wrong; each line says where and what.
    """
    return validate(Lesson, open_reference("lesson", str(name_or_path), Path.cwd()))


def lesson_of_text(text: str) -> Lesson:
    """A lesson from YAML, as an educator's notebook holds it; errors as in `load_lesson`."""
    return validate(Lesson, parse_yaml(text, "lesson", Path.cwd()))


class Shelf:
    """Lessons that answer files may name: the built-in ones, and the instructor's own.

    What an answer file says is looked up by name and never opens another file.

    Parameters
    ----------
    own : iterable of path
        Files of the instructor's lessons; one that is called as a built-in one takes its place.
    """

    def __init__(self, own: Iterable[str | PathLike[str]] = ()) -> None:
        self._found = {lesson.name: lesson for lesson in map(load_lesson, own)}

    def find(self, name: str) -> Lesson:
        """Lesson of a name.

        Raises
        ------
        InputError
            There is none.
        """
        if name not in self._found:
            known = lesson_names()
            if name not in known:
                tail = nearest(name[:64], {*known, *self._found})
                raise InputError(_("there is no lesson '{name}'").format(name=name[:40]) + tail)
            self._found[name] = load_lesson(name)
        return self._found[name]

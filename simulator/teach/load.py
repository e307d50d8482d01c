"""Lessons by name or file."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from ..scenario.builtin import built_in_files, open_reference
from ..scenario.explain import validate
from ..scenario.yaml_file import parse_yaml
from .lesson import Lesson

__all__ = ["lesson_names", "lesson_of_text", "load_lesson"]


def lesson_names() -> list[str]:
    """Names of the built-in lessons."""
    return list(built_in_files("lesson"))


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

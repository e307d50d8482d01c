"""A learner's answer file: written once with the learner's numbers in it, read with nothing believed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ConfigDict, Field

from ..errors import InputError
from ..language import gettext as _
from ..scenario.explain import validate
from ..scenario.model import Part
from ..scenario.yaml_file import read_yaml
from .draws import Learner

__all__ = ["LONGEST_ANSWER", "Given", "Sheet", "file_name", "plain", "read_sheet"]

LONGEST_ANSWER = 200
_MOST_ANSWERS = 200

Given = str | dict[str, str]
"""An answer as text; of a setting one for each of its numbers."""


class _File(Part):
    """What the file says, before anything is believed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    lesson: object = None
    version: object = None
    learner: object = None
    seed: object = 0
    code: object = None
    answers: dict[str, object] | None = None
    hints: dict[str, object] | None = Field(default=None)


@dataclass(frozen=True)
class Sheet:
    """An answer file that could be read.

    Attributes
    ----------
    lesson : str
    version : int
    learner : Learner
    code : str
        As the file says.
    answers : mapping of str to Given
        By question; blank ones are left out.
    hints : mapping of str to int
        How many were asked for.
    """

    lesson: str
    version: int
    learner: Learner
    code: str
    answers: Mapping[str, Given] = field(default_factory=dict)
    hints: Mapping[str, int] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Whether the code is that of this learner, seed, lesson and version."""
        return self.code == self.learner.code(self.lesson, self.version)


def read_sheet(path: Path) -> Sheet:
    """Read an answer file.

    Raises
    ------
    InputError
        It is none: too large, no YAML, without a lesson or a learner; one line.
    """
    document = read_yaml(path)
    if not isinstance(document.data, dict):
        raise InputError(_("{file}: not an answer file of a lesson").format(file=path))
    found = validate(_File, document)
    where = str(path)
    if not isinstance(found.lesson, str) or not isinstance(found.version, int):
        raise InputError(_("{file}: not an answer file: 'lesson' or 'version' is missing").format(file=where))
    if not isinstance(found.learner, str) or not isinstance(found.seed, int):
        raise InputError(_("{file}: not an answer file: 'learner' or 'seed' is missing").format(file=where))
    try:
        learner = Learner(found.learner, found.seed)
    except InputError as error:
        raise InputError(f"{where}: {error}") from error
    answers, hints = found.answers or {}, found.hints or {}
    if len(answers) > _MOST_ANSWERS or len(hints) > _MOST_ANSWERS:
        raise InputError(_("{file}: more than {n} answers").format(file=where, n=_MOST_ANSWERS))
    return Sheet(
        found.lesson[:64],
        found.version,
        learner,
        str(found.code or ""),
        {name: given for name, raw in answers.items() if (given := _given(raw))},
        {name: _count(raw) for name, raw in hints.items()},
    )


def _given(raw: object) -> Given:
    """An answer as text; what is too long is cut, and then wrong."""
    if isinstance(raw, dict):
        inside = {str(key)[:40]: _text(value) for key, value in list(raw.items())[:20]}
        return {key: text for key, text in inside.items() if text}
    if isinstance(raw, list):
        return ", ".join(_text(item) for item in raw[:20])
    return _text(raw)


def _text(raw: object) -> str:
    if raw is None or isinstance(raw, dict | list):
        return ""
    if isinstance(raw, float) and not math.isfinite(raw):
        return "?"
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) > 10**100:
        return "?"
    return plain(str(raw)[: 4 * LONGEST_ANSWER])[: LONGEST_ANSWER + 1]


def plain(text: str) -> str:
    """One line of printable text; wide letters and digits of an input method become ordinary: ``０．４２`` is 0.42."""
    ordinary = " ".join(unicodedata.normalize("NFKC", text).split())
    return "".join(letter if letter.isprintable() else "?" for letter in ordinary)


def _count(raw: object) -> int:
    return min(raw, 99) if isinstance(raw, int) and not isinstance(raw, bool) and raw > 0 else 0


def file_name(lesson: str, learner: Learner) -> str:
    """Name of a learner's file, whatever the learner is called: nothing in it leads to another folder."""
    words = re.sub(r"[^\w]+", "-", learner.name).strip("-_")[:40] or "learner"
    return f"{lesson}-{words}.yaml"

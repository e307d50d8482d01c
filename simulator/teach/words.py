"""Text of a lesson: both languages in one place, with the learner's numbers filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import StringConstraints, field_validator

from ..language import current_language
from ..scenario.model import Part
from .wrapped import unspaced

__all__ = ["Words", "fill", "placeholders"]

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")

Prose = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=12_000, strip_whitespace=True)]


def placeholders(text: str) -> frozenset[str]:
    """Names between curly brackets in a text: ``{glucose_start}``."""
    return frozenset(_PLACEHOLDER.findall(text))


def fill(text: str, names: Mapping[str, str]) -> str:
    """A text with every ``{name}`` replaced; names that are not known stay as they are."""
    return _PLACEHOLDER.sub(lambda match: names.get(match.group(1), match.group(0)), text)


class Words(Part):
    """The same in English and in Japanese; Markdown without HTML.

    A file breaks its lines; in Japanese such a break leaves no space behind.
    """

    en: Prose
    ja: Prose

    @field_validator("ja")
    @classmethod
    def _joined(cls, text: str) -> str:
        return unspaced(text)

    def said(self, names: Mapping[str, str] | None = None) -> str:
        """In the language of this context, with names filled in."""
        text = self.ja if current_language() == "ja" else self.en
        return fill(text, names or {})

    def unknown(self, known: Iterable[str]) -> list[str]:
        """Placeholders, in either language, that nothing fills."""
        return sorted((placeholders(self.en) | placeholders(self.ja)) - set(known))

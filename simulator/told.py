"""Finished English sentences told in another language: warnings, advice, errors, cells of tables.

What a run finds is written down in English: result files, JSON and exceptions never change with the language. Where
it is shown to a person, the sentence is looked up here. A sentence with values in it is found by its template, the
f-string it was made by (``the motor has {spare:.1f} times the power``), which the catalogue keeps in the context
"told"; its values are told in turn, since a value may be a phrase itself. What is not found stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .language import LANGUAGES, catalogue_bytes, current_language, gettext

__all__ = ["CONTEXT", "HOLE", "teller", "told"]

CONTEXT = "told"
"""Context of such messages in the catalogue (gettext's msgctxt)."""

HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
"""A place of a template that a value stands in, with how the value is written."""

_NUMBER = r"(?:[+\-−]?[\d.,]+(?:e[+\-−]?\d+)?|[+\-−]?inf|nan)"
_ANYTHING = r".*?"
_JOINTS = ("\n", ": ", "; ", ", ", " · ", " and ")
_VERBATIM = ("source", "folder", "path", "file", "scenario", "vessel", "author")
_WEAK = 4  # letters: a template with fewer, "{gain} % {what}", would take a whole list for one entry
_DEEPEST = 6
_LONGEST = 2000  # characters; longer text is no sentence


def told(text: str) -> str:
    """A finished English text in the language of this context.

    Parameters
    ----------
    text : str
        A sentence or a phrase as the code made it; values and all.

    Returns
    -------
    str
        Part by part, with what the catalogue does not know left as it is.
    """
    return text if current_language() == LANGUAGES[0] else _tell(text, current_language())


def teller() -> Callable[[str], str]:
    """`told` in the language of this context, for other threads to call."""
    language = current_language()
    return str if language == LANGUAGES[0] else lambda text: _tell(text, language)


@lru_cache(maxsize=4096)
def _tell(text: str, language: str, depth: int = 0) -> str:
    if not text.strip() or len(text) > _LONGEST or depth > _DEEPEST:
        return text
    book = _book(language)
    return (
        book.phrases.get(text)
        or _matched(text, book.templates, language, depth)
        or _in_parts(text, language, depth)
        or _matched(text, book.weak, language, depth)
        or text
    )


def _matched(text: str, templates: Sequence[_Template], language: str, depth: int) -> str | None:
    """The text as one template of some; None where it is none."""
    for template in templates:
        if all(piece in text for piece in template.pieces) and (match := template.pattern.fullmatch(text)):
            return _filled(template, match.groupdict(), language, depth)
    return None


def _filled(template: _Template, values: Mapping[str, str], language: str, depth: int) -> str:
    """The other language's text with what stood in the holes, told where it is not a name or a source."""

    def value(hole: re.Match[str]) -> str:
        own = values[hole[1]]
        return own if hole[1] in template.verbatim else _tell(own, language, depth + 1)

    return HOLE.sub(value, template.target)


def _in_parts(text: str, language: str, depth: int) -> str | None:
    """A text that was joined of several: told part by part at the first joint where that helps; None at none."""
    for joint in _JOINTS:
        if joint in text:
            head, _, tail = text.partition(joint)
            parts = [_tell(part, language, depth + 1) for part in (head, tail)]
            changed = [part != before for part, before in zip(parts, (head, tail), strict=True)]
            if all(changed) if joint == " and " else any(changed):
                return gettext(joint, language).join(parts)
    return None


@dataclass(frozen=True, slots=True)
class _Template:
    """A message with holes: its literal pieces, its pattern, the names in it, and what it is in the other language.

    What stands in `verbatim` holes stays as it is: names in quotes, which a person chose, and sources.
    """

    pieces: tuple[str, ...]
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    verbatim: frozenset[str]
    target: str


@dataclass(frozen=True, slots=True)
class _Book:
    """What can be told: phrases as they stand, and templates, the most literal first; weak ones after all else."""

    phrases: Mapping[str, str]
    templates: tuple[_Template, ...]
    weak: tuple[_Template, ...]


@cache
def _book(language: str) -> _Book:
    entries = dict(_entries(catalogue_bytes(language)))
    with_holes = [item for item in entries.items() if HOLE.search(item[0])]
    with_holes.sort(key=lambda item: -len(HOLE.sub("", item[0])))
    weak = [item for item in with_holes if sum(map(str.isalpha, HOLE.sub("", item[0]))) < _WEAK]
    return _Book(
        {source: target for source, target in entries.items() if not HOLE.search(source)},
        tuple(_template(*item) for item in with_holes if item not in weak),
        tuple(_template(*item) for item in weak),
    )


def _template(source: str, target: str) -> _Template:
    pieces, pattern, names, verbatim, end = [], "", [], set(), 0
    for hole in HOLE.finditer(source):
        piece, name = source[end : hole.start()], hole[1]
        pieces.append(piece)
        shape = _NUMBER if re.fullmatch(r"[^%]*[efgdn]|,", hole[2] or "") else _ANYTHING
        pattern += re.escape(piece) + f"(?P<{name}>{shape})"
        names.append(name)
        end = hole.end()
        if name in _VERBATIM or (piece.endswith("'") and source.startswith("'", end)):
            verbatim.add(name)
    pieces.append(source[end:])
    whole = re.compile(pattern + re.escape(source[end:]))
    return _Template(tuple(filter(None, pieces)), whole, tuple(names), frozenset(verbatim), target)


def _entries(content: bytes) -> Iterator[tuple[str, str]]:
    """Messages of the context "told" in a compiled catalogue; the standard library looks up and does not list.

    GNU gettext manual, section "The Format of GNU MO Files".
    """
    import struct  # English needs none

    order = "<" if content[:4] == b"\xde\x12\x04\x95" else ">"
    count, sources, targets = struct.unpack_from(f"{order}3I", content, 8)
    start = f"{CONTEXT}\x04".encode()
    for number in range(count):
        (length, place), (size, target) = (struct.unpack_from(f"{order}2I", content, table + 8 * number)
                                           for table in (sources, targets))  # fmt: skip
        source = content[place : place + length]
        if source.startswith(start):
            yield source[len(start) :].decode(), content[target : target + size].decode()

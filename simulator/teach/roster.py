"""A class: every answer file of a folder, marked, as one table that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError, MoromiError
from ..language import gettext as _
from .bench import Bench
from .lesson import Lesson
from .load import Shelf
from .marking import Marks, mark_all
from .sheet import Sheet, read_sheet

__all__ = ["Row", "csv_text", "mark_folder"]

_MOST_FILES = 2000
_TOGETHER = 25
"""Sheets whose runs are kept in memory at a time."""
_SUFFIXES = (".yaml", ".yml")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula."""


@dataclass(frozen=True)
class Row:
    """One answer file of a class.

    Attributes
    ----------
    file : str
        Its name.
    marks : Marks or None
        None where it could not be read.
    fault : str
        Why it is worth nothing; empty where it counts.
    """

    file: str
    marks: Marks | None
    fault: str


def mark_folder(
    folder: Path,
    seed: int | None = None,
    progress: Callable[[str], None] | None = None,
    shelf: Shelf | None = None,
) -> list[Row]:
    """Mark every answer file of a folder, in the order of their names.

    Parameters
    ----------
    folder : Path
    seed : int, optional
        Of the course; sheets of another one do not count.
    progress : callable, optional
        Told, in a line, how far it is.
    shelf : Shelf, optional
        Lessons there are; the built-in ones by default.

    Raises
    ------
    InputError
        There is no such folder, or no answer file in it.
    """
    if not folder.is_dir():
        raise InputError(_("{folder} is not a folder").format(folder=folder))
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    if not files or len(files) > _MOST_FILES:
        raise InputError(_("{folder}: 1 to {n} answer files are marked at a time").format(folder=folder, n=_MOST_FILES))
    shelf = shelf or Shelf()
    rows: dict[str, Row] = {}
    waiting: dict[str, list[tuple[str, Sheet]]] = {}
    for path in files:
        try:
            sheet = read_sheet(path)
        except InputError as error:
            rows[path.name] = Row(path.name, None, _line(error))
            continue
        waiting.setdefault(sheet.lesson, []).append((path.name, sheet))
    for name, sheets in waiting.items():
        rows |= {row.file: row for row in _mark_lesson(name, sheets, shelf, seed, progress)}
    return [rows[path.name] for path in files]


def _mark_lesson(
    name: str,
    sheets: Sequence[tuple[str, Sheet]],
    shelf: Shelf,
    seed: int | None,
    progress: Callable[[str], None] | None,
) -> Iterator[Row]:
    """Mark the sheets of one lesson, some at a time."""
    try:
        lesson = shelf.find(name)
    except InputError as error:
        yield from (Row(file, None, _line(error)) for file, _sheet in sheets)
        return
    for start in range(0, len(sheets), _TOGETHER):
        if progress is not None:
            progress(_("{lesson}: {done} of {all} marked").format(lesson=name, done=start, all=len(sheets)))
        yield from _mark_some(lesson, sheets[start : start + _TOGETHER], seed, progress)


def _mark_some(
    lesson: Lesson,
    sheets: Sequence[tuple[str, Sheet]],
    seed: int | None,
    progress: Callable[[str], None] | None,
) -> Iterator[Row]:
    """Mark sheets together; where one of them cannot be marked, each on its own."""
    try:
        found = mark_all([(sheet, lesson) for _file, sheet in sheets], Bench(progress), seed)
    except MoromiError as error:
        if len(sheets) == 1:
            yield Row(sheets[0][0], None, _line(error))
            return
        for pair in sheets:
            yield from _mark_some(lesson, [pair], seed, progress)
        return
    yield from (Row(file, marks, marks.fault) for (file, _sheet), marks in zip(sheets, found, strict=True))


def _line(error: MoromiError) -> str:
    return str(error).partition("\n")[0]


def csv_text(rows: Sequence[Row]) -> str:
    """Results as CSV: a line for each file, a column for each question of the lessons in it.

    Notes
    -----
    Text that a spreadsheet would take for a formula gets an apostrophe in front of it, so that it stays text.
    """
    questions = list(dict.fromkeys(item.question for row in rows if row.marks for item in row.marks.questions))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    head = ["file", "lesson", "version", "learner", "seed", "marks", "out_of", "percent", "remark", *questions]
    writer.writerow(harmless(text) for text in head)
    for row in rows:
        writer.writerow(_cells(row, questions))
    return stream.getvalue()


def _cells(row: Row, questions: Sequence[str]) -> list[str]:
    if row.marks is None:
        return [
            harmless(text) for text in (row.file, "", "", "", "", "0", "", "", row.fault, *("" for _q in questions))
        ]
    marks, sheet = row.marks, row.marks.sheet
    own = {item.question: f"{item.marks:g}" for item in marks.questions}
    told = [row.file, sheet.lesson, str(sheet.version), sheet.learner.name, str(sheet.learner.seed)]
    told += [f"{marks.marks:g}", str(marks.out_of), f"{marks.percent:g}", marks.fault]
    return [harmless(text) for text in (*told, *(own.get(name, "") for name in questions))]


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text

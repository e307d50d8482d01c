"""Rows of a CSV file with named columns, each row with the line it stands on."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError, nearest
from ...scenario.quantity import QuantityError, unit_of

__all__ = ["Column", "Row", "read_rows"]

_HEAD = re.compile(r"\s*([^\[\]]+?)\s*(?:\[([^\[\]]*)\])?\s*")
_MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Attributes
    ----------
    name : str
        As the header calls it.
    unit : str or None
        Unit inside; empty for a pure number, None for text.
    needed : bool
        Whether the table must have it.
    """

    name: str
    unit: str | None = None
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A line: where it stands, text and numbers by column; what is empty is not there."""

    where: str
    text: dict[str, str]
    numbers: dict[str, float]


def read_rows(path: str | Path, columns: Sequence[Column], most: int) -> list[Row]:
    """Read a table.

    Parameters
    ----------
    path : str or Path
        CSV with commas, semicolons or tabs; lines that start with # are comments.
    columns : sequence of Column
        Those it may have; the header says the unit, ``volume [m3]``.
    most : int
        Rows it may have.

    Raises
    ------
    InputError
        The file cannot be read, or a heading, unit or number is wrong; says the line.
    """
    file = Path(path)
    lines = _lines(file, most)
    head = next(lines, None)
    if head is None:
        raise InputError(f"{file}: is empty; its columns are {', '.join(_written(item) for item in columns)}")
    layout = _layout(f"{file}:{head[0]}", head[1], columns)
    return [_row(f"{file}:{number}: ", cells, layout) for number, cells in lines]


def _written(column: Column) -> str:
    return column.name if not column.unit else f"{column.name} [{column.unit}]"


def _lines(file: Path, most: int) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that says something."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(f"{file}: larger than {_MOST_BYTES // 1_000_000} MB")
        text = file.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or 'cannot be read'}") from error
    lines = text.splitlines()
    if len(lines) - 1 > most:
        raise InputError(f"{file}: {len(lines) - 1} rows, at most {most} can be followed; merge neighbours")
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    reader = csv.reader(lines, delimiter=next((mark for mark in ";\t" if mark in head), ","))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                yield reader.line_num, cells
    except csv.Error as error:
        raise InputError(f"{file}:{reader.line_num}: {error}") from error


_Layout = list[tuple[Column, float]]


def _layout(where: str, head: Sequence[str], columns: Sequence[Column]) -> _Layout:
    """Column and factor to the unit inside, for every cell of the header."""
    known = {column.name: column for column in columns}
    layout: _Layout = []
    for cell in head:
        match = _HEAD.fullmatch(cell)
        name = match[1].lower() if match else cell.strip()
        if match is None or name not in known:
            raise InputError(f"{where}: no column is called '{name[:40]}'{nearest(name, known)}")
        if any(name == column.name for column, _ in layout):
            raise InputError(f"{where}: column '{name}' is there twice")
        layout.append((known[name], _factor(where, known[name], match[2])))
    there = {column.name for column, _ in layout}
    for column in columns:
        if column.needed and column.name not in there:
            raise InputError(f"{where}: column '{_written(column)}' is missing")
    return layout


def _factor(where: str, column: Column, given: str | None) -> float:
    """Numbers of a column times this are in the unit inside."""
    if not column.unit:
        return 1.0
    if given is None:
        raise InputError(f"{where}: column '{column.name}' has no unit; write it like '{_written(column)}'")
    try:
        unit, own = unit_of(given.strip()), unit_of(column.unit)
    except QuantityError as error:
        raise InputError(f"{where}: column '{column.name}': {error}") from error
    if unit.dimension != own.dimension:
        raise InputError(f"{where}: '{column.name}' cannot be in '{given}'; write it like '{_written(column)}'")
    return float(unit.factor / own.factor)


def _row(where: str, cells: Sequence[str], layout: _Layout) -> Row:
    if len(cells) > len(layout) and any(cell.strip() for cell in cells[len(layout) :]):
        raise InputError(f"{where}{len(cells)} cells, but the header has {len(layout)} columns")
    text: dict[str, str] = {}
    numbers: dict[str, float] = {}
    for cell, (column, factor) in zip(cells, layout, strict=False):
        said = cell.strip()
        if not said:
            continue
        if column.unit is None:
            text[column.name] = said
            continue
        try:
            numbers[column.name] = float(said) * factor
        except ValueError:
            raise InputError(f"{where}'{said[:40]}' is not a number ({column.name})") from None
        if not math.isfinite(numbers[column.name]):
            raise InputError(f"{where}'{said[:40]}' is not a finite number ({column.name})")
    for column, _ in layout:
        if column.needed and column.name not in (text if column.unit is None else numbers):
            raise InputError(f"{where}'{column.name}' is missing")
    return Row(where, text, numbers)

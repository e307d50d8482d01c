"""Measured points from a CSV file, in the registry's names and the units inside.

The header gives every column a name and a unit: ``time [h],biomass [g/L],glucose [mmol/L],acetate [mM]``.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, nearest
from ..scenario.quantity import QuantityError, unit_of
from ..variables import VARIABLES, Variable, find_variable

__all__ = ["MOLAR_MASSES", "Measured", "read_measured"]

Measured = dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
"""Variable name → (hours, values in the variable's own unit), without the empty cells."""

_Find = Callable[[str], Variable]
_MOST_BYTES = 20_000_000

MOLAR_MASSES: Mapping[str, float] = MappingProxyType(
    {
        "glucose": 0.180156,
        "acetate": 0.059044,
        "formate": 0.045017,
        "ethanol": 0.046069,
        "lactate": 0.089070,
        "succinate": 0.116072,
        "ammonium": 0.018039,
    }
)
"""Molar masses [kg/mol] of what laboratories report in g/L; of the ions at neutral pH (IUPAC 2021 atomic weights)."""

_HEAD = re.compile(r"\s*([^\[\]]+?)\s*(?:\[([^\[\]]*)\])?\s*")
_EMPTY = frozenset({"", "na", "n/a", "nan", "-", "--"})
_EXAMPLE = "time [h],biomass [g/L],glucose [mmol/L]"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: value inside = number * factor + offset."""

    name: str
    factor: float
    offset: float


def read_measured(
    path: str | Path,
    molar_masses: Mapping[str, float] = MOLAR_MASSES,
    species: Collection[str] = (),
    strains: Collection[str] = (),
) -> Measured:
    """Read measured points.

    Parameters
    ----------
    path : str or Path
        CSV with commas, or with semicolons or tabs (then a decimal comma is understood too). Empty cells are
        missing values; lines that start with # are comments.
    molar_masses : mapping of species to kg/mol, optional
        Lets a species be given in g/L; by default those of `MOLAR_MASSES`.
    species : collection of str, optional
        The strains' species; columns may be named so beside the registry's variables.
    strains : collection of str, optional
        Names of several strains, which may end a column's: ``biomass_wild``.

    Returns
    -------
    dict of name to (hours, values)
        Values in the variable's own unit, in the order of the file.

    Raises
    ------
    InputError
        The file cannot be read, or a name, unit or number is wrong; says which line.
    """
    file = Path(path)
    text = _text_of(file)
    rows = _rows_of(file, text)
    if len(rows) < 2:
        raise InputError(f"{file}: needs a header and at least one line of numbers, for example '{_EXAMPLE}'")
    (line, head), *body = rows
    find = partial(find_variable, species={*species, *molar_masses}, strains=strains)
    columns = _columns(f"{file}:{line}", head, molar_masses, find, [*VARIABLES, *species, *molar_masses])
    decimal_comma = "," not in _delimiter(text)
    table = np.array([_numbers(f"{file}:{at}", cells, columns, decimal_comma) for at, cells in body])
    if np.isnan(table[:, 0]).any():
        blank = body[int(np.flatnonzero(np.isnan(table[:, 0]))[0])][0]
        raise InputError(f"{file}:{blank}: the time is missing")
    return _split(columns, table)


def _text_of(file: Path) -> str:
    """Content as text; UTF-8, UTF-16 with its mark, or what Windows calls ANSI."""
    try:
        if file.is_dir():
            raise InputError(f"{file}: is a folder; measured points are a CSV file")
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(f"{file}: larger than {_MOST_BYTES // 1_000_000} MB; thin the points out")
        raw = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or 'cannot be read'}") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        raise InputError(f"{file}: is not a text file; export the table as CSV")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Semicolon, tab or comma, whatever the header uses."""
    head = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    return next((mark for mark in ";\t" if mark in head), ",")


def _rows_of(file: Path, text: str) -> list[tuple[int, list[str]]]:
    """Line number and cells of every line that says something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise InputError(f"{file}:{reader.line_num}: {error}") from error
    return rows


def _columns(
    where: str, head: Sequence[str], masses: Mapping[str, float], find: _Find, known: Sequence[str]
) -> list[_Column]:
    """Columns of the header, time first."""
    while head and not head[-1].strip():
        head = head[:-1]
    columns = [_column(where, cell, masses, find, known) for cell in head]
    names = [column.name for column in columns]
    if names[0] != "time" or len(names) < 2:
        raise InputError(f"{where}: the first column is the time, then comes what was measured: '{_EXAMPLE}'")
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise InputError(f"{where}: '{doubled}' is there twice; keep one column, replicates as further lines")
    return columns


def _column(where: str, cell: str, masses: Mapping[str, float], find: _Find, known: Sequence[str]) -> _Column:
    match = _HEAD.fullmatch(cell)
    if match is None:
        raise InputError(f"{where}: '{_short(cell)}' is not a column heading; write it like 'biomass [g/L]'")
    name, unit = match[1].lower().replace(" ", "_"), match[2]
    try:
        variable = find(name)
    except KeyError:
        raise InputError(f"{where}: no variable is called '{_short(name)}'{_near(name, known)}") from None
    if unit is None:
        raise InputError(f"{where}: '{_short(name)}' has no unit; write it like '{name} [{variable.unit or '-'}]'")
    factor, offset = _conversion(where, variable, unit.strip(), masses)
    return _Column(name, factor, offset)


def _near(name: str, known: Sequence[str]) -> str:
    hint = nearest(name, known)
    return hint if "nearest" in hint else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "\N{HORIZONTAL ELLIPSIS}"


def _conversion(where: str, variable: Variable, text: str, masses: Mapping[str, float]) -> tuple[float, float]:
    """Factor and offset from the unit of a column to the variable's own."""
    try:
        given = unit_of("" if text in ("-", "1", "\N{EN DASH}") else text)
        own = unit_of(variable.unit)
    except QuantityError as error:
        raise InputError(f"{where}: '{variable.name}': {error}") from error
    if given.dimension == own.dimension:
        return float(given.factor / own.factor), float((given.offset - own.offset) / own.factor)
    mass = unit_of("kg/m3")
    if variable.unit == "mol/m³" and given.dimension == mass.dimension:
        molar = masses.get(variable.name)
        if not molar:
            raise InputError(f"{where}: '{variable.name}' in {text} needs its molar mass; give it in mmol/L")
        return float(given.factor / mass.factor / Fraction(molar)), 0.0
    example = "g/L" if variable.unit == "kg/m³" else "mmol/L" if variable.unit == "mol/m³" else variable.unit or "-"
    raise InputError(
        f"{where}: '{variable.name}' cannot be in '{_short(text)}'; write it like '{variable.name} [{example}]'"
    )


def _numbers(where: str, cells: Sequence[str], columns: Sequence[_Column], decimal_comma: bool) -> list[float]:
    """One line of the table in the units inside; missing cells are not-a-number."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise InputError(f"{where}: {len(cells)} cells, but the header has {len(columns)} columns")
    row = [math.nan] * len(columns)
    for index, (cell, column) in enumerate(zip(cells, columns, strict=False)):
        text = cell.strip()
        if text.lower() in _EMPTY:
            continue
        try:
            value = float(text.replace(",", ".") if decimal_comma else text)
        except ValueError:
            raise InputError(f"{where}: '{_short(text)}' is not a number ({column.name})") from None
        if not math.isfinite(value):
            raise InputError(f"{where}: '{_short(text)}' is not a finite number ({column.name})")
        row[index] = value * column.factor + column.offset
    return row


def _split(columns: Sequence[_Column], table: NDArray[np.float64]) -> Measured:
    points: Measured = {}
    for index, column in enumerate(columns[1:], start=1):
        there = ~np.isnan(table[:, index])
        points[column.name] = (table[there, 0].copy(), table[there, index].copy())
    return points

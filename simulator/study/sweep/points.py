"""The points of a study: of every run the values of all variables, as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .design import MOST_RUNS, point_count, unit_points
from .plan import StudyPlan
from .variable import Variable, parse_variable

__all__ = ["Points", "lay", "points_of"]

_HEADER = re.compile(r"(?P<path>[^\[\]]+?)\s*(?:\[(?P<unit>[^\[\]]*)\])?")
_MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Points:
    """Values of the variables at every point.

    Parameters
    ----------
    variables : tuple of Variable
    shares : shape (points, variables)
        Shares of probability; of points from a file the values themselves.
    given : bool
        Whether they are from a file.
    """

    variables: tuple[Variable, ...]
    shares: NDArray[np.float64]
    given: bool = False

    def __len__(self) -> int:
        return len(self.shares)

    def texts(self, row: int) -> list[str]:
        """Values at a point, as ``--set`` takes them."""
        pairs = zip(self.variables, self.shares[row].tolist(), strict=True)
        if self.given:
            return [variable.written(value) for variable, value in pairs]
        return [variable.text(share) for variable, share in pairs]

    def numbers(self, row: int) -> list[float]:
        """Values at a point as numbers in the variables' units; of words their place in the list."""
        return [variable.number(text) for variable, text in zip(self.variables, self.texts(row), strict=True)]

    def some(self, first: int, last: int) -> Points:
        """The points first … last−1."""
        return Points(self.variables, self.shares[first:last], self.given)

    def csv(self) -> str:
        """Points from a file as a file again."""
        heads = [f"{item.path} [{item.unit}]" if item.unit else item.path for item in self.variables]
        rows = [",".join(repr(value) for value in row) for row in self.shares.tolist()]
        return "\n".join([",".join(heads), *rows, ""])

    def ends(self) -> list[tuple[str, ...]]:
        """Of every variable the values between which all its others lie."""
        if not self.given:
            return [variable.ends() for variable in self.variables]
        low, high = self.shares.min(axis=0), self.shares.max(axis=0)
        return [
            (variable.written(float(low[place])), variable.written(float(high[place])))
            for place, variable in enumerate(self.variables)
        ]


def points_of(plan: StudyPlan) -> Points:
    """The points of a study.

    Raises
    ------
    InputError
        A spread cannot be read, or there are too many points.
    """
    if plan.design == "points":
        return _from_file(Path(plan.points))
    variables = tuple(parse_variable(f"{path}={spread}") for path, spread in plan.vary.items())
    return lay(variables, plan.design, plan.runs, plan.levels, plan.seed)


def lay(variables: Sequence[Variable], design: str, runs: int, levels: int = 5, seed: int = 1) -> Points:
    """The points of a design; see `unit_points`.

    Raises
    ------
    InputError
        There are too many, or the design does not come in that number.
    """
    count = point_count(design, variables, runs, levels)
    if count > MOST_RUNS:
        raise InputError(
            f"{count:,} points are more than the {MOST_RUNS:,} a study may have: fewer levels, or a design that is "
            "drawn (sobol, latin-hypercube) with --runs"
        )
    return Points(tuple(variables), unit_points(design, variables, runs, levels, seed))


def _from_file(path: Path) -> Points:
    """Points of a CSV file: a header of paths, with units in brackets, and a row of numbers for every point."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: too large; at most {_MOST_BYTES:,} bytes of points are read")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as CSV: {getattr(error, 'strerror', None) or error}") from error
    if len(rows) < 2:
        raise InputError(f"{path}: a header of paths and at least one row of numbers are needed")
    variables = tuple(_column(path, cell) for cell in rows[0])
    names = [variable.path for variable in variables]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{path}:1: the variable '{name}' has two columns")
    if len(rows) - 1 > MOST_RUNS:
        raise InputError(f"{path}: more than the {MOST_RUNS:,} points a study may have")
    return Points(variables, _numbers(path, rows, len(variables)), given=True)


def _numbers(path: Path, rows: Sequence[Sequence[str]], width: int) -> NDArray[np.float64]:
    values = np.empty((len(rows) - 1, width))
    for place, row in enumerate(rows[1:]):
        if len(row) != width:
            raise InputError(f"{path}: row {place + 2} has {len(row)} cells, the header {width}")
        try:
            values[place] = [float(cell) for cell in row]
        except ValueError as error:
            raise InputError(f"{path}: row {place + 2}: {error}") from error
    if not np.isfinite(values).all():
        raise InputError(f"{path}: row {int(np.argmin(np.isfinite(values).all(axis=1))) + 2} has a value not finite")
    return values


def _column(path: Path, cell: str) -> Variable:
    found = _HEADER.fullmatch(cell.strip())
    if found is None:
        raise InputError(f"{path}:1: '{cell}' is not a path, with its unit in brackets where it has one")
    return Variable(found["path"].strip(), (found["unit"] or "").strip())

"""A third way to the optimum: fractions, which round nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from moromi.strains.basis import Basis
from moromi.strains.problem import ParametricProblem

Row = dict[int, Fraction]

# Costs that cancel in the model's decimal numbers leave 1e-16 where these were rounded to doubles.
_ROUNDED = Fraction(1, 10**12)


def _eliminated(rows: list[Row], size: int) -> list[Row]:
    """Gauss–Jordan on `size` rows; what is right of the square comes out as the solution, row by row."""
    rows = [dict(row) for row in rows]
    for column in range(size):
        pivot = next(i for i in range(column, size) if rows[i].get(column))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        top = rows[column][column]
        rows[column] = {key: value / top for key, value in rows[column].items() if value}
        for i in range(size):
            factor = rows[i].get(column)
            if i != column and factor:
                for key, value in rows[column].items():
                    rows[i][key] = rows[i].get(key, Fraction(0)) - factor * value
    return rows


def _solved(square: Sequence[Row], rights: Sequence[Mapping[int, Fraction]]) -> list[list[Fraction]]:
    """Solutions of square·x = right for every right-hand side."""
    size = len(square)
    rows = [dict(row) for row in square]
    for number, right in enumerate(rights):
        for index, value in right.items():
            rows[index][size + number] = value
    rows = _eliminated(rows, size)
    return [[row.get(size + number, Fraction(0)) for row in rows] for number in range(len(rights))]


class Rational:
    """The program at one θ, both taken as the fractions that doubles are.

    Parameters
    ----------
    problem : ParametricProblem
        Small.
    theta : ndarray, shape (p,)
    """

    def __init__(self, problem: ParametricProblem, theta: NDArray[np.float64]) -> None:
        self.rows, self.count = problem.matrix.shape
        matrix = problem.matrix
        self.columns: list[Row] = [
            {int(matrix.indices[k]): Fraction(float(matrix.data[k])) for k in range(a, b)}
            for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
        ]
        self.columns += [{row: Fraction(1)} for row in range(self.rows)]  # logical variables, fixed at zero
        point = [Fraction(float(value)) for value in theta]

        def bounds(values: NDArray[np.float64], slopes: NDArray[np.float64]) -> list[Fraction | None]:
            found: list[Fraction | None] = [
                sum((Fraction(float(s)) * t for s, t in zip(row, point, strict=True)), Fraction(float(value)))
                if np.isfinite(value)
                else None
                for value, row in zip(values, slopes, strict=True)
            ]
            return found + [Fraction(0)] * self.rows

        self.lower = bounds(problem.lower, problem.lower_slope)
        self.upper = bounds(problem.upper, problem.upper_slope)
        self.costs = [{int(j): Fraction(float(row[j])) for j in np.flatnonzero(row)} for row in problem.costs[:-1]]
        self.outputs = [{int(j): Fraction(float(row[j])) for j in np.flatnonzero(row)} for row in problem.output_matrix]

    def values(self, basis: Basis) -> list[Fraction]:
        """All variables of a basis."""
        basic = basis.basic.tolist()
        values = [Fraction(0)] * len(self.columns)
        right: Row = {}
        for column in sorted(set(range(len(self.columns))) - set(basic)):
            rests = self.upper if column < self.count and basis.at_upper[column] else self.lower
            value = rests[column]
            assert value is not None
            values[column] = value
            for row, entry in self.columns[column].items():
                right[row] = right.get(row, Fraction(0)) - entry * value
        square: list[Row] = [{} for _ in range(self.rows)]
        for place, column in enumerate(basic):
            for row, entry in self.columns[column].items():
                square[row][place] = entry
        for column, value in zip(basic, _solved(square, [right])[0], strict=True):
            values[column] = value
        return values

    def outside(self, values: Sequence[Fraction]) -> Fraction:
        """How far any variable is outside its bounds."""
        below = [low - value for low, value in zip(self.lower, values, strict=True) if low is not None]
        above = [value - high for high, value in zip(self.upper, values, strict=True) if high is not None]
        return max(*below, *above)

    def improving(self, basis: Basis) -> list[int]:
        """Variables that have room and would improve the first level at which they cost anything."""
        basic = basis.basic.tolist()
        square = [self.columns[column] for column in basic]  # of the transpose
        rights = [{place: row[column] for place, column in enumerate(basic) if column in row} for row in self.costs]
        prices = _solved(square, rights)
        found = []
        for column in sorted(set(range(len(self.columns))) - set(basic)):
            if self.lower[column] == self.upper[column]:
                continue
            sign = -1 if column < self.count and basis.at_upper[column] else 1
            for row, price in zip(self.costs, prices, strict=True):
                spent = sum((entry * price[r] for r, entry in self.columns[column].items()), Fraction(0))
                cost = sign * (row.get(column, Fraction(0)) - spent)
                if abs(cost) > _ROUNDED:
                    found += [column] if cost < 0 else []
                    break
        return found

    def outputs_of(self, values: Sequence[Fraction]) -> NDArray[np.float64]:
        """Outputs, rounded once."""
        return np.array([float(sum((c * values[j] for j, c in row.items()), Fraction(0))) for row in self.outputs])

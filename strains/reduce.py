"""A smaller program with the same optima: dead ends removed, chains of reactions lumped.

A metabolite that can only be made or only be used carries no flux. One with two reactions ties them: one flux is a
multiple of the other. Both rules hold for every θ in the box, so they are applied once. iJO1366 shrinks from 1,805
equations in 2,583 fluxes to about 600 in 1,200.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array

from .problem import ParametricProblem

__all__ = ["reduce_problem"]

# Two coefficients that cancel to this share of themselves cancel exactly in the model's decimal numbers.
_CANCELLED = 1e-12


class _Reduction:
    """The program as dictionaries, shrinking."""

    def __init__(self, problem: ParametricProblem) -> None:
        matrix = problem.matrix
        spans = zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
        self.columns = [
            dict(zip(matrix.indices[a:b].tolist(), matrix.data[a:b].tolist(), strict=True)) for a, b in spans
        ]
        self.rows: list[set[int]] = [set() for _ in range(matrix.shape[0])]
        for column, entries in enumerate(self.columns):
            for row in entries:
                self.rows[row].add(column)
        self.alive = np.ones(len(self.columns), dtype=bool)
        self.lower, self.lower_slope = problem.lower.copy(), problem.lower_slope.copy()
        self.upper, self.upper_slope = problem.upper.copy(), problem.upper_slope.copy()
        self.functionals = np.asfortranarray(np.vstack([problem.costs, problem.output_matrix]))
        self.box = problem.box
        self.varies = np.any(problem.lower_slope != 0.0, axis=1) | np.any(problem.upper_slope != 0.0, axis=1)
        self.todo = list(range(len(self.rows)))  # a heap: a fixed order gives the same program every time
        self.queued = set(self.todo)

    def drop(self, column: int) -> None:
        """Remove a column that is zero."""
        for row in self.columns[column]:
            self.rows[row].discard(column)
            self._queue(row)
        self.alive[column] = False

    def _queue(self, row: int) -> None:
        """Look at a row again."""
        if row not in self.queued:
            self.queued.add(row)
            heapq.heappush(self.todo, row)

    def _span(self, column: int, upper: bool) -> tuple[float, float]:
        """Range of a bound over the box."""
        bound = float((self.upper if upper else self.lower)[column])
        if not self.varies[column]:
            return bound, bound
        ends = (self.upper_slope if upper else self.lower_slope)[column] * self.box
        return bound + float(np.minimum(ends, 0.0).sum()), bound + float(np.maximum(ends, 0.0).sum())

    def run(self) -> None:
        """Apply both rules until nothing changes."""
        for column in np.flatnonzero((self.lower == 0.0) & (self.upper == 0.0) & ~self.varies):
            self.drop(int(column))
        while self.todo:
            row = heapq.heappop(self.todo)
            self.queued.discard(row)
            if self.rows[row] and not self._dead_end(row):
                self._chain(row)

    def _dead_end(self, row: int) -> bool:
        """Drop the reactions of a metabolite that cannot be both made and used."""
        made = used = False
        for column in self.rows[row]:
            value = self.columns[column][row]
            forward = self._span(column, upper=True)[1] > 0.0
            backward = self._span(column, upper=False)[0] < 0.0
            made |= (value > 0.0 and forward) or (value < 0.0 and backward)
            used |= (value < 0.0 and forward) or (value > 0.0 and backward)
        if (made and used) or any(self._enforced(column) for column in self.rows[row]):
            return False
        for column in sorted(self.rows[row]):
            self.drop(column)
        return True

    def _enforced(self, column: int) -> bool:
        """Whether zero can violate the column's bounds."""
        lowest = self._span(column, upper=False)[1]
        highest = self._span(column, upper=True)[0]
        return lowest > 0.0 or highest < 0.0

    def _chain(self, row: int) -> None:
        """Express one of the two reactions of a metabolite by the other."""
        if len(self.rows[row]) != 2:
            return
        kept, gone = sorted(self.rows[row])
        if self.varies[gone]:
            kept, gone = gone, kept
        if self.varies[gone]:
            return
        ratio = -self.columns[kept][row] / self.columns[gone][row]
        if self._tighten(kept, gone, ratio):
            self._merge(kept, gone, ratio)

    def _tighten(self, kept: int, gone: int, ratio: float) -> bool:
        """Give `kept` the bounds of `gone` as well; False where the tighter one depends on θ."""
        ends = (self.lower[gone] / ratio, self.upper[gone] / ratio)
        low, high = min(ends), max(ends)
        low_span = self._span(kept, upper=False)
        high_span = self._span(kept, upper=True)
        if low_span[0] < low < low_span[1] or high_span[0] < high < high_span[1]:
            return False
        if low >= low_span[1]:
            self.lower[kept], self.lower_slope[kept] = low, 0.0
        if high <= high_span[0]:
            self.upper[kept], self.upper_slope[kept] = high, 0.0
        self.varies[kept] = bool(np.any(self.lower_slope[kept] != 0.0) or np.any(self.upper_slope[kept] != 0.0))
        return True

    def _merge(self, kept: int, gone: int, ratio: float) -> None:
        """Add ratio·gone to kept and drop gone."""
        into = self.columns[kept]
        for row, value in self.columns[gone].items():
            old = into.get(row, 0.0)
            new = old + ratio * value
            if abs(new) <= _CANCELLED * (abs(old) + abs(ratio * value)):
                into.pop(row, None)
                self.rows[row].discard(kept)
            else:
                into[row] = new
                self.rows[row].add(kept)
            self._queue(row)
        old, change = self.functionals[:, kept], ratio * self.functionals[:, gone]
        new = old + change
        new[np.abs(new) <= _CANCELLED * (np.abs(old) + np.abs(change))] = 0.0
        self.functionals[:, kept] = new
        self.drop(gone)
        if self.lower[kept] == 0.0 == self.upper[kept] and not self.varies[kept]:
            self.drop(kept)


def reduce_problem(problem: ParametricProblem) -> ParametricProblem:
    """Shrink a program without changing its outputs for any θ in the box.

    Parameters
    ----------
    problem : ParametricProblem
        As built from a model.

    Returns
    -------
    ParametricProblem
        With fewer rows and columns; a lumped column keeps the name of the reaction that stands for it.
    """
    work = _Reduction(problem)
    work.run()
    keep = np.flatnonzero(work.alive)
    number = {row: index for index, row in enumerate(i for i, users in enumerate(work.rows) if users)}
    triplets = [
        (number[row], index, value)
        for index, column in enumerate(keep)
        for row, value in sorted(work.columns[column].items())
    ]
    row, col, value = zip(*triplets, strict=True) if triplets else ((), (), ())
    functionals = work.functionals[:, keep]
    levels = len(problem.levels)
    return replace(
        problem,
        columns=tuple(problem.columns[column] for column in keep),
        matrix=csc_array((np.array(value, dtype=float), (row, col)), shape=(len(number), len(keep))),
        lower=work.lower[keep],
        lower_slope=work.lower_slope[keep],
        upper=work.upper[keep],
        upper_slope=work.upper_slope[keep],
        costs=functionals[:levels],
        output_matrix=functionals[levels:],
    )

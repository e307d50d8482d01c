"""Lexicographic dual simplex: from an optimal basis to the optimal basis at another θ.

Every level stays optimal on the way, so a neighbouring region is a pivot or a few away and no level is solved
again. Termination is guaranteed because the last level is strictly generic (no dual ties).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.simplex import excess, reprice
from .basis import Basis
from .factors import Factors

__all__ = ["is_optimal", "pivot_to"]

# Coefficients of iJO1366 are either above 1e-8 or, after refinement, below 1e-30.
_ZERO = 1e-11
_PIVOT = 1e-9
_TIE = 1e-10
FEASIBLE = 1e-11
_AGREE = 1e-6
_MOST_PIVOTS = 400
_REFACTOR = 40


def is_optimal(factors: Factors) -> bool:
    """Whether every level is optimal: nonbasic columns have reduced costs of the right lexicographic sign."""
    system, basis = factors.system, factors.basis
    movable = factors.nonbasic & ~system.fixed
    sides = np.where(np.append(basis.at_upper, np.zeros(system.rows, dtype=bool)), -1.0, 1.0)
    costs = (factors.reduced_costs * sides)[:, movable]
    first = np.argmax(costs != 0.0, axis=0)
    return bool(np.all(costs[first, np.arange(costs.shape[1])] >= 0.0))


def _entering(costs: NDArray[np.float64], row: NDArray[np.float64], candidates: NDArray[np.intp]) -> int:
    """The candidate with the lexicographically smallest ratio of reduced cost to pivot."""
    for level in costs:
        if candidates.size == 1:
            break
        ratio = level[candidates] / row[candidates]
        best = ratio.min()
        candidates = candidates[ratio <= best + _TIE * (1.0 + abs(best))]
    return int(candidates[np.argmax(np.abs(row[candidates]))])


class _Tableau:
    """A basis that changes one column at a time, with what the ratio test needs."""

    def __init__(self, factors: Factors) -> None:
        self.factors, self.system = factors, factors.system
        self.basic = factors.basis.basic.copy()
        self.at_upper = np.append(factors.basis.at_upper, np.zeros(self.system.rows, dtype=bool))
        self.nonbasic = factors.nonbasic.copy()
        self.values = factors.values.copy()
        self.costs = factors.reduced_costs.copy()
        self.etas: list[tuple[int, NDArray[np.float64]]] = []

    def violated(self, theta: NDArray[np.float64], tolerance: float) -> tuple[int, bool] | None:
        """Position of the worst basic variable and whether it is above; None when all are within bounds."""
        system = self.system
        below, above = excess(self.values, system.lower, system.upper, self.basic, theta, system.problem.box, _ZERO)
        worst = np.maximum(below, above)
        violated = np.flatnonzero(worst > tolerance)
        if not violated.size:
            return None
        # Many fluxes are proportional and violated alike; the largest in absolute terms makes the best pivot.
        steep = np.abs(self.values[self.basic[violated]][:, 1:] * self.system.problem.box).max(axis=1)
        position = int(violated[np.argmax(worst[violated] * steep)])
        return position, bool(above[position] > below[position])

    def row(self, position: int) -> NDArray[np.float64]:
        """Row of B⁻¹[A I]."""
        unit = np.zeros(self.system.rows)
        unit[position] = 1.0
        for place, column in reversed(self.etas):
            unit[place] = (unit[place] - (unit @ column - unit[place] * column[place])) / column[place]
        return self.factors.row_of(unit, _ZERO)

    def column(self, variable: int) -> NDArray[np.float64]:
        """B⁻¹ times a column of [A I]."""
        out = self.factors.column_of(variable)
        for place, column in self.etas:
            step = out[place] / column[place]
            out -= step * column
            out[place] = step
        return out

    def exchange(self, position: int, above: bool) -> bool:
        """Let the variable at `position` leave to the bound it violates; False when nothing may enter."""
        row = self.row(position)
        signed = np.where(self.at_upper, -row, row) * (1.0 if above else -1.0)
        open_ = np.flatnonzero(self.nonbasic & ~self.system.fixed & (signed > _PIVOT))
        if not open_.size:
            return False
        entering = _entering(self.costs, row if above else -row, open_)
        column = self.column(entering)
        if abs(column[position] - row[entering]) > _AGREE * abs(row[entering]):
            return False
        leaving = int(self.basic[position])
        bound = (self.system.upper if above else self.system.lower)[leaving]
        step = (self.values[leaving] - bound) / column[position]
        self.values[self.basic] -= np.outer(column, step)
        self.values[leaving] = bound
        self.values[entering] += step
        reprice(self.costs, entering, row, _ZERO)
        self.etas.append((position, column))
        self.basic[position] = entering
        self.nonbasic[entering], self.nonbasic[leaving] = False, True
        self.at_upper[entering], self.at_upper[leaving] = False, above
        return True

    def basis(self) -> Basis:
        """As it stands now."""
        return Basis(np.sort(self.basic), self.at_upper[: self.system.columns].copy())


def pivot_to(factors: Factors, theta: NDArray[np.float64], tolerance: float = FEASIBLE) -> Basis | None:
    """Optimal basis at θ, starting from one that is optimal elsewhere.

    Parameters
    ----------
    factors : Factors
        Of a basis at which every level is optimal, feasible or not at θ.
    theta : ndarray, shape (p,)
        Target, inside the box.
    tolerance : float
        How far outside its bounds a flux may be, relative to the box.

    Returns
    -------
    Basis or None
        None when it takes too many pivots or a pivot is too small: solve from scratch instead.
    """
    tableau = _Tableau(factors)
    for _ in range(_MOST_PIVOTS):
        worst = tableau.violated(theta, tolerance)
        if worst is None:
            return tableau.basis()
        done = tableau.exchange(*worst)
        if not done and not tableau.etas:
            return None
        if not done or len(tableau.etas) == _REFACTOR:
            tableau = _Tableau(Factors(factors.system, tableau.basis()))
    return None

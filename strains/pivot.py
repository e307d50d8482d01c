"""Lexicographic dual simplex: from an optimal basis to the optimal basis at another θ.

Every level stays optimal on the way, so a neighbouring region is a pivot or a few away and no level is solved
again. Termination is guaranteed because the last level is strictly generic (no dual ties).
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from ..kernels.simplex import (
    back_through_exchanges,
    excess,
    most_violated,
    move,
    ratio_test,
    reprice,
    signs_agree,
    through_exchanges,
)
from .basis import Basis
from .factors import Factors

__all__ = ["Tableau", "is_optimal", "pivot_to"]

# Coefficients of iJO1366 are either above 1e-8 or, after refinement, below 1e-30.
_ZERO = 1e-11
_PIVOT = 1e-9
_TIE = 1e-10
_FEASIBLE = 1e-11  # relative to the box
_AGREE = 1e-6
_MOST_PIVOTS = 400
_REFACTOR = 40


def is_optimal(factors: Factors) -> bool:
    """Whether every level is optimal: nonbasic columns have reduced costs of the right lexicographic sign."""
    return signs_agree(factors.reduced_costs, factors.nonbasic & ~factors.system.fixed, factors.basis.at_upper)


class Tableau(ABC):
    """A basis that changes one column at a time, with what the ratio test needs.

    Parameters
    ----------
    factors : Factors
        Of a basis at which every level is optimal.
    fixed : ndarray of bool, shape (n + m,)
        Variables without room between their bounds: they never enter.
    """

    refined = False
    """Whether rows are, which costs as much again and keeps all levels optimal on bases that are nearly singular."""

    def __init__(self, factors: Factors, fixed: NDArray[np.bool_]) -> None:
        self.factors, self.system, self.fixed = factors, factors.system, fixed
        self.basic = factors.basis.basic.copy()
        self.at_upper = np.append(factors.basis.at_upper, np.zeros(self.system.rows, dtype=bool))
        self.movable = factors.nonbasic & ~self.fixed
        self.costs = factors.reduced_costs.copy()
        self.exchanges = 0
        self._places = np.empty(_REFACTOR, dtype=np.int64)
        self._columns = np.empty((_REFACTOR, self.system.rows))

    @property
    def full(self) -> bool:
        """Whether it is time to factorise anew."""
        return self.exchanges == _REFACTOR

    def row(self, position: int) -> NDArray[np.float64]:
        """Row of B⁻¹[A I]."""
        unit = np.zeros(self.system.rows)
        unit[position] = 1.0
        back_through_exchanges(self._places[: self.exchanges], self._columns[: self.exchanges], unit)
        return self.factors.row_of(unit, _ZERO, self.refined)

    def column(self, variable: int) -> NDArray[np.float64]:
        """B⁻¹ times a column of [A I]."""
        out = self.factors.column_of(variable)
        through_exchanges(self._places[: self.exchanges], self._columns[: self.exchanges], out)
        return out

    def exchange(self, position: int, above: bool) -> bool:
        """Let the variable at `position` leave to the bound it violates; False when nothing may enter."""
        row = self.row(position)
        turned = np.where(np.abs(row) > _PIVOT, row if above else -row, 0.0)
        entering = ratio_test(self.costs, turned, self.movable, self.at_upper, _TIE)
        if entering < 0:
            return False
        column = self.column(entering)
        if abs(column[position] - row[entering]) > _AGREE * abs(row[entering]):
            return False
        leaving = int(self.basic[position])
        self.shift(leaving, above, entering, column, float(column[position]))
        reprice(self.costs, entering, row, _ZERO)
        self._places[self.exchanges], self._columns[self.exchanges] = position, column
        self.exchanges += 1
        self.basic[position] = entering
        self.movable[entering], self.movable[leaving] = False, not self.fixed[leaving]
        self.at_upper[entering], self.at_upper[leaving] = False, above
        return True

    @abstractmethod
    def shift(self, leaving: int, above: bool, entering: int, column: NDArray[np.float64], pivot: float) -> None:
        """Move the values: `leaving` to its bound, the basic variables along `column`, whose entry there is `pivot`."""

    def basis(self) -> Basis:
        """As it stands now."""
        return Basis(np.sort(self.basic), self.at_upper[: self.system.columns].copy())


class _AffineTableau(Tableau):
    """With variables as functions of θ."""

    def __init__(self, factors: Factors) -> None:
        super().__init__(factors, factors.system.fixed)
        self.values = factors.values.copy()

    def violated(self, theta: NDArray[np.float64], tolerance: float) -> tuple[int, bool] | None:
        """Position of the worst basic variable and whether it is above; None when all are within bounds."""
        system, values, basic = self.system, self.values, self.basic
        below, above = excess(values, system.lower, system.upper, basic, theta, system.problem.box, _ZERO)
        position = most_violated(values, below, above, basic, system.problem.box, tolerance)
        return None if position < 0 else (position, bool(above[position] > below[position]))

    def shift(self, leaving: int, above: bool, entering: int, column: NDArray[np.float64], pivot: float) -> None:
        bound = (self.system.upper if above else self.system.lower)[leaving]
        step = (self.values[leaving] - bound) / pivot
        move(self.values, self.basic, column, step)
        self.values[leaving] = bound
        self.values[entering] += step


def pivot_to(factors: Factors, theta: NDArray[np.float64]) -> Basis | None:
    """Optimal basis at θ, starting from one that is optimal elsewhere.

    Parameters
    ----------
    factors : Factors
        Of a basis at which every level is optimal, feasible or not at θ.
    theta : ndarray, shape (p,)
        Target, inside the box.

    Returns
    -------
    Basis or None
        None when it takes too many pivots or a pivot is too small: solve from scratch instead.
    """
    tableau = _AffineTableau(factors)
    for _ in range(_MOST_PIVOTS):
        worst = tableau.violated(theta, _FEASIBLE)
        if worst is None:
            return tableau.basis()
        done = tableau.exchange(*worst)
        if not done and not tableau.exchanges:
            return None
        if not done or tableau.full:
            tableau = _AffineTableau(Factors(factors.system, tableau.basis()))
    return None

"""Lexicographic solution of the linear program at one θ, level by level, through HiGHS."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .basis import Basis
from .errors import StrainError
from .factors import System
from .highs import DUAL_SIMPLEX, INFINITE, PRIMAL_SIMPLEX, highs_for, is_optimal

__all__ = ["LexicographicSolver"]

# Reduced costs are either above 1e-6 of their terms or rounding (1e-15); measured on iJO1366.
_NONZERO = 1e-9
# Between bounds this close the value does not tell which one holds a column.
_NARROW = 1e-6
# Both first levels at once bring a warm start close to the optimum; then each level has little left to do.
_HEAD_START = 100.0


class LexicographicSolver:
    """Keeps one HiGHS model of a program and its last basis for a warm start.

    Parameters
    ----------
    system : System
        The program.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self._all = np.arange(system.columns, dtype=np.int32)
        problem = system.problem
        nothing = np.zeros(system.rows)
        self._highs = highs_for(problem.matrix, (problem.lower, problem.upper), (nothing, nothing))

    def solve(self, theta: NDArray[np.float64], levels: int | None = None) -> Basis:
        """Optimal basis of the first `levels` levels (all by default) at θ.

        Parameters
        ----------
        theta : ndarray, shape (p,)
            Parameters inside the box.
        levels : int, optional
            Stop after so many levels and leave the bounds as those levels fix them, for `extreme`.

        Returns
        -------
        Basis

        Raises
        ------
        StrainError
            HiGHS did not find an optimum.
        """
        lower, upper = self.system.problem.bounds(theta)
        lower, upper = np.maximum(lower, -INFINITE), np.minimum(upper, INFINITE)
        self._highs.changeColsBounds(self.system.columns, self._all, lower, upper)
        open_ = upper > lower
        at_upper = np.zeros(self.system.columns, dtype=bool)
        costs = self.system.problem.costs
        if len(costs) > 1:
            self._run(_HEAD_START * costs[0] + costs[1], DUAL_SIMPLEX)
        for cost in costs[:levels]:
            self._run(cost, PRIMAL_SIMPLEX)
            fixed, sides = self._decided(open_, lower, upper)
            if fixed.size:
                at_upper[fixed] = sides
                ends = np.where(sides, upper[fixed], lower[fixed])
                self._highs.changeColsBounds(fixed.size, fixed, ends, ends)
                open_[fixed] = False
        at_upper = np.where(open_, self._near_upper(lower, upper), at_upper)
        return self._basis(at_upper)

    def extreme(self, cost: NDArray[np.float64]) -> float:
        """Smallest value of cost·x among the optima of the last `solve`."""
        self._run(cost, PRIMAL_SIMPLEX)
        return float(cost @ np.asarray(self._highs.getSolution().col_value))

    def _run(self, cost: NDArray[np.float64], strategy: int) -> None:
        """Minimise cost·x, once more from scratch where the warm start leads the simplex method astray."""
        self._highs.changeColsCost(self.system.columns, self._all, cost)
        self._highs.setOptionValue("simplex_strategy", strategy)
        self._highs.run()
        if is_optimal(self._highs):
            return
        self._highs.clearSolver()
        self._highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
        self._highs.run()
        if not is_optimal(self._highs):
            status = self._highs.modelStatusToString(self._highs.getModelStatus())
            raise StrainError(f"the linear program has no optimum: {status}")

    def _near_upper(self, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which bound a column is closer to."""
        values = np.asarray(self._highs.getSolution().col_value)
        return np.asarray(np.abs(upper - values) < np.abs(values - lower))

    def _decided(
        self, open_: NDArray[np.bool_], lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Nonbasic columns that this level holds at a bound, and whether that is the upper one."""
        reduced = np.asarray(self._highs.getSolution().col_dual)
        nonbasic = open_.copy()
        basic = self._basic()
        nonbasic[basic[basic < self.system.columns]] = False
        held_above = reduced < 0.0
        # A reduced cost of the wrong sign for its side is rounding: the column stays free for the next level.
        agrees = (held_above == self._near_upper(lower, upper)) | (upper - lower < _NARROW)
        fixed = np.flatnonzero(nonbasic & agrees & (np.abs(reduced) > _NONZERO)).astype(np.int32)
        return fixed, held_above[fixed]

    def _basic(self) -> NDArray[np.int32]:
        """Basic variables; n + i for the logical of row i."""
        highs: Any = self._highs  # its stubs do not know this method
        _, variables = highs.getBasicVariables()
        numbers = np.where(variables >= 0, variables, self.system.columns - 1 - variables)
        return np.asarray(numbers, dtype=np.int32)

    def _basis(self, at_upper: NDArray[np.bool_]) -> Basis:
        """The present basis."""
        basic = np.sort(self._basic())
        at_upper[basic[basic < self.system.columns]] = False
        return Basis(basic, at_upper)

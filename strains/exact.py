"""One θ in twice the working precision: what a basis says there, and the basis that is feasible to the last digit.

At a facet or a vertex a flux is zero because large terms cancel. Which side of zero it is on decides which basis is
optimal, and no double can tell: the last digits of the terms are larger than the answer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.residual import affine_pair
from .errors import StrainError
from .factors import Factors
from .pivot import Tableau

__all__ = ["feasible_at", "is_optimal_at"]

_MOST_PIVOTS = 1000
# [mol/kg/h] Twice the working precision leaves 1e-30 of a flux.
_FEASIBLE = 1e-24
# Reduced costs of nine models are above 1e-9 or, being rounding of coefficients, below 1e-15.
_NO_COST = 1e-12
# [mol/kg/h] Equations that depend on others but for the rounding of coefficients are at most 8e-18 off in nine models;
# nothing can be exchanged for that.
_ROUNDED = 1e-16


def is_optimal_at(factors: Factors, theta: NDArray[np.float64]) -> bool:
    """Whether a basis that is feasible at θ is optimal on every level that outputs depend on, all but the last.

    A variable without room at θ may have any cost: it is where it is.
    """
    system = factors.system
    closed = np.all(affine_pair(system.lower, theta) == affine_pair(system.upper, theta), axis=1)
    sides = np.where(np.append(factors.basis.at_upper, np.zeros(system.rows, dtype=bool)), -1.0, 1.0)
    costs = (factors.reduced_costs[:-1] * sides)[:, factors.nonbasic & ~closed]
    first = np.argmax(np.abs(costs) > _NO_COST, axis=0)
    return bool(np.all(costs[first, np.arange(costs.shape[1])] >= -_NO_COST))


def _beyond(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """first − second of sums of two numbers: where both are nearly the same it has all its digits."""
    high = first[:, 0] - second[:, 0]
    return np.where(np.isfinite(high), high + (first[:, 1] - second[:, 1]), high)


class _PointTableau(Tableau):
    """With how far variables are outside their bounds at one θ."""

    refined = True

    def __init__(self, factors: Factors, theta: NDArray[np.float64]) -> None:
        system = factors.system
        lower, upper = affine_pair(system.lower, theta), affine_pair(system.upper, theta)
        super().__init__(factors, np.all(lower == upper, axis=1))
        values = factors.at(theta)
        self.below, self.above = _beyond(lower, values), _beyond(values, upper)
        self._left = np.zeros(self.below.size, dtype=bool)

    def violated(self) -> tuple[int, bool] | None:
        """Position of the worst basic variable and whether it is above; None when all are within bounds."""
        below, above = self.below[self.basic], self.above[self.basic]
        outside = np.where(self._left[self.basic], 0.0, np.maximum(below, above))
        position = int(np.argmax(outside))
        return (position, bool(above[position] > below[position])) if outside[position] > _FEASIBLE else None

    def leave_outside(self, position: int) -> float:
        """Look no more at a basic variable for which nothing can be exchanged; how far it is outside its bounds."""
        variable = self.basic[position]
        self._left[variable] = True
        return float(max(self.below[variable], self.above[variable]))

    def shift(self, leaving: int, above: bool, entering: int, column: NDArray[np.float64], pivot: float) -> None:
        outside = float(self.above[leaving] if above else -self.below[leaving])
        step = outside / pivot
        self.below[self.basic] += step * column
        self.above[self.basic] -= step * column
        self.below[entering] -= step
        self.above[entering] += step
        if above:
            self.above[leaving] = 0.0
        else:
            self.below[leaving] = 0.0


def feasible_at(factors: Factors, theta: NDArray[np.float64]) -> Factors:
    """The optimal basis at θ, from one that a solver calls so.

    Parameters
    ----------
    factors : Factors
        Of a basis that is optimal at θ but for fluxes a little outside their bounds.
    theta : ndarray, shape (p,)
        Inside the box.

    Returns
    -------
    Factors

    Raises
    ------
    StrainError
        It takes too many pivots, or there is none: a fault of the solver.
    """
    tableau = _PointTableau(factors, theta)
    for _ in range(_MOST_PIVOTS):
        worst = tableau.violated()
        if worst is None and not tableau.exchanges:
            return tableau.factors
        if worst is not None and tableau.exchange(*worst):
            if not tableau.full:
                continue
        elif worst is not None and not tableau.exchanges:
            if tableau.leave_outside(worst[0]) > _ROUNDED:
                break
            continue
        tableau = _PointTableau(Factors(factors.system, tableau.basis()), theta)
    raise StrainError(f"the linear program has no exact optimum at θ = {theta.tolist()}")

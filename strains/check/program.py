"""Flux balance at constant bounds: largest and smallest values of linear functionals, one warm solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array

from ..highs import DUAL_SIMPLEX, PRIMAL_SIMPLEX, highs_for, is_optimal
from ..network import Network

__all__ = ["FluxProgram", "program_of"]


class FluxProgram:
    """S v = 0, lower ≤ v ≤ upper.

    Parameters
    ----------
    matrix : csc_array, shape (m, n)
        Stoichiometry.
    lower, upper : ndarray, shape (n,)
        Bounds.
    """

    def __init__(self, matrix: csc_array, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
        nothing = np.zeros(matrix.shape[0])
        self.size = int(matrix.shape[1])
        self._highs = highs_for(matrix, (lower, upper), (nothing, nothing))
        self._all = np.arange(self.size, dtype=np.int32)
        self._warm = False

    def bound(self, columns: Iterable[int], lower: ArrayLike, upper: ArrayLike) -> None:
        """Change bounds; a number counts for all columns."""
        index = np.array(list(columns), dtype=np.int32)
        ends = [np.broadcast_to(np.asarray(end, dtype=float), index.shape).copy() for end in (lower, upper)]
        self._highs.changeColsBounds(index.size, index, *ends)
        self._warm = False

    def largest(self, cost: Mapping[int, float]) -> float | None:
        """Largest Σ cost·v; None where the bounds contradict each other."""
        costs = np.zeros(self.size)
        costs[list(cost)] = [-value for value in cost.values()]
        self._highs.changeColsCost(self.size, self._all, costs)
        self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX if self._warm else DUAL_SIMPLEX)
        self._highs.run()
        if not is_optimal(self._highs):
            self._highs.clearSolver()
            self._highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
            self._highs.run()
        self._warm = is_optimal(self._highs)
        return -float(costs @ self.fluxes) if self._warm else None

    def smallest(self, cost: Mapping[int, float]) -> float | None:
        """Smallest Σ cost·v; None where the bounds contradict each other."""
        found = self.largest({column: -value for column, value in cost.items()})
        return None if found is None else -found

    @property
    def fluxes(self) -> NDArray[np.float64]:
        """v at the last optimum, shape (n,)."""
        return np.asarray(self._highs.getSolution().col_value)


def program_of(network: Network) -> FluxProgram:
    """The network as it stands."""
    return FluxProgram(network.matrix, network.lower.copy(), network.upper.copy())

"""A basis of the linear program: its factors, the affine solution it stands for, its reduced costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack, identity
from scipy.sparse.linalg import splu

from ..kernels.residual import residual
from .errors import StrainError
from .problem import ParametricProblem

__all__ = ["Basis", "Factors", "System"]


@dataclass(frozen=True)
class Basis:
    """Which variables are basic, and at which bound the others rest.

    Parameters
    ----------
    basic : ndarray of int, shape (m,)
        Ascending; n + i is the logical variable of row i, fixed at zero.
    at_upper : ndarray of bool, shape (n,)
        Whether a nonbasic column rests at its upper bound.
    """

    basic: NDArray[np.int32]
    at_upper: NDArray[np.bool_]


class System:
    """The matrix [A I] of a program and bounds of all n + m variables, shared by its bases."""

    def __init__(self, problem: ParametricProblem) -> None:
        rows, columns = problem.matrix.shape
        self.problem = problem
        self.rows, self.columns = rows, columns
        self.matrix: csc_array = csc_array(hstack([problem.matrix, identity(rows)], format="csc"))
        self.matrix.sort_indices()
        self.transposed: csc_array = csc_array(self.matrix.T.tocsc())
        self.absolute: csc_array = abs(self.transposed)
        zeros = np.zeros((rows, problem.box.size + 1))
        self.lower = np.vstack([np.column_stack([problem.lower, problem.lower_slope]), zeros])
        self.upper = np.vstack([np.column_stack([problem.upper, problem.upper_slope]), zeros])
        self.costs = np.hstack([problem.costs, np.zeros((len(problem.levels), rows))])
        self.fixed = np.all(self.lower == self.upper, axis=1)


class Factors:
    """LU factors of a basis and what follows from them.

    Parameters
    ----------
    system : System
        The program.
    basis : Basis
        Must be nonsingular.

    Raises
    ------
    StrainError
        The basis is singular.
    """

    def __init__(self, system: System, basis: Basis) -> None:
        self.system, self.basis = system, basis
        self.block: csc_array = csc_array(system.matrix[:, basis.basic])
        try:
            self._lu = splu(self.block)
        except RuntimeError as error:
            raise StrainError(f"a basis of the linear program is singular ({error})") from None
        self.nonbasic = np.ones(system.rows + system.columns, dtype=bool)
        self.nonbasic[basis.basic] = False

    def solve(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """B⁻¹·right, refined until entries that are zero come out as zero."""
        block = self.block
        out = self._lu.solve(right)
        for _ in range(2):
            out += self._lu.solve(residual(block.indptr, block.indices, block.data, out, right))
        return np.asarray(out)

    def affine(self) -> NDArray[np.float64]:
        """All n + m variables as intercept and slope in θ, shape (n + m, 1 + p)."""
        system = self.system
        values = np.where(
            np.append(self.basis.at_upper, np.zeros(system.rows, dtype=bool))[:, None], system.upper, system.lower
        )
        values[self.basis.basic] = 0.0
        right = residual(
            system.matrix.indptr, system.matrix.indices, system.matrix.data, values, np.zeros((system.rows, values.shape[1]))
        )
        values[self.basis.basic] = self.solve(right)
        return values

    def reduced_costs(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Reduced costs of every level and, for each, the size below which it is rounding, both (k, n + m)."""
        system = self.system
        basic_costs = np.ascontiguousarray(system.costs[:, self.basis.basic].T)
        duals = self._lu.solve(basic_costs, "T")
        back = self.block.T.tocsc()
        duals += self._lu.solve(residual(back.indptr, back.indices, back.data, duals, basic_costs), "T")
        costs = system.costs - (system.transposed @ duals).T
        scale = np.abs(system.costs) + (system.absolute @ np.abs(duals)).T
        return costs, scale

    def row(self, position: int) -> NDArray[np.float64]:
        """Row of B⁻¹[A I] for one basic variable, shape (n + m,)."""
        unit = np.zeros(self.system.rows)
        unit[position] = 1.0
        return np.asarray(self.system.transposed @ self._lu.solve(unit, "T"))

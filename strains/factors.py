"""The factors of a basis, the affine solution it stands for, its reduced costs."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack, identity
from scipy.sparse.linalg import splu

from ..kernels.residual import residual
from .basis import Basis
from .errors import StrainError
from .problem import ParametricProblem

__all__ = ["Factors", "SingularBasis", "System"]

# Refined twice, an entry that is zero comes out below 1e-28; the smallest real ones of iJO1366 are 1e-8.
_NOTHING = 1e-20
# Prices of metabolites without value are rounding too; their sums must not pass for a scale.
_SMALLEST_SCALE = 1e-8
# Relative to their terms, reduced costs of iJO1366 are above 1e-5 or, being zero, below 1e-15.
_ROUNDING = 1e-12
# Outputs below this [mol/kg/h] are nothing; see the metric of the certificate.
_SMALLEST_OUTPUT = 1e-6
# Roundings a reduced cost goes through: price, product, sum.
_TERMS = 4.0


class SingularBasis(StrainError):
    """The columns of a basis are not independent to working precision."""


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
        functionals = np.vstack([problem.costs, problem.output_matrix])
        self.functionals = np.hstack([functionals, np.zeros((len(functionals), rows))])
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
    SingularBasis
        Solve from another one.
    """

    def __init__(self, system: System, basis: Basis) -> None:
        self.system, self.basis = system, basis
        self.block: csc_array = csc_array(system.matrix[:, basis.basic])
        try:
            self._lu = splu(self.block)
        except RuntimeError as error:
            raise SingularBasis(f"a basis of the linear program is singular ({error})") from None
        self.nonbasic = np.ones(system.rows + system.columns, dtype=bool)
        self.nonbasic[basis.basic] = False

    def solve(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """B⁻¹·right, refined until entries that are zero come out as zero."""
        block = self.block
        out = self._lu.solve(right)
        for _ in range(2):
            out += self._lu.solve(residual(block.indptr, block.indices, block.data, out, right))
        return np.where(np.abs(out) < _NOTHING, 0.0, out)

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """All n + m variables as intercept and slope in θ, shape (n + m, 1 + p)."""
        system = self.system
        above = np.append(self.basis.at_upper, np.zeros(system.rows, dtype=bool))
        values = np.where(above[:, None], system.upper, system.lower)
        values[self.basis.basic] = 0.0
        matrix, zero = system.matrix, np.zeros((system.rows, values.shape[1]))
        right = residual(matrix.indptr, matrix.indices, matrix.data, values, zero)
        values[self.basis.basic] = self.solve(right)
        return values

    @cached_property
    def _reduction(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Levels and outputs as functions of the nonbasic variables alone, and the size of their terms.

        Both of shape (k + q, n + m).
        """
        system = self.system
        basic = np.ascontiguousarray(system.functionals[:, self.basis.basic].T)
        back = self.block.T.tocsc()
        prices = self._lu.solve(basic, "T")
        prices += self._lu.solve(residual(back.indptr, back.indices, back.data, prices, basic), "T")
        reduced = system.functionals - (system.transposed @ prices).T
        scale = np.abs(system.functionals) + (system.absolute @ np.abs(prices)).T
        return np.where(np.abs(reduced) > _ROUNDING * np.maximum(scale, _SMALLEST_SCALE), reduced, 0.0), scale

    @property
    def reduced_costs(self) -> NDArray[np.float64]:
        """Reduced costs of every level with rounding set to zero, shape (k, n + m)."""
        return self._reduction[0][: len(self.system.problem.levels)]

    @cached_property
    def outputs(self) -> NDArray[np.float64]:
        """Outputs as intercept and slope in θ, shape (q, 1 + p).

        Summed over the nonbasic variables: summed over all, large fluxes that cancel would leave their rounding.
        """
        reduced = self._reduction[0][len(self.system.problem.levels) :]
        return np.asarray(reduced[:, self.nonbasic] @ self.values[self.nonbasic])

    @property
    def output_error(self) -> float:
        """Bound on the rounding error of any output in the box, relative to the output's size there.

        Prices are refined, so each reduced cost is right to a rounding of its terms, and so is their sum.
        """
        corner = np.concatenate([[1.0], self.system.problem.box])
        largest = np.abs(self.values[self.nonbasic]) @ corner
        reduced, scale = (part[len(self.system.problem.levels) :][:, self.nonbasic] for part in self._reduction)
        terms = np.where(reduced != 0.0, scale, 0.0) @ largest
        size = np.maximum(np.abs(self.outputs) @ corner, _SMALLEST_OUTPUT)
        return float(np.max(_TERMS * np.finfo(float).eps * terms / size))

    def row_of(self, left: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """left·B⁻¹[A I] and the size of its terms, both (n + m,)."""
        prices = self._lu.solve(left, "T")
        return np.asarray(self.system.transposed @ prices), np.asarray(self.system.absolute @ np.abs(prices))

    def column_of(self, variable: int) -> NDArray[np.float64]:
        """B⁻¹ times one column of [A I], shape (m,)."""
        matrix = self.system.matrix
        part = slice(matrix.indptr[variable], matrix.indptr[variable + 1])
        right = np.zeros(self.system.rows)
        right[matrix.indices[part]] = matrix.data[part]
        return np.asarray(self._lu.solve(right))

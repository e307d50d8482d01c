"""The factors of a basis, the affine solution it stands for, its reduced costs."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from ..kernels.markowitz import factorise_sparse, solve_sparse
from ..kernels.refined import solve_refined, solve_refined_pair, solve_refined_transposed
from ..kernels.residual import affine_pair, residual, residual_pair
from ..kernels.simplex import priced, summed_terms, take_columns
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
# An intercept below this [mol/kg/h] is the rounding of coefficients.
_NO_OUTPUT = 1e-17
# Outputs below this [mol/kg/h] are nothing; see the metric of the certificate.
_SMALLEST_OUTPUT = 1e-6
# Roundings a reduced cost goes through: price, product, sum.
_TERMS = 4.0
# Each time a dozen digits more are right; twice the working precision has 31.
_REFINED = 3


class SingularBasis(StrainError):
    """The columns of a basis are not independent to working precision."""


class System:
    """The matrix [A I] of a program and bounds of all n + m variables, shared by its bases."""

    def __init__(self, problem: ParametricProblem) -> None:
        rows, columns = problem.matrix.shape
        self.problem = problem
        self.rows, self.columns = rows, columns
        matrix = csc_array(problem.matrix, copy=True)
        matrix.sort_indices()
        self.entries = (
            np.concatenate([matrix.indptr, matrix.nnz + np.arange(1, rows + 1)]).astype(np.int32),
            np.concatenate([matrix.indices, np.arange(rows)]).astype(np.int32),
            np.concatenate([matrix.data, np.ones(rows)]),
        )
        zeros = np.zeros((rows, problem.box.size + 1))
        self.lower = np.vstack([np.column_stack([problem.lower, problem.lower_slope]), zeros])
        self.upper = np.vstack([np.column_stack([problem.upper, problem.upper_slope]), zeros])
        functionals = np.vstack([problem.costs, problem.output_matrix])
        self.functionals = np.hstack([functionals, np.zeros((len(functionals), rows))])
        outputs = self.functionals[len(problem.levels) :]
        column, row = np.nonzero(outputs.T)
        starts = np.searchsorted(column, np.arange(rows + columns + 1))
        self.output_entries = starts.astype(np.int32), row.astype(np.int32), outputs[row, column]
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
        self._block = take_columns(*system.entries, basis.basic)
        self._factors = factorise_sparse(*self._block)
        if self._factors.sizes[0] < system.rows:
            raise SingularBasis(f"a basis of the linear program is singular ({self._factors.sizes[0]} pivots)")
        self.nonbasic = np.ones(system.rows + system.columns, dtype=bool)
        self.nonbasic[basis.basic] = False

    def solve(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """B⁻¹·right, refined until entries that are zero come out as zero."""
        return solve_refined(self._factors, *self._block, right, 2, _NOTHING)

    def at(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """All n + m variables at θ in twice the working precision, as sums of two numbers, shape (n + m, 2)."""
        return self._completed(affine_pair(self._resting, theta))

    def _completed(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Variables of which those that are not basic are known, shape (n + m, 2); overwritten."""
        system, basic = self.system, self.basis.basic
        values[basic] = 0.0
        right = residual_pair(*system.entries, values, np.zeros((system.rows, 2)))
        values[basic] = solve_refined_pair(self._factors, *self._block, right, _REFINED, _NOTHING)
        return values

    @cached_property
    def digits(self) -> NDArray[np.float64]:
        """All n + m variables as intercept and slope in θ, each as the sum of two numbers, shape (1 + p, n + m, 2)."""
        slopes = [self._completed(np.column_stack([slope, np.zeros_like(slope)])) for slope in self._resting[:, 1:].T]
        return np.stack([self.intercepts, *slopes])

    @cached_property
    def _resting(self) -> NDArray[np.float64]:
        """The bounds at which variables rest that are not basic, shape (n + m, 1 + p)."""
        above = np.append(self.basis.at_upper, np.zeros(self.system.rows, dtype=bool))
        return np.where(above[:, None], self.system.upper, self.system.lower)

    @cached_property
    def intercepts(self) -> NDArray[np.float64]:
        """`at` zero: bounds of 1,000 beside fluxes of 0.1 leave a double 1e-13 of a gap."""
        return self.at(np.zeros(self.system.problem.box.size))

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """All n + m variables as intercept and slope in θ, shape (n + m, 1 + p)."""
        system = self.system
        values = self._resting.copy()
        values[self.basis.basic] = 0.0
        right = residual(*system.entries, values, np.zeros((system.rows, values.shape[1])))
        values[self.basis.basic] = self.solve(right)
        return values

    @property
    def gaps(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far the basic variables are above their upper and below their lower bounds, shapes (m, 1 + p)."""
        system, basic = self.system, self.basis.basic
        above, below = self.values[basic] - system.upper[basic], system.lower[basic] - self.values[basic]
        high, low = self.intercepts[basic].T
        above[:, 0] = (high - system.upper[basic, 0]) + low
        below[:, 0] = (system.lower[basic, 0] - high) - low
        return above, below

    @cached_property
    def _prices(self) -> NDArray[np.float64]:
        """What a unit of every row is worth to the levels and outputs, shape (m, k + q)."""
        right = np.ascontiguousarray(self.system.functionals[:, self.basis.basic].T)
        return solve_refined_transposed(self._factors, *self._block, right, 1)

    @cached_property
    def _reduced(self) -> NDArray[np.float64]:
        """Levels and outputs as functions of the nonbasic variables alone, shape (k + q, n + m)."""
        system = self.system
        return priced(*system.entries, self._prices, system.functionals, _ROUNDING, _SMALLEST_SCALE)

    @property
    def reduced_costs(self) -> NDArray[np.float64]:
        """Reduced costs of every level with rounding set to zero, shape (k, n + m)."""
        return self._reduced[: len(self.system.problem.levels)]

    @cached_property
    def outputs(self) -> NDArray[np.float64]:
        """Outputs as intercept and slope in θ, shape (q, 1 + p).

        Slopes are summed over the nonbasic variables: over all, large fluxes that cancel would leave their rounding.
        Intercepts, in which bounds of 1,000 cancel, are summed in twice the working precision.
        """
        reduced = self._reduced[len(self.system.problem.levels) :]
        intercept = self.outputs_of(self.intercepts)
        intercept[np.abs(intercept) < _NO_OUTPUT] = 0.0
        return np.column_stack([intercept, reduced[:, self.nonbasic] @ self.values[self.nonbasic, 1:]])

    def outputs_of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Outputs at one θ of what `at` says there, right to the last digit, shape (q,)."""
        nothing = np.zeros((len(self.system.problem.outputs), 2))
        return np.asarray(-residual_pair(*self.system.output_entries, values, nothing).sum(axis=1)) + 0.0

    def output_digits(self) -> NDArray[np.float64]:
        """`outputs`, each intercept and slope as the sum of two numbers, shape (q, 2, 1 + p)."""
        nothing = np.zeros((len(self.system.problem.outputs), 2))
        pairs = [residual_pair(*self.system.output_entries, values, nothing) for values in self.digits]
        return np.stack(pairs, axis=2) * -1.0 + 0.0

    def gap_digits(self, row: int) -> list[Fraction]:
        """One row of `gaps`, those below under those above, in all the digits of `digits`; its bound is finite."""
        place, under = row % self.system.rows, row >= self.system.rows
        variable = self.basis.basic[place]
        bound = (self.system.lower if under else self.system.upper)[variable]
        gap = [
            Fraction(a) + Fraction(b) - Fraction(c) for (a, b), c in zip(self.digits[:, variable], bound, strict=True)
        ]
        return [-item for item in gap] if under else gap

    @property
    def output_error(self) -> float:
        """Bound on the rounding error of any output in the box, relative to the output's size there.

        Prices are refined, so each reduced cost is right to a rounding of its terms, and so is their sum.
        """
        system, levels = self.system, len(self.system.problem.levels)
        corner = np.concatenate([[1.0], system.problem.box])
        largest = np.where(self.nonbasic, np.abs(self.values) @ corner, 0.0)
        terms = summed_terms(*system.entries, self._prices, system.functionals, self._reduced, largest, levels)
        size = np.maximum(np.abs(self.outputs) @ corner, _SMALLEST_OUTPUT)
        return float(np.max(_TERMS * np.finfo(float).eps * terms / size))

    @property
    def loose(self) -> tuple[int, ...]:
        """Outputs that may not be decided by the levels the strain states: another optimum of those may change them.

        A nonbasic column that costs nothing on any stated level may enter; that it can move as well is not checked.
        """
        problem = self.system.problem
        idle = self.nonbasic & ~self.system.fixed & ~np.any(self._reduced[: problem.stated], axis=0)
        if not idle.any():
            return ()
        return tuple(np.flatnonzero(np.any(self._reduced[len(problem.levels) :, idle], axis=1)).tolist())

    def row_of(self, left: NDArray[np.float64], rounding: float, refined: bool = False) -> NDArray[np.float64]:
        """left·B⁻¹[A I], shape (n + m,); what is below `rounding`, relative to its terms, is zero."""
        right = -left[:, None]
        prices = solve_refined_transposed(self._factors, *self._block, right, int(refined))
        row = priced(*self.system.entries, prices, np.zeros((1, self.nonbasic.size)), rounding, 0.0)
        return np.asarray(row[0])

    def column_of(self, variable: int) -> NDArray[np.float64]:
        """B⁻¹ times one column of [A I], shape (m,)."""
        indptr, indices, data = self.system.entries
        part = slice(indptr[variable], indptr[variable + 1])
        right = np.zeros((self.system.rows, 1))
        right[indices[part], 0] = data[part]
        return np.asarray(solve_sparse(self._factors, right)[:, 0])

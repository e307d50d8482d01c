"""The parametric linear program of a strain: lex-opt (c1, c2, …)·x, A x = 0, l + L θ ≤ x ≤ u + U θ.

Columns are the reactions and, so that everything that varies stays a bound, one pseudo-column for each enforced
flux (its level), each slack and each capacity. Every θ ≥ 0 is feasible: x = 0 with the slacks open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

__all__ = ["ParametricProblem", "problem_from_arrays", "problem_to_arrays"]

_ARRAYS = ("lower", "lower_slope", "upper", "upper_slope", "costs", "output_matrix", "box")
_NAMES = ("columns", "parameters", "levels", "outputs")


@dataclass(frozen=True)
class ParametricProblem:
    """m equations, n columns, p parameters, k levels, q outputs.

    Parameters
    ----------
    columns, parameters, levels, outputs : tuple of str
        Names.
    matrix : csc_array, shape (m, n)
        A.
    lower, upper : ndarray, shape (n,)
        Bounds at θ = 0.
    lower_slope, upper_slope : ndarray, shape (n, p)
        Their slopes.
    costs : ndarray, shape (k, n)
        One row a level, all minimised, in lexicographic order.
    output_matrix : ndarray, shape (q, n)
        Outputs are linear functions of x.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.
    stated : int
        How many leading levels the strain states; the rest are ours and only make the optimum unique.
    """

    columns: tuple[str, ...]
    parameters: tuple[str, ...]
    levels: tuple[str, ...]
    outputs: tuple[str, ...]
    matrix: csc_array
    lower: NDArray[np.float64]
    lower_slope: NDArray[np.float64]
    upper: NDArray[np.float64]
    upper_slope: NDArray[np.float64]
    costs: NDArray[np.float64]
    output_matrix: NDArray[np.float64]
    box: NDArray[np.float64]
    stated: int

    def bounds(self, theta: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower and upper bounds at θ."""
        return self.lower + self.lower_slope @ theta, self.upper + self.upper_slope @ theta


def problem_to_arrays(problem: ParametricProblem) -> dict[str, NDArray[Any]]:
    """The problem as plain arrays without objects, for a file of the cache."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(problem, name) for name in _ARRAYS}
    arrays |= {name: np.array(getattr(problem, name), dtype=np.str_) for name in _NAMES}
    matrix = problem.matrix
    arrays |= {"indptr": matrix.indptr, "indices": matrix.indices, "data": matrix.data}
    return arrays | {"shape": np.array(matrix.shape), "stated": np.array(problem.stated)}


def problem_from_arrays(arrays: dict[str, NDArray[Any]]) -> ParametricProblem:
    """Inverse of `problem_to_arrays`."""
    rows, columns = (int(size) for size in arrays["shape"])
    matrix = csc_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=(rows, columns))
    names: dict[str, Any] = {name: tuple(arrays[name].tolist()) for name in _NAMES}
    numbers: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    return ParametricProblem(matrix=matrix, stated=int(arrays["stated"]), **names, **numbers)

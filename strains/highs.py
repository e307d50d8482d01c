"""HiGHS, silent, single-threaded and at tight tolerances: the one place that sets it up."""

from __future__ import annotations

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import NDArray
from scipy.sparse import csc_array

__all__ = ["DUAL_SIMPLEX", "INFINITE", "PRIMAL_SIMPLEX", "highs_for", "is_optimal"]

DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4
INFINITE = 1e30

_OPTIONS: dict[str, str | int | float | bool] = {
    "output_flag": False,
    "presolve": "off",
    "solver": "simplex",
    "threads": 1,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


def highs_for(
    matrix: csc_array,
    columns: tuple[NDArray[np.float64], NDArray[np.float64]],
    rows: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> _Highs:
    """A solver that holds one linear program.

    Parameters
    ----------
    matrix : csc_array, shape (m, n)
        Constraint matrix.
    columns, rows : pair of ndarray
        Lower and upper bounds; beyond ±1e30 is infinite.

    Returns
    -------
    highspy._core._Highs
        The base class: its Python subclass prints a banner to stdout when it is made.
    """
    solver = _Highs()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_, program.col_upper_ = columns
    program.row_lower_, program.row_upper_ = rows
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    solver.passModel(program)
    return solver


def is_optimal(solver: _Highs) -> bool:
    """Whether the last run ended at an optimum."""
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

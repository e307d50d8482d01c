"""A fed-batch with a linear program at every call of the right-hand side, as dynamic flux balance is usually done.

Everything else is ours: the same compiled physics, the strain's program in its reduced form, GLPK's dual simplex method
from the last basis, all levels in one weighted objective so that the basis stays dual feasible, and CVODE on the
dynamic states only, started afresh at the end of every phase, which it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from ..simulator.errors import SimulationError
from ..simulator.plant import Job
from ..strains import Strain
from .case import Side
from .cvode_phases import DynamicStates, through_phases
from .fermenter_kernels import surroundings, weighed

__all__ = ["ProgramRun", "WeightedProgram", "a_program_a_call"]

Array = NDArray[np.float64]

FIRST = 1e4  # weight of the first level; each next one has a hundredth of the one before
STEP = 1e-2
LEAST = 1e-6  # weight from which on GLPK's tolerances see nothing
FAR = 1e20


class WeightedProgram:
    """The program of a strain in GLPK, with its last basis.

    Parameters
    ----------
    strain : Strain
    """

    def __init__(self, strain: Strain) -> None:
        import swiglpk

        problem = strain.explorer().system.problem
        self._glpk: Any = swiglpk
        self._problem: Any = swiglpk.glp_create_prob()
        finalize(self, swiglpk.glp_delete_prob, self._problem)
        swiglpk.glp_term_out(swiglpk.GLP_OFF)
        self._program = problem
        weights = np.maximum(FIRST * STEP ** np.arange(problem.stated), 0.0)
        weights[weights < LEAST] = 0.0
        self._load(weights @ problem.costs[: problem.stated])
        self._control: Any = swiglpk.glp_smcp()
        swiglpk.glp_init_smcp(self._control)
        self._control.msg_lev = swiglpk.GLP_MSG_OFF
        self._control.meth = swiglpk.GLP_DUALP
        moving = np.any(problem.lower_slope != 0.0, axis=1) | np.any(problem.upper_slope != 0.0, axis=1)
        self._moving = np.flatnonzero(moving)
        followed = np.flatnonzero(np.any(problem.output_matrix != 0.0, axis=0))
        self._followed = followed
        self._outputs = np.ascontiguousarray(problem.output_matrix[:, followed])
        self.solved = 0

    def _load(self, costs: Array) -> None:
        """Pass rows and columns."""
        glpk, problem, program = self._glpk, self._problem, self._program
        matrix = program.matrix
        rows, columns = matrix.shape
        glpk.glp_set_obj_dir(problem, glpk.GLP_MIN)
        glpk.glp_add_rows(problem, rows)
        glpk.glp_add_cols(problem, columns)
        for row in range(1, rows + 1):
            glpk.glp_set_row_bnds(problem, row, glpk.GLP_FX, 0.0, 0.0)
        for column in range(columns):
            glpk.glp_set_obj_coef(problem, column + 1, float(costs[column]))
            self._bound(column, float(program.lower[column]), float(program.upper[column]))
            place = slice(matrix.indptr[column], matrix.indptr[column + 1])
            indices, values = matrix.indices[place].tolist(), matrix.data[place].tolist()
            at, value = glpk.intArray(len(indices) + 1), glpk.doubleArray(len(indices) + 1)
            for number, (row, coefficient) in enumerate(zip(indices, values, strict=True), start=1):
                at[number], value[number] = row + 1, coefficient
            glpk.glp_set_mat_col(problem, column + 1, len(indices), at, value)

    def _bound(self, column: int, lower: float, upper: float) -> None:
        glpk = self._glpk
        if lower <= -FAR and upper >= FAR:
            kind = glpk.GLP_FR
        elif lower <= -FAR:
            kind = glpk.GLP_UP
        elif upper >= FAR:
            kind = glpk.GLP_LO
        else:
            kind = glpk.GLP_DB if lower < upper else glpk.GLP_FX
        glpk.glp_set_col_bnds(self._problem, column + 1, kind, lower, upper)

    def outputs(self, theta: Array) -> Array:
        """Outputs at θ, from the last basis on."""
        glpk, problem, program = self._glpk, self._problem, self._program
        self.solved += 1
        lower = program.lower[self._moving] + program.lower_slope[self._moving] @ theta
        upper = program.upper[self._moving] + program.upper_slope[self._moving] @ theta
        for column, low, high in zip(self._moving.tolist(), lower.tolist(), upper.tolist(), strict=True):
            self._bound(column, low, max(low, high))
        if glpk.glp_simplex(problem, self._control) or glpk.glp_get_status(problem) != glpk.GLP_OPT:
            raise SimulationError("GLPK found no optimum")
        value = glpk.glp_get_col_prim
        return np.asarray(self._outputs @ [value(problem, column + 1) for column in self._followed.tolist()])


@dataclass(frozen=True)
class ProgramRun:
    """What came of it: dynamic states at the output times, shape (rows, d), and programs solved."""

    states: Array
    programs: int


class _ProgramACall(DynamicStates):
    """Slopes with a linear program in them."""

    def __init__(self, job: Job, program: WeightedProgram) -> None:
        super().__init__(job)
        self._program = program

    def slope(self, time: float, state: Array, out: Array) -> None:
        """Slopes of the dynamic states."""
        self.work.point[: self.size] = state
        surroundings(time, self.plant, self.cursor, self.work)
        self.work.fluxes[:] = self._program.outputs(np.maximum(self.work.theta, 0.0))
        weighed(self.plant, self.cursor, self.work, out)


def _run(job: Job, program: WeightedProgram, relative: float, ends: tuple[float, ...]) -> ProgramRun:
    program.solved = 0
    states = through_phases(_ProgramACall(job, program), job.grid, relative, ends)
    return ProgramRun(states, program.solved)


def a_program_a_call(job: Job, relative: float, ends: tuple[float, ...]) -> Side:
    """The fed-batch of a job of one run as a side of a contest.

    Parameters
    ----------
    job : Job
    relative : float
        CVODE's relative tolerance.
    ends : tuple of float
        Times [h] at which phases end.

    Returns
    -------
    Side
        Returns a `ProgramRun`.
    """
    return Side(partial(_run, job, WeightedProgram(job.strain), relative, ends), repeats=1)

"""The batch as somebody who knows GLPK would write it by hand: its C interface and LSODA's compiled loop.

The program is loaded once. At every call three bounds change and the dual simplex method goes on from the last basis;
the lexicographic order is a weighted sum, so one program is solved a call, and the costs never change, so the last
basis is always dual feasible. SciPy's `odeint` calls back for the right-hand side only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from ..simulator.errors import SimulationError
from .batch import EXCHANGES, HALF, KLA, MAINTENANCE, MAXIMUM, SATURATION, START, Organism, grid
from .case import Side
from .timing import PROCESSOR, time_of

__all__ = ["SHORTFALL", "WEIGHTS", "GlpkBatch", "by_hand", "from_nothing"]

Array = NDArray[np.float64]

RELATIVE = 3e-6  # tolerance whose achieved error stays below 1e-4 on both models
# Levels so far apart that none gives way to the next, and so near that GLPK's tolerances see the last.
SHORTFALL = 1e4
WEIGHTS = (1.0, 1e-2, 1e-4, 1e-5)  # growth, glucose, acetate, oxygen
OPEN = 1000.0  # mmol/gDW/h, secretion


@dataclass(frozen=True)
class _WeightedProgram:
    """A model as plain numbers; its last row is maintenance, its last column what is short of it.

    Parameters
    ----------
    columns : list
        Of each column: lower and upper bound [mmol/gDW/h], objective, and its (row, coefficient) pairs.
    rows : int
    maintenance : float
        [mmol/gDW/h]
    places : tuple of int
        Columns of growth, glucose, acetate and oxygen.
    """

    columns: list[tuple[float, float, float, list[tuple[int, float]]]]
    rows: int
    maintenance: float
    places: tuple[int, ...]


@dataclass(frozen=True)
class GlpkBatch:
    """What came of it: states at the times of `batch.grid`, shape (times, 4), and calls of the right-hand side."""

    states: Array
    calls: int


@cache
def _weighted(organism: Organism) -> _WeightedProgram:
    """The program of an organism, read from cobra's model once."""
    from cobra.io import load_model

    model = load_model(organism.model)
    for name, lower, upper in organism.bounds:
        model.reactions.get_by_id(name).bounds = lower, upper
    row = {item.id: number for number, item in enumerate(model.metabolites)}
    last = len(row)
    followed = (organism.biomass, *EXCHANGES.values())
    weight = dict(zip(followed, WEIGHTS, strict=True))
    columns = []
    for item in model.reactions:
        entries = [(row[metabolite.id], float(value)) for metabolite, value in item.metabolites.items()]
        lower = item.lower_bound
        if item.id == MAINTENANCE:
            entries.append((last, 1.0))
            lower = 0.0
        columns.append((lower, item.upper_bound, weight.get(item.id, 0.0), entries))
    columns.append((0.0, OPEN, -SHORTFALL, [(last, 1.0)]))
    places = tuple(model.reactions.index(name) for name in followed)
    return _WeightedProgram(columns, last + 1, model.reactions.get_by_id(MAINTENANCE).lower_bound, places)


class GlpkProgram:
    """A `_WeightedProgram` in GLPK, with its last basis."""

    def __init__(self, program: _WeightedProgram) -> None:
        import swiglpk

        self._glpk: Any = swiglpk
        self._problem: Any = swiglpk.glp_create_prob()
        finalize(self, swiglpk.glp_delete_prob, self._problem)
        self._places = [place + 1 for place in program.places]
        self._load(program)
        self._control: Any = swiglpk.glp_smcp()
        swiglpk.glp_init_smcp(self._control)
        self._control.msg_lev = swiglpk.GLP_MSG_OFF
        self._control.meth = swiglpk.GLP_DUALP
        self.calls = 0

    def _load(self, program: _WeightedProgram) -> None:
        """Pass rows and columns."""
        glpk, problem = self._glpk, self._problem
        glpk.glp_term_out(glpk.GLP_OFF)
        glpk.glp_set_obj_dir(problem, glpk.GLP_MAX)
        glpk.glp_add_rows(problem, program.rows)
        glpk.glp_add_cols(problem, len(program.columns))
        for row in range(1, program.rows):
            glpk.glp_set_row_bnds(problem, row, glpk.GLP_FX, 0.0, 0.0)
        glpk.glp_set_row_bnds(problem, program.rows, glpk.GLP_LO, program.maintenance, 0.0)
        for place, (lower, upper, weight, entries) in enumerate(program.columns, start=1):
            glpk.glp_set_col_bnds(problem, place, glpk.GLP_FX if lower == upper else glpk.GLP_DB, lower, upper)
            glpk.glp_set_obj_coef(problem, place, weight)
            rows, values = glpk.intArray(len(entries) + 1), glpk.doubleArray(len(entries) + 1)
            for number, (row, value) in enumerate(entries, start=1):
                rows[number], values[number] = row + 1, value
            glpk.glp_set_mat_col(problem, place, len(entries), rows, values)

    def slope(self, state: Array, clock: float) -> list[float]:
        """Right-hand side, in the order `odeint` wants."""
        self.calls += 1
        glpk, problem = self._glpk, self._problem
        biomass, *outside = state.tolist()
        for place, maximum, half, level in zip(self._places[1:], _MAXIMUM, _HALF, outside, strict=True):
            level = max(level, 0.0)
            glpk.glp_set_col_bnds(problem, place, glpk.GLP_DB, -maximum * level / (half + level), OPEN)
        if glpk.glp_simplex(problem, self._control) or glpk.glp_get_status(problem) != glpk.GLP_OPT:
            raise SimulationError(f"GLPK found no optimum at {clock:g} h")
        value = glpk.glp_get_col_prim
        slope = [value(problem, place) * biomass for place in self._places]
        slope[3] += KLA * (SATURATION - outside[2])
        return slope


_MAXIMUM, _HALF = MAXIMUM.tolist(), HALF.tolist()


def _run(problem: GlpkProgram, hours: float) -> GlpkBatch:
    """Integrate the batch from the program's last basis."""
    from scipy.integrate import odeint

    problem.calls = 0
    states = odeint(problem.slope, START, grid(hours), rtol=RELATIVE, atol=1e-2 * RELATIVE, mxstep=5000)
    return GlpkBatch(np.asarray(states), problem.calls)


@cache
def by_hand(organism: Organism, hours: float) -> Side:
    """The batch as a side of a contest; the program is loaded and warm.

    Parameters
    ----------
    organism : Organism
    hours : float
        How long the batch is.

    Returns
    -------
    Side
        Returns a `GlpkBatch`.
    """
    return Side(partial(_run, GlpkProgram(_weighted(organism)), hours), repeats=15)


def from_nothing(organism: Organism, hours: float) -> float:
    """Time of the batch [s] where GLPK has yet to be given the program and to solve it for the first time."""
    program = _weighted(organism)
    return time_of(Side(lambda: _run(GlpkProgram(program), hours)), PROCESSOR)[0]

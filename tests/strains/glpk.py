"""A second solver of the lexicographic program: GLPK, where the product has HiGHS."""

from __future__ import annotations

import numpy as np
import swiglpk as glp
from numpy.typing import NDArray

from moromi.strains.basis import Basis
from moromi.strains.factors import System

_NONZERO = 1e-9


class GlpkSolver:
    """The same question as `moromi.strains.solver.LexicographicSolver` answers, put to GLPK.

    Level by level; a nonbasic column with a reduced cost is fixed at its bound before the next level.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        problem = system.problem
        self.lp = glp.glp_create_prob()
        rows, columns = problem.matrix.shape
        glp.glp_add_rows(self.lp, rows)
        glp.glp_add_cols(self.lp, columns)
        for row in range(1, rows + 1):
            glp.glp_set_row_bnds(self.lp, row, glp.GLP_FX, 0.0, 0.0)
        matrix = problem.matrix.tocoo()
        count = matrix.nnz
        ia, ja, ar = glp.intArray(count + 1), glp.intArray(count + 1), glp.doubleArray(count + 1)
        for k, (row, column, value) in enumerate(zip(matrix.row, matrix.col, matrix.data, strict=True), start=1):
            ia[k], ja[k], ar[k] = int(row) + 1, int(column) + 1, float(value)
        glp.glp_load_matrix(self.lp, count, ia, ja, ar)
        glp.glp_term_out(glp.GLP_OFF)
        self.settings = glp.glp_smcp()
        glp.glp_init_smcp(self.settings)
        self.settings.msg_lev = glp.GLP_MSG_OFF
        self.settings.tol_bnd = self.settings.tol_dj = 1e-9

    def _bound(self, column: int, low: float, high: float) -> None:
        infinite = abs(low) > 1e20, abs(high) > 1e20
        kinds = {
            (True, True): glp.GLP_FR,
            (True, False): glp.GLP_UP,
            (False, True): glp.GLP_LO,
            (False, False): glp.GLP_FX if low == high else glp.GLP_DB,
        }
        glp.glp_set_col_bnds(self.lp, column + 1, kinds[infinite], low, high)

    def solve(self, theta: NDArray[np.float64], levels: int | None = None) -> Basis:
        low, high = self.system.problem.bounds(theta)
        size = self.system.columns
        for column in range(size):
            self._bound(column, float(low[column]), float(high[column]))
        open_ = high > low
        at_upper = np.zeros(size, dtype=bool)
        glp.glp_std_basis(self.lp)
        for cost in self.system.problem.costs[:levels]:
            for column in range(size):
                glp.glp_set_obj_coef(self.lp, column + 1, float(cost[column]))
            assert glp.glp_simplex(self.lp, self.settings) == 0
            assert glp.glp_get_status(self.lp) == glp.GLP_OPT
            for column in np.flatnonzero(open_):
                status = glp.glp_get_col_stat(self.lp, int(column) + 1)
                reduced = glp.glp_get_col_dual(self.lp, int(column) + 1)
                if status != glp.GLP_BS and abs(reduced) > _NONZERO:
                    at_upper[column] = status == glp.GLP_NU
                    end = float((high if at_upper[column] else low)[column])
                    self._bound(int(column), end, end)
                    open_[column] = False
        for column in np.flatnonzero(open_):
            at_upper[column] = glp.glp_get_col_stat(self.lp, int(column) + 1) == glp.GLP_NU
        return self._basis(at_upper)

    def _basis(self, at_upper: NDArray[np.bool_]) -> Basis:
        size, rows = self.system.columns, self.system.rows
        basic = [c for c in range(size) if glp.glp_get_col_stat(self.lp, c + 1) == glp.GLP_BS]
        at_upper[basic] = False
        basic += [size + r for r in range(rows) if glp.glp_get_row_stat(self.lp, r + 1) == glp.GLP_BS]
        return Basis(np.array(basic, dtype=np.int32), at_upper)

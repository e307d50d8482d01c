"""The same ensemble one run after the other: the house's Rosenbrock step without lanes, to tell what lanes bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.jit import inlined, kernel
from ..kernels.records import CURSOR, Cursor
from ..kernels.rosenbrock import BENDS, STAGES, Work, differentiator, interpolate, whole
from ..kernels.stepping import Tolerance, acceptor
from ..simulator.errors import InputError
from .ensemble_model import STATES, slope
from .ensemble_runs import ABSOLUTE, Ensemble

__all__ = ["SingleEnsemble"]

Array = NDArray[np.float64]

N = len(STATES)
MOST_STEPS = 100_000
FIRST_STEP = 1e-4  # h, at the start of a phase


@inlined
def _derivative(
    time: float, state: Array, plant: Array, cursor: Cursor, signals: Array, theta: Array, fluxes: Array, out: Array
) -> None:
    slope(time, float(cursor.phase), state, plant, out)


_differentiate = differentiator(whole(_derivative))
_accepted_step = acceptor(_derivative)


@kernel
def _integrate(
    ensemble: tuple[Array, Array, Array], grid: Array, cursors: Any, tolerance: Tolerance, work: Work, rows: Array
) -> int:
    """Every run; how many were finished."""
    start, parameters, breaks = ensemble
    end, state = grid[-1], np.zeros(N)
    for run in range(start.shape[0]):
        cursor = cursors[run]
        plant = parameters[run]
        state[:] = start[run]
        row = 0
        while cursor.time < end:
            while cursor.phase < breaks.shape[1] and breaks[run, cursor.phase] <= cursor.time:
                cursor.phase += 1
            stop = min(end, breaks[run, cursor.phase]) if cursor.phase < breaks.shape[1] else end
            cursor.step = FIRST_STEP
            while cursor.time < stop:
                _differentiate(state, plant, cursor, tolerance.floor, work)
                h = _accepted_step(stop, state, plant, cursor, tolerance, work)
                if h < 0.0:
                    return run
                reached = stop if cursor.time + h >= stop else cursor.time + h
                while row < grid.size and grid[row] <= reached:
                    interpolate((grid[row] - cursor.time) / h, state, work)
                    rows[run, row, :] = work.point
                    row += 1
                state[:] = work.trial
                cursor.time = reached
    return int(start.shape[0])


@dataclass(frozen=True)
class SingleEnsemble:
    """An ensemble, run after run."""

    ensemble: Ensemble
    grid: Array

    def solve(self, relative: float, share: float) -> Array:
        """Outputs, shape (R, g, n); see `ensemble_peers.LoopEnsemble.solve`.

        Raises
        ------
        InputError
            A run did not finish.
        """
        given = self.ensemble
        absolute = ABSOLUTE * relative * share
        work = Work(
            *(np.zeros(N), np.zeros(N), np.zeros((N, N))),
            *(np.zeros((N, N)), np.zeros((2, N), np.int64)),
            *(np.zeros((STAGES, N)), np.zeros((BENDS, N)), np.zeros(N), np.zeros(N), np.zeros(N)),
            np.zeros(N + 1, np.int64),
            *(np.zeros(N), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0)),
        )
        rows = np.zeros((len(given.start), len(self.grid), N))
        runs = (given.start, given.parameters, given.breaks)
        tolerance = Tolerance(relative, absolute, absolute / relative, MOST_STEPS)
        done = _integrate(runs, self.grid, np.zeros(len(rows), CURSOR), tolerance, work, rows)
        if done < len(rows):
            raise InputError(f"run {done} stopped at a tolerance of {relative:.0e}")
        return rows

"""numbalsoda, CyRK and SciPy on the ensemble: what a user could assemble instead, at its best.

All call the same right-hand side, compiled for C; loops over runs, phases and outputs are compiled as well, except
those of SciPy. They start afresh at every break. numbalsoda and CyRK are never dependencies: a case whose peer is not
installed is skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from numba import types
from numba.np.numpy_support import carray
from numpy.typing import NDArray

from ..kernels.jit import callback, fleeting, kernel
from ..simulator.errors import InputError
from .ensemble_model import PARAMETERS, STATES, slope
from .ensemble_runs import ABSOLUTE, Ensemble

__all__ = ["CYRK_METHODS", "LoopEnsemble", "ScipyEnsemble"]

Array = NDArray[np.float64]

N, M = len(STATES), len(PARAMETERS)
MOST_STEPS = 100_000
CYRK_METHODS = ("BDF", "LSODA", "RADAU")  # those of its methods that are for stiff problems


def _lsoda_slope(time: Any, state: Any, out: Any, data: Any) -> None:
    """As numbalsoda calls it."""
    given = carray(data, (M + 1,))
    slope(time, given[M], carray(state, (N,)), given, carray(out, (N,)))


def _cyrk_slope(out: Any, time: Any, state: Any, data: Any) -> None:
    """As CyRK calls it."""
    given = carray(data, (M + 1,))
    slope(time, given[M], carray(state, (N,)), given, carray(out, (N,)))


@kernel
def slope_of_floats(time: float, state: Array, data: Array, out: Array) -> None:
    """As Python calls it; the phase stands behind the parameters."""
    slope(time, data[M], state, data, out)


def _looper(segment: Callable[..., Any]) -> Callable[..., int]:
    """The loop over runs and phases around what integrates one phase."""

    @fleeting
    def loop(
        address: int,
        start: Array,
        parameters: Array,
        breaks: Array,
        grid: Array,
        relative: float,
        absolute: Array,
        rows: Array,
    ) -> int:
        end = grid[-1]
        data, state = np.zeros(M + 1), np.zeros(N)
        times = np.zeros(grid.size + 2)
        for run in range(start.shape[0]):
            state[:] = start[run]
            data[:M] = parameters[run]
            begin, phase, row = 0.0, 0, 0
            while begin < end:
                while phase < breaks.shape[1] and breaks[run, phase] <= begin:
                    phase += 1
                stop = min(end, breaks[run, phase]) if phase < breaks.shape[1] else end
                data[M] = phase
                count = 1
                times[0] = begin
                first = row
                while row < grid.size and grid[row] < stop:
                    times[count] = grid[row]
                    count += 1
                    row += 1
                times[count] = stop
                found, fine = segment(address, state, times[: count + 1], data, relative, absolute)
                if not fine:
                    return run
                for i in range(first, row):
                    rows[run, i, :] = found[1 + i - first]
                state[:] = found[count]
                if row < grid.size and grid[row] == stop:
                    rows[run, row, :] = state
                    row += 1
                begin = stop
        return int(start.shape[0])

    return loop


@cache
def _numbalsoda() -> tuple[Any, Callable[..., int]]:
    """The right-hand side for it, and the loop."""
    try:
        module: Any = import_module("numbalsoda")
    except ImportError as error:
        raise InputError("numbalsoda is not installed: pip install numbalsoda") from error
    lsoda, signature = module.lsoda, module.lsoda_sig

    @fleeting
    def segment(address: int, state: Array, times: Array, data: Array, relative: float, absolute: Array) -> Any:
        return lsoda(address, state, times, data, relative, absolute.min(), MOST_STEPS)

    return callback(_lsoda_slope, signature), _looper(segment)


@cache
def _cyrk(method: str) -> tuple[Any, Callable[..., int]]:
    """The right-hand side for it, and the loop."""
    try:
        module: Any = import_module("CyRK")
    except ImportError as error:
        raise InputError("CyRK is not installed: pip install CyRK") from error
    solve = module.nbsolve2_ivp
    number = types.CPointer(types.float64)

    @fleeting
    def segment(address: int, state: Array, times: Array, data: Array, relative: float, absolute: Array) -> Any:
        found = solve(
            address,
            (times[0], times[-1]),
            state,
            method=method,
            t_eval=times,
            args=data,
            rtol=relative,
            atols=absolute,
            max_num_steps=MOST_STEPS,
        )
        fine = found.success
        rows = found.y.T.copy() if fine else np.zeros((1, state.size))
        found.free()
        return rows, fine

    return callback(_cyrk_slope, types.void(number, types.float64, number, number)), _looper(segment)


@dataclass(frozen=True)
class LoopEnsemble:
    """An ensemble for numbalsoda, or for a method of CyRK."""

    ensemble: Ensemble
    grid: Array
    method: str = ""

    def solve(self, relative: float, share: float) -> Array:
        """Outputs, shape (R, g, n).

        Parameters
        ----------
        relative : float
            Relative tolerance.
        share : float
            Absolute tolerances as share of `ensemble_runs.ABSOLUTE` times the relative one; numbalsoda has one for
            all states, the smallest.

        Raises
        ------
        InputError
            It is not installed, or gave up.
        """
        function, loop = _cyrk(self.method) if self.method else _numbalsoda()
        given = self.ensemble
        rows = np.zeros((len(given.start), len(self.grid), N))
        absolute = ABSOLUTE * relative * share
        done = loop(function.address, given.start, given.parameters, given.breaks, self.grid, relative, absolute, rows)
        if done < len(rows):
            raise InputError(f"{self.method or 'numbalsoda'} gave up in run {done} at a tolerance of {relative:.0e}")
        return rows


@dataclass(frozen=True)
class ScipyEnsemble:
    """An ensemble for a method of SciPy's `solve_ivp`, which calls the compiled right-hand side through Python."""

    ensemble: Ensemble
    grid: Array
    method: str = "LSODA"

    def solve(self, relative: float, share: float) -> Array:
        """Outputs, shape (R, g, n); see `LoopEnsemble.solve`.

        Raises
        ------
        InputError
            It gave up.
        """
        given = self.ensemble
        runs = zip(given.start, given.parameters, given.breaks, strict=True)
        return np.stack([self._run(*run, relative, ABSOLUTE * relative * share) for run in runs])

    def _run(self, start: Array, parameters: Array, breaks: Array, relative: float, absolute: Array) -> Array:
        from scipy.integrate import solve_ivp

        end, out = float(self.grid[-1]), np.zeros(N)
        data = np.append(parameters, 0.0)

        def slope_here(time: float, state: Array) -> Array:
            slope_of_floats(time, np.ascontiguousarray(state), data, out)
            return out.copy()

        edges = np.unique(np.clip(np.concatenate(([0.0], breaks, [end])), 0.0, end))
        rows, state = [], start
        for begin, stop in pairwise(edges):
            data[M] = np.sum(breaks <= begin)
            inner = self.grid[(self.grid > begin) & (self.grid <= stop)]
            times = np.unique(np.append(inner, stop))
            found = solve_ivp(slope_here, (begin, stop), state, self.method, times, rtol=relative, atol=absolute)
            if not found.success:
                raise InputError(f"SciPy's {self.method} gave up: {found.message}")
            rows.append(found.y.T[: len(inner)])
            state = found.y[:, -1]
        return np.concatenate(rows)

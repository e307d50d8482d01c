"""CVODE as a C programmer would use it on an ensemble: SUNDIALS' own functions, called from compiled code.

The libraries are those that scikit-sundae brings; its Python is not involved. BDF, Newton iterations with a dense
Jacobian by its own differences, started afresh at every break, outputs by its interpolation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numba import types
from numba.np.numpy_support import carray
from numpy.typing import NDArray

from ..kernels.jit import callback, kernel
from ..simulator.errors import InputError
from .ensemble_model import PARAMETERS, STATES, slope
from .ensemble_runs import ABSOLUTE, Ensemble

__all__ = ["CvodeEnsemble"]

Array = NDArray[np.float64]

N, M = len(STATES), len(PARAMETERS)
_P, _I, _F = types.intp, types.int32, types.float64
BDF, NORMAL, NO_COMMUNICATOR = 2, 1, 0
MOST_STEPS = 100_000

_create_context = types.ExternalFunction("SUNContext_Create", _I(_I, _P))
_free_context = types.ExternalFunction("SUNContext_Free", _I(_P))
_vector = types.ExternalFunction("N_VMake_Serial", _P(types.int64, _P, _P))
_numbers = types.ExternalFunction("N_VGetArrayPointer", types.CPointer(_F)(_P))
_free_vector = types.ExternalFunction("N_VDestroy", types.void(_P))
_matrix = types.ExternalFunction("SUNDenseMatrix", _P(types.int64, types.int64, _P))
_free_matrix = types.ExternalFunction("SUNMatDestroy", types.void(_P))
_solver = types.ExternalFunction("SUNLinSol_Dense", _P(_P, _P, _P))
_free_solver = types.ExternalFunction("SUNLinSolFree", _I(_P))
_create = types.ExternalFunction("CVodeCreate", _P(_I, _P))
_begin = types.ExternalFunction("CVodeInit", _I(_P, _P, _F, _P))
_begin_again = types.ExternalFunction("CVodeReInit", _I(_P, _F, _P))
_tolerances = types.ExternalFunction("CVodeSVtolerances", _I(_P, _F, _P))
_set_solver = types.ExternalFunction("CVodeSetLinearSolver", _I(_P, _P, _P))
_set_data = types.ExternalFunction("CVodeSetUserData", _I(_P, _P))
_set_most = types.ExternalFunction("CVodeSetMaxNumSteps", _I(_P, types.int64))
_set_stop = types.ExternalFunction("CVodeSetStopTime", _I(_P, _F))
_step = types.ExternalFunction("CVode", _I(_P, _F, _P, _P, _I))
_free = types.ExternalFunction("CVodeFree", types.void(_P))


def _slope(time: Any, state: Any, out: Any, data: Any) -> int:
    """The right-hand side as CVODE calls it."""
    given = carray(data, (M + 1,))
    slope(time, given[M], carray(_numbers(state), (N,)), given, carray(_numbers(out), (N,)))
    return 0


@cache
def _function() -> Any:
    """The right-hand side as CVODE calls it, and its libraries in memory."""
    found = find_spec("sksundae")
    if found is None or found.origin is None:
        raise InputError("CVODE is not installed: pip install scikit-sundae")
    place, binding = Path(found.origin).parent, import_module("llvmlite.binding")
    folders = (place.parent / "scikit_sundae.libs", place / ".dylibs", place)
    for name in ("core", "cvode"):
        files = [path for folder in folders for path in folder.glob(f"*sundials_{name}*")]
        if not files:
            raise InputError(f"scikit-sundae has no SUNDIALS library of its own ({name}): install it as a wheel")
        binding.load_library_permanently(str(files[0]))
    return callback(_slope, _I(_F, _P, _P, types.CPointer(_F)))


@kernel
def _run(
    cvode: int,
    vector: int,
    state: Array,
    data: Array,
    reached: Array,
    breaks: Array,
    grid: Array,
    end: float,
    rows: Array,
) -> bool:
    """One run from the state in the vector; whether it was finished."""
    begin, phase, row = 0.0, 0, 0
    while begin < end:
        while phase < breaks.size and breaks[phase] <= begin:
            phase += 1
        stop = min(end, breaks[phase]) if phase < breaks.size else end
        data[M] = phase
        reached[0] = begin
        _begin_again(cvode, begin, vector)
        _set_stop(cvode, stop)
        while row < grid.size and grid[row] <= stop:
            if _step(cvode, grid[row], vector, reached.ctypes.data, NORMAL) < 0:
                return False
            rows[row, :] = state
            row += 1
        if reached[0] < stop and _step(cvode, stop, vector, reached.ctypes.data, NORMAL) < 0:
            return False
        begin = stop
    return True


@kernel
def _integrate(
    function: int,
    start: Array,
    parameters: Array,
    breaks: Array,
    grid: Array,
    end: float,
    relative: float,
    absolute: Array,
    rows: Array,
) -> int:
    """Every run; how many were finished."""
    context, memory, reached = np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1)
    state, data = start[0].copy(), np.zeros(M + 1)
    _create_context(NO_COMMUNICATOR, context.ctypes.data)
    vector = _vector(N, state.ctypes.data, context[0])
    tolerance = _vector(N, absolute.ctypes.data, context[0])
    matrix = _matrix(N, N, context[0])
    solver = _solver(vector, matrix, context[0])
    cvode = _create(BDF, context[0])
    memory[0] = cvode
    _begin(cvode, function, 0.0, vector)
    _tolerances(cvode, relative, tolerance)
    _set_solver(cvode, solver, matrix)
    _set_data(cvode, data.ctypes.data)
    _set_most(cvode, MOST_STEPS)
    done = 0
    for run in range(start.shape[0]):
        state[:] = start[run]
        data[:M] = parameters[run]
        if _run(cvode, vector, state, data, reached, breaks[run], grid, end, rows[run]):
            done += 1
    _free(memory.ctypes.data)
    _free_solver(solver)
    _free_matrix(matrix)
    _free_vector(tolerance)
    _free_vector(vector)
    _free_context(context.ctypes.data)
    return done


@dataclass(frozen=True)
class CvodeEnsemble:
    """An ensemble for CVODE."""

    ensemble: Ensemble
    grid: Array

    def solve(self, relative: float, share: float) -> Array:
        """Outputs, shape (R, g, n).

        Parameters
        ----------
        relative : float
            Relative tolerance.
        share : float
            Absolute tolerances as share of `ensemble_runs.ABSOLUTE` times the relative one.

        Raises
        ------
        InputError
            The libraries are not there, or CVODE gave up.
        """
        given = self.ensemble
        rows = np.zeros((len(given.start), len(self.grid), N))
        absolute = ABSOLUTE * relative * share
        done = _integrate(
            _function().address,
            given.start,
            given.parameters,
            given.breaks,
            self.grid,
            float(self.grid[-1]),
            relative,
            absolute,
            rows,
        )
        if done < len(rows):
            raise InputError(f"CVODE finished {done} of {len(rows)} runs")
        return rows

"""Many runs in one call: the only compiled entry to the integrator (a single run is a batch of one).

The call releases the GIL, so a thread pool runs several batches at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .integrate import Output, integrate
from .jit import kernel
from .records import Batch, Cursor, Plant
from .rosenbrock import work_arrays
from .start import commence
from .status import Status
from .stepping import Tolerance

__all__ = ["UNSTARTED", "Rows", "integrate_batch"]

RUNNABLE = int(Status.ATLAS_MISS)
UNSTARTED = -2


class Rows(NamedTuple):
    """Output arrays of a batch; the first axis of each but `grid` is the run."""

    grid: NDArray[np.float64]  # (rows,) clock times [h]
    time: NDArray[np.float64]  # (runs, rows + 1)
    state: NDArray[np.float64]  # (runs, rows + 1, n)
    signals: NDArray[np.float64]
    theta: NDArray[np.float64]
    fluxes: NDArray[np.float64]
    region: NDArray[np.int64]  # (runs, rows + 1, strains)
    event_time: NDArray[np.float64]  # (runs, events)
    event_kind: NDArray[np.int64]
    event_phase: NDArray[np.int64]
    missed: NDArray[np.float64]  # (runs, p) θ of the last atlas miss


@kernel
def _output(rows: Rows, run: int) -> Output:
    """Rows of one run."""
    return Output(
        rows.grid,
        rows.time[run],
        rows.state[run],
        rows.signals[run],
        rows.theta[run],
        rows.fluxes[run],
        rows.region[run],
        rows.event_time[run],
        rows.event_kind[run],
        rows.event_phase[run],
        rows.missed[run],
    )


@kernel
def _advance(
    states: NDArray[np.float64],
    batch: Batch,
    cursor: Cursor,
    tolerance: Tolerance,
    rows: Rows,
    run: int,
) -> None:
    """Start one run if it has not begun, and integrate it as far as it goes."""
    plant = Plant(
        batch.layout,
        batch.vessel[run],
        batch.operation[run],
        batch.maximum[run],
        batch.factors[run],
        batch.cells[run],
        batch.bound[run],
        batch.acid_table,
        batch.acids[run],
        batch.streams[run],
        batch.stream_heat[run],
        batch.feeds[run],
        batch.points[run],
        batch.additions[run],
        batch.phases[run],
        batch.conditions[run],
        batch.gases[run],
        batch.members,
        batch.followed,
        batch.charged,
        batch.atlas,
        batch.properties,
        batch.groups,
        batch.sorptions[run],
        batch.reactions[run],
        batch.effects[run],
        batch.stoichiometry,
    )
    if cursor.region[0] == UNSTARTED:
        work = work_arrays(plant.layout, plant.maximum.size)
        commence(states[run], plant, cursor, work.signals, work.theta)
    cursor.status = integrate(states[run], plant, cursor, tolerance, _output(rows, run))


@kernel
def integrate_batch(
    states: NDArray[np.float64],
    batch: Batch,
    cursors: NDArray[np.void],
    relative: float,
    absolute: NDArray[np.float64],
    max_steps: int,
    rows: Rows,
    first: int,
    last: int,
) -> int:
    """Integrate (or resume) runs first … last−1; finished ones are left alone.

    Parameters
    ----------
    states : shape (runs, n)
        Start states, overwritten.
    batch : Batch
    cursors : records CURSOR, shape (runs,)
        `status` holds each run's `status.Status` afterwards; new runs start with ATLAS_MISS
        and region `UNSTARTED`.
    relative : float
        Relative tolerance.
    absolute : shape (runs, n)
        Absolute tolerances, in the size of each run's vessel.
    max_steps : int
        Limit per run.
    rows : Rows
    first, last : int
        Range of runs.

    Returns
    -------
    int
        How many of them stopped at an atlas miss.
    """
    misses = 0
    for run in range(first, last):
        cursor = cursors[run]
        if cursor.status != RUNNABLE:
            continue
        tolerance = Tolerance(relative, absolute[run], absolute[run] / relative, max_steps)
        _advance(states, batch, cursor, tolerance, rows, run)
        if cursor.status == RUNNABLE:
            misses += 1
    return misses

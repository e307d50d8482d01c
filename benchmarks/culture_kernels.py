"""The batch of `batch.py` as four states for the house's integrator: the problem the other ways solve, and no more.

Biomass, glucose, acetate and oxygen; no gas, no vessel. Uptake laws, flux atlas, steps and event location are those of
the fermenter. All of it stands in this file because Numba notices a change of a kernel's own file only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import evaluate, locate, violation
from ..kernels.atlas_arrays import Atlas
from ..kernels.jit import inlined, kernel
from ..kernels.records import Cursor
from ..kernels.rosenbrock import BENDS, STAGES, Work, differentiator, interpolate, whole
from ..kernels.signals import COUNT
from ..kernels.status import Status
from ..kernels.stepping import OUTSIDE, SMALLEST_STEP, Tolerance, acceptor, locator
from ..kernels.uptake import uptake_bounds

__all__ = ["STATES", "Culture", "Cultures", "integrate_cultures"]

Array = NDArray[np.float64]

STATES = 4  # biomass, glucose, acetate, oxygen; the first outputs of the strain are their rates
OXYGEN = 3
INSIDE = 1e-9  # slack, relative to the θ box, that still counts as inside a region
DONE = int(Status.DONE)
MISS = int(Status.ATLAS_MISS)


class Culture(NamedTuple):
    """One batch, as its right-hand side sees it."""

    maximum: Array  # (p,) uptake at saturation [mmol/gDW/h]
    factors: NDArray[np.void]  # records FACTOR
    transfer: float  # kLa [1/h]
    saturation: float  # [mmol/L]
    atlas: Atlas


class Cultures(NamedTuple):
    """Batches that differ in their parameters; the first axis of each array but the atlas is the run."""

    maximum: Array  # (runs, p)
    factors: NDArray[np.void]  # (runs, k)
    transfer: Array  # (runs,)
    saturation: float
    atlas: Atlas


@inlined
def _uptake(state: Array, culture: Culture, signals: Array, theta: Array) -> None:
    """θ at a state; of the signals only the concentrations are written, and read."""
    for k in range(1, STATES):
        signals[COUNT + k - 1] = state[k]
    uptake_bounds(culture.factors, culture.maximum, signals, theta)


@inlined
def _slope(
    time: float,
    state: Array,
    culture: Culture,
    cursor: Cursor,
    signals: Array,
    theta: Array,
    fluxes: Array,
    slope: Array,
) -> None:
    """Right-hand side with the flux map of the cursor's region."""
    _uptake(state, culture, signals, theta)
    evaluate(culture.atlas, cursor.region[0], theta, fluxes)
    for k in range(STATES):
        slope[k] = fluxes[k] * state[0]
    slope[OXYGEN] += culture.transfer * (culture.saturation - state[OXYGEN])


@inlined
def _left(share: float, h: float, state: Array, culture: Culture, cursor: Cursor, work: Work) -> float:
    """How far outside the cursor's region the step is at a share of it (> 0: it left)."""
    interpolate(share, state, work)
    _uptake(work.point, culture, work.signals, work.theta)
    return violation(culture.atlas, cursor.region[0], work.theta) - OUTSIDE


_differentiate = differentiator(whole(_slope))
_accepted_step = acceptor(_slope)
_locate_event = locator(_left)


@kernel
def _work(parameters: int) -> Work:
    """Fresh scratch arrays."""
    return Work(
        np.zeros(STATES),
        np.zeros(STATES),
        np.zeros((STATES, STATES)),
        np.zeros((STATES, STATES)),
        np.zeros((2, STATES), np.int64),
        np.zeros((STAGES, STATES)),
        np.zeros((BENDS, STATES)),
        np.zeros(STATES),
        np.zeros(STATES),
        np.zeros(STATES),
        np.zeros(STATES + 1, np.int64),
        np.zeros(STATES),
        np.zeros(COUNT + STATES - 1),
        np.zeros(COUNT + STATES - 1),
        np.zeros(parameters),
        np.zeros(STATES),
    )


@kernel
def _integrate(
    state: Array, culture: Culture, cursor: Cursor, tolerance: Tolerance, grid: Array, rows: Array, work: Work
) -> int:
    """Run from the cursor to the last time of the grid, or to the first θ the atlas does not know."""
    end = grid[-1]
    while True:
        _uptake(state, culture, work.signals, work.theta)
        cursor.region[0] = locate(culture.atlas, work.theta, cursor.region[0], INSIDE)
        if cursor.region[0] < 0:
            return MISS
        if grid[cursor.output] <= cursor.time:
            rows[cursor.output, :] = state
            cursor.output += 1
        if cursor.time >= end - SMALLEST_STEP:
            return DONE
        _differentiate(state, culture, cursor, tolerance.floor, work)
        h = _accepted_step(end, state, culture, cursor, tolerance, work)
        if h < 0.0:
            return int(-h)
        share = _locate_event(0.0, h, state, culture, cursor, work)
        reached = cursor.time + share * h
        while cursor.output < grid.size and grid[cursor.output] < reached:
            interpolate((grid[cursor.output] - cursor.time) / h, state, work)
            rows[cursor.output, :] = work.point
            cursor.output += 1
        if share < 1.0:
            interpolate(share, state, work)
            state[:] = work.point
        else:
            state[:] = work.trial
        cursor.time = reached


@kernel
def integrate_cultures(
    states: Array,
    cultures: Cultures,
    cursors: NDArray[np.void],
    relative: float,
    absolute: Array,
    grid: Array,
    rows: Array,
    missed: Array,
) -> int:
    """Integrate (or resume) every batch.

    Parameters
    ----------
    states : shape (runs, STATES)
        Start states, overwritten.
    cultures : Cultures
    cursors : records CURSOR, shape (runs,)
        `status` holds each run's `status.Status` afterwards; new runs start with ATLAS_MISS.
    relative : float
        Relative tolerance.
    absolute : shape (STATES,)
        Absolute tolerances.
    grid : shape (times,)
        Output times [h].
    rows : shape (runs, times, STATES)
        Written.
    missed : shape (runs, p)
        θ of the runs that wait for a region.

    Returns
    -------
    int
        How many of them wait.
    """
    work = _work(cultures.maximum.shape[1])
    tolerance = Tolerance(relative, absolute, absolute / relative, 100_000)
    waiting = 0
    for run in range(states.shape[0]):
        cursor = cursors[run]
        if cursor.status != MISS:
            continue
        culture = Culture(
            cultures.maximum[run], cultures.factors[run], cultures.transfer[run], cultures.saturation, cultures.atlas
        )
        cursor.status = _integrate(states[run], culture, cursor, tolerance, grid, rows[run], work)
        if cursor.status == MISS:
            missed[run, :] = work.theta
            waiting += 1
    return waiting

"""Many alike runs of one right-hand side, several at a time in the lanes of a SIMD register.

Every lane has its own time, step and run. A Rosenbrock step does the same work whatever the numbers are, so lanes do
not wait for each other: a lane whose step is refused tries a shorter one while the others go on, and a lane whose run
is over takes the next run at once. No number of a run depends on another run, so results are the same bits in any
grouping.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .jit import fleeting, inlined_fleeting
from .lane_steps import LaneJacobian, LaneSlope, lane_steps, places
from .lanes import (
    LANES,
    choose,
    greatest,
    inverse_fifth_root,
    least,
    multiply_add,
    number_of,
    put_number,
    root,
    size_of,
    which,
    workspace,
)
from .status import Status

__all__ = ["Advance", "LaneRuns", "lane_ensemble"]

Array: TypeAlias = NDArray[np.float64]

TIME, STEP, PHASE, STOP, DUE, COUNT, REFUSED, FRESH, ACTIVE, ERROR = range(10)  # rows of the clock
NEW, AFTER_REFUSAL = 1.0, 2.0  # what FRESH says of the step to come
SMALLEST_STEP = 1e-13  # h
ALMOST = 1.0 + 1e-6  # a step that comes so near a stop goes there
DONE = int(Status.DONE)
TOO_SMALL = int(Status.STEP_TOO_SMALL)
TOO_MANY = int(Status.TOO_MANY_STEPS)
NOT_FINITE = int(Status.NOT_FINITE)


class LaneRuns(NamedTuple):
    """Runs and what becomes of them; R runs, n states, m parameters, b breaks, g output times."""

    start: Array  # (R, n)
    parameters: Array  # (R, m)
    breaks: Array  # (R, b) ascending times [h] at which something jumps; no step crosses one
    grid: Array  # (g,) ascending output times [h]
    begin: float  # h
    end: float  # h
    relative: float
    absolute: Array  # (n,)
    max_steps: int
    state: Array  # (R, g, n) written; rows beyond `rows` stay as they are
    rows: NDArray[np.int64]  # (R,) outputs written
    status: NDArray[np.int64]  # (R,)
    reached: Array  # (R,) time of the last accepted step [h]
    steps: NDArray[np.int64]  # (R, 2) tried; refused


Advance: TypeAlias = Callable[[LaneRuns, Array, int, int], bool]
"""Of runs, scratch (places.size + 1, LANES), first and last run: integrates runs first … last−1. False, and nothing is
done, where the right-hand side has other numbers of states or parameters."""


def _desk(states: int, parameters: int) -> tuple[Callable[..., None], Callable[..., None]]:
    """Kernels that put the next run, or the next phase of a run, into a lane."""
    n, m, at = states, parameters, places(states, parameters)
    clock = at.clock

    @inlined_fleeting
    def next_phase(w: Any, lane: int, run: int, runs: LaneRuns) -> None:
        """Pass the breaks that are reached; the next stop."""
        phase = int(number_of(w, clock + PHASE, lane))
        time = number_of(w, clock + TIME, lane)
        while phase < runs.breaks.shape[1] and runs.breaks[run, phase] <= time:
            phase += 1
        stop = runs.end
        if phase < runs.breaks.shape[1]:
            stop = min(stop, runs.breaks[run, phase])
        put_number(w, clock + PHASE, lane, float(phase))
        put_number(w, clock + STOP, lane, stop)
        put_number(w, clock + FRESH, lane, NEW)

    @inlined_fleeting
    def take_run(w: Any, lane: int, run: int, last: int, runs: LaneRuns) -> None:
        """Put a run into a lane, or none where there is none left."""
        if run >= last:
            put_number(w, clock + ACTIVE, lane, 0.0)
            put_number(w, clock + DUE, lane, math.inf)
            return
        for i in range(n):
            put_number(w, at.state + i, lane, runs.start[run, i])
        for i in range(m):
            put_number(w, at.parameters + i, lane, runs.parameters[run, i])
        for row in (COUNT, REFUSED, PHASE):
            put_number(w, clock + row, lane, 0.0)
        put_number(w, clock + TIME, lane, runs.begin)
        put_number(w, clock + ACTIVE, lane, 1.0)
        row = 0
        while row < runs.grid.size and runs.grid[row] <= runs.begin:
            for i in range(n):
                runs.state[run, row, i] = runs.start[run, i]
            row += 1
        runs.rows[run] = row
        put_number(w, clock + DUE, lane, runs.grid[row] if row < runs.grid.size else math.inf)
        next_phase(w, lane, run, runs)

    return next_phase, take_run


def _writer(states: int, parameters: int, bend: Callable[[Any], None], interpolate: Callable[[Any, Any], None]) -> Any:
    """The kernel that writes the outputs that steps have passed."""
    n, at = states, places(states, parameters)
    clock = at.clock

    @inlined_fleeting
    def emit(w: Any, good: Any, taken: Any, after: Any, run: NDArray[np.int64], runs: LaneRuns) -> None:
        passed = which(good & (w[clock + DUE] <= after))
        if passed != 0:
            bend(w)
        while passed != 0:
            interpolate(w, (w[clock + DUE] - w[clock + TIME]) / taken)
            for lane in range(LANES):
                if passed >> lane & 1 == 0:
                    continue
                row = int(runs.rows[run[lane]])
                for i in range(n):
                    runs.state[run[lane], row, i] = number_of(w, at.point + i, lane)
                row += 1
                runs.rows[run[lane]] = row
                put_number(w, clock + DUE, lane, runs.grid[row] if row < runs.grid.size else math.inf)
            passed = which(good & (w[clock + DUE] <= after))

    return emit


def _pacer(states: int, parameters: int) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Kernels that say how long a first step is, and the next one."""
    n, at = states, places(states, parameters)

    @inlined_fleeting
    def first_step(w: Any, relative: float, absolute: Array) -> Any:
        """A hundredth of the time in which the state would change by itself (Hairer, Norsett & Wanner 1993, II.4)."""
        size, speed = w[at.clock + FRESH] * 0.0, w[at.clock + FRESH] * 0.0
        for i in range(n):
            value = w[at.state + i]
            weight = 1.0 / multiply_add(relative, size_of(value), absolute[i])
            size = size + value * weight * (value * weight)
            slope = w[at.slope + i] * weight
            speed = multiply_add(slope, slope, speed)
        return least(greatest(0.01 * root(size / greatest(speed, 1e-300)), 1e-6), 1.0)

    @inlined_fleeting
    def factor(error: Any, good: Any, eager: Any) -> Any:
        """Of the next step over this one; after a refusal none is longer."""
        best = 0.9 * inverse_fifth_root(least(greatest(error, 1e-8), 1e10))
        longer = least(greatest(best, 0.2), choose(eager, 6.0, 1.0))
        return choose(good, longer, choose(error < 1e10, least(greatest(best, 0.1), 0.9), 0.1))

    return first_step, factor


def _trier(slope: LaneSlope, jacobian: LaneJacobian | None, states: int, parameters: int) -> Callable[..., int]:
    """The kernel that tries one step of every lane."""
    n, at = states, places(states, parameters)
    clock, state, trial = at.clock, at.state, at.trial
    differentiate, step, bend, interpolate = lane_steps(slope, states, parameters, jacobian)
    emit = _writer(states, parameters, bend, interpolate)
    first_step, factor = _pacer(states, parameters)

    @inlined_fleeting
    def attempt(w: Any, run: NDArray[np.int64], floor: Array, runs: LaneRuns) -> int:
        """One step of every lane; the lanes that need a decision, as bits."""
        time, active = w[clock + TIME], w[clock + ACTIVE] > 0.5
        differentiate(w, time, w[clock + PHASE], floor)
        asked = w[clock + STEP]
        if which(w[clock + FRESH] == NEW) != 0:
            asked = choose(w[clock + FRESH] == NEW, first_step(w, runs.relative, runs.absolute), asked)
        room = w[clock + STOP] - time
        lands = asked * ALMOST >= room
        taken = choose(active, choose(lands, room, asked), 1.0)
        error = step(w, time, w[clock + PHASE], taken, runs.relative, runs.absolute)
        good = active & (error <= 1.0)
        after = choose(lands, w[clock + STOP], time + taken)
        emit(w, good, taken, after, run, runs)
        for i in range(n):
            w[state + i] = choose(good, w[trial + i], w[state + i])
        longer = taken * factor(error, good, w[clock + FRESH] != AFTER_REFUSAL)
        w[clock + STEP] = choose(good & lands, greatest(longer, asked), longer)
        w[clock + TIME] = choose(good, after, time)
        w[clock + FRESH] = choose(good, 0.0, AFTER_REFUSAL)
        w[clock + ERROR] = error
        w[clock + COUNT] = w[clock + COUNT] + 1.0
        w[clock + REFUSED] = w[clock + REFUSED] + choose(good, 0.0, 1.0)
        stuck = ~good & (longer < SMALLEST_STEP)
        tired = w[clock + COUNT] >= float(runs.max_steps)
        return which(active & ((good & lands) | stuck | tired))

    return attempt


def _decider(states: int, parameters: int) -> tuple[Callable[..., None], Callable[..., int]]:
    """Kernels that put a run into a lane, and decide what a lane does whose step came to a stop or failed."""
    clock = places(states, parameters).clock
    next_phase, take_run = _desk(states, parameters)

    @inlined_fleeting
    def decide(w: Any, lane: int, run: NDArray[np.int64], last: int, waiting: int, runs: LaneRuns) -> int:
        """The next phase, or the next run, of a lane whose step came to a stop or failed; the run that waits then."""
        mine = run[lane]
        time, stop = number_of(w, clock + TIME, lane), number_of(w, clock + STOP, lane)
        error, count = number_of(w, clock + ERROR, lane), number_of(w, clock + COUNT, lane)
        status = DONE
        if error <= 1.0 and time == stop:
            if stop < runs.end and count < runs.max_steps:
                next_phase(w, lane, mine, runs)
                return waiting
            if stop < runs.end:
                status = TOO_MANY
        elif count >= runs.max_steps:
            status = TOO_MANY
        else:
            status = TOO_SMALL if error < math.inf else NOT_FINITE
        runs.status[mine] = status
        runs.reached[mine] = time
        runs.steps[mine, 0] = int(count)
        runs.steps[mine, 1] = int(number_of(w, clock + REFUSED, lane))
        run[lane] = waiting
        take_run(w, lane, waiting, last, runs)
        return waiting + 1

    return take_run, decide


def lane_ensemble(slope: LaneSlope, states: int, parameters: int, jacobian: LaneJacobian | None = None) -> Advance:
    """Make the kernel that integrates an ensemble.

    Parameters
    ----------
    slope : kernel
        The right-hand side, `inlined` or `kernel`, in the functions of `lanes`; see `LaneSlope`.
    states, parameters : int
        Numbers of both; they are compiled in.
    jacobian : kernel, optional
        Its derivatives, see `LaneJacobian`; forward differences where there is none.

    Returns
    -------
    kernel
        See `Advance`. It is compiled in every process anew; called by a kernel of your own module it is cached with it.
    """
    n, at = states, places(states, parameters)
    attempt = _trier(slope, jacobian, states, parameters)
    take_run, decide = _decider(states, parameters)

    @fleeting
    def advance(runs: LaneRuns, scratch: Array, first: int, last: int) -> bool:
        if runs.start.shape[1] != n or runs.parameters.shape[1] != parameters or scratch.shape[0] <= at.size:
            return False
        w = workspace(scratch)
        for i in range(at.size):
            w[i] = 0.0
        floor = runs.absolute / runs.relative
        run = np.arange(first, first + LANES)
        for lane in range(LANES):
            take_run(w, lane, run[lane], last, runs)
        waiting = first + LANES
        active = min(last - first, LANES)
        while active > 0:
            asking = attempt(w, run, floor, runs)
            for lane in range(LANES):
                if asking >> lane & 1 == 0:
                    continue
                before = waiting
                waiting = decide(w, lane, run, last, waiting, runs)
                if waiting > before and before >= last:
                    active -= 1
        return True

    return advance

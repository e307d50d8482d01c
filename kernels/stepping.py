"""Steps of any right-hand side: their length by the error, the place of an event inside one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .records import Cursor
from .rosenbrock import RightHandSide, Work, bend, stepper
from .status import Status

__all__ = ["OUTSIDE", "SMALLEST_STEP", "Tolerance", "acceptor", "locator", "no_corner"]

OUTSIDE = 1e-8  # violation at which a crossing is placed: clearly outside the old region
SMALLEST_STEP = 1e-13  # h
POWER = 0.2  # one over the order of the error's estimate
SAFETY = 0.9
MOST_GROWTH = 6.0
LEAST_ERROR = 1e-2  # of a step from which the trend of the errors is told
MOST_AIMS = 8  # at corners, within one step
BEYOND = 1e-3  # of the way to a corner
SHORTEST_AIM = 1e-3  # of the attempt before
AFTER_CORNER = 0.05  # of the step that was wanted before a corner
TOO_SMALL = int(Status.STEP_TOO_SMALL)
TOO_MANY = int(Status.TOO_MANY_STEPS)
NOT_FINITE = int(Status.NOT_FINITE)

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")
Distance: TypeAlias = Callable[[float, float, Array, P, Cursor, Work], float]
Locate: TypeAlias = Callable[[float, float, Array, P, Cursor, Work], float]


class Tolerance(NamedTuple):
    """Error control of an integration."""

    relative: float
    absolute: NDArray[np.float64]  # per state
    floor: NDArray[np.float64]  # per state, absolute over relative
    max_steps: int


Accept: TypeAlias = Callable[[float, Array, P, Cursor, Tolerance, Work], float]
Corner: TypeAlias = Callable[[Array, P, Work], float]


@inlined
def no_corner(state: Array, plant: P, work: Work) -> float:
    """Of a right-hand side whose corners nobody knows, or that has none."""
    return 1.0


@inlined
def _growth(h: float, error: float, cursor: Cursor) -> float:
    """Length of the next step over that of an accepted one.

    The smaller of what the error allows and what it allows if it goes on changing as it did: Gustafsson (1994), ACM
    Trans. Math. Softw. 20:496, doi:10.1145/198429.198437, as in Hairer & Wanner (1996), Solving ODEs II, §IV.8.
    """
    present = max(error, 1e-8)
    growth: float = SAFETY * present**-POWER
    if cursor.stride > 0.0:
        growth *= min(h / cursor.stride * (max(cursor.error, LEAST_ERROR) / present) ** POWER, 1.0)
    return min(max(growth, 0.2), MOST_GROWTH)


@inlined
def _shrinkage(h: float, error: float, longer: float, worse: float) -> float:
    """Length of the next attempt over that of a refused one.

    Where a longer one was refused with a worse error before it, both tell the order the method has here, 1 … 5.
    """
    power = POWER
    if longer > 0.0:
        power = 1.0
        if worse > error:
            power = min(max(math.log(longer / h) / math.log(worse / error), POWER), 1.0)
    # the comparison is false for NaN as well
    shrinkage = SAFETY * error**-power if error < 1e10 else 0.1
    return min(max(shrinkage, 0.1), 0.9)


def acceptor(derivative: RightHandSide[P], corner: Corner[P] = no_corner) -> Accept[P]:
    """The kernel that finds the length of a step.

    Parameters
    ----------
    derivative : kernel
        The right-hand side.
    corner : kernel, optional
        Of state, plant and work: the share of a step just tried at which the right-hand side has a corner; 1 where it
        has none. A refused step is tried again to just beyond it.

    Returns
    -------
    kernel
        Of end [h], state, plant, cursor, tolerance and work, differentiated at the cursor: tries steps from the
        cursor, none beyond `end`, until one meets the tolerance; its length [h], or a negative status.
    """
    step = stepper(derivative)

    @inlined
    def accepted_step(end: float, state: Array, plant: P, cursor: Cursor, tolerance: Tolerance, work: Work) -> float:
        wanted = cursor.step
        h = min(wanted, end - cursor.time)
        longest = h
        longer, worse = 0.0, 0.0
        aims = 0
        aimed = False
        while True:
            cursor.steps += 1
            if cursor.steps > tolerance.max_steps:
                return -TOO_MANY
            error = step(h, state, plant, cursor, tolerance.relative, tolerance.absolute, work)
            if error <= 1.0:
                growth = _growth(h, error, cursor)
                cursor.step = h * (min(growth, 1.0) if longer > 0.0 else growth)
                cursor.error = error
                cursor.stride = h
                if aimed:  # what is fast begins anew
                    cursor.step = AFTER_CORNER * longest
                    cursor.stride = 0.0
                elif longer == 0.0 and h < wanted:  # the end cut it short, nothing else
                    cursor.step = max(cursor.step, wanted)
                bend(work)
                return h
            cursor.rejected += 1
            shrinkage = _shrinkage(h, error, longer, worse)
            longer, worse = h, error
            share = corner(state, plant, work) if aims < MOST_AIMS else 1.0
            aimed = share < 1.0
            if aimed:
                aims += 1
                shrinkage = min(max(share * (1.0 + BEYOND), SHORTEST_AIM), 0.98)
            h *= shrinkage
            if h < SMALLEST_STEP:
                return -TOO_SMALL if error < math.inf else -NOT_FINITE

    return accepted_step


def locator(distance: Distance[P]) -> Locate[P]:
    """The kernel that finds the first event inside a step.

    Parameters
    ----------
    distance : kernel
        Of the share of the step, h, state, plant, cursor and work: how far past its first event the step is there
        (> 0: it happened).

    Returns
    -------
    kernel
        Of start, h, state, plant, cursor and work, for the step just accepted: the share of it at which the first
        event after share `start` happens; 1 where there is none (Illinois iteration).
    """

    @inlined
    def locate_event(start: float, h: float, state: Array, plant: P, cursor: Cursor, work: Work) -> float:
        low = start
        high = 0.5 * (start + 1.0)
        below = -1.0
        above = distance(high, h, state, plant, cursor, work)
        if above <= 0.0:
            low = high
            below = above
            high = 1.0
            above = distance(high, h, state, plant, cursor, work)
            if above <= 0.0:
                return 1.0
        else:
            below = min(distance(start, h, state, plant, cursor, work), -1e-300)
        side = 0
        for _ in range(60):
            if above <= OUTSIDE or (high - low) * h < SMALLEST_STEP:
                break
            middle = (low * above - high * below) / (above - below)
            if not low < middle < high:
                middle = 0.5 * (low + high)
            value = distance(middle, h, state, plant, cursor, work)
            if value > 0.0:
                high = middle
                above = value
                if side == 1:
                    below *= 0.5
                side = 1
            else:
                low = middle
                below = min(value, -1e-300)
                if side == -1:
                    above *= 0.5
                side = -1
        return high

    return locate_event

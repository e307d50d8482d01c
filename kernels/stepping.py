"""Steps of any right-hand side: their length by the error, the place of an event inside one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .records import Cursor
from .rosenbrock import RightHandSide, Work, stepper
from .status import Status

__all__ = ["OUTSIDE", "SMALLEST_STEP", "Tolerance", "acceptor", "locator"]

OUTSIDE = 1e-8  # violation at which a crossing is placed: clearly outside the old region
SMALLEST_STEP = 1e-13  # h
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


def acceptor(derivative: RightHandSide[P]) -> Accept[P]:
    """The kernel that finds the length of a step.

    Parameters
    ----------
    derivative : kernel
        The right-hand side.

    Returns
    -------
    kernel
        Of end [h], state, plant, cursor, tolerance and work, differentiated at the cursor: tries steps from the
        cursor, none beyond `end`, until one meets the tolerance; its length [h], or a negative status.
    """
    step = stepper(derivative)

    @inlined
    def accepted_step(end: float, state: Array, plant: P, cursor: Cursor, tolerance: Tolerance, work: Work) -> float:
        h = min(cursor.step, end - cursor.time)
        while True:
            cursor.steps += 1
            if cursor.steps > tolerance.max_steps:
                return -TOO_MANY
            error = step(h, state, plant, cursor, tolerance.relative, tolerance.absolute, work)
            if error <= 1.0:
                growth = 0.9 * max(error, 1e-8) ** -0.2
                cursor.step = h * min(max(growth, 0.2), 6.0)
                cursor.error = error
                return h
            cursor.rejected += 1
            # the comparison is false for NaN as well
            shrink = 0.9 * error**-0.2 if error < 1e10 else 0.1
            h *= min(max(shrink, 0.1), 0.9)
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

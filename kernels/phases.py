"""What happens at a moment of the recipe: a phase begins, a sample is taken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .charge import dissociate
from .jit import inlined, kernel, uncounted
from .liquid import EMPTY, draw, pour
from .recipe import HOLD, end_distance
from .records import Cursor, Plant
from .state import inventory, stream_signal
from .stepping import SMALLEST_STEP

__all__ = ["apply_set_points", "begin_phase", "hold_rates", "past_end", "take_sample"]


@kernel
def apply_set_points(plant: Plant, cursor: Cursor) -> None:
    """Turn the controllers to the set points of the cursor's phase."""
    operation = plant.operation
    phase = plant.phases[cursor.phase]
    operation.temperature = phase.temperature
    operation.ph = phase.ph
    operation.dot_set_point = phase.dot
    operation.head_pressure = phase.pressure
    operation.proton = 10.0**-phase.ph
    if plant.layout.strong >= 0:
        dissociate(plant)


@inlined
def past_end(plant: Plant, cursor: Cursor, signals: NDArray[np.float64]) -> float:
    """How far the present phase is past its end (> 0: over), from the signals at hand."""
    phase = plant.phases[cursor.phase]
    late: float = (signals[at.TIME] - phase.timeout) / phase.timeout
    return max(late, end_distance(phase, plant.conditions, signals))


@kernel
def hold_rates(plant: Plant, cursor: Cursor, signals: NDArray[np.float64]) -> None:
    """Keep what flows now as the rate of the feeds that hold during the cursor's phase.

    Parameters
    ----------
    plant : Plant
        Its feeds are changed.
    cursor : record CURSOR
        Of the phase that begins.
    signals : shape (signal_size,)
        Of the phase that ends.
    """
    phase = plant.phases[cursor.phase]
    for k in range(phase.first_feed, phase.last_feed):
        feed = plant.feeds[k]
        if feed.kind == HOLD:
            feed.rate = signals[stream_signal(plant.layout) + feed.stream]


@kernel
def begin_phase(state: NDArray[np.float64], plant: Plant, cursor: Cursor) -> None:
    """Draw the broth down, pour additions in, and remember when and with how many cells the phase began."""
    phase = plant.phases[cursor.phase]
    if 0.0 < phase.draw_to < state[0]:
        draw(state, plant.layout, 1.0 - phase.draw_to / state[0])
    for k in range(phase.first_addition, phase.last_addition):
        addition = plant.additions[k]
        pour(state, plant, addition.stream, addition.volume)
    cursor.inventory_at_start = inventory(state, plant.layout)
    cursor.phase_start = cursor.time


@uncounted
def take_sample(state: NDArray[np.float64], plant: Plant, cursor: Cursor) -> bool:
    """Take a sample if one is due, unless the vessel is as good as empty, and set the clock for the next.

    Whether one was due.
    """
    operation = plant.operation
    if operation.sample_interval > 0.0 and cursor.time >= cursor.next_sample - SMALLEST_STEP:
        if state[0] - operation.sample_volume > EMPTY * plant.vessel.working_volume:
            draw(state, plant.layout, operation.sample_volume / state[0])
        cursor.next_sample += operation.sample_interval
        return True
    return False

"""Overrides: what a capacity that nears its end leaves to the feeds that back off from it.

A feed that answers at once closes a loop through everything between pump and capacity: mixing, cells, the controller
of oxygen or temperature. In a jar that is quick enough; in a tank the loop may swing. An override that takes its time
is the remedy a plant has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .jit import inlined
from .laws import smooth_step
from .records import Plant
from .state import override_index

__all__ = ["BACK_OFF", "left_over", "override_slopes", "permits", "start_overrides"]

BACK_OFF = 0.9  # share of a capacity from which a feed that backs off does so; it stops at 1


@inlined
def left_over(used: float) -> float:
    """1 while less than 90 % of a capacity is used, falling smoothly to 0 where all of it is."""
    return 1.0 - smooth_step((used - BACK_OFF) / (1.0 - BACK_OFF))


@inlined
def permits(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64]) -> None:
    """Write what oxygen and cooling leave the feeds: at once, or, where an override takes time, its state.

    Parameters
    ----------
    state : shape (state_size,)
    plant : Plant
    signals : shape (signal_size,)
        Hold how far oxygen cascade and cooling are used.
    """
    operation = plant.operation
    first = override_index(plant.layout)
    if plant.layout.override and operation.oxygen_override > 0.0:
        signals[at.OXYGEN_PERMIT] = state[first]
    else:
        signals[at.OXYGEN_PERMIT] = left_over(float(signals[at.CASCADE_SHARE]))
    if plant.layout.override and operation.cooling_override > 0.0:
        signals[at.COOLING_PERMIT] = state[first + 1]
    else:
        signals[at.COOLING_PERMIT] = left_over(float(signals[at.COOLING]))


@inlined
def _settling(used: float, permit: float, time: float) -> float:
    """Slope [1/h] of an override: (left over − p)/τ with τ = T/(1 − 90 %)."""
    return (left_over(used) - permit) * (1.0 - BACK_OFF) / time


@inlined
def override_slopes(
    state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64], slope: NDArray[np.float64]
) -> None:
    """Slopes of the overrides, a lag of the first order; 0 where there is none.

    Within its band what is left falls by 1 as the use rises by 1 − 90 %. So a lag of τ = T/(1 − 90 %) acts, against a
    use that answers to the feed, as an integral controller of the reset time T: dp/dt ≈ (u* − u)/T (½ more in mid
    band). By Skogestad's rule (2003, J. Process Control 13:291, doi:10.1016/S0959-1524(02)00062-8) T is twice the delay
    from pump to capacity, in which mixing, what the cells have yet to use up and the capacity's controller count.

    Parameters
    ----------
    state, plant, signals
        As in `permits`.
    slope : shape (state_size,)
        Written, per hour.
    """
    if plant.layout.override == 0:
        return
    operation = plant.operation
    first = override_index(plant.layout)
    slope[first] = 0.0
    slope[first + 1] = 0.0
    if operation.oxygen_override > 0.0:
        used = float(signals[at.CASCADE_SHARE])
        slope[first] = _settling(used, float(state[first]), operation.oxygen_override)
    if operation.cooling_override > 0.0:
        used = float(signals[at.COOLING])
        slope[first + 1] = _settling(used, float(state[first + 1]), operation.cooling_override)


@inlined
def start_overrides(state: NDArray[np.float64], plant: Plant) -> None:
    """Leave the feeds everything as a run begins."""
    if plant.layout.override:
        first = override_index(plant.layout)
        state[first] = 1.0
        state[first + 1] = 1.0

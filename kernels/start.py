"""The vessel before anything has happened: constants of the broth, dissolved gases, gas in the vessel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .broth import calibrate
from .fermenter import survey
from .gas import GAS_CONSTANT
from .gas_phase import gas_volumes
from .jit import kernel
from .phases import apply_set_points, begin_phase
from .records import Cursor, Plant
from .state import CARBON_DIOXIDE, GASES, OXYGEN, gas_index, headspace_index, species_index

__all__ = ["commence"]


@kernel
def _dissolve(state: NDArray[np.float64], plant: Plant) -> None:
    """Give dissolved gases that are not stated (NaN) their equilibrium with the inlet gas at head pressure."""
    operation = plant.operation
    dry = operation.head_pressure - operation.vapour_pressure
    oxygen = species_index(plant.layout) + plant.layout.oxygen
    if not state[oxygen] >= 0.0:
        state[oxygen] = state[0] * operation.oxygen_henry * operation.oxygen_low * dry
    carbon = species_index(plant.layout) + plant.layout.carbon_dioxide
    if not state[carbon] >= 0.0:
        free = operation.carbon_dioxide_henry * operation.carbon_dioxide_inlet * dry
        state[carbon] = state[0] * free / operation.carbon_dioxide_fraction


@kernel
def commence(
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
) -> None:
    """Make a run ready: constants, dissolved gases, the first phase, inlet gas at local pressure.

    Liquid amounts must be set; dissolved gases may be NaN and then get their equilibrium.
    """
    apply_set_points(plant, cursor)
    calibrate(plant.operation)
    _dissolve(state, plant)
    begin_phase(state, plant, cursor)
    cursor.next_sample = cursor.time + plant.operation.sample_interval
    survey(cursor.time, state, plant, cursor, signals, theta)
    operation = plant.operation
    dispersed, headspace = gas_volumes(plant, signals)
    room = GAS_CONSTANT * operation.temperature
    below = (signals[at.PRESSURE_MEAN] - operation.vapour_pressure) * dispersed / room
    above = (operation.head_pressure - operation.vapour_pressure) * headspace / room
    for j in range(GASES):
        fraction = 1.0 - signals[at.OXYGEN_FRACTION] - operation.carbon_dioxide_inlet
        if j == OXYGEN:
            fraction = signals[at.OXYGEN_FRACTION]
        elif j == CARBON_DIOXIDE:
            fraction = operation.carbon_dioxide_inlet
        state[gas_index(plant.layout) + j] = below * fraction
        state[headspace_index(plant.layout) + j] = above * fraction

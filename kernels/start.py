"""The vessel before anything has happened: constants of the broth, dissolved gases, gas in the vessel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .charge import CARBON_ROW, balance_start
from .fermenter import survey
from .gas import GAS_CONSTANT
from .gas_phase import gas_volumes
from .gas_transfer import inlet_fraction
from .jit import kernel
from .override import start_overrides
from .ph import acid_share
from .phases import apply_set_points, begin_phase
from .properties import broth_properties, look_up
from .records import Cursor, Operation, Plant
from .state import CARBON_DIOXIDE, OXYGEN, gas_index, headspace_index, heat_index, probe_index, species_index
from .thermal import broth_temperature, heat_content

__all__ = ["commence"]

AIR_OXYGEN = 0.2095  # mole fraction in dry air


@kernel
def _calibrate(operation: Operation, signals: NDArray[np.float64]) -> None:
    """Let the probe call 100 % what air at head pressure dissolves in this broth as it is now."""
    dry = operation.head_pressure - signals[at.VAPOUR_PRESSURE]
    operation.oxygen_calibration = signals[at.OXYGEN_HENRY] * AIR_OXYGEN * dry


@kernel
def _dissolve(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64]) -> None:
    """Give dissolved gases that are not stated (NaN) their equilibrium with the inlet gas at head pressure."""
    operation = plant.operation
    dry = operation.head_pressure - signals[at.VAPOUR_PRESSURE]
    for j in range(plant.layout.gases):
        gas = plant.gases[j]
        place = species_index(plant.layout) + gas.species
        if gas.species < 0 or state[place] >= 0.0:
            continue
        henry = gas.solubility * look_up(plant.properties, gas.column, signals[at.TEMPERATURE])
        if j == OXYGEN:
            henry = signals[at.OXYGEN_HENRY]
        elif j == CARBON_DIOXIDE:
            henry = signals[at.CARBON_DIOXIDE_HENRY] / signals[at.CARBON_DIOXIDE_FREE]
        state[place] = state[0] * henry * inlet_fraction(plant, j, operation.oxygen_low) * dry


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
    operation = plant.operation
    apply_set_points(plant, cursor)
    if plant.layout.thermal:
        state[heat_index(plant.layout)] = heat_content(operation, state[0], operation.start_temperature)
    broth_properties(broth_temperature(state, plant), plant, signals)
    _calibrate(operation, signals)
    if plant.layout.strong >= 0:
        signals[at.CARBON_DIOXIDE_FREE] = acid_share(operation.ph, plant.acids, CARBON_ROW, 0)
    _dissolve(state, plant, signals)
    if plant.layout.probe:
        dissolved = state[species_index(plant.layout) + plant.layout.oxygen] / state[0]
        state[probe_index(plant.layout)] = 100.0 * dissolved / operation.oxygen_calibration
    start_overrides(state, plant)
    balance_start(state, plant)
    begin_phase(state, plant, cursor)
    cursor.next_sample = cursor.time + operation.sample_interval
    survey(cursor.time, state, plant, cursor, signals, theta)
    dispersed, headspace = gas_volumes(plant, signals)
    room = GAS_CONSTANT * signals[at.TEMPERATURE]
    below = (signals[at.PRESSURE_MEAN] - signals[at.VAPOUR_PRESSURE]) * dispersed / room
    above = (signals[at.PRESSURE] - signals[at.VAPOUR_PRESSURE]) * headspace / room
    for j in range(plant.layout.gases):
        fraction = inlet_fraction(plant, j, signals[at.OXYGEN_FRACTION])
        state[gas_index(plant.layout) + j] = below * fraction
        state[headspace_index(plant.layout) + j] = above * fraction

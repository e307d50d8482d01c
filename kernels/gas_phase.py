"""The gas: its volumes in the vessel, transfer to and from the liquid, its way through dispersion and headspace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .agitation import FLASK
from .gas import GAS_CONSTANT
from .jit import inlined
from .records import Plant
from .state import CARBON_DIOXIDE, GASES, OXYGEN, gas_index, headspace_index, species_index, total_index

__all__ = ["gas_phase", "gas_volumes"]

RELAXATION = 5.0 / 3600.0  # h, time in which the gas volume follows hold-up and pressure
SMALLEST_HOLDUP = 1e-3  # share of the dispersion that is never liquid: bubbles caught in a vessel without gas flow
SMALLEST_HEADSPACE = 0.05  # share of the vessel that is never liquid or dispersed gas


@inlined
def gas_volumes(plant: Plant, signals: NDArray[np.float64]) -> tuple[float, float]:
    """Volumes [m³] of dispersed gas and headspace."""
    vessel = plant.vessel
    least = SMALLEST_HEADSPACE * vessel.total_volume
    if vessel.kind == FLASK:
        return max(vessel.total_volume - signals[at.VOLUME], least), least
    holdup = max(signals[at.GAS_HOLDUP], SMALLEST_HOLDUP)
    dispersed = signals[at.VOLUME] * holdup / (1.0 - holdup)
    return dispersed, max(vessel.total_volume - signals[at.VOLUME] - dispersed, least)


@inlined
def gas_phase(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Transfer between liquid and gas, and the flow of gas through dispersion and headspace."""
    layout = plant.layout
    operation = plant.operation
    volume = signals[at.VOLUME]
    g = gas_index(layout)
    h = headspace_index(layout)
    total = total_index(layout) + layout.streams
    dispersed, headspace = gas_volumes(plant, signals)
    dry = signals[at.PRESSURE_MEAN] - signals[at.VAPOUR_PRESSURE]
    moles = state[g] + state[g + 1] + state[g + 2]
    partial = dry / moles
    oxygen = signals[at.KLA] * (
        signals[at.OXYGEN_HENRY] * state[g + OXYGEN] * partial - signals[at.COUNT + layout.oxygen]
    )
    free = signals[at.CARBON_DIOXIDE_FREE] * signals[at.COUNT + layout.carbon_dioxide]
    solubility = signals[at.CARBON_DIOXIDE_HENRY]
    stripped = (
        signals[at.KLA] * operation.carbon_dioxide_transfer * (free - solubility * state[g + CARBON_DIOXIDE] * partial)
    )
    signals[at.OTR] = oxygen
    signals[at.CTR] = stripped
    inflow = signals[at.GAS_FLOW]
    room = GAS_CONSTANT * signals[at.TEMPERATURE]
    outflow = inflow + volume * (stripped - oxygen) + (moles - dry * dispersed / room) / RELAXATION
    dry_head = signals[at.PRESSURE] - signals[at.VAPOUR_PRESSURE]
    above = state[h] + state[h + 1] + state[h + 2]
    leaving = outflow + (above - dry_head * headspace / room) / RELAXATION
    inlet_oxygen = signals[at.OXYGEN_FRACTION]
    inlet_carbon = operation.carbon_dioxide_inlet
    for j in range(GASES):
        fraction = 1.0 - inlet_oxygen - inlet_carbon
        exchange = 0.0
        if j == OXYGEN:
            fraction = inlet_oxygen
            exchange = -volume * oxygen
        elif j == CARBON_DIOXIDE:
            fraction = inlet_carbon
            exchange = volume * stripped
        passing = outflow * state[g + j] / moles
        out = leaving * state[h + j] / above
        slope[g + j] = inflow * fraction + exchange - passing
        slope[h + j] = passing - out
        slope[total + j] = inflow * fraction
        slope[total + GASES + j] = out
    species = species_index(layout)
    slope[species + layout.oxygen] += volume * oxygen
    slope[species + layout.carbon_dioxide] -= volume * stripped
    signals[at.OFFGAS_OXYGEN] = state[h + OXYGEN] / above
    signals[at.OFFGAS_CARBON_DIOXIDE] = state[h + CARBON_DIOXIDE] / above
    signals[at.OFFGAS_FLOW] = leaving

"""The gas: its volumes in the vessel, transfer to and from the liquid, its way through dispersion and headspace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .gas import GAS_CONSTANT
from .gas_transfer import LEAST_FLOW, exchange_gases, inlet_fraction
from .jit import inlined
from .records import Plant
from .state import CARBON_DIOXIDE, OXYGEN, gas_index, headspace_index, total_index
from .vapour import evaporate
from .vessel_record import SHAKEN

__all__ = ["gas_phase", "gas_volumes"]

RELAXATION = 5.0 / 3600.0  # h, time in which the gas volume follows hold-up and pressure
SMALLEST_HOLDUP = 1e-3  # share of the dispersion that is never liquid: bubbles caught in a vessel without gas flow
SMALLEST_HEADSPACE = 0.05  # share of the vessel that is never liquid or dispersed gas


@inlined
def gas_volumes(plant: Plant, signals: NDArray[np.float64]) -> tuple[float, float]:
    """Volumes [m³] of dispersed gas and headspace."""
    vessel = plant.vessel
    least = SMALLEST_HEADSPACE * vessel.total_volume
    if vessel.kind == SHAKEN:
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
    """Transfer between liquid and gas, the flow of gas through dispersion and headspace, and what of it returns."""
    layout = plant.layout
    operation = plant.operation
    g = gas_index(layout)
    h = headspace_index(layout)
    total = total_index(layout) + layout.streams
    bubbles = state[g:h]
    head = state[h : h + layout.gases]
    risen = slope[g:h]
    vented = slope[h : h + layout.gases]
    entered = slope[total : total + layout.gases]
    left = slope[total + layout.gases : total + 2 * layout.gases]
    dispersed, headspace = gas_volumes(plant, signals)
    room = GAS_CONSTANT * signals[at.TEMPERATURE]
    moles = 0.0
    above = 0.0
    for j in range(layout.gases):
        moles += bubbles[j]
        above += head[j]
    inflow = signals[at.GAS_FLOW]
    # volumes follow hold-up and pressure
    rising = (moles - (signals[at.PRESSURE_MEAN] - signals[at.VAPOUR_PRESSURE]) * dispersed / room) / RELAXATION
    venting = (above - (signals[at.PRESSURE] - signals[at.VAPOUR_PRESSURE]) * headspace / room) / RELAXATION
    # the share a plug finds in its inlet is taken before transfer; the books below are exact
    share = operation.gas_recycle * min(max(1.0 + (rising + venting) / max(inflow, LEAST_FLOW), 0.0), 1.0)
    outflow = inflow + rising + exchange_gases(state, plant, signals, moles, above, share, slope)
    leaving = outflow + venting
    recycled = min(operation.gas_recycle * max(leaving, 0.0), inflow)
    onward = outflow / moles
    part = 1.0 / above
    for j in range(layout.gases):
        fresh = (inflow - recycled) * inlet_fraction(plant, j, signals[at.OXYGEN_FRACTION])
        passing = onward * bubbles[j]
        fraction = part * head[j]
        risen[j] += fresh + recycled * fraction - passing
        vented[j] = passing - leaving * fraction
        entered[j] = fresh
        left[j] = (leaving - recycled) * fraction
    evaporate(plant, signals, outflow, slope)
    signals[at.OFFGAS_OXYGEN] = part * head[OXYGEN]
    signals[at.OFFGAS_CARBON_DIOXIDE] = part * head[CARBON_DIOXIDE]
    signals[at.OFFGAS_FLOW] = leaving
    signals[at.GAS_RECYCLED] = recycled

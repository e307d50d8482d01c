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

__all__ = ["exhaust", "gas_phase", "gas_volumes", "surplus"]

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
def surplus(moles: float, pressure: float, volume: float, temperature: float) -> float:
    """Flow [mol/h] of gas that gives way because it does not fit its volume [m³] at a dry pressure [bar]."""
    return (moles - pressure * volume / (GAS_CONSTANT * temperature)) / RELAXATION


@inlined
def gas_phase(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Transfer between liquid and gas, the flow of gas through dispersion and headspace, and what of it returns."""
    layout = plant.layout
    g = gas_index(layout)
    h = headspace_index(layout)
    total = total_index(layout) + layout.streams
    bubbles = state[g:h]
    head = state[h : h + layout.gases]
    risen = slope[g:h]
    vented = slope[h : h + layout.gases]
    entered = slope[total : total + layout.gases]
    dispersed, headspace = gas_volumes(plant, signals)
    moles = 0.0
    above = 0.0
    for j in range(layout.gases):
        moles += bubbles[j]
        above += head[j]
    inflow = signals[at.GAS_FLOW]
    # volumes follow hold-up and pressure
    vapour = signals[at.VAPOUR_PRESSURE]
    temperature = signals[at.TEMPERATURE]
    rising = surplus(moles, signals[at.PRESSURE_MEAN] - vapour, dispersed, temperature)
    venting = surplus(above, signals[at.PRESSURE] - vapour, headspace, temperature)
    # the share a plug finds in its inlet is taken before transfer; the books below are exact
    share = plant.operation.gas_recycle * min(max(1.0 + (rising + venting) / max(inflow, LEAST_FLOW), 0.0), 1.0)
    outflow = inflow + rising + exchange_gases(state, plant, signals, moles, above, share, slope)
    onward = outflow / moles
    for j in range(layout.gases):
        vented[j] = onward * bubbles[j]
    recycled = exhaust(state, plant, signals, above, outflow + venting, slope)
    part = 1.0 / above
    for j in range(layout.gases):
        risen[j] += entered[j] + recycled * (part * head[j]) - onward * bubbles[j]
    evaporate(plant, signals, outflow, slope)


@inlined
def exhaust(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    above: float,
    leaving: float,
    slope: NDArray[np.float64],
) -> float:
    """Let gas out of the headspace, and fresh gas in.

    Parameters
    ----------
    state, plant
        As in `fermenter.environment`.
    signals : shape (signal_size,)
        Hold the inlet; the off-gas is written.
    above : float
        Gas in the headspace [mol].
    leaving : float
        What leaves it [mol/h].
    slope : shape (state_size,)
        Holds what rises into the headspace; completed there, and the totals of gas written.

    Returns
    -------
    float
        Off-gas that returns to the sparger [mol/h].
    """
    layout = plant.layout
    first = headspace_index(layout)
    total = total_index(layout) + layout.streams
    head = state[first : first + layout.gases]
    vented = slope[first : first + layout.gases]
    entered = slope[total : total + layout.gases]
    left = slope[total + layout.gases : total + 2 * layout.gases]
    inflow = signals[at.GAS_FLOW]
    recycled: float = min(plant.operation.gas_recycle * max(leaving, 0.0), inflow)
    part = 1.0 / above
    for j in range(layout.gases):
        fraction = part * head[j]
        vented[j] -= leaving * fraction
        entered[j] = (inflow - recycled) * inlet_fraction(plant, j, signals[at.OXYGEN_FRACTION])
        left[j] = (leaving - recycled) * fraction
    signals[at.OFFGAS_OXYGEN] = part * head[OXYGEN]
    signals[at.OFFGAS_CARBON_DIOXIDE] = part * head[CARBON_DIOXIDE]
    signals[at.OFFGAS_FLOW] = leaving
    signals[at.GAS_RECYCLED] = recycled
    return recycled

"""The right-hand side of one well-mixed vessel: environment → uptake → fluxes → balances.

Amounts, not concentrations, are the states, so every element balance is a linear invariant that the
integrator keeps to rounding. The liquid is well mixed; the dispersed gas is one well-mixed, dynamic phase
at mid-depth pressure; the headspace is a second one. Temperature and pH are held at their set points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .atlas import evaluate
from .cells import cell_slopes, cell_values, limit_bounds
from .control import ammonia_rate, cascade_output, cascade_slope, stage
from .gas import GAS_CONSTANT, actual_flow, holdup_stirred, mean_pressure
from .jit import inlined, kernel
from .power import gassed_michel_miller, power_ungassed
from .recipe import feed_rate, overflow_rate
from .records import Cursor, Layout, Plant, Vessel
from .state import (
    CARBON_DIOXIDE,
    GASES,
    OXYGEN,
    cascade_index,
    energy_index,
    gas_index,
    headspace_index,
    ledger_index,
    outlet_index,
    total_index,
)
from .transfer import kla
from .transfer_flask import kla_flask
from .uptake import uptake_bounds

__all__ = ["balance", "derivative", "environment", "gas_volumes", "survey"]

RELAXATION = 5.0 / 3600.0  # h, time in which the gas volume follows hold-up and pressure
FLASK = 1
SMALLEST_HEADSPACE = 0.05  # share of the vessel that is never liquid or dispersed gas


@inlined
def _submerged(vessel: Vessel, height: float) -> float:
    """Number of impellers under the surface; one that is partly covered counts in part."""
    number = 0.0
    margin = 0.2 * vessel.impeller_diameter
    for i in range(int(vessel.impeller_count)):
        depth = height - vessel.impeller_clearance - i * vessel.impeller_spacing
        number += min(max(depth / margin, 0.0), 1.0)
    return number


@inlined
def _stirring(plant: Plant, signals: NDArray[np.float64], height: float) -> None:
    """Power, hold-up and kLa of a stirred, sparged vessel at the present stirrer and gas flow."""
    vessel = plant.vessel
    operation = plant.operation
    pressure = signals[at.PRESSURE_MEAN]
    # moist gas at local temperature and pressure
    dry = pressure - operation.vapour_pressure
    flow = actual_flow(signals[at.GAS_FLOW] / 3600.0, operation.temperature, dry)
    velocity = flow / vessel.area
    speed = signals[at.STIRRER_SPEED]
    diameter = vessel.impeller_diameter
    single = power_ungassed(vessel.power_number, operation.density, speed, diameter)
    number = _submerged(vessel, height)
    gassed = number * gassed_michel_miller(single, speed, diameter, flow, vessel.gassed_a, vessel.gassed_b)
    per_volume = gassed / signals[at.VOLUME]
    signals[at.GAS_VELOCITY] = velocity
    signals[at.POWER_UNGASSED] = number * single
    signals[at.POWER_GASSED] = gassed
    signals[at.GAS_HOLDUP] = holdup_stirred(per_volume, velocity)
    signals[at.KLA] = vessel.kla_factor * kla(vessel.kla_code, per_volume, velocity)


@inlined
def _shaking(plant: Plant, signals: NDArray[np.float64]) -> None:
    """kLa of a shaken flask; its gas is the air above the liquid."""
    vessel = plant.vessel
    signals[at.GAS_VELOCITY] = 0.0
    signals[at.POWER_UNGASSED] = 0.0
    signals[at.POWER_GASSED] = 0.0
    signals[at.GAS_HOLDUP] = 0.0
    signals[at.KLA] = vessel.kla_factor * kla_flask(
        vessel.shaking_speed,
        signals[at.VOLUME],
        vessel.shaking_diameter,
        vessel.diameter,
        vessel.osmolality,
        plant.operation.temperature,
    )


@inlined
def _actuators(plant: Plant, integral: float, signals: NDArray[np.float64]) -> None:
    """Stirrer, gas flow and oxygen enrichment from the dissolved-oxygen cascade."""
    op = plant.operation
    output = cascade_output(integral, op.cascade_gain, op.dot_set_point, signals[at.DOT])
    signals[at.CASCADE] = output
    signals[at.STIRRER_SPEED] = stage(output, 0, op.stirrer_low, op.stirrer_high)
    signals[at.GAS_FLOW] = stage(output, 1, op.gas_low, op.gas_high)
    signals[at.OXYGEN_FRACTION] = stage(output, 2, op.oxygen_low, op.oxygen_high)


@inlined
def environment(
    time: float,
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
) -> None:
    """What the cells meet: signals of the vessel and the flux parameters θ.

    Parameters
    ----------
    time : float
        Clock time [h].
    state : shape (state_size,)
        See `records.Layout`.
    plant : Plant
    cursor : record CURSOR
        Phase memory of the recipe.
    signals : shape (signal_size,)
        Written: everything that needs no fluxes; concentrations [mol/m³] and what a cell carries at its end.
    theta : shape (p,)
        Written [mol/kg/h].
    """
    layout = plant.layout
    vessel = plant.vessel
    operation = plant.operation
    volume = state[0]
    concentrations = signals[at.COUNT :]
    for k in range(layout.species):
        concentrations[k] = state[2 + k] / volume
    signals[at.TIME] = time - cursor.phase_start
    signals[at.VOLUME] = volume
    signals[at.FILL] = volume / vessel.working_volume
    signals[at.BIOMASS] = state[1] / volume
    signals[at.DOT] = 100.0 * concentrations[layout.oxygen] / operation.oxygen_calibration
    _actuators(plant, state[cascade_index(layout)], signals)
    height = volume / vessel.area
    signals[at.PRESSURE_MEAN] = mean_pressure(operation.head_pressure, operation.density, vessel.hydrostatic * height)
    if vessel.kind == FLASK:
        _shaking(plant, signals)
    else:
        _stirring(plant, signals, height)
    free = operation.carbon_dioxide_fraction * concentrations[layout.carbon_dioxide]
    signals[at.P_CO2] = free / operation.carbon_dioxide_henry
    _additions(time, plant, cursor, signals)
    signals[at.MOTOR] = signals[at.POWER_GASSED] / vessel.motor_power
    signals[at.COOLING_CAPACITY] = vessel.cooling_conductance * (operation.temperature - vessel.coolant_temperature)
    _cells(time, state, plant, cursor, signals, theta)


@inlined
def _cells(
    time: float,
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
) -> None:
    """What the cells make of it: flux parameters, death rate."""
    signals[at.CLOCK] = time
    signals[at.TEMPERATURE] = plant.operation.temperature
    signals[at.PH] = plant.operation.ph
    signals[at.PHASE] = float(cursor.phase)
    cell_values(state, plant, signals)
    uptake_bounds(plant.factors, plant.maximum, signals, theta)
    limit_bounds(plant, signals, theta)


@inlined
def _additions(time: float, plant: Plant, cursor: Cursor, signals: NDArray[np.float64]) -> None:
    """Feed, ammonia-water and overflow rates [m³/h]."""
    layout = plant.layout
    operation = plant.operation
    phase = plant.phases[cursor.phase]
    strength = 1.0
    if phase.stream >= 0:
        strength = float(plant.streams[phase.stream, phase.substrate])
    signals[at.FEED_RATE] = feed_rate(
        phase,
        operation.feed_factor,
        strength,
        time - cursor.phase_start,
        cursor.rate_at_start,
        cursor.inventory_at_start,
        signals[at.VOLUME],
    )
    signals[at.OUTFLOW_RATE] = overflow_rate(signals[at.VOLUME], operation.overflow)
    signals[at.BASE_RATE] = 0.0
    if layout.ammonia_stream >= 0:
        signals[at.BASE_RATE] = ammonia_rate(
            operation.ammonia_gain,
            signals[at.VOLUME],
            operation.ammonium_set_point,
            signals[at.COUNT + layout.ammonium],
            plant.streams[layout.ammonia_stream, layout.ammonium],
        )


@inlined
def gas_volumes(plant: Plant, signals: NDArray[np.float64]) -> tuple[float, float]:
    """Volumes [m³] of dispersed gas and headspace."""
    vessel = plant.vessel
    least = SMALLEST_HEADSPACE * vessel.total_volume
    if vessel.kind == FLASK:
        return max(vessel.total_volume - signals[at.VOLUME], least), least
    holdup = signals[at.GAS_HOLDUP]
    dispersed = signals[at.VOLUME] * holdup / (1.0 - holdup)
    return dispersed, max(vessel.total_volume - signals[at.VOLUME] - dispersed, least)


@inlined
def _gas_phase(
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
    dry = signals[at.PRESSURE_MEAN] - operation.vapour_pressure
    moles = state[g] + state[g + 1] + state[g + 2]
    partial = dry / moles
    oxygen = signals[at.KLA] * (
        operation.oxygen_henry * state[g + OXYGEN] * partial - signals[at.COUNT + layout.oxygen]
    )
    free = operation.carbon_dioxide_fraction * signals[at.COUNT + layout.carbon_dioxide]
    solubility = operation.carbon_dioxide_henry
    stripped = (
        signals[at.KLA] * operation.carbon_dioxide_transfer * (free - solubility * state[g + CARBON_DIOXIDE] * partial)
    )
    signals[at.OTR] = oxygen
    signals[at.CTR] = stripped
    inflow = signals[at.GAS_FLOW]
    room = GAS_CONSTANT * operation.temperature
    outflow = inflow + volume * (stripped - oxygen) + (moles - dry * dispersed / room) / RELAXATION
    dry_head = operation.head_pressure - operation.vapour_pressure
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
    slope[2 + layout.oxygen] += volume * oxygen
    slope[2 + layout.carbon_dioxide] -= volume * stripped
    signals[at.OFFGAS_OXYGEN] = state[h + OXYGEN] / above
    signals[at.OFFGAS_CARBON_DIOXIDE] = state[h + CARBON_DIOXIDE] / above
    signals[at.OFFGAS_FLOW] = leaving


@inlined
def _liquid(
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Cells, additions and outflow: pools, ledgers, totals, volume."""
    layout = plant.layout
    biomass = state[1]
    for k in range(layout.species + 1):
        slope[1 + k] = fluxes[k] * biomass
    ledger = ledger_index(layout)
    for k in range(layout.species + 1, layout.outputs):
        slope[ledger + k - layout.species - 1] = fluxes[k] * biomass
    totals = total_index(layout)
    slope[0] = 0.0
    for stream in range(layout.streams):
        flow = 0.0
        if stream == plant.phases[cursor.phase].stream:
            flow = signals[at.FEED_RATE]
        if stream == layout.ammonia_stream:
            flow = signals[at.BASE_RATE]
        slope[totals + stream] = flow
        slope[0] += flow
        for k in range(layout.species):
            slope[2 + k] += flow * plant.streams[stream, k]
    cell_slopes(state, plant, signals, fluxes, slope)
    if layout.outlet:
        _leave(state, layout, signals[at.OUTFLOW_RATE] / state[0], slope)


@inlined
def _leave(state: NDArray[np.float64], layout: Layout, rate: float, slope: NDArray[np.float64]) -> None:
    """The outflow takes of everything in the liquid (volume, cells, what is dissolved) the same share [1/h]."""
    left = outlet_index(layout)
    for i in range(gas_index(layout)):
        slope[left + i] = rate * state[i]
        slope[i] -= slope[left + i]


@inlined
def balance(
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Time derivative of the state from the fluxes.

    Parameters
    ----------
    state, plant, cursor
        As in `environment`.
    signals : shape (signal_size,)
        As `environment` left it; gas, heat and rates are completed.
    fluxes : shape (outputs,)
        Growth [1/h], net secretion of the species [mol/kg/h], ledgers, heat [W/kg] last.
    slope : shape (state_size,)
        Written, per hour.
    """
    layout = plant.layout
    operation = plant.operation
    _liquid(state, plant, cursor, signals, fluxes, slope)
    _gas_phase(state, plant, signals, slope)
    density = signals[at.BIOMASS]
    signals[at.OUR] = -fluxes[1 + layout.oxygen] * density
    signals[at.CER] = fluxes[1 + layout.carbon_dioxide] * density
    signals[at.HEAT_METABOLIC] = fluxes[layout.outputs - 1] * state[1]
    dosed = 0.0
    if layout.ammonia_stream >= 0:
        dosed = signals[at.BASE_RATE] * plant.streams[layout.ammonia_stream, layout.ammonium]
    load = (
        signals[at.HEAT_METABOLIC] + signals[at.POWER_GASSED] + operation.neutralisation * dosed / 3.6  # kJ/h -> W
    )
    signals[at.HEAT] = load
    signals[at.COOLING] = load / signals[at.COOLING_CAPACITY]
    slope[cascade_index(layout)] = cascade_slope(
        state[cascade_index(layout)],
        operation.cascade_gain,
        operation.cascade_time,
        operation.dot_set_point,
        signals[at.DOT],
    )
    energy = energy_index(layout)
    slope[energy] = signals[at.POWER_GASSED]
    slope[energy + 1] = load


@inlined
def derivative(
    time: float,
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Right-hand side with the flux map of the cursor's region; every array behind `cursor` is written."""
    environment(time, state, plant, cursor, signals, theta)
    evaluate(plant.atlas, cursor.region, theta, fluxes)
    balance(state, plant, cursor, signals, fluxes, slope)


@kernel
def survey(
    time: float,
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
) -> None:
    """`environment` as one piece of machine code, for callers that look only now and then."""
    environment(time, state, plant, cursor, signals, theta)

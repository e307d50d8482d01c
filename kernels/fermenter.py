"""The right-hand side of one well-mixed vessel: environment → uptake → fluxes → balances.

Amounts, not concentrations, are the states, so every element balance is a linear invariant that the
integrator keeps to rounding. The liquid is well mixed; the dispersed gas is one well-mixed, dynamic phase
at mid-depth pressure; the headspace is a second one. The temperature is a state where the vessel has a controller for
it, else held at its set point; so is the pH.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .agitation import actuators, agitation
from .cells import cell_values, limit_bounds
from .charge import broth_ph
from .control import cascade_slope
from .gas import mean_pressure
from .gas_phase import gas_phase
from .jit import inlined, uncounted
from .liquid import additions, liquid
from .medium import observe
from .members import all_fluxes
from .override import override_slopes, permits
from .properties import broth_properties
from .records import Cursor, Plant
from .state import (
    biomass_index,
    cascade_index,
    inventory,
    own_index,
    probe_index,
    species_index,
    stream_signal,
)
from .thermal import broth_temperature, heat_balance, open_valve
from .uptake import uptake_bounds

__all__ = [
    "balance",
    "broth",
    "culture",
    "derivative",
    "environment",
    "equipment",
    "inhabitants",
    "regulate",
    "respiration",
    "survey",
]

NO_POWER = 1e-12  # W, of a vessel without a motor


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
        Written: everything that needs no fluxes; concentrations [mol/m³], what a cell carries
        and what is of one strain at its end.
    theta : shape (p,)
        Written [mol/kg/h].
    """
    broth(state, plant, signals)
    equipment(time, state, plant, cursor, signals)
    culture(state, plant, signals, theta)


@inlined
def broth(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64]) -> None:
    """What the broth is made of where its cells are: concentrations, temperature and pH, dissolved gases.

    Parameters
    ----------
    state, plant
        As in `environment`; of a compartment, its own part of the vessel.
    signals : shape (signal_size,)
        Holds the last pH; written, among it the volume.
    """
    layout = plant.layout
    concentrations = signals[at.COUNT :]
    signals[at.VOLUME] = state[0]
    inhabitants(state, plant, signals)
    signals[at.DOT] = 100.0 * concentrations[layout.oxygen] / plant.operation.oxygen_calibration
    broth_properties(broth_temperature(state, plant), plant, signals)
    broth_ph(plant, signals)
    free = signals[at.CARBON_DIOXIDE_FREE] * concentrations[layout.carbon_dioxide]
    signals[at.P_CO2] = free / signals[at.CARBON_DIOXIDE_HENRY]


@inlined
def inhabitants(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64]) -> None:
    """Write the concentrations of species and cells.

    Parameters
    ----------
    state, plant
        As in `broth`.
    signals : shape (signal_size,)
        Written.
    """
    layout = plant.layout
    volume = state[0]
    concentrations = signals[at.COUNT :]
    pools = state[species_index(layout) :]
    for k in range(layout.species):
        concentrations[k] = pools[k] / volume
    signals[at.BIOMASS] = inventory(state, layout) / volume
    for strain in range(layout.strains):
        signals[own_index(layout, strain)] = state[biomass_index(strain)] / volume


@inlined
def equipment(
    time: float, state: NDArray[np.float64], plant: Plant, cursor: Cursor, signals: NDArray[np.float64]
) -> None:
    """What the vessel does to the broth: controllers, stirrer, gas, pumps.

    Parameters
    ----------
    time, state, plant, cursor
        As in `environment`: of the whole vessel.
    signals : shape (signal_size,)
        Holds the volume and, as the sensors meet it, the broth; written.
    """
    layout = plant.layout
    vessel = plant.vessel
    operation = plant.operation
    volume = signals[at.VOLUME]
    signals[at.TIME] = time - cursor.phase_start
    signals[at.CLOCK] = time
    signals[at.PHASE] = float(cursor.phase)
    signals[at.FILL] = volume / vessel.working_volume
    signals[at.PROBE] = state[probe_index(layout)] if layout.probe else signals[at.DOT]
    signals[at.VALVE] = 0.0
    if layout.thermal:
        open_valve(state, plant, signals)
    actuators(plant, state[cascade_index(layout)], signals)
    height = volume / vessel.area
    signals[at.PRESSURE_MEAN] = mean_pressure(signals[at.PRESSURE], operation.density, vessel.hydrostatic * height)
    agitation(plant, signals, height)
    permits(state, plant, signals)
    additions(time, plant, cursor, signals)
    signals[at.MOTOR] = signals[at.POWER_GASSED] / max(vessel.motor_power, NO_POWER)
    difference = signals[at.TEMPERATURE] - vessel.coolant_temperature
    signals[at.COOLING_CAPACITY] = vessel.cooling_conductance * difference


@inlined
def culture(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64], theta: NDArray[np.float64]) -> None:
    """What medium and cells make of it: reactions, flux parameters, death rate.

    Parameters
    ----------
    state, plant
        As in `broth`.
    signals : shape (signal_size,)
        Hold broth and equipment; completed.
    theta : shape (p,)
        Written [mol/kg/h].
    """
    observe(plant, signals[at.COUNT :], signals)
    cell_values(state, plant, signals)
    uptake_bounds(plant.factors, plant.maximum, signals, theta)
    limit_bounds(plant, signals, theta)


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
        Of every strain: growth [1/h], net secretion of the species [mol/kg/h], ledgers, heat [W/kg] last.
    slope : shape (state_size,)
        Written, per hour.
    """
    liquid(state, plant, signals, fluxes, slope)
    gas_phase(state, plant, signals, slope)
    respiration(state, plant, signals, fluxes)
    regulate(state, plant, signals, slope)


@inlined
def regulate(
    state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64], slope: NDArray[np.float64]
) -> None:
    """Slopes of the heat content, the controllers and the probe, once everything else of the vessel is known."""
    layout = plant.layout
    operation = plant.operation
    neutralised = 0.0
    for stream in range(layout.streams):
        neutralised += signals[stream_signal(layout) + stream] * plant.stream_heat[stream]
    signals[at.HEAT_NEUTRALISATION] = neutralised / 3.6  # kJ/h -> W
    heat_balance(state, plant, signals, slope)
    slope[cascade_index(layout)] = cascade_slope(
        state[cascade_index(layout)],
        operation.cascade_gain,
        operation.cascade_time,
        operation.dot_set_point,
        signals[at.PROBE],
        operation.cascade_stages,
    )
    override_slopes(state, plant, signals, slope)
    if layout.probe:
        slope[probe_index(layout)] = (signals[at.DOT] - signals[at.PROBE]) / operation.probe_lag


@inlined
def respiration(
    state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64], fluxes: NDArray[np.float64]
) -> None:
    """Oxygen taken up, carbon dioxide and heat given off by the cells of all strains."""
    layout = plant.layout
    for strain in range(layout.strains):
        member = plant.members[strain]
        density = signals[own_index(layout, strain)]
        uptake = -fluxes[member.oxygen] * density
        release = fluxes[member.carbon_dioxide] * density
        heat = fluxes[member.output + member.outputs - 1] * state[biomass_index(strain)]
        if strain == 0:
            signals[at.OUR] = uptake
            signals[at.CER] = release
            signals[at.HEAT_METABOLIC] = heat
        else:
            signals[at.OUR] += uptake
            signals[at.CER] += release
            signals[at.HEAT_METABOLIC] += heat


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
    """Right-hand side with the flux maps of the cursor's regions; every array behind `cursor` is written."""
    environment(time, state, plant, cursor, signals, theta)
    all_fluxes(plant, cursor, theta, fluxes)
    balance(state, plant, cursor, signals, fluxes, slope)


@uncounted
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

"""The right-hand side of a tank of compartments: every compartment is a small vessel under one set of equipment.

Stirrer, gas supply, pumps, controllers and temperature are the tank's; its sensors sit in one compartment. Cells,
medium, transfer and the volume of gas are each compartment's own, at the pressure of its height. It comes in the three
parts that `network_work` names: what the tank has in common, one compartment, what the tank itself does. Liquid and
gas flow between compartments by the solver.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .compartments import Tank, gather, liquid_width, node_width, shared_size
from .fermenter import broth, culture, equipment, regulate, respiration
from .gas import GAS_CONSTANT, GRAVITY, hydrostatic_pressure
from .gas_phase import exhaust, gas_volumes, surplus
from .gas_transfer import exchange_gases, inlet_fraction
from .impeller import reynolds
from .jit import inlined, spliced
from .liquid import liquid
from .members import all_fluxes, all_held
from .mixing import turbulence_lost
from .state import (
    dynamic_size,
    energy_index,
    extent_index,
    gas_index,
    headspace_index,
    heat_index,
    ledger_index,
    stream_signal,
)
from .vapour import evaporate, water_lost

__all__ = ["EQUIPMENT", "INSIDE", "compartment", "complete_tank", "prepare_tank"]

INSIDE = 1e-9  # slack, relative to the θ box, that still counts as inside a region
EQUIPMENT = np.array(
    [
        at.STIRRER_SPEED,
        at.GAS_FLOW,
        at.OXYGEN_FRACTION,
        at.GAS_VELOCITY,
        at.POWER_UNGASSED,
        at.POWER_GASSED,
        at.GAS_HOLDUP,
        at.KLA,
        at.PRESSURE,
        at.OUTFLOW_RATE,
        at.BLEED_RATE,
        at.CELL_LOSS_RATE,
    ]
)
"""Signals by which the equipment acts on the compartments, besides its streams."""
MANY_REGIONS = 1_000_003  # more than a strain has; for a number that tells the regions of all strains apart
TURNS = 3600.0  # an hour, at one a second


@spliced
def prepare_tank(
    time: float, state: NDArray[np.float64], tank: Tank, rates: NDArray[np.float64], told: NDArray[np.float64]
) -> None:
    """What the tank has in common: its signals, by the broth its sensors meet, and how fast its liquid flows.

    Parameters
    ----------
    time : float
        Clock time [h].
    state : shape (size,)
        All compartments, the shared states, the passive ones.
    tank : Tank
        The last row of its signals is written.
    rates : shape (E,)
        Written: share of its source that every edge takes along [1/h].
    told : shape (EQUIPMENT.size + streams,)
        Written: what the equipment does.
    """
    layout = tank.plant.layout
    flows = tank.flows
    parts = tank.parts
    count, width = flows.fraction.size, node_width(layout)
    common = parts.signals[count]
    tail = state[count * width :]
    probe = state[flows.probe * width : (flows.probe + 1) * width]
    gather(probe, flows.fraction[flows.probe], tail, layout, parts.state)
    broth(parts.state, tank.plant, common)
    cells = 0.0
    for i in range(count):
        for strain in range(layout.strains):
            cells += state[i * width + strain]
    common[at.VOLUME] = tail[0]
    common[at.BIOMASS] = cells / tail[0]
    equipment(time, parts.state, tank.plant, tank.cursor, common)
    _stir(tank, common, rates)
    for k in range(EQUIPMENT.size):
        told[k] = common[EQUIPMENT[k]]
    for stream in range(layout.streams):
        told[EQUIPMENT.size + stream] = common[stream_signal(layout) + stream]


@inlined
def _stir(tank: Tank, common: NDArray[np.float64], rates: NDArray[np.float64]) -> None:
    """Write how fast liquid flows over every edge; what would flow backwards flows over the edge the other way."""
    flows = tank.flows
    streams = tank.plant.layout.streams
    size = common[at.VOLUME] / flows.volume_reference
    turns = size * TURNS * _driving_speed(tank, common)
    gas = size * (common[at.GAS_VELOCITY] / flows.gas_reference) ** flows.gas_exponent
    first = stream_signal(tank.plant.layout)
    drawn = common[at.OUTFLOW_RATE] + common[at.BLEED_RATE]
    dried = water_lost(tank.plant, common, common[at.GAS_FLOW])
    for e in range(rates.size):
        rates[e] = 0.0
    for e in range(rates.size):
        flow = flows.per_speed[e] * turns + flows.per_gas[e] * gas + flows.fixed[e] * size
        for stream in range(streams):
            flow += common[first + stream] * flows.lift[stream, e]
        flow -= drawn * flows.lift[streams, e] + dried * flows.lift[streams + 1, e]
        way = e if flow >= 0.0 else flows.reverse[e]
        rates[way] += abs(flow) / (flows.fraction[flows.source[way]] * common[at.VOLUME])


@inlined
def _driving_speed(tank: Tank, common: NDArray[np.float64]) -> float:
    """Speed [1/s] at which the stirrer alone would draw what stirrer and gas bring in (`driving.driving_speed`).

    In a viscous broth less, as its mixing takes longer.
    """
    alone = common[at.POWER_UNGASSED]
    if alone <= 0.0:
        return 0.0
    weight = tank.plant.operation.density * GRAVITY * common[at.VOLUME]
    power = common[at.POWER_GASSED] + weight * common[at.GAS_VELOCITY]
    vessel = tank.plant.vessel
    turning = common[at.STIRRER_SPEED]
    number = reynolds(tank.plant.operation.density, turning, vessel.impeller_diameter, common[at.VISCOSITY])
    speed: float = turning * (power / alone) ** (1.0 / 3.0)
    return speed / turbulence_lost(vessel.power_number, number)


@spliced
def compartment(
    i: int,
    time: float,
    node: NDArray[np.float64],
    shared: NDArray[np.float64],
    tank: Tank,
    hold: bool,
    slope: NDArray[np.float64],
    leaving: NDArray[np.float64],
    given: NDArray[np.float64],
) -> int:
    """What happens in one compartment, flows between compartments apart.

    Parameters
    ----------
    i : int
        Which one.
    time : float
        Clock time [h].
    node : shape (node_width,)
        Its states.
    shared : shape (shared_size,)
        Those of the tank.
    tank : Tank
        The compartment's signals, parameters and fluxes are written; where its atlas has no region it is marked and
        keeps the fluxes it had.
    hold : bool
        Whether the cells stay in the regions they were in.
    slope : shape (node_width,)
        Written, per hour, without what flows in or out.
    leaving : shape (gases,)
        Written [mol/h].
    given : shape (tail_size,)
        Written: what the compartment adds to the slopes of shared and passive states.

    Returns
    -------
    int
        A number of its cells' critical regions.
    """
    plant = tank.plant
    parts = tank.parts
    here = parts.signals[i]
    common = parts.signals[tank.flows.fraction.size]
    for k in range(at.COUNT):
        here[k] = common[k]
    gather(node, tank.flows.fraction[i], shared, plant.layout, parts.state)
    broth(parts.state, plant, here)
    _settle(i, tank, common, here)
    culture(parts.state, plant, here, parts.theta[i])
    _metabolise(i, tank, hold)
    liquid(parts.state, plant, here, parts.fluxes[i], parts.slope)
    respiration(parts.state, plant, here, parts.fluxes[i])
    _bubble(i, tank, here, leaving)
    _hand_over(i, tank, here, slope, leaving, given)
    choice = 0
    for strain in range(plant.layout.strains):
        choice = MANY_REGIONS * choice + parts.region[i, strain]
    return choice


@inlined
def _settle(i: int, tank: Tank, common: NDArray[np.float64], here: NDArray[np.float64]) -> None:
    """What the equipment does to one compartment: pressure at its height, its gas, its streams, its outlet."""
    plant = tank.plant
    flows = tank.flows
    depth = plant.vessel.hydrostatic * common[at.VOLUME] / plant.vessel.area * (1.0 - flows.height[i])
    here[at.PRESSURE_MEAN] = hydrostatic_pressure(common[at.PRESSURE], plant.operation.density, depth, 0.0)
    here[at.GAS_FLOW] = common[at.GAS_FLOW] * flows.through[i]
    first = stream_signal(plant.layout)
    for stream in range(plant.layout.streams):
        here[first + stream] = common[first + stream] if flows.place[stream] == i else 0.0
    drawn = 1.0 if flows.outlet == i else 0.0
    here[at.OUTFLOW_RATE] = drawn * common[at.OUTFLOW_RATE]
    here[at.BLEED_RATE] = drawn * common[at.BLEED_RATE]
    here[at.CELL_LOSS_RATE] = drawn * common[at.CELL_LOSS_RATE] / flows.fraction[i]


@inlined
def _metabolise(i: int, tank: Tank, hold: bool) -> None:
    """Fluxes of one compartment's cells."""
    plant = tank.plant
    cursor = tank.cursor
    parts = tank.parts
    known = True
    for strain in range(plant.layout.strains):
        cursor.region[strain] = parts.region[i, strain]
        known = known and parts.region[i, strain] >= 0
    if not hold:
        known = all_held(plant, cursor, parts.theta[i], INSIDE)
        if known:
            for strain in range(plant.layout.strains):
                parts.region[i, strain] = cursor.region[strain]
        elif parts.missed[i] == 0:
            parts.missed[i] = 1
            for k in range(parts.theta.shape[1]):
                parts.missing[i, k] = parts.theta[i, k]
    if known:
        all_fluxes(plant, cursor, parts.theta[i], parts.fluxes[i])


@inlined
def _bubble(i: int, tank: Tank, here: NDArray[np.float64], leaving: NDArray[np.float64]) -> None:
    """Gas of one compartment: what passes to its liquid, what is blown in, what leaves it."""
    plant = tank.plant
    parts = tank.parts
    first = gas_index(plant.layout)
    if tank.flows.through[i] <= 0.0:
        here[at.OTR] = 0.0
        here[at.CTR] = 0.0
        for j in range(leaving.size):
            leaving[j] = 0.0
            parts.slope[first + j] = 0.0
        return
    moles = 0.0
    for j in range(leaving.size):
        moles += parts.state[first + j]
    exchange_gases(parts.state, plant, here, moles, 1.0, 0.0, parts.slope)
    # bubbles rise at the velocity that hold-up and the sparger's flow give, however many there are: gas that was taken
    # up leaves fewer. A flow that follows the volume they fill would tie all gases of all compartments together.
    dispersed, _ = gas_volumes(plant, here)
    dry = here[at.PRESSURE_MEAN] - here[at.VAPOUR_PRESSURE]
    rate = here[at.GAS_FLOW] * GAS_CONSTANT * here[at.TEMPERATURE] / (dry * dispersed)
    supply = tank.flows.sparged[i] / tank.flows.through[i] * here[at.GAS_FLOW]
    for j in range(leaving.size):
        leaving[j] = rate * parts.state[first + j]
        parts.slope[first + j] += supply * inlet_fraction(plant, j, here[at.OXYGEN_FRACTION])


@inlined
def _hand_over(
    i: int,
    tank: Tank,
    here: NDArray[np.float64],
    slope: NDArray[np.float64],
    leaving: NDArray[np.float64],
    given: NDArray[np.float64],
) -> None:
    """Slopes of the compartment, and what it adds to those of the tank."""
    layout = tank.plant.layout
    change = tank.parts.slope
    width = liquid_width(layout)
    first = gas_index(layout)
    for k in range(width):
        slope[k] = change[1 + k]
    for j in range(layout.gases):
        slope[width + j] = change[first + j]
    shared = shared_size(layout)
    passive = dynamic_size(layout)
    for k in range(change.size - passive):
        given[shared + k] = change[passive + k]
    given[0] = change[0]
    # heat is handed over here although `complete_tank` counts it: so a solver sees where it comes from
    heat = here[at.HEAT_METABOLIC] + here[at.HEAT_REACTIONS]
    if layout.thermal:
        given[1] = change[heat_index(layout)] + heat
    else:
        given[shared + energy_index(layout) + 1 - passive] = heat
    for j in range(layout.gases):
        given[1 + layout.thermal + j] = tank.flows.escape[i] * leaving[j]
    # and so does the reading of the probe
    if layout.probe and i == tank.flows.probe:
        given[shared - 1] = here[at.DOT] / tank.plant.operation.probe_lag


@spliced
def complete_tank(time: float, shared: NDArray[np.float64], tank: Tank, totals: NDArray[np.float64]) -> None:
    """What the tank itself does: headspace and off-gas, evaporation, temperature, controllers.

    Parameters
    ----------
    time : float
        Clock time [h].
    shared : shape (shared_size,)
    tank : Tank
        Its own signals are completed.
    totals : shape (tail_size,)
        Hold what the compartments gave; the slopes of shared and passive states are left there.
    """
    plant = tank.plant
    layout = plant.layout
    common = tank.parts.signals[tank.flows.fraction.size]
    change = tank.parts.change
    _take_over(tank, totals)
    head = headspace_index(layout)
    above = 0.0
    outflow = 0.0
    for j in range(layout.gases):
        above += shared[1 + layout.thermal + j]
        outflow += change[head + j]
    _, headspace = gas_volumes(plant, common)
    venting = surplus(above, common[at.PRESSURE] - common[at.VAPOUR_PRESSURE], headspace, common[at.TEMPERATURE])
    exhaust(tank.parts.state, plant, common, above, outflow + venting, change)
    evaporate(plant, common, outflow, change)
    _count_heat(tank, common)
    regulate(tank.parts.state, plant, common, change)
    totals[0] = change[0]
    if layout.thermal:
        totals[1] = change[heat_index(layout)]
    rest = 1 + layout.thermal
    for k in range(shared_size(layout) - rest):
        totals[rest + k] = change[head + k]
    for k in range(change.size - dynamic_size(layout)):
        totals[shared_size(layout) + k] = change[dynamic_size(layout) + k]


@inlined
def _take_over(tank: Tank, totals: NDArray[np.float64]) -> None:
    """Put what the compartments gave where it stands in one vessel."""
    layout = tank.plant.layout
    change = tank.parts.change
    shared = shared_size(layout)
    passive = dynamic_size(layout)
    for k in range(passive):
        change[k] = 0.0
    change[0] = totals[0]
    if layout.thermal:
        change[heat_index(layout)] = totals[1]
    for j in range(layout.gases):
        change[headspace_index(layout) + j] = totals[1 + layout.thermal + j]
    for k in range(change.size - passive):
        change[passive + k] = totals[shared + k]


@inlined
def _count_heat(tank: Tank, common: NDArray[np.float64]) -> None:
    """Heat of cells and reactions, from the books; the temperature's own slope waits for `regulate`."""
    plant = tank.plant
    layout = plant.layout
    change = tank.parts.change
    metabolic = 0.0
    last = ledger_index(layout) - 1
    for strain in range(layout.strains):
        last += plant.members[strain].outputs - 1 - plant.members[strain].species
        metabolic += change[last]
    reactions = 0.0
    for j in range(layout.reactions):
        reactions += plant.reactions[j].heat * change[extent_index(layout) + j] / 3.6  # kJ/h -> W
    common[at.HEAT_METABOLIC] = metabolic
    common[at.HEAT_REACTIONS] = reactions
    if layout.thermal:
        change[heat_index(layout)] -= metabolic + reactions

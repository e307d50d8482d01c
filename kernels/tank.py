"""The right-hand side of a tank of compartments: every compartment is a small vessel under one set of equipment.

Stirrer, gas supply, pumps, controllers and temperature are the tank's; its sensors sit in one compartment. Cells,
medium, transfer and the volume of gas are each compartment's own, at the pressure of its height. Liquid and gas move between
them along `compartments.Flows`, so that every compartment keeps its share of the volume.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .compartments import Tank, gather, liquid_width, node_width, shared_size, tail_size
from .fermenter import broth, culture, equipment, regulate, respiration
from .gas import hydrostatic_pressure
from .gas_phase import exhaust, gas_volumes, surplus
from .gas_transfer import LEAST_FLOW, exchange_gases
from .jit import inlined, kernel
from .liquid import liquid
from .members import all_fluxes, all_held
from .records import Cursor, Layout, Plant
from .state import (
    dynamic_size,
    gas_index,
    headspace_index,
    heat_index,
    signal_size,
    state_size,
    stream_signal,
    total_index,
)
from .vapour import evaporate

__all__ = ["INSIDE", "Parts", "parts_of", "tank_derivative", "tank_jacobian", "tank_slope"]

INSIDE = 1e-9  # slack, relative to the θ box, that still counts as inside a region
TURNS = 3600.0  # an hour, at one a second


class Parts(NamedTuple):
    """Scratch arrays of the right-hand side of N compartments, and what is found on the way."""

    state: NDArray[np.float64]  # (n,) one compartment as a vessel
    slope: NDArray[np.float64]  # (n,) of it
    change: NDArray[np.float64]  # (n,) of the whole tank as a vessel
    signals: NDArray[np.float64]  # (N + 1, signals); the last row is the tank's, with the broth its sensors meet
    theta: NDArray[np.float64]  # (N, p)
    fluxes: NDArray[np.float64]  # (N, outputs)
    rising: NDArray[np.float64]  # (N, gases) mol/h that leave each compartment
    region: NDArray[np.int64]  # (N, strains) critical regions
    missed: NDArray[np.int64]  # (N,) 1 where the atlas knows none


@kernel
def parts_of(layout: Layout, nodes: int, parameters: int) -> Parts:
    """Fresh scratch arrays; no region is known."""
    n = state_size(layout)
    return Parts(
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros((nodes + 1, signal_size(layout))),
        np.zeros((nodes, parameters)),
        np.zeros((nodes, layout.outputs)),
        np.zeros((nodes, layout.gases)),
        np.full((nodes, layout.strains), -1),
        np.zeros(nodes, np.int64),
    )


@inlined
def _sense(
    time: float, nodes: NDArray[np.float64], tail: NDArray[np.float64], tank: Tank, cursor: Cursor, parts: Parts
) -> None:
    """Signals of the tank: volume and cells of all of it, its equipment by what the sensors meet."""
    plant = tank.plant
    common = parts.signals[nodes.shape[0]]
    cells = 0.0
    for i in range(nodes.shape[0]):
        for strain in range(plant.layout.strains):
            cells += nodes[i, strain]
    common[at.VOLUME] = tail[0]
    common[at.BIOMASS] = cells / tail[0]
    common[at.HEAT_METABOLIC] = 0.0
    common[at.HEAT_REACTIONS] = 0.0
    equipment(time, parts.state, plant, cursor, common)
    for k in range(parts.change.size):
        parts.change[k] = 0.0


@inlined
def _settle(i: int, tank: Tank, parts: Parts) -> None:
    """What the equipment does to one compartment: pressure at its height, its gas, its streams, its outlet."""
    plant = tank.plant
    flows = tank.flows
    common = parts.signals[flows.fraction.size]
    here = parts.signals[i]
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
def _metabolise(i: int, plant: Plant, cursor: Cursor, fixed: bool, parts: Parts) -> None:
    """Fluxes of one compartment's cells, in the regions of their θ or, where these are fixed, in the last ones."""
    for strain in range(plant.layout.strains):
        cursor.region[strain] = parts.region[i, strain]
    if not fixed:
        parts.missed[i] = 0
        if all_held(plant, cursor, parts.theta[i], INSIDE):
            for strain in range(plant.layout.strains):
                parts.region[i, strain] = cursor.region[strain]
        else:
            parts.missed[i] = 1
    if parts.missed[i] == 0:
        all_fluxes(plant, cursor, parts.theta[i], parts.fluxes[i])


@inlined
def _stay_airless(i: int, first: int, here: NDArray[np.float64], parts: Parts) -> None:
    """No gas comes to a compartment: none passes to its liquid."""
    here[at.OTR] = 0.0
    here[at.CTR] = 0.0
    for j in range(parts.rising.shape[1]):
        parts.rising[i, j] = 0.0
        parts.slope[first + j] = 0.0


@inlined
def _bubble(i: int, through: float, venting: float, above: float, plant: Plant, parts: Parts) -> None:
    """Transfer of one compartment, and the gas that leaves it; what comes from below is added later."""
    layout = plant.layout
    here = parts.signals[i]
    first = gas_index(layout)
    if through <= 0.0:
        _stay_airless(i, first, here, parts)
        return
    moles = 0.0
    for j in range(layout.gases):
        moles += parts.state[first + j]
    dispersed, _ = gas_volumes(plant, here)
    inflow = here[at.GAS_FLOW]
    rising = surplus(moles, here[at.PRESSURE_MEAN] - here[at.VAPOUR_PRESSURE], dispersed, here[at.TEMPERATURE])
    share = plant.operation.gas_recycle * min(max(1.0 + (rising + venting) / max(inflow, LEAST_FLOW), 0.0), 1.0)
    outflow = inflow + rising + exchange_gases(parts.state, plant, here, moles, above, share, parts.slope)
    onward = outflow / moles
    for j in range(layout.gases):
        parts.rising[i, j] = onward * parts.state[first + j]
        parts.slope[first + j] -= parts.rising[i, j]


@inlined
def _collect(i: int, layout: Layout, parts: Parts, row: NDArray[np.float64]) -> None:
    """Hand the slope of a compartment to its row, and to the tank what the tank has once."""
    width = liquid_width(layout)
    first = gas_index(layout)
    for k in range(width):
        row[k] = parts.slope[1 + k]
    for j in range(layout.gases):
        row[width + j] = parts.slope[first + j]
    parts.change[0] += parts.slope[0]
    if layout.thermal:
        parts.change[heat_index(layout)] += parts.slope[heat_index(layout)]
    for k in range(dynamic_size(layout), parts.slope.size):
        parts.change[k] += parts.slope[k]
    here = parts.signals[i]
    common = parts.signals[parts.missed.size]
    common[at.HEAT_METABOLIC] += here[at.HEAT_METABOLIC]
    common[at.HEAT_REACTIONS] += here[at.HEAT_REACTIONS]


@inlined
def _rise(above: float, venting: float, tank: Tank, parts: Parts, node_slope: NDArray[np.float64]) -> None:
    """Pass on what leaves every compartment as gas; the headspace, fresh gas, and the water that goes with it."""
    plant = tank.plant
    flows = tank.flows
    layout = plant.layout
    common = parts.signals[flows.fraction.size]
    width = liquid_width(layout)
    head = headspace_index(layout)
    entered = total_index(layout) + layout.streams
    outflow = 0.0
    for e in range(flows.gas_source.size):
        source, target = flows.gas_source[e], flows.gas_target[e]
        if source >= 0:
            for j in range(layout.gases):
                passing = flows.gas_share[e] * parts.rising[source, j]
                if target < 0:
                    parts.change[head + j] += passing
                    outflow += passing
                else:
                    node_slope[target, width + j] += passing
    recycled = exhaust(parts.state, plant, common, above, outflow + venting, parts.change)
    for e in range(flows.gas_source.size):
        if flows.gas_source[e] < 0:
            for j in range(layout.gases):
                supply = parts.change[entered + j] + recycled * (parts.state[head + j] / above)
                node_slope[flows.gas_target[e], width + j] += flows.gas_share[e] * supply
    evaporate(plant, common, outflow, parts.change)


@inlined
def _stir(
    nodes: NDArray[np.float64], tail: NDArray[np.float64], tank: Tank, parts: Parts, node_slope: NDArray[np.float64]
) -> None:
    """Let the liquid flow; whatever a flow takes with it, it takes at the concentration it comes from."""
    flows = tank.flows
    layout = tank.plant.layout
    common = parts.signals[flows.fraction.size]
    size = tail[0] / flows.volume_reference
    turns = size * TURNS * common[at.STIRRER_SPEED]
    gas = size * (common[at.GAS_VELOCITY] / flows.gas_reference) ** flows.gas_exponent
    first = stream_signal(layout)
    drawn = common[at.OUTFLOW_RATE] + common[at.BLEED_RATE]
    for e in range(flows.source.size):
        flow = flows.per_speed[e] * turns + flows.per_gas[e] * gas + flows.fixed[e] * size
        for stream in range(layout.streams):
            flow += common[first + stream] * flows.lift[stream, e]
        flow -= drawn * flows.lift[layout.streams, e]
        flow -= common[at.EVAPORATION] * flows.lift[layout.streams + 1, e]
        source, target = flows.source[e], flows.target[e]
        if flow < 0.0:
            source, target = target, source
        rate = abs(flow) / (flows.fraction[source] * tail[0])
        for k in range(liquid_width(layout)):
            passing = rate * nodes[source, k]
            node_slope[source, k] -= passing
            node_slope[target, k] += passing


@inlined
def _close(tank: Tank, parts: Parts, tail_slope: NDArray[np.float64]) -> None:
    """Controllers and temperature, and the slopes of the tail."""
    plant = tank.plant
    layout = plant.layout
    regulate(parts.state, plant, parts.signals[tank.flows.fraction.size], parts.change)
    tail_slope[0] = parts.change[0]
    if layout.thermal:
        tail_slope[1] = parts.change[heat_index(layout)]
    rest = 1 + layout.thermal
    behind = headspace_index(layout)
    for k in range(shared_size(layout) - rest):
        tail_slope[rest + k] = parts.change[behind + k]
    shared = shared_size(layout)
    passive = dynamic_size(layout)
    for k in range(tail_size(layout) - shared):
        tail_slope[shared + k] = parts.change[passive + k]


@inlined
def tank_slope(
    time: float,
    nodes: NDArray[np.float64],
    tail: NDArray[np.float64],
    tank: Tank,
    cursor: Cursor,
    fixed: bool,
    parts: Parts,
    node_slope: NDArray[np.float64],
    tail_slope: NDArray[np.float64],
) -> None:
    """Time derivative of all compartments and of what the tank has once.

    Parameters
    ----------
    time : float
        Clock time [h].
    nodes : shape (N, node_width)
    tail : shape (tail_size,)
        See `compartments`.
    tank : Tank
    cursor : record CURSOR
        Phase memory of the recipe; its region is used up.
    fixed : bool
        Whether the compartments stay in the regions of `parts`; else every one looks for its own and, where its atlas
        has none, is marked in `parts.missed` and keeps its last fluxes.
    parts : Parts
        Signals, parameters and fluxes are written.
    node_slope, tail_slope : shapes of `nodes` and `tail`
        Written, per hour.
    """
    plant = tank.plant
    flows = tank.flows
    layout = plant.layout
    count = nodes.shape[0]
    above = 0.0
    for j in range(layout.gases):
        above += tail[1 + layout.thermal + j]
    venting = 0.0
    # one call site, so that the broth is merged into this loop once: the sensors' compartment, then all
    for step in range(-1, count):
        i = flows.probe if step < 0 else step
        row = count if step < 0 else step
        if step >= 0:
            for k in range(at.COUNT):
                parts.signals[i, k] = parts.signals[count, k]
        gather(nodes[i], flows.fraction[i], tail, layout, parts.state)
        broth(parts.state, plant, parts.signals[row])
        if step < 0:
            _sense(time, nodes, tail, tank, cursor, parts)
            common = parts.signals[count]
            _, headspace = gas_volumes(plant, common)
            dry = common[at.PRESSURE] - common[at.VAPOUR_PRESSURE]
            venting = surplus(above, dry, headspace, common[at.TEMPERATURE])
            continue
        here = parts.signals[i]
        _settle(i, tank, parts)
        culture(parts.state, plant, here, parts.theta[i])
        _metabolise(i, plant, cursor, fixed, parts)
        liquid(parts.state, plant, here, parts.fluxes[i], parts.slope)
        respiration(parts.state, plant, here, parts.fluxes[i])
        _bubble(i, flows.through[i], venting, above, plant, parts)
        _collect(i, layout, parts, node_slope[i])
    _rise(above, venting, tank, parts, node_slope)
    _stir(nodes, tail, tank, parts, node_slope)
    _close(tank, parts, tail_slope)


@kernel
def tank_derivative(
    time: float,
    state: NDArray[np.float64],
    tank: Tank,
    cursor: Cursor,
    fixed: bool,
    parts: Parts,
    slope: NDArray[np.float64],
) -> None:
    """`tank_slope` of nodes and tail in one vector, nodes first; as one piece of machine code."""
    count = tank.flows.fraction.size
    width = node_width(tank.plant.layout)
    size = count * width
    tank_slope(
        time,
        state[:size].reshape(count, width),
        state[size:],
        tank,
        cursor,
        fixed,
        parts,
        slope[:size].reshape(count, width),
        slope[size:],
    )


@kernel
def tank_jacobian(
    time: float,
    state: NDArray[np.float64],
    tank: Tank,
    cursor: Cursor,
    floor: NDArray[np.float64],
    parts: Parts,
    jacobian: NDArray[np.float64],
) -> None:
    """Derivative of `tank_derivative` in its last regions, by forward differences.

    Parameters
    ----------
    time, state, tank, cursor, parts
        As there; the regions must be those of the state.
    floor : shape (n,)
        Magnitude below which the difference step of a state no longer shrinks.
    jacobian : shape (n, n)
        Written in the columns of states that can influence anything; the others keep their zeros.
    """
    root = np.sqrt(2.220446049250313e-16)
    dynamic = tank.flows.fraction.size * node_width(tank.plant.layout) + shared_size(tank.plant.layout)
    base = np.empty(state.size)
    moved = np.empty(state.size)
    point = state.copy()
    tank_derivative(time, state, tank, cursor, True, parts, base)
    for column in range(dynamic):
        point[column] = state[column] + root * max(abs(state[column]), floor[column])
        reach = point[column] - state[column]  # what the floating-point number really moved
        tank_derivative(time, point, tank, cursor, True, parts, moved)
        point[column] = state[column]
        for row in range(state.size):
            jacobian[row, column] = (moved[row] - base[row]) / reach

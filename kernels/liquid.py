"""The liquid: what is poured in and runs off, and the slopes of cells, species, ledgers and volume."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .cells import cell_slopes
from .jit import inlined, kernel
from .laws import smooth_step
from .medium import react
from .recipe import BASE, FEEDING, OVERFLOW_TIME, feed_rate, level_switch, overflow_rate
from .records import Cursor, Layout, Plant
from .state import (
    biomass_index,
    energy_index,
    gas_index,
    heat_index,
    ledger_index,
    outlet_index,
    species_index,
    stream_signal,
    total_index,
)
from .thermal import heat_content

__all__ = ["EMPTY", "additions", "draw", "liquid", "pour"]

EMPTY = 0.01  # share of the working volume below which a pump or a sampler sucks air


@inlined
def additions(time: float, plant: Plant, cursor: Cursor, signals: NDArray[np.float64]) -> None:
    """Write what flows: of every stream, of feeds, base and acid together, through overflow and bleed [m³/h]."""
    layout = plant.layout
    operation = plant.operation
    phase = plant.phases[cursor.phase]
    first = stream_signal(layout)
    for stream in range(layout.streams):
        signals[first + stream] = 0.0
    signals[at.FEED_RATE] = 0.0
    signals[at.BASE_RATE] = 0.0
    signals[at.ACID_RATE] = 0.0
    room = level_switch(signals[at.VOLUME], signals[at.GAS_HOLDUP], plant.vessel.total_volume)
    for k in range(phase.first_feed, phase.last_feed):
        feed = plant.feeds[k]
        rate = feed_rate(
            feed,
            plant.points,
            operation.feed_factor if feed.role == FEEDING else 1.0,
            float(plant.streams[feed.stream, feed.substrate]),
            time - cursor.phase_start,
            cursor.inventory_at_start,
            signals,
        )
        rate = room * min(rate, plant.vessel.total_volume / OVERFLOW_TIME)  # no pump fills the vessel in a second
        signals[first + feed.stream] += rate
        if feed.role == FEEDING:
            signals[at.FEED_RATE] += rate
        elif feed.role == BASE:
            signals[at.BASE_RATE] += rate
        else:
            signals[at.ACID_RATE] += rate
    bottom = smooth_step(signals[at.FILL] / EMPTY - 1.0)
    signals[at.BLEED_RATE] = phase.bleed * signals[at.VOLUME] * bottom
    signals[at.OUTFLOW_RATE] = overflow_rate(signals[at.VOLUME], operation.overflow)
    passing = signals[at.OUTFLOW_RATE] * (1.0 - operation.retention)
    signals[at.CELL_LOSS_RATE] = (passing + signals[at.BLEED_RATE]) / signals[at.VOLUME]


@inlined
def liquid(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Cells, additions and outflow: pools, ledgers, totals, volume."""
    layout = plant.layout
    _exchange(state, plant, fluxes, slope)
    pools = slope[species_index(layout) : species_index(layout) + layout.species]
    totals = total_index(layout)
    first = stream_signal(layout)
    slope[0] = 0.0
    for stream in range(layout.streams):
        flow = signals[first + stream]
        slope[totals + stream] = flow
        slope[0] += flow
        for k in range(layout.species):
            pools[k] += flow * plant.streams[stream, k]
        for strain in range(layout.strains):
            slope[biomass_index(strain)] += flow * plant.streams[stream, layout.species + strain]
    if layout.strong >= 0:
        for strain in range(layout.strains):
            pools[layout.strong] += fluxes[plant.charged[strain]] * state[biomass_index(strain)]
    signals[at.HEAT_REACTIONS] = react(state, plant, signals, slope)
    cell_slopes(state, plant, signals, fluxes, slope)
    if layout.thermal:
        slope[heat_index(layout)] = 0.0
    if layout.outlet:
        _leave(state, plant, signals, slope)


@inlined
def _exchange(
    state: NDArray[np.float64], plant: Plant, fluxes: NDArray[np.float64], slope: NDArray[np.float64]
) -> None:
    """Growth of every strain, what it exchanges, and its ledgers."""
    layout = plant.layout
    # parts as views, counted from zero: an index that might be negative would be checked at every element
    pools = slope[species_index(layout) : species_index(layout) + layout.species]
    ledger = ledger_index(layout)
    for strain in range(layout.strains):
        member = plant.members[strain]
        biomass = state[biomass_index(strain)]
        own = fluxes[member.output : member.output + member.outputs]
        slope[biomass_index(strain)] = own[0] * biomass
        if strain == 0:
            # its species are the first ones, in its order
            for k in range(member.species):
                pools[k] = own[1 + k] * biomass
            for k in range(member.species, layout.species):
                pools[k] = 0.0
        else:
            for k in range(member.species):
                pools[plant.followed[member.followed + k]] += own[1 + k] * biomass
        rest = own[1 + member.species :]
        books = slope[ledger : ledger + rest.size]
        for k in range(rest.size):
            books[k] = rest[k] * biomass
        ledger += rest.size


@inlined
def _leave(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64], slope: NDArray[np.float64]) -> None:
    """What runs off: of everything dissolved the same share, of the cells less where the overflow keeps them back."""
    layout = plant.layout
    dissolved = (signals[at.OUTFLOW_RATE] + signals[at.BLEED_RATE]) / state[0]
    cells = signals[at.CELL_LOSS_RATE]
    first = species_index(layout)
    left = outlet_index(layout)
    for i in range(gas_index(layout)):
        rate = cells
        if i == 0 or (layout.thermal and i == heat_index(layout)):
            rate = dissolved
        elif first <= i < first + layout.species:
            rate = dissolved + plant.bound[i - first] * (cells - dissolved)
        slope[left + i] = rate * state[i]
        slope[i] -= slope[left + i]


@kernel
def draw(state: NDArray[np.float64], layout: Layout, share: float) -> None:
    """Take a share of the broth out at once, booked as what left.

    Parameters
    ----------
    state : shape (n,)
        Changed. A layout with an outlet.
    layout : Layout
    share : float
        0 … 1.
    """
    left = outlet_index(layout)
    for i in range(gas_index(layout)):
        state[left + i] += share * state[i]
        state[i] *= 1.0 - share


@kernel
def pour(state: NDArray[np.float64], plant: Plant, stream: int, volume: float) -> None:
    """Pour a volume [m³] of a stream in at once, booked as what the stream brought."""
    layout = plant.layout
    state[0] += volume
    for k in range(layout.species):
        state[species_index(layout) + k] += volume * plant.streams[stream, k]
    for strain in range(layout.strains):
        state[biomass_index(strain)] += volume * plant.streams[stream, layout.species + strain]
    state[total_index(layout) + stream] += volume
    _warm(state, plant, stream, volume)


@inlined
def _warm(state: NDArray[np.float64], plant: Plant, stream: int, volume: float) -> None:
    """Book the heat of what was poured in; where the temperature is held, the jacket took the difference."""
    layout = plant.layout
    operation = plant.operation
    brought = heat_content(operation, volume, operation.feed_temperature)
    neutralised = volume * plant.stream_heat[stream] / 3.6  # kJ -> W h
    energy = energy_index(layout)
    state[energy + 3] += brought
    if layout.thermal:
        state[heat_index(layout)] += brought + neutralised
    else:
        state[energy + 1] += brought + neutralised - heat_content(operation, volume, operation.temperature)

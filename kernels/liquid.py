"""The liquid: what is poured in and runs off, and the slopes of cells, species, ledgers and volume."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .cells import cell_slopes
from .control import ammonia_rate
from .jit import inlined
from .recipe import feed_rate, overflow_rate
from .records import Cursor, Layout, Plant
from .state import biomass_index, gas_index, ledger_index, outlet_index, species_index, total_index

__all__ = ["additions", "liquid"]


@inlined
def additions(time: float, plant: Plant, cursor: Cursor, signals: NDArray[np.float64]) -> None:
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
def liquid(
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Cells, additions and outflow: pools, ledgers, totals, volume."""
    layout = plant.layout
    _exchange(state, plant, fluxes, slope)
    pools = slope[species_index(layout) : species_index(layout) + layout.species]
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
            pools[k] += flow * plant.streams[stream, k]
    cell_slopes(state, plant, signals, fluxes, slope)
    if layout.outlet:
        _leave(state, layout, signals[at.OUTFLOW_RATE] / state[0], slope)


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
def _leave(state: NDArray[np.float64], layout: Layout, rate: float, slope: NDArray[np.float64]) -> None:
    """The outflow takes of everything in the liquid (volume, cells, what is dissolved) the same share [1/h]."""
    left = outlet_index(layout)
    for i in range(gas_index(layout)):
        slope[left + i] = rate * state[i]
        slope[i] -= slope[left + i]

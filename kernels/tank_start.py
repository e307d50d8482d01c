"""A tank of compartments before anything has happened, and what happens to it all at once: phases, samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .compartments import Tank, liquid_width, put_together, shared_size, tail_size
from .gas import hydrostatic_pressure
from .jit import kernel
from .liquid import EMPTY, draw, pour
from .records import Layout
from .state import biomass_index, dynamic_size, gas_index, headspace_index, heat_index, inventory, species_index
from .stepping import SMALLEST_STEP

__all__ = ["begin_tank_phase", "spread", "tail_of", "take_tank_sample"]


@kernel
def tail_of(state: NDArray[np.float64], layout: Layout, tail: NDArray[np.float64]) -> None:
    """Write what a tank has once, from its state as one vessel."""
    tail[0] = state[0]
    if layout.thermal:
        tail[1] = state[heat_index(layout)]
    rest = 1 + layout.thermal
    for k in range(shared_size(layout) - rest):
        tail[rest + k] = state[headspace_index(layout) + k]
    shared = shared_size(layout)
    for k in range(tail_size(layout) - shared):
        tail[shared + k] = state[dynamic_size(layout) + k]


@kernel
def spread(
    state: NDArray[np.float64],
    signals: NDArray[np.float64],
    tank: Tank,
    nodes: NDArray[np.float64],
    tail: NDArray[np.float64],
) -> None:
    """Fill the compartments from a well-mixed vessel: the same broth everywhere, gas at the pressure of its height.

    Parameters
    ----------
    state : shape (state_size,)
        Of the vessel, as `start.commence` left it.
    signals : shape (signal_size,)
        Of it.
    tank : Tank
    nodes, tail : shapes (N, node_width), (tail_size,)
        Written.
    """
    plant = tank.plant
    flows = tank.flows
    layout = plant.layout
    width = liquid_width(layout)
    height = plant.vessel.hydrostatic * signals[at.VOLUME] / plant.vessel.area
    vapour = signals[at.VAPOUR_PRESSURE]
    for i in range(flows.fraction.size):
        for k in range(width):
            nodes[i, k] = flows.fraction[i] * state[1 + k]
        depth = height * (1.0 - flows.height[i])
        pressure = hydrostatic_pressure(signals[at.PRESSURE], plant.operation.density, depth, 0.0)
        share = flows.fraction[i] if flows.through[i] > 0.0 else 0.0
        squeezed = share * (pressure - vapour) / (signals[at.PRESSURE_MEAN] - vapour)
        for j in range(layout.gases):
            nodes[i, width + j] = squeezed * state[gas_index(layout) + j]
    tail_of(state, layout, tail)


@kernel
def begin_tank_phase(
    nodes: NDArray[np.float64],
    tail: NDArray[np.float64],
    tank: Tank,
) -> None:
    """Draw the broth down everywhere alike, pour additions in at their places, remember when the phase began.

    Parameters
    ----------
    nodes, tail
        Changed.
    tank : Tank
        Its cursor is in the phase that begins.
    """
    plant = tank.plant
    layout = plant.layout
    cursor = tank.cursor
    state = tank.parts.state
    phase = plant.phases[cursor.phase]
    put_together(nodes, tail, layout, state)
    if 0.0 < phase.draw_to < state[0]:
        _thin(nodes, layout, 1.0 - phase.draw_to / state[0])
        draw(state, layout, 1.0 - phase.draw_to / state[0])
    for k in range(phase.first_addition, phase.last_addition):
        addition = plant.additions[k]
        place = tank.flows.place[addition.stream]
        for species in range(layout.species):
            brought = addition.volume * plant.streams[addition.stream, species]
            nodes[place, species_index(layout) - 1 + species] += brought
        for strain in range(layout.strains):
            cells = plant.streams[addition.stream, layout.species + strain]
            nodes[place, biomass_index(strain) - 1] += addition.volume * cells
        pour(state, plant, addition.stream, addition.volume)
    cursor.inventory_at_start = inventory(state, layout)
    cursor.phase_start = cursor.time
    tail_of(state, layout, tail)


@kernel
def take_tank_sample(
    nodes: NDArray[np.float64],
    tail: NDArray[np.float64],
    tank: Tank,
) -> None:
    """Take a sample if one is due, of all compartments alike, and set the clock for the next; see `phases`."""
    plant = tank.plant
    operation = plant.operation
    cursor = tank.cursor
    state = tank.parts.state
    if operation.sample_interval > 0.0 and cursor.time >= cursor.next_sample - SMALLEST_STEP:
        if tail[0] - operation.sample_volume > EMPTY * plant.vessel.working_volume:
            put_together(nodes, tail, plant.layout, state)
            share = operation.sample_volume / state[0]
            _thin(nodes, plant.layout, share)
            draw(state, plant.layout, share)
            tail_of(state, plant.layout, tail)
        cursor.next_sample += operation.sample_interval


@kernel
def _thin(nodes: NDArray[np.float64], layout: Layout, share: float) -> None:
    """Take a share of the broth out of every compartment."""
    for i in range(nodes.shape[0]):
        for k in range(liquid_width(layout)):
            nodes[i, k] *= 1.0 - share

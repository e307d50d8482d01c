"""What cells carry with them: memories of their own fluxes, a measure of fluctuation, the dead.

A cell-bound state is the amount A = X·v of a property v of the viable biomass X. It grows and dies with the cells,
changes as v changes, and travels with the broth like a dissolved amount; so v means the same in every compartment.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .laws import smooth_maximum, smooth_minimum
from .records import CellState, Plant
from .state import biomass_index, carried_index, cell_index, own_index

__all__ = ["CELL_KINDS", "cell_slopes", "cell_values", "limit_bounds"]

MEMORY = 0
FLUCTUATION = 1
DEAD = 2
CELL_KINDS = {"memory": MEMORY, "fluctuation": FLUCTUATION, "dead": DEAD}
"""Text name of each sort of cell-bound state → its opcode."""

CORNER = 1e-2  # relative difference over which |·| is rounded
NO_CELLS = 1e-300  # kg, below which cells carry nothing


@inlined
def cell_values(state: NDArray[np.float64], plant: Plant, signals: NDArray[np.float64]) -> None:
    """Write what one cell carries behind the concentrations, v = A/X (of the dead: kg/m³), and how fast cells die."""
    layout = plant.layout
    first = carried_index(layout)
    for strain in range(layout.strains):
        signals[own_index(layout, strain) + 1] = 0.0
    for j in range(layout.cells):
        cell = plant.cells[j]
        amount = state[cell_index(layout) + j]
        if cell.kind == DEAD:
            signals[first + j] = amount / state[0]
            signals[own_index(layout, cell.strain) + 1] = cell.rate
        else:
            signals[first + j] = amount / max(state[biomass_index(cell.strain)], NO_CELLS)


@inlined
def limit_bounds(plant: Plant, signals: NDArray[np.float64], theta: NDArray[np.float64]) -> None:
    """Hold parameters at what the cells are prepared for: θ ≤ max(h·vᵉ, floor), corners rounded."""
    layout = plant.layout
    for j in range(layout.cells):
        cell = plant.cells[j]
        if cell.parameter >= 0:
            value = max(float(signals[carried_index(layout) + j]), 0.0)
            reach = smooth_maximum(cell.headroom * value**cell.exponent, cell.floor)
            theta[cell.parameter] = smooth_minimum(float(theta[cell.parameter]), reach)


@inlined
def approach(distance: float, up: float, down: float, scale: float) -> float:
    """Rate at which a value moves over a distance, with the time constant of its direction [h].

    Parameters
    ----------
    distance : float
        Target − value.
    up, down : float
        Time constants [h].
    scale : float
        Size of the value, over a hundredth of which the change of time constant is rounded.

    Returns
    -------
    float
        Per hour; distance/up well above zero, distance/down well below.
    """
    if up == down:
        return distance / up
    corner = CORNER * scale
    size = math.sqrt(distance * distance + corner * corner) - corner
    return 0.5 * (distance + size) / up + 0.5 * (distance - size) / down


@inlined
def deviation(fast: float, slow: float, scale: float) -> float:
    """|fast − slow| relative to the slow average (plus `scale`, where that is near zero), its corner rounded."""
    share = (fast - slow) / (max(slow, 0.0) + scale)
    return math.sqrt(share * share + CORNER * CORNER) - CORNER


@inlined
def _target(cell: CellState, first: int, signals: NDArray[np.float64], fluxes: NDArray[np.float64]) -> float:
    """What a property moves towards."""
    if cell.kind == MEMORY:
        return float(cell.sign * fluxes[cell.output])
    return deviation(float(signals[first + cell.fast]), float(signals[first + cell.slow]), cell.scale)


@inlined
def cell_slopes(
    state: NDArray[np.float64],
    plant: Plant,
    signals: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Growth, death and change of what the cells carry: dA/dt = X·dv/dt + v·dX/dt.

    Parameters
    ----------
    state, plant
        As in `fermenter.environment`.
    signals : shape (signal_size,)
        Holds the values v and the death rates [1/h].
    fluxes : shape (outputs,)
        Of this moment, all strains.
    slope : shape (state_size,)
        Written where the cell-bound states stand, and the viable biomass is reduced by the dying.
    """
    layout = plant.layout
    base = cell_index(layout)
    first = carried_index(layout)
    for strain in range(layout.strains):
        place = biomass_index(strain)
        slope[place] -= signals[own_index(layout, strain) + 1] * state[place]
    for j in range(layout.cells):
        cell = plant.cells[j]
        dying = signals[own_index(layout, cell.strain) + 1]
        biomass = state[biomass_index(cell.strain)]
        growth = fluxes[plant.members[int(cell.strain)].output]
        if cell.kind == DEAD:
            slope[base + j] = dying * biomass
            continue
        value = float(signals[first + j])
        move = approach(_target(cell, first, signals, fluxes) - value, cell.up, cell.down, cell.scale)
        slope[base + j] = biomass * move + state[base + j] * (growth - dying)

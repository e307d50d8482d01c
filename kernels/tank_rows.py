"""Rows of output of a tank of compartments: the tank as one vessel, on average."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .cells import CELL_KINDS
from .compartments import Tank, put_together
from .jit import kernel
from .state import biomass_index, carried_index, cell_index, stream_signal

__all__ = ["average"]

DEAD = CELL_KINDS["dead"]
NO_CELLS = 1e-300  # kg
# what the equipment does to the tank is no average of what it does to the compartments
OF_THE_TANK = np.array(
    [
        at.VOLUME,
        at.GAS_FLOW,
        at.OUTFLOW_RATE,
        at.BLEED_RATE,
        at.CELL_LOSS_RATE,
        at.HEAT_METABOLIC,
        at.HEAT_REACTIONS,
        at.OFFGAS_OXYGEN,
        at.OFFGAS_CARBON_DIOXIDE,
        at.OFFGAS_FLOW,
        at.GAS_RECYCLED,
        at.EVAPORATION,
        at.HEAT_EVAPORATION,
        at.HEAT_NEUTRALISATION,
        at.HEAT,
        at.HEAT_REMOVED,
        at.COOLING,
    ]
)


@kernel
def average(
    nodes: NDArray[np.float64],
    tail: NDArray[np.float64],
    tank: Tank,
    state: NDArray[np.float64],
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
    fluxes: NDArray[np.float64],
) -> None:
    """Write the tank as one vessel.

    Parameters
    ----------
    nodes, tail, tank
        As after an evaluation of the right-hand side.
    state : shape (state_size,)
        Sums over the compartments.
    signals : shape (signal_size,)
        Averages over the volume; of what cells carry, over the cells; what is the tank's alone, as it is.
    theta, fluxes : shapes (p,), (outputs,)
        Averages over the volume; over the cells of each strain.
    """
    layout = tank.plant.layout
    parts = tank.parts
    count = nodes.shape[0]
    put_together(nodes, tail, layout, state)
    signals[:] = 0.0
    theta[:] = 0.0
    fluxes[:] = 0.0
    for i in range(count):
        share = tank.flows.fraction[i]
        for k in range(signals.size):
            signals[k] += share * parts.signals[i, k]
        for k in range(theta.size):
            theta[k] += share * parts.theta[i, k]
        for strain in range(layout.strains):
            member = tank.plant.members[strain]
            cells = state[biomass_index(strain)]
            weight = nodes[i, strain] / cells if cells > NO_CELLS else share
            for k in range(member.output, member.output + member.outputs):
                fluxes[k] += weight * parts.fluxes[i, k]
    for k in OF_THE_TANK:
        signals[k] = parts.signals[count, k]
    first = stream_signal(layout)
    for stream in range(layout.streams):
        signals[first + stream] = parts.signals[count, first + stream]
    for j in range(layout.cells):
        cell = tank.plant.cells[j]
        if cell.kind != DEAD:
            biomass = state[biomass_index(cell.strain)]
            signals[carried_index(layout) + j] = state[cell_index(layout) + j] / max(biomass, NO_CELLS)

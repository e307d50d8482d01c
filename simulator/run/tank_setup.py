"""A job and a network → a tank of compartments ready to run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...kernels.compartments import Flows, Tank, liquid_width, node_width, parts_of, shared_size, tail_size
from ...kernels.network_graph import Graph
from ...kernels.network_work import NetworkWork, Shape, network_work
from ...kernels.records import CURSOR, SHARED, Batch, Plant
from ...kernels.start import commence
from ...kernels.state import gas_index, headspace_index, signal_size
from ...kernels.stepping import Tolerance
from ...kernels.tank import EQUIPMENT
from ...kernels.tank_start import spread, tail_of
from ..plant import Job
from ..plant.flows import canonical, flows_of
from ..plant.network import Network

__all__ = ["TankRun", "tank_run"]

Array = NDArray[np.float64]

_FIRST_STEP = 1e-5  # h


@dataclass(frozen=True)
class TankRun:
    """What the kernels take.

    Parameters
    ----------
    tank : Tank
        Vessel, flows, cursor.
    graph : Graph
        The network as the solver sees it.
    work : NetworkWork
        Scratch arrays.
    tolerance : Tolerance
    state : shape (size,)
        Compartments, shared states, passive ones; overwritten as the run goes on.
    rank : ndarray of int64, shape (N,)
        Number that every compartment has here.
    """

    tank: Tank
    graph: Graph
    work: NetworkWork
    tolerance: Tolerance
    state: Array
    rank: NDArray[np.int64]

    def split(self, state: Array) -> tuple[Array, Array]:
        """Views of a state: compartments, (N, width); what the tank has once."""
        count, width = self.tank.parts.missed.size, node_width(self.tank.plant.layout)
        return state[: count * width].reshape(count, width), state[count * width :]

    def knowing(self, batch: Batch) -> TankRun:
        """The same run with what the strains know now; set points and what feeds hold stay, nothing is missed."""
        self.tank.parts.missed[:] = 0
        plant = self.tank.plant._replace(atlas=batch.atlas, members=batch.members)
        return replace(self, tank=self.tank._replace(plant=plant))


def tank_run(job: Job, network: Network, places: Sequence[int]) -> TankRun:
    """A run before anything has happened: one broth, everywhere the same.

    Parameters
    ----------
    job : Job
        Of one run.
    network : Network
    places : sequence of int
        Compartment of every stream.
    """
    network, places, rank = canonical(network, places)
    flows, graph = flows_of(network, places)
    tank, state = _begin(job, flows)
    layout, shared = job.batch.layout, shared_size(job.batch.layout)
    passive, told = tail_size(layout) - shared, EQUIPMENT.size + layout.streams
    shape = Shape(node_width(layout), liquid_width(layout), layout.gases, shared, passive, told)
    absolute = _absolute(job, flows)
    return TankRun(
        tank,
        graph,
        network_work(graph, shape, np.zeros(len(flows.source))),
        Tolerance(job.relative, absolute, absolute / job.relative, job.max_steps),
        state,
        rank,
    )


def _begin(job: Job, flows: Flows) -> tuple[Tank, Array]:
    """Tank and state."""
    batch, layout, count = job.known(), job.batch.layout, len(flows.fraction)
    parameters = batch.maximum.shape[1]
    fields = {name: getattr(batch, name) for name in Plant._fields}
    plant = Plant(**{name: value if name in SHARED else value[0].copy() for name, value in fields.items()})
    if count > 1:
        plant.vessel.plug = 0  # a plug of gas is what a chain of mixed compartments makes
    cursor = np.zeros(1, CURSOR)[0]
    cursor.time = cursor.phase_start = job.start
    cursor.step = _FIRST_STEP
    tank = Tank(plant, flows, cursor, parts_of(layout, count, parameters))
    vessel, signals = job.states[0].copy(), np.zeros(signal_size(layout))
    commence(vessel, plant, cursor, signals, np.zeros(parameters))
    nodes, tail = np.zeros((count, node_width(layout))), np.zeros(tail_size(layout))
    spread(vessel, signals, tank, nodes, tail)
    return tank, np.concatenate([nodes.ravel(), tail])


def _absolute(job: Job, flows: Flows) -> Array:
    """Absolute tolerances: of a compartment its share of the tank's."""
    whole, layout = job.absolute[0], job.batch.layout
    liquid, gas = whole[1 : 1 + liquid_width(layout)], whole[gas_index(layout) : headspace_index(layout)]
    tail = np.zeros(tail_size(layout))
    tail_of(whole, layout, tail)
    return np.concatenate([np.outer(flows.fraction, np.concatenate([liquid, gas])).ravel(), tail])

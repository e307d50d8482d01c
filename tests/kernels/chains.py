"""Small networks for tests: an axial chain through which gas rises, and compartments side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moromi.kernels.compartments import (
    Flows,
    Tank,
    liquid_width,
    node_width,
    parts_of,
    put_together,
    shared_size,
    tail_size,
)
from moromi.kernels.network_graph import Graph, network_graph
from moromi.kernels.network_work import NetworkWork, Shape, network_work
from moromi.kernels.records import CURSOR, Batch
from moromi.kernels.start import commence
from moromi.kernels.state import signal_size, state_size
from moromi.kernels.stepping import Tolerance
from moromi.kernels.tank import EQUIPMENT
from moromi.kernels.tank_start import spread
from moromi.kernels.tank_steps import EVALUATE, advance_tank

from . import synthetic as syn

Routes = list[tuple[int, int, float]]


def _lift(fraction: np.ndarray, source: np.ndarray, target: np.ndarray, poured: np.ndarray) -> np.ndarray:
    """Least flows over the edges that spread what is poured in (shares of it, a row each) as the volume is spread."""
    incidence = np.zeros((fraction.size, source.size))
    np.add.at(incidence, (target, np.arange(source.size)), 1.0)
    np.add.at(incidence, (source, np.arange(source.size)), -1.0)
    return np.ascontiguousarray(np.linalg.lstsq(incidence, fraction[:, None] - poured.T, rcond=None)[0].T)


def _gas(count: int, gas: Routes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of the sparger's gas that enter and pass each compartment; of what leaves it, to the headspace."""
    routes, sparged, escape = np.zeros((count, count)), np.zeros(count), np.zeros(count)
    for a, b, share in gas:
        if a < 0:
            sparged[b] += share
        elif b < 0:
            escape[a] += share
        else:
            routes[b, a] += share
    return sparged, np.linalg.solve(np.eye(count) - routes, sparged), escape


def network(
    height: np.ndarray, exchange: list[tuple[int, int]], flow: float, gas: Routes, feed: int, probe: int
) -> tuple[Flows, Graph]:
    """Equal compartments that exchange a flow [m³/h] each way; two streams are poured into `feed`."""
    count = height.size
    edges = sorted({*exchange, *((b, a) for a, b in exchange)})
    source, target = (np.array([edge[k] for edge in edges], np.int64) for k in (0, 1))
    fraction, none = np.full(count, 1.0 / count), np.zeros(len(edges))
    sparged, through, escape = _gas(count, gas)
    poured = np.zeros((4, count))
    poured[:2, feed] = 1.0
    poured[2, 0] = 1.0
    poured[3] = through * escape
    reverse = np.array([edges.index((b, a)) for a, b in edges], np.int64)
    fixed = np.full(len(edges), flow)
    lift = _lift(fraction, source, target, poured) if edges else np.zeros((4, 0))
    ends = (sparged, through, escape, np.full(2, feed, np.int64), probe, 0)
    flows = Flows(fraction, height, source, target, reverse, none, none.copy(), fixed, lift, 1.0, 1.0, 1.2e-3, *ends)
    inner = [route for route in gas if min(route[:2]) >= 0]
    routes = (np.array([route[k] for route in inner], np.int64) for k in (0, 1))
    shares = np.array([route[2] for route in inner], float)
    mark = height + np.pi * (np.arange(count) == feed) + np.e * (np.arange(count) == probe)
    return flows, network_graph(fraction, source, target, fixed, *routes, shares, mark, probe)


def chain(count: int, flow: float, feed: int = 0, probe: int = 0) -> tuple[Flows, Graph]:
    """Slabs, the lowest first; gas enters there."""
    gas = [(-1, 0, 1.0), *((i, i + 1, 1.0) for i in range(count - 1)), (count - 1, -1, 1.0)]
    height = (np.arange(count) + 0.5) / count
    return network(height, [(i, i + 1) for i in range(count - 1)], flow, gas, feed, probe)


def ring(count: int, flow: float) -> tuple[Flows, Graph]:
    """Compartments side by side at half the height, each with its share of the gas."""
    exchange = [(i, (i + 1) % count) for i in range(count)] if count > 1 else []
    gas = [*((-1, i, 1.0 / count) for i in range(count)), *((i, -1, 1.0) for i in range(count))]
    return network(np.full(count, 0.5), exchange, flow, gas, 0, 0)


def renumbered(given: tuple[Flows, Graph], order: np.ndarray, gas_of: Routes) -> tuple[Flows, Graph]:
    """The same network; `order` holds the new number of each old compartment."""
    flows, _ = given
    pairs = [(int(order[a]), int(order[b])) for a, b in zip(flows.source, flows.target, strict=True)]
    moved = [int(item) for item in order] + [-1]
    gas = [(moved[a], moved[b], share) for a, b, share in gas_of]
    feed, probe = int(order[flows.place[0]]), int(order[flows.probe])
    fresh, graph = network(flows.height[np.argsort(order)], pairs, float(flows.fixed[0]), gas, feed, probe)
    lift = np.zeros_like(flows.lift)
    at = {pair: e for e, pair in enumerate(zip(fresh.source.tolist(), fresh.target.tolist(), strict=True))}
    for e, pair in enumerate(pairs):
        lift[:, at[pair]] = flows.lift[:, e]
    return fresh._replace(outlet=int(order[flows.outlet]), lift=lift), graph


class Begun(NamedTuple):
    """A run that begins."""

    tank: Tank
    graph: Graph
    work: NetworkWork
    tolerance: Tolerance
    state: np.ndarray
    vessel: np.ndarray
    """The same broth in one vessel."""

    def slope(self, time: float = 0.1) -> np.ndarray:
        """Right-hand side at the state."""
        return self.slope_at(time, self.state)

    def slope_at(self, time: float, state: np.ndarray) -> np.ndarray:
        """Right-hand side at another state."""
        advance_tank(EVALUATE, time, state, self.tank, self.graph, self.tolerance, self.work)
        return self.work.other.copy()

    def whole(self, vector: np.ndarray) -> np.ndarray:
        """State or slope as of one vessel."""
        layout, count = self.tank.plant.layout, self.tank.flows.fraction.size
        size, whole = count * node_width(layout), np.zeros(state_size(layout))
        put_together(vector[:size].reshape(count, -1), vector[size:], layout, whole)
        return whole

    def nodes(self, vector: np.ndarray) -> np.ndarray:
        """Rows of the compartments."""
        count = self.tank.flows.fraction.size
        return vector[: count * node_width(self.tank.plant.layout)].reshape(count, -1)


def begun(given: tuple[Flows, Graph], plants: Batch | None = None, biomass: float = 0.5, relative: float = 1e-6):
    """A tank with the synthetic strain."""
    flows, graph = given
    plants = syn.batch() if plants is None else plants
    layout, count = plants.layout, flows.fraction.size
    cursor = np.zeros(1, CURSOR)[0]
    cursor["step"] = 1e-5
    tank = Tank(syn.plant(plants), flows, cursor, parts_of(layout, count, 2 * layout.strains))
    vessel, signals = syn.start_state(biomass, layout)[0], np.zeros(signal_size(layout))
    commence(vessel, tank.plant, cursor, signals, np.zeros(2 * layout.strains))
    nodes, tail = np.zeros((count, node_width(layout))), np.zeros(tail_size(layout))
    spread(vessel, signals, tank, nodes, tail)
    state = np.concatenate([nodes.ravel(), tail])
    shared = shared_size(layout)
    passive, told = tail_size(layout) - shared, EQUIPMENT.size + layout.streams
    shape = Shape(node_width(layout), liquid_width(layout), layout.gases, shared, passive, told)
    absolute = np.full(state.size, 1e-6 * relative)
    tolerance = Tolerance(relative, absolute, absolute / relative, 100_000)
    return Begun(tank, graph, network_work(graph, shape, np.zeros(flows.source.size)), tolerance, state, vessel)

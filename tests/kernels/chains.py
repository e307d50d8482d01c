"""Small networks for tests: an axial chain through which gas rises, and compartments side by side."""

from __future__ import annotations

import numpy as np

from moromi.kernels.compartments import Flows, Tank, node_width, tail_size
from moromi.kernels.records import CURSOR, Batch
from moromi.kernels.start import commence
from moromi.kernels.state import signal_size
from moromi.kernels.tank_start import spread

from . import synthetic as syn


def lift_of(fraction: np.ndarray, source: np.ndarray, target: np.ndarray, poured: np.ndarray) -> np.ndarray:
    """Least flows over the edges that spread what is poured in (shares of it, a row each) as the volume is spread."""
    count = fraction.size
    incidence = np.zeros((count, source.size))
    np.add.at(incidence, (target, np.arange(source.size)), 1.0)
    np.add.at(incidence, (source, np.arange(source.size)), -1.0)
    wanted = fraction[:, None] - poured.T
    return np.linalg.lstsq(incidence, wanted, rcond=None)[0].T if source.size else np.zeros((len(poured), 0))


def flows(
    fraction: np.ndarray,
    height: np.ndarray,
    edges: list[tuple[int, int, float]],
    gas: list[tuple[int, int, float]],
    *,
    streams: int = 2,
    feed: int = 0,
    probe: int = 0,
    outlet: int = 0,
    speed: float = 0.0,
) -> Flows:
    """Flows of given exchange [m³/h] and gas routes; every stream is poured into one compartment."""
    count = fraction.size
    source = np.array([edge[0] for edge in edges], np.int64)
    target = np.array([edge[1] for edge in edges], np.int64)
    fixed = np.array([edge[2] for edge in edges], float)
    ways = np.array([item[2] for item in gas])
    begin, end = (np.array([item[k] for item in gas], np.int64) for k in (0, 1))
    through = np.zeros(count)
    for _ in range(count + 1):
        supply = np.zeros(count)
        for a, b, share in gas:
            if b >= 0:
                supply[b] += share * (1.0 if a < 0 else through[a])
        through = supply
    surface = np.zeros(count)
    for a, b, share in gas:
        if b < 0:
            surface[a] += share * through[a]
    poured = np.zeros((streams + 2, count))
    poured[:streams, feed] = 1.0
    poured[streams, outlet] = 1.0
    poured[streams + 1] = surface
    return Flows(
        fraction,
        height,
        source,
        target,
        np.full(source.size, speed),
        np.zeros(source.size),
        fixed,
        np.ascontiguousarray(lift_of(fraction, source, target, poured)),
        1.0,
        1.0,
        1.0,
        begin,
        end,
        ways,
        through,
        np.full(streams, feed, np.int64),
        probe,
        outlet,
    )


def chain(count: int, exchange: float, **places: int) -> Flows:
    """Axial chain, bottom first, gas entering at the bottom."""
    edges = [(i, i + 1, exchange) for i in range(count - 1)] + [(i + 1, i, exchange) for i in range(count - 1)]
    gas = [(-1, 0, 1.0), *((i, i + 1, 1.0) for i in range(count - 1)), (count - 1, -1, 1.0)]
    height = (np.arange(count) + 0.5) / count
    return flows(np.full(count, 1.0 / count), height, sorted(edges), gas, **places)


def ring(count: int, exchange: float, **places: int) -> Flows:
    """Compartments side by side at half the height, each with its share of the gas."""
    edges = [(i, (i + 1) % count, exchange) for i in range(count)] if count > 1 else []
    gas = [*((-1, i, 1.0 / count) for i in range(count)), *((i, -1, 1.0) for i in range(count))]
    return flows(np.full(count, 1.0 / count), np.full(count, 0.5), sorted(edges), gas, **places)


def started(plants: Batch, network: Flows, biomass: float = 0.5):
    """Tank, cursor and state (nodes and tail in one vector) of a run that begins."""
    layout = plants.layout
    tank = Tank(syn.plant(plants), network)
    cursor = np.zeros(1, CURSOR)[0]
    state = syn.start_state(biomass, layout)[0]
    signals = np.zeros(signal_size(layout))
    commence(state, tank.plant, cursor, signals, np.zeros(2 * layout.strains))
    nodes = np.zeros((network.fraction.size, node_width(layout)))
    tail = np.zeros(tail_size(layout))
    spread(state, signals, tank, nodes, tail)
    return tank, cursor, np.concatenate([nodes.ravel(), tail]), state

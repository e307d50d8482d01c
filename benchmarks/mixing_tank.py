"""The model tank's networks: any width and height, with circulation loops, exchange and rising gas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.network_graph import Graph, network_graph
from ..kernels.network_work import NetworkWork, Shape, network_work
from ..kernels.records import CURSOR
from ..kernels.stepping import Tolerance
from .mixing_kernels import LAND, SET_POINT, ModelTank, integrate_rows

__all__ = ["ModelRun", "model_run"]

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

VOLUME = 30.0  # m³
CIRCULATION = 200.0  # 1/h, turnovers of the tank by its loop: one in 18 s
EXCHANGE = 60.0  # 1/h of the tank's volume between layers, besides
RADIAL = 300.0  # 1/h of a compartment's volume between neighbours of a layer
GAS_FLOW = 40.0 * VOLUME  # m³/h
HOLDUP = 0.15
CONTROL = 5.0  # 1/h, of the controller where there is one


def _flows(width: int, height: int) -> dict[tuple[int, int], float]:
    """Liquid flows [m³/h] of all pairs: up in the inner half of the columns, down in the outer, across at the ends."""
    found: dict[tuple[int, int], float] = {}

    def add(first: int, second: int, flow: float) -> None:
        if flow > 0.0:
            found[first, second] = found.get((first, second), 0.0) + flow

    half = width // 2
    loop = VOLUME * CIRCULATION / max(half, 1)
    for z in range(height):
        for r in range(width):
            here = z * width + r
            if z + 1 < height:
                for a, b in ((here, here + width), (here + width, here)):
                    add(a, b, VOLUME * EXCHANGE / width)
                if r < half:
                    add(here, here + width, loop)
                elif r < 2 * half:
                    add(here + width, here, loop)
            if r + 1 < width:
                for a, b in ((here, here + 1), (here + 1, here)):
                    add(a, b, VOLUME * RADIAL / (width * height))
    for r in range(2 * half - 1 if height > 1 else 0):
        across = loop * min(r + 1, 2 * half - 1 - r)
        top = (height - 1) * width + r
        add(top, top + 1, across)
        add(r + 1, r, across)
    return found


@dataclass(frozen=True)
class ModelRun:
    """Everything a run needs; `renumbered` gives the same tank with other numbers for its compartments."""

    graph: Graph
    tank: ModelTank
    shape: Shape
    rates: Array  # 1/h, of the liquid edges
    start: Array

    def fresh(self) -> tuple[Array, NetworkWork, Any]:
        """State, scratch arrays and cursor of a new run."""
        cursor: Any = np.zeros(1, CURSOR)[0]
        cursor["step"] = 1e-6
        return self.start.copy(), network_work(self.graph, self.shape, self.rates), cursor

    def tolerance(self, relative: float, absolute: float = 0.01) -> Tolerance:
        """Tolerance of a relative one; the absolute is its share of 1 mol/m³."""
        nodes = len(self.tank.volume)
        scale = np.concatenate([np.repeat(self.tank.volume, 8), np.full(len(self.start) - 8 * nodes, VOLUME)])
        return Tolerance(relative, relative * absolute * scale, absolute * scale, 100_000)

    def solve(
        self, grid: Array, relative: float, absolute: float = 0.01, outputs: int = LAND
    ) -> tuple[Array, Any, NetworkWork]:
        """Rows at the times of a grid, the cursor, the work."""
        state, work, cursor = self.fresh()
        rows = np.full((len(grid), len(state)), np.nan)
        tolerance = self.tolerance(relative, absolute)
        cursor["status"] = integrate_rows(state, self.tank, cursor, self.graph, tolerance, work, grid, rows, outputs)
        return rows, cursor, work


def _start(volume: Array, bubbles: Array, shape: Shape) -> Array:
    """State at the end of a batch: little substrate, some acetate."""
    nodes = np.zeros((len(volume), 8))
    nodes[:, :6] = np.array([5.0, 0.05, 2.0, 0.1, 1.0, 600.0]) * volume[:, None]
    nodes[:, 6:] = np.array([8.0, 0.5]) * bubbles[:, None]
    shared = [8.0 * 5.0, 0.5 * 5.0, 0.0][: shape.shared]
    return np.concatenate([nodes.ravel(), shared, np.zeros(shape.passive)])


def model_run(width: int, height: int, shape: Shape, order: Indices | None = None, uneven: float = 0.0) -> ModelRun:
    """The tank in width × height compartments, numbered across first.

    Parameters
    ----------
    width, height : int
    shape : Shape
        `PLAIN` or `WHOLE`.
    order : ndarray of int64, optional
        New number of every compartment.
    uneven : float
        0: all of one size; otherwise their volumes differ by this share at most.
    """
    nodes = width * height
    order = np.arange(nodes) if order is None else order
    flows = _flows(width, height)
    pairs = np.array(list(flows), dtype=np.int64).reshape(-1, 2)
    flow = np.array(list(flows.values()))
    size = 1.0 + uneven * np.sin(1.0 + 3.0 * np.arange(nodes))
    volume = VOLUME * size / size.sum()
    gas = np.arange(nodes - width)
    layer = np.arange(nodes) // width
    inlet = np.where(layer == 0, GAS_FLOW / width, 0.0)
    back = np.argsort(order)
    graph = network_graph(
        volume[back],
        order[pairs[:, 0]],
        order[pairs[:, 1]],
        flow,
        order[gas],
        order[gas + width],
        np.ones(len(gas)),
        sensed=int(order[0]) if shape.told else -1,
    )
    bubbles = HOLDUP * volume
    feed = np.zeros(nodes)
    feed[nodes - width] = VOLUME * 5.0
    tank = ModelTank(
        volume[back],
        feed[back],
        0.1,
        (8.7 * inlet)[back],
        bubbles[back],
        (GAS_FLOW / width / bubbles)[back],
        (layer == height - 1)[back].astype(float),
        300.0,
        20.0,
        CONTROL / (VOLUME * SET_POINT),
        int(order[0]),
        (feed / feed.sum())[back],
        np.zeros(1),
    )
    return ModelRun(graph, tank, shape, flow / volume[pairs[:, 0]], _start(volume[back], bubbles[back], shape))

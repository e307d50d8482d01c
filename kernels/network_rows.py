"""Vectors of the Krylov iteration: nodes in the order of the graph's rows, padded, then the shared states in rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, uncounted
from .network_graph import Graph
from .network_work import NetworkWork

__all__ = ["pack", "set_scale", "unpack"]

Array = NDArray[np.float64]


@inlined
def pack(vector: Array, graph: Graph, work: NetworkWork, rows: Array) -> None:
    """From a vector (d,) of nodes and shared states to rows (R, w)."""
    n, nodes, width = work.shape.states, work.drain.size, rows.shape[1]
    for i in range(nodes):
        begin = graph.node[i] * n
        for a in range(n):
            rows[i, a] = vector[begin + a]
    for k in range(work.shape.shared):
        rows[nodes + k // width, k % width] = vector[nodes * n + k]


@inlined
def unpack(rows: Array, graph: Graph, work: NetworkWork, vector: Array) -> None:
    """From rows (R, w) to a vector (d,)."""
    n, nodes, width = work.shape.states, work.drain.size, rows.shape[1]
    for i in range(nodes):
        begin = graph.node[i] * n
        for a in range(n):
            vector[begin + a] = rows[i, a]
    for k in range(work.shape.shared):
        vector[nodes * n + k] = rows[nodes + k // width, k % width]


@uncounted
def set_scale(means: Array, graph: Graph, work: NetworkWork) -> None:
    """What an error of one means (d,), and its inverse, into ``work.scale``."""
    n, nodes, scale = work.shape.states, work.drain.size, work.scale
    pack(means, graph, work, scale[0])
    for i in range(nodes):
        for a in range(n):
            scale[1, i, a] = 1.0 / scale[0, i, a]
    for i in range(nodes, scale.shape[1]):
        for a in range(scale.shape[2]):
            scale[1, i, a] = 1.0 / scale[0, i, a]

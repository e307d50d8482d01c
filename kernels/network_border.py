"""The states a vessel's compartments share: their part of the linear algebra, and the vessel as a single node.

All nodes together and the shared states are one small dense system. It solves for the shared states first, and it
corrects the sums over all nodes exactly: what the right-hand side conserves, a step then conserves to rounding, however
loosely its equations are solved.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import uncounted
from .linear import factorise, substitute
from .network_dilu import cycle
from .network_graph import Graph
from .network_work import NetworkWork
from .vectors import fill_rows

__all__ = ["assemble_border", "correct_sums", "operate", "precondition"]

Array = NDArray[np.float64]


@uncounted
def assemble_border(g: float, graph: Graph, work: NetworkWork) -> bool:
    """Factors of the small systems: all as one node with the shared states, and these alone; False when singular."""
    n, m, gases, s = work.shape.states, work.shape.liquid, work.shape.gas, work.shape.shared
    nodes = work.drain.size
    coarse = work.coarse
    fill_rows(coarse, 0, 0.0)
    for i in range(nodes):
        part = graph.whole[i]
        for b in range(n):
            for a in range(n):
                coarse[a, b] -= part * work.block[i, b, a]
            for k in range(gases):  # what stays inside cancels
                coarse[m + k, b] += part * graph.escape[i] * work.outlet[i, b, k]
            for k in range(s):
                coarse[n + k, b] -= part * work.gift[i, b, k]
    for k in range(s):
        for i in range(nodes):
            for a in range(n):
                coarse[a, n + k] -= work.common[k, i * n + a]
        for j in range(s):
            work.border[j, k] = -work.common[k, nodes * n + j]
            coarse[n + j, n + k] = work.border[j, k]
    for b in range(work.reach.shape[0]):
        part = graph.whole[graph.sensed]
        for i in range(nodes):
            for a in range(n):
                coarse[a, b] -= part * work.reach[b, i * n + a]
        for k in range(s):
            coarse[n + k, b] -= part * work.reach[b, nodes * n + k]
    for a in range(n + s):
        coarse[a, a] += g
    for k in range(s):
        work.border[k, k] += g
    return factorise(coarse, work.coarse_pivots) and factorise(work.border, work.border_pivots)


@uncounted
def operate(g: float, vector: Array, graph: Graph, work: NetworkWork, out: Array) -> None:
    """Product of g − J and a vector, both of shape (d,)."""
    n, m, gases, s = work.shape.states, work.shape.liquid, work.shape.gas, work.shape.shared
    nodes = work.drain.size
    for i in range(nodes):
        own = out[i * n : i * n + n]
        here = vector[i * n : i * n + n]
        for a in range(n):
            own[a] = 0.0
        for b in range(n):
            for a in range(n):
                own[a] += work.diagonal[i, b, a] * here[b]
        for e in range(graph.row[i], graph.row[i + 1]):
            # as it flowed when the diagonal was made: with another flow the sums over all nodes would not cancel
            rate = work.weight[e, 0]
            there = vector[graph.column[e] * n : graph.column[e] * n + n]
            for a in range(m):
                own[a] -= rate * there[a]
    for e in range(graph.gas_source.size):
        j = graph.gas_source[e]
        place = graph.gas_target[e] * n + m
        for b in range(n):
            factor = graph.gas_share[e] * vector[j * n + b]
            for k in range(gases):
                out[place + k] -= work.outlet[j, b, k] * factor
    for k in range(s):
        part = vector[nodes * n + k]
        for a in range(nodes * n):
            out[a] -= work.common[k, a] * part
    for k in range(s):
        total = g * vector[nodes * n + k]
        for j in range(s):
            total -= work.common[j, nodes * n + k] * vector[nodes * n + j]
        out[nodes * n + k] = total
    _subtract_gifts(vector, work, out)
    for b in range(work.reach.shape[0]):
        part = vector[graph.sensed * n + b]
        for a in range(nodes * n + s):
            out[a] -= work.reach[b, a] * part


@uncounted
def _subtract_gifts(vector: Array, work: NetworkWork, out: Array) -> None:
    """What changes of the nodes give to the shared states, off these."""
    n, s = work.shape.states, work.shape.shared
    nodes = work.drain.size
    if s > 0:
        for i in range(nodes):
            for b in range(n):
                for k in range(s):
                    out[nodes * n + k] -= work.gift[i, b, k] * vector[i * n + b]


@uncounted
def _solve_sums(vector: Array, work: NetworkWork) -> None:
    """Solve the small system for the sums of a vector over all nodes, and its shared part, into ``work.small``."""
    n, s = work.shape.states, work.shape.shared
    nodes = work.drain.size
    small = work.small
    for a in range(n):
        small[a] = 0.0
    for i in range(nodes):
        for a in range(n):
            small[a] += vector[i * n + a]
    for k in range(s):
        small[n + k] = vector[nodes * n + k]
    substitute(work.coarse, work.coarse_pivots, small)


@uncounted
def precondition(vector: Array, graph: Graph, work: NetworkWork, out: Array) -> None:
    """Approximate solution of (g − J)·out = vector."""
    n, s = work.shape.states, work.shape.shared
    nodes = work.drain.size
    for i in range(nodes):
        for a in range(n):
            work.right[i, a] = vector[i * n + a]
    if s > 0:
        _solve_sums(vector, work)
        for k in range(s):
            part = work.small[n + k]
            for i in range(nodes):
                for a in range(n):
                    work.right[i, a] += work.common[k, i * n + a] * part
    cycle(graph, work)
    for i in range(nodes):
        for a in range(n):
            out[i * n + a] = work.found[i, a]
    if s > 0:
        tail = out[nodes * n :]
        for k in range(s):
            tail[k] = -vector[nodes * n + k]
        _subtract_gifts(out, work, out)
        for k in range(s):
            tail[k] = -tail[k]
        substitute(work.border, work.border_pivots, tail)


@uncounted
def correct_sums(rest: Array, graph: Graph, work: NetworkWork, change: Array) -> None:
    """Add to a change what makes the sums over all nodes of its residual `rest` zero, spread by volume."""
    n, s = work.shape.states, work.shape.shared
    nodes = work.drain.size
    _solve_sums(rest, work)
    for i in range(nodes):
        for a in range(n):
            change[i * n + a] += graph.whole[i] * work.small[a]
    for k in range(s):
        change[nodes * n + k] += work.small[n + k]

"""The states a vessel's compartments share: their part of the linear algebra, and the vessel as a single node.

All nodes together and the shared states are one small dense system. It solves for the shared states first, and it
corrects the sums over all nodes exactly: what the right-hand side conserves, a step then conserves to rounding, however
loosely its equations are solved.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, uncounted
from .linear import factorise, substitute
from .network_cycle import cycle
from .network_graph import Graph
from .network_rows import pack, unpack
from .network_work import ENTWINED, NetworkWork
from .tiles import add_product, add_row, set_row
from .vectors import fill_rows

__all__ = ["assemble_border", "correct_sums", "precondition", "solve_roughly"]

Array = NDArray[np.float64]


@uncounted
def assemble_border(g: float, graph: Graph, work: NetworkWork) -> bool:
    """Factors of the small systems: all as one node with the shared states, and these alone; False when singular.

    Both are written by their columns, as `linear` takes them.
    """
    n, m, gases, s = work.shape.states, work.shape.liquid, work.shape.gas, work.shape.shared
    nodes = work.drain.size
    coarse, whole = work.coarse, work.blocks[work.blocks.shape[0] - 1]
    fill_rows(coarse, 0, 0.0)
    fill_rows(whole, 0, 0.0)
    for i in range(nodes):
        part = graph.whole[i]
        for b in range(n):
            add_row(whole, b, -part, work.block[i], b)
            for k in range(gases):  # what stays inside cancels
                whole[b, m + k] += part * graph.escape[i] * work.outlet[i, b, k]
            for k in range(s):
                coarse[b, n + k] -= part * work.gift[i, b, k]
    for b in range(n):
        for a in range(n):
            coarse[b, a] = whole[b, a]
    for k in range(s):
        for i in range(nodes):
            for a in range(n):
                coarse[n + k, a] -= work.common[k, i * n + a]
        for j in range(s):
            work.border[k, j] = -work.common[k, nodes * n + j]
            coarse[n + k, n + j] = work.border[k, j]
    for b in range(work.reach.shape[0]):
        part = graph.whole[graph.sensed]
        for i in range(nodes):
            for a in range(n):
                coarse[b, a] -= part * work.reach[b, i * n + a]
        for k in range(s):
            coarse[b, n + k] -= part * work.reach[b, nodes * n + k]
    for a in range(n + s):
        coarse[a, a] += g
    for k in range(s):
        work.border[k, k] += g
    return factorise(coarse, work.coarse_pivots) and factorise(work.border, work.border_pivots)


@inlined
def _share_first(graph: Graph, work: NetworkWork) -> None:
    """Shared states by the small system of the sums of what is given; what they do to the nodes onto ``right``."""
    n, s = work.shape.states, work.shape.shared
    nodes = work.drain.size
    small, given = work.small, work.given[0]
    fill_rows(work.sums, 0, 0.0)
    for i in range(nodes):
        add_row(work.sums, 0, 1.0, given, i)
    for a in range(n):
        small[a] = work.sums[0, a]
    for k in range(s):
        small[n + k] = given[nodes + k // given.shape[1], k % given.shape[1]]
    substitute(work.coarse, work.coarse_pivots, small)
    for k in range(s):
        for i in range(nodes):
            row = graph.place[i]
            for a in range(n):
                work.right[row, a] += work.common[k, i * n + a] * small[n + k]


@inlined
def _share_last(graph: Graph, work: NetworkWork, out: Array, left: Array) -> None:
    """Shared states from what nodes give them; these met those of `_share_first` instead, which leaves something."""
    n, s = work.shape.states, work.shape.shared
    nodes, width = work.drain.size, out.shape[1]
    tail = work.tail
    for k in range(s):
        tail[k] = work.given[0, nodes + k // width, k % width]
    for i in range(nodes):
        row = graph.place[i]
        for b in range(n):
            for k in range(s):
                tail[k] += work.gift[i, b, k] * out[row, b]
    substitute(work.border, work.border_pivots, tail)
    for k in range(s):
        out[nodes + k // width, k % width] = tail[k]
        change = tail[k] - work.small[n + k]
        for i in range(nodes):
            row = graph.place[i]
            for a in range(n):
                left[row, a] += work.common[k, i * n + a] * change


@inlined
def _leave_gas(graph: Graph, work: NetworkWork, out: Array, left: Array) -> None:
    """What gas carries by other derivatives than those a cycle knows."""
    n, m, gases = work.shape.states, work.shape.liquid, work.shape.gas
    for e in range(graph.gas_source.size):
        i = graph.gas_source[e]
        source, target = graph.place[i], graph.place[graph.gas_target[e]]
        for b in range(n):
            factor = graph.gas_share[e] * out[source, b]
            for k in range(gases):
                if b != m + k:
                    left[target, m + k] += work.outlet[i, b, k] * factor


@inlined
def _leave_sensed(graph: Graph, work: NetworkWork, out: Array, left: Array) -> None:
    """What everything makes of a change of the sensed node, which the preconditioner does not know."""
    n, s = work.shape.states, work.shape.shared
    nodes, width = work.drain.size, out.shape[1]
    for b in range(work.reach.shape[0]):
        part = out[graph.place[graph.sensed], b]
        for i in range(nodes):
            row = graph.place[i]
            for a in range(n):
                left[row, a] += work.reach[b, i * n + a] * part
        for k in range(s):
            left[nodes + k // width, k % width] += work.reach[b, nodes * n + k] * part


@uncounted
def precondition(graph: Graph, work: NetworkWork, out: Array, left: Array) -> None:
    """Approximate solution `out` of (g − J)·out = ``work.given``, and what it leaves of that; all of shape (R, w)."""
    nodes = work.drain.size
    for i in range(nodes):
        set_row(work.right, i, 1.0, work.given[0], i)
    if work.shape.shared > 0:
        _share_first(graph, work)
    cycle(graph, work, left)
    for i in range(nodes):
        set_row(out, i, 1.0, work.found, i)
    fill_rows(left, nodes, 0.0)
    if work.memory[ENTWINED] > 0.0:
        _leave_gas(graph, work, out, left)
    if work.shape.shared > 0:
        _share_last(graph, work, out, left)
    _leave_sensed(graph, work, out, left)


@uncounted
def solve_roughly(vector: Array, graph: Graph, work: NetworkWork, out: Array) -> None:
    """Approximate solution of (g − J)·out = vector, both of shape (d,)."""
    pack(vector, graph, work, work.given[0])
    precondition(graph, work, work.corrected[0], work.basis[0])
    unpack(work.corrected[0], graph, work, out)


@uncounted
def _residual_sums(g: float, right: Array, change: Array, graph: Graph, work: NetworkWork) -> None:
    """What right − (g − J)·change sums up to over all nodes, and its shared part, into ``work.small``."""
    n, m, gases, s = work.shape.states, work.shape.liquid, work.shape.gas, work.shape.shared
    nodes = work.drain.size
    small, sums = work.small, work.sums
    for k in range(s):
        small[n + k] = right[nodes * n + k] - g * change[nodes * n + k]
        for j in range(s):
            small[n + k] += work.common[j, nodes * n + k] * change[nodes * n + j]
    fill_rows(sums, 0, 0.0)
    for i in range(nodes):
        add_product(work.block, i, change, i * n, sums, 0)
        for a in range(n):
            sums[0, a] += right[i * n + a] - g * change[i * n + a]
        for b in range(n):
            factor = change[i * n + b]
            for k in range(gases if graph.escape[i] != 0.0 else 0):  # what stays inside cancels
                sums[0, m + k] -= graph.escape[i] * work.outlet[i, b, k] * factor
            for k in range(s):
                small[n + k] += work.gift[i, b, k] * factor
    for k in range(s):
        for a in range(nodes * n):
            sums[0, a % n] += work.common[k, a] * change[nodes * n + k]
    for b in range(work.reach.shape[0]):
        part = change[graph.sensed * n + b]
        for a in range(nodes * n):
            sums[0, a % n] += work.reach[b, a] * part
        for k in range(s):
            small[n + k] += work.reach[b, nodes * n + k] * part
    for a in range(n):
        small[a] = sums[0, a]


@uncounted
def correct_sums(g: float, right: Array, graph: Graph, work: NetworkWork, change: Array) -> None:
    """Add to a change what makes right − (g − J)·change sum up to zero over all nodes, spread by volume; shape (d,)."""
    n, s = work.shape.states, work.shape.shared
    nodes = work.drain.size
    _residual_sums(g, right, change, graph, work)
    substitute(work.coarse, work.coarse_pivots, work.small)
    for i in range(nodes):
        for a in range(n):
            change[i * n + a] += graph.whole[i] * work.small[a]
    for k in range(s):
        change[nodes * n + k] += work.small[n + k]

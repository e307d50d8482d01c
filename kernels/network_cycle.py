"""Preconditioner for the nodes of a network: aggregation multigrid, smoothed by block Gauss–Seidel.

From the last level, a single node, up: what the aggregates found is spread over their nodes by volume, then every row
is solved for its own node in turn, there and back (Saad 2003, Iterative Methods for Sparse Linear Systems, §10.2). One
cycle cuts the error about tenfold. What is left of a right-hand side then follows from what the way back changed of
earlier rows, without a product with the matrix. What gas carries from node to node enters with the diagonal of its
derivatives only; the Krylov iteration knows all of it.

Inverse blocks are kept in single precision: their memory is most of what a cycle reads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, uncounted
from .network_graph import Graph
from .network_work import ENTWINED, SHIFT, NetworkWork
from .tiles import add_row, eliminate_row, gather_row, multiply_row, pivot_row, set_row
from .vectors import fill_rows

__all__ = ["assemble", "cycle"]

SAME = 1e-9  # relative difference of two g that count as one

Array = NDArray[np.float64]


@inlined
def _swap(matrix: Array, row: int, other: int) -> None:
    """Swap two rows."""
    for j in range(matrix.shape[1]):
        held = matrix[row, j]
        matrix[row, j] = matrix[other, j]
        matrix[other, j] = held


@inlined
def _invert(matrix: Array, pivots: NDArray[np.int64]) -> bool:
    """Invert in place by Gauss–Jordan elimination with row pivoting, rows padded; False when singular."""
    n = matrix.shape[0]
    for k in range(n):
        row = k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > abs(matrix[row, k]):
                row = i
        pivots[k] = row
        if matrix[row, k] == 0.0:
            return False
        if row != k:
            _swap(matrix, k, row)
        pivot_row(matrix, k)
        for i in range(n):
            if i != k and matrix[i, k] != 0.0:
                eliminate_row(matrix, k, i)
    for k in range(n - 1, -1, -1):
        other = pivots[k]
        if other != k:
            for i in range(n):
                swap = matrix[i, k]
                matrix[i, k] = matrix[i, other]
                matrix[i, other] = swap
    return True


@uncounted
def _weigh_edges(graph: Graph, work: NetworkWork) -> None:
    """What comes along the edges between nodes; nothing yet along those between aggregates."""
    m, gases = work.shape.liquid, work.shape.gas
    fill_rows(work.weight, 0, 0.0)
    for e in range(work.liquid.size):
        for k in range(m):
            work.weight[e, k] = work.liquid[e]
    for e in range(graph.gas_slot.size):
        for k in range(gases):
            own = work.outlet[graph.gas_source[e], m + k, k]
            work.weight[graph.gas_slot[e], m + k] += graph.gas_share[e] * own
    work.memory[ENTWINED] = 1.0 if _entwined(work) else 0.0


@inlined
def _entwined(work: NetworkWork) -> bool:
    """Whether what leaves of a gas depends on any other state."""
    m = work.shape.liquid
    for i in range(work.drain.size):
        for b in range(work.shape.states):
            for k in range(work.shape.gas):
                if b != m + k and work.outlet[i, b, k] != 0.0:
                    return True
    return False


@inlined
def _fill_block(g: float, i: int, matrix: Array, work: NetworkWork) -> None:
    """Diagonal block of g − J of node i."""
    m = work.shape.liquid
    for b in range(matrix.shape[0]):
        set_row(matrix, b, -1.0, work.block[i], b)
        for k in range(work.shape.gas):
            matrix[b, m + k] += work.outlet[i, b, k]
        matrix[b, b] += g + (work.drain[i] if b < m else 0.0)


@inlined
def _pass_up(i: int, matrix: Array, above: Array, graph: Graph, work: NetworkWork) -> None:
    """Add row i, its diagonal block `matrix`, to its aggregate, whose block is `above`."""
    weight = work.weight
    for b in range(matrix.shape[0]):
        add_row(above, b, graph.share[i], matrix, b)
    for e in range(graph.row[i], graph.row[i + 1]):
        part = float(graph.share[graph.column[e]])
        to = graph.parent_edge[e]
        if to >= 0:
            add_row(weight, to, part, weight, e)
        else:
            for k in range(matrix.shape[0]):
                above[k, k] -= part * weight[e, k]


@uncounted
def assemble(g: float, graph: Graph, work: NetworkWork) -> bool:
    """Matrices g − J of all levels from the derivatives at hand, their blocks inverted; False when one is singular."""
    nodes = work.drain.size
    aggregates = graph.parent.size - nodes
    _weigh_edges(graph, work)
    for i in range(aggregates):
        fill_rows(work.blocks[i], 0, 0.0)
    kept = abs(g - work.memory[SHIFT]) <= SAME * g
    work.memory[SHIFT] = 0.0  # in case of failure
    for i in range(graph.parent.size):
        place = aggregates if i < nodes else i - nodes
        matrix = work.blocks[place]
        if i < nodes:
            _fill_block(g, graph.node[i], matrix, work)
        up = graph.parent[i]
        if up >= 0:
            _pass_up(i, matrix, work.blocks[up - nodes], graph, work)
        if kept and i < nodes and _unchanged(graph.node[i], work):
            continue
        if not _invert(matrix, work.pivots):
            return False
        set_row(work.inverse, i, 1.0, work.blocks, place)
    for i in range(nodes):
        work.fresh[i] = False
        work.drained[i] = work.drain[i]
    work.memory[SHIFT] = g
    return True


@inlined
def _unchanged(i: int, work: NetworkWork) -> bool:
    """Whether the block of node i is what it was when it was inverted, at the same g."""
    return not work.fresh[i] and bool(work.drain[i] == work.drained[i])


@inlined
def _relax(i: int, graph: Graph, work: NetworkWork) -> None:
    """Solve row i for its own node."""
    found = work.found
    gather_row(work.weight, found, graph.column, graph.row[i], graph.row[i + 1], work.right, i, work.rest, 0)
    multiply_row(work.inverse, i, work.rest, 0, found, i, work.moved, i)


@uncounted
def cycle(graph: Graph, work: NetworkWork, left: Array) -> None:
    """One cycle: from ``work.right[:N]`` to ``work.found[:N]``; what it leaves of it to ``left[:N]``."""
    nodes = graph.level_node[1]
    fill_rows(work.right, nodes, 0.0)
    for i in range(graph.parent.size):
        if graph.parent[i] >= 0:
            add_row(work.right, graph.parent[i], 1.0, work.right, i)
    last = graph.level_node.size - 2
    fill_rows(work.found, graph.level_node[last], 0.0)
    for level in range(last, -1, -1):
        begin, end = graph.level_node[level], graph.level_node[level + 1]
        if level < last:
            for i in range(begin, end):
                set_row(work.found, i, graph.share[i], work.found, graph.parent[i])
        for i in range(begin, end):
            _relax(i, graph, work)
        for i in range(end - 1, begin - 1, -1):
            _relax(i, graph, work)
    for i in range(nodes):
        # row i was solved with what earlier rows held before they changed on the way back
        gather_row(work.weight, work.moved, graph.column, graph.row[i], graph.later[i], work.none, 0, left, i)

"""Preconditioner for the nodes of a network: aggregation multigrid, smoothed by block DILU.

On every level D_i = A_ii − Σ_{j before i} A_ij D_j⁻¹ A_ji, and the smoother solves (D + L) D⁻¹ (D + U) x = b (Saad
2003, Iterative Methods for Sparse Linear Systems, §10.3). From the last level, a single node, up: what the aggregates
found is spread over their nodes by volume, then smoothed. One cycle cuts the error about tenfold. What gas carries
from node to node enters with the diagonal of its derivatives only; the Krylov iteration knows all of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, uncounted
from .network_graph import Graph
from .network_work import NetworkWork
from .vectors import fill_rows

__all__ = ["assemble", "cycle"]

Array = NDArray[np.float64]


@inlined
def _invert(matrix: Array, pivots: NDArray[np.int64]) -> bool:
    """Invert in place by Gauss–Jordan elimination with row pivoting; False when singular."""
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
            for j in range(n):
                swap = matrix[k, j]
                matrix[k, j] = matrix[row, j]
                matrix[row, j] = swap
        inverse = 1.0 / matrix[k, k]
        matrix[k, k] = 1.0
        for j in range(n):
            matrix[k, j] *= inverse
        for i in range(n):
            factor = matrix[i, k]
            if i != k and factor != 0.0:
                matrix[i, k] = 0.0
                for j in range(n):
                    matrix[i, j] -= factor * matrix[k, j]
    for k in range(n - 1, -1, -1):
        other = pivots[k]
        if other != k:
            for i in range(n):
                swap = matrix[i, k]
                matrix[i, k] = matrix[i, other]
                matrix[i, other] = swap
    return True


@inlined
def _multiply(columns: Array, vector: Array, out: Array) -> None:
    """Product of a matrix whose columns are stored first."""
    n = out.size
    for a in range(n):
        out[a] = 0.0
    for b in range(n):
        factor = vector[b]
        for a in range(n):
            out[a] += columns[b, a] * factor


@uncounted
def _finest(g: float, graph: Graph, work: NetworkWork) -> None:
    """Diagonal blocks of g − J and what comes along the edges, of the nodes themselves."""
    n, m, gases = work.shape.states, work.shape.liquid, work.shape.gas
    diagonal = work.diagonal
    for i in range(work.drain.size):
        for b in range(n):
            for a in range(n):
                diagonal[i, b, a] = -work.block[i, b, a]
            for k in range(gases):
                diagonal[i, b, m + k] += work.outlet[i, b, k]
            diagonal[i, b, b] += g
            if b < m:
                diagonal[i, b, b] += work.drain[i]
    for e in range(work.liquid.size):
        for k in range(n):
            work.weight[e, k] = work.liquid[e] if k < m else 0.0
    for e in range(graph.gas_slot.size):
        for k in range(gases):
            own = work.outlet[graph.gas_source[e], m + k, k]
            work.weight[graph.gas_slot[e], m + k] += graph.gas_share[e] * own


@uncounted
def assemble(g: float, graph: Graph, work: NetworkWork) -> bool:
    """Matrices g − J of all levels from the derivatives at hand, and their incomplete factors; False when singular."""
    n = work.shape.states
    _finest(g, graph, work)
    weight, diagonal = work.weight, work.diagonal
    first = graph.level_node[1]
    for i in range(first, graph.parent.size):
        fill_rows(diagonal[i], 0, 0.0)
    fill_rows(weight, graph.level_edge[1], 0.0)
    for i in range(graph.parent.size):
        up = graph.parent[i]
        if up < 0:
            continue
        share = graph.share[i]
        for b in range(n):
            for a in range(n):
                diagonal[up, b, a] += share * diagonal[i, b, a]
        for e in range(graph.row[i], graph.row[i + 1]):
            part = graph.share[graph.column[e]]
            to = graph.parent_edge[e]
            for k in range(n):
                if to < 0:
                    diagonal[up, k, k] -= part * weight[e, k]
                else:
                    weight[to, k] += part * weight[e, k]
    return _factorise(graph, work)


@uncounted
def _factorise(graph: Graph, work: NetworkWork) -> bool:
    """Inverse blocks of the incomplete factorisation, level by level."""
    n = work.shape.states
    weight, inverse = work.weight, work.inverse
    for i in graph.sequence:
        block = inverse[i]
        for b in range(n):
            for a in range(n):
                block[b, a] = work.diagonal[i, b, a]
        for e in range(graph.row[i], graph.row[i + 1]):
            j = graph.column[e]
            back = graph.twin[e]
            if back < 0 or graph.rank[j] > graph.rank[i]:
                continue
            for b in range(n):
                factor = weight[back, b]
                if factor != 0.0:
                    for a in range(n):
                        block[b, a] -= factor * weight[e, a] * inverse[j, b, a]
        if not _invert(block, work.pivots):
            return False
    return True


@inlined
def _forward(i: int, fresh: bool, graph: Graph, work: NetworkWork) -> None:
    """Residual of node i and its part of (D + L)⁻¹."""
    n = work.shape.states
    rest, found, swept, weight = work.line[0, :n], work.found, work.swept, work.weight
    if fresh:
        for a in range(n):
            rest[a] = work.right[i, a]
    else:
        _multiply(work.diagonal[i], found[i], rest)
        for a in range(n):
            rest[a] = work.right[i, a] - rest[a]
    rank = graph.rank[i]
    for e in range(graph.row[i], graph.row[i + 1]):
        j = graph.column[e]
        if not fresh:
            for a in range(n):
                rest[a] += weight[e, a] * found[j, a]
        if graph.rank[j] < rank:
            for a in range(n):
                rest[a] += weight[e, a] * swept[j, a]
    _multiply(work.inverse[i], rest, swept[i])


@inlined
def _backward(i: int, graph: Graph, work: NetworkWork) -> None:
    """Node i's part of (D + U)⁻¹ D."""
    n = work.shape.states
    rest, more, swept, weight = work.line[0, :n], work.line[1, :n], work.swept, work.weight
    rank = graph.rank[i]
    for a in range(n):
        rest[a] = 0.0
    any_later = False
    for e in range(graph.row[i], graph.row[i + 1]):
        j = graph.column[e]
        if graph.rank[j] > rank:
            any_later = True
            for a in range(n):
                rest[a] += weight[e, a] * swept[j, a]
    if any_later:
        _multiply(work.inverse[i], rest, more)
        for a in range(n):
            swept[i, a] += more[a]


@inlined
def _smooth(level: int, fresh: bool, graph: Graph, work: NetworkWork) -> None:
    """One sweep of DILU on a level; `fresh` where nothing is found yet."""
    begin, end = graph.level_node[level], graph.level_node[level + 1]
    for place in range(begin, end):
        _forward(graph.sequence[place], fresh, graph, work)
    for place in range(end - 1, begin - 1, -1):
        _backward(graph.sequence[place], graph, work)
    for i in range(begin, end):
        for a in range(work.shape.states):
            work.found[i, a] = work.swept[i, a] + (0.0 if fresh else work.found[i, a])


@uncounted
def cycle(graph: Graph, work: NetworkWork) -> None:
    """One cycle: from ``work.right[:N]`` to ``work.found[:N]``."""
    n = work.shape.states
    nodes = graph.level_node[1]
    fill_rows(work.right, nodes, 0.0)
    for i in range(graph.parent.size):
        up = graph.parent[i]
        if up >= 0:
            for a in range(n):
                work.right[up, a] += work.right[i, a]
    last = graph.level_node.size - 2
    for level in range(last, -1, -1):
        if level < last:
            for i in range(graph.level_node[level], graph.level_node[level + 1]):
                for a in range(n):
                    work.found[i, a] = graph.share[i] * work.found[graph.parent[i], a]
        _smooth(level, level == last, graph, work)

"""The graph of a network of compartments, and its coarser versions for the multigrid preconditioner.

Nodes are joined in pairs by the strength of their exchange, twice per level, so that a level has about a quarter of
the nodes of the one before, down to one node. All levels stand one behind the other in the same arrays.
Aggregation by pairwise matching: Notay (2010), An aggregation-based algebraic multigrid method, ETNA 37, 123–146.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import kernel
from .network_order import canonical_sequence

__all__ = ["Graph", "network_graph"]

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


class Graph(NamedTuple):
    """N nodes and their aggregates, T together; E liquid edges, G gas edges, F joint edges of all levels.

    Parameters
    ----------
    level_node, level_edge : ndarray of int64, shape (levels + 1,)
        Where the nodes and joint edges of a level begin.
    node, place : ndarray of int64, shape (N,)
        Node behind each row, and the row of each node. The order of the rows follows from the network, not from the
        numbering of its nodes. Aggregates are numbered as rows are.
    row : ndarray of int64, shape (T + 1,)
        Edges into row i are ``row[i]:row[i + 1]``.
    later : ndarray of int64, shape (T,)
        First of them that comes from a later row.
    column : ndarray of int64, shape (F,)
        Row an edge comes from.
    parent, parent_edge : ndarray of int64, shapes (T,) and (F,)
        Aggregate of a node, −1 for the last; edge between aggregates, −1 inside one.
    share : ndarray, shape (T,)
        Share of a row's node in the volume of its aggregate.
    whole : ndarray, shape (N,)
        Share of a node in all.
    source, target, slot : ndarray of int64, shape (E,)
        Liquid edges and the joint edges they belong to.
    gas_source, gas_target, gas_slot : ndarray of int64, shape (G,)
    gas_share : ndarray, shape (G,)
        Share of the gas leaving the source that enters the target.
    escape : ndarray, shape (N,)
        Share of the gas leaving a node that leaves the network.
    sensed : int
        Node whose states the whole vessel reacts to at once, as to a sensor; −1: none.
    """

    level_node: Indices
    level_edge: Indices
    node: Indices
    place: Indices
    row: Indices
    later: Indices
    column: Indices
    parent: Indices
    parent_edge: Indices
    share: Floats
    whole: Floats
    source: Indices
    target: Indices
    slot: Indices
    gas_source: Indices
    gas_target: Indices
    gas_slot: Indices
    gas_share: Floats
    escape: Floats
    sensed: int


@kernel
def _find(row: Indices, column: Indices, node: int, other: int) -> int:
    """Edge into `node` from `other`; −1 where there is none."""
    for e in range(row[node], row[node + 1]):
        if column[e] == other:
            return int(e)
    return -1


@kernel
def _compress(nodes: int, source: Indices, target: Indices) -> tuple[Indices, Indices]:
    """Rows and columns of the different pairs, sorted by target and source."""
    order = np.argsort(target * nodes + source)
    row = np.zeros(nodes + 1, np.int64)
    column = np.empty(source.size, np.int64)
    count = 0
    last = -1
    for place in order:
        code = target[place] * nodes + source[place]
        if code != last and source[place] != target[place]:
            column[count] = source[place]
            row[target[place] + 1] += 1
            count += 1
        last = code
    for i in range(nodes):
        row[i + 1] += row[i]
    return row, column[:count].copy()


@kernel
def _twins(row: Indices, column: Indices) -> Indices:
    """The edge the other way, of every edge."""
    twin = np.empty(column.size, np.int64)
    for i in range(row.size - 1):
        for e in range(row[i], row[i + 1]):
            twin[e] = _find(row, column, column[e], i)
    return twin


@kernel
def _match(row: Indices, column: Indices, twin: Indices, strength: Floats, size: Floats) -> Indices:
    """Pair every node with the free neighbour it exchanges most with for its size; number of the pair of each node.

    Without the size large aggregates would grow first. One without a free neighbour joins a pair.
    """
    pair = np.full(row.size - 1, -1, np.int64)
    members = np.zeros(row.size - 1, np.int64)
    pairs = 0
    for i in range(pair.size):
        if pair[i] >= 0:
            continue
        best = -1.0
        mate = -1
        for e in range(row[i], row[i + 1]):
            other = column[e]
            both = strength[e] + (strength[twin[e]] if twin[e] >= 0 else 0.0)
            both /= size[other]
            free = pair[other] < 0
            crowded = not free and members[pair[other]] > 2
            if mate >= 0 and pair[mate] < 0 and not free:
                continue
            if not crowded and (both > best or (free and pair[mate] >= 0)):
                best = both
                mate = other
        if mate >= 0 and pair[mate] >= 0:
            pair[i] = pair[mate]
        else:
            pair[i] = pairs
            if mate >= 0:
                pair[mate] = pairs
                members[pairs] += 1
            pairs += 1
        members[pair[i]] += 1
    return pair


@kernel
def _merge(row: Indices, column: Indices, strength: Floats, pair: Indices) -> tuple[Indices, Indices, Floats, Indices]:
    """Graph of the pairs: row, column, strength; and the new edge of every edge, −1 inside a pair."""
    count = int(pair.max()) + 1
    edges = column.size
    source = np.empty(edges, np.int64)
    target = np.empty(edges, np.int64)
    for i in range(row.size - 1):
        for e in range(row[i], row[i + 1]):
            source[e] = pair[column[e]]
            target[e] = pair[i]
    coarse_row, coarse_column = _compress(count, source, target)
    total = np.zeros(coarse_column.size)
    image = np.empty(edges, np.int64)
    for e in range(edges):
        image[e] = -1
        if source[e] != target[e]:
            image[e] = _find(coarse_row, coarse_column, target[e], source[e])
            total[image[e]] += strength[e]
    return coarse_row, coarse_column, total, image


@kernel
def _coarser(
    row: Indices, column: Indices, strength: Floats, size: Floats
) -> tuple[Indices, Indices, Floats, Indices, Indices]:
    """Two passes of pairing: row, column, strength; aggregate of every node, new edge of every edge."""
    pair = _match(row, column, _twins(row, column), strength, size)
    row, column, strength, image = _merge(row, column, strength, pair)
    joined = np.bincount(pair, size).astype(np.float64)
    again = _match(row, column, _twins(row, column), strength, joined)
    row, column, strength, second = _merge(row, column, strength, again)
    for e in range(image.size):
        if image[e] >= 0:
            image[e] = second[image[e]]
    return row, column, strength, again[pair], image


def _joint_slots(row: Indices, column: Indices, source: Indices, target: Indices) -> Indices:
    """Joint edge of every edge."""
    return np.array([_find(row, column, t, s) for s, t in zip(source, target, strict=True)], dtype=np.int64)


def network_graph(
    volume: Floats,
    source: Indices,
    target: Indices,
    flow: Floats,
    gas_source: Indices,
    gas_target: Indices,
    gas_share: Floats,
    mark: Floats | None = None,
    sensed: int = -1,
) -> Graph:
    """Aggregate a network, once for all its runs.

    Parameters
    ----------
    volume : shape (N,)
        Liquid volumes, or their shares.
    source, target : shape (E,)
        Directed liquid edges between different nodes, each pair at most once.
    flow : shape (E,)
        Typical flows, volume per time; they decide which nodes are joined, never the result beyond the tolerance.
    gas_source, gas_target, gas_share : shape (G,)
        Which share of the gas leaving the source enters the target.
    mark : shape (N,), optional
        Tells nodes apart that look the same in the network (height, feed place).
    sensed : int, optional
        Node that `network_work.Prepare` reads; −1: none.

    Returns
    -------
    Graph
    """
    nodes = len(volume)
    strength = np.concatenate([flow, 0.1 * gas_share * (flow.mean() if len(flow) else 1.0)])
    sources, targets = np.concatenate([source, gas_source]), np.concatenate([target, gas_target])
    sequence = canonical_sequence(volume, sources, targets, strength, np.zeros(nodes) if mark is None else mark)
    place = np.empty(nodes, np.int64)
    place[sequence] = np.arange(nodes)
    row, column = _compress(nodes, place[sources], place[targets])
    slot = _joint_slots(row, column, place[source], place[target])
    gas_slot = _joint_slots(row, column, place[gas_source], place[gas_target])
    joint = np.zeros(len(column))
    np.add.at(joint, np.concatenate([slot, gas_slot]), strength)
    indices, share = _levels(volume[sequence], row, column, joint)
    level_node, level_edge, rows, later, columns, parent, image = indices
    escape = np.ones(nodes)
    np.subtract.at(escape, gas_source, gas_share)
    levels = (level_node, level_edge, sequence, place, rows, later, columns, parent, image, share)
    network = (source, target, slot, gas_source, gas_target, gas_slot, gas_share, escape)
    return Graph(*levels, volume / volume.sum(), *network, sensed)


def _first_later(row: Indices, column: Indices) -> Indices:
    """First edge of every row that comes from a later one."""
    target = np.repeat(np.arange(len(row) - 1), np.diff(row))
    return row[:-1] + np.bincount(target[column < target], minlength=len(row) - 1)


def _levels(volume: Floats, row: Indices, column: Indices, strength: Floats) -> tuple[list[Indices], Floats]:
    """Concatenated arrays of all levels: level_node, level_edge, row, later, column, parent, parent_edge; and share."""
    rows, laters, columns, parents, images = [np.zeros(1, np.int64)], [], [], [], []
    shares: list[Floats] = []
    node, edge = [0], [0]
    while True:
        nodes = len(row) - 1
        rows.append(row[1:] + edge[-1])
        laters.append(_first_later(row, column) + edge[-1])
        columns.append(column + node[-1])
        node.append(node[-1] + nodes)
        edge.append(edge[-1] + len(column))
        coarse_row, column, strength, pair, image = _coarser(row, column, strength, volume)
        if len(coarse_row) == len(row):  # one node is left, or none exchanges with another
            break
        parents.append(pair + node[-1])
        images.append(np.where(image >= 0, image + edge[-1], -1))
        total = np.bincount(pair, volume).astype(np.float64)
        shares.append(volume / total[pair])
        row, volume = coarse_row, total
    parents.append(np.full(nodes, -1))
    images.append(np.full(len(columns[-1]), -1))
    shares.append(np.ones(nodes))
    parts = [np.array(node), np.array(edge), *map(np.concatenate, (rows, laters, columns, parents, images))]
    return parts, np.concatenate(shares)

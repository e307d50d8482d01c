"""An order of the nodes that follows from the network itself, not from how its nodes are numbered.

Colour refinement (Weisfeiler & Leman 1968): nodes are told apart by what they exchange with which others, until
nothing new is learnt; of nodes that still look the same one is picked, and what that tells about the others is used.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["canonical_sequence"]

Indices = NDArray[np.int64]
Colours = NDArray[np.uint64]
Floats = NDArray[np.float64]

MOST_PICKS = 200  # nodes picked one by one; a network without any difference keeps the order it came in after that
DIGITS = 1e7  # of the logarithm of a flow: what differs by less counts as equal
MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype=np.uint64)


class _Edges(NamedTuple):
    """Edges sorted by the node they touch: at one end, then at the other."""

    begin: Indices  # of each node, shape (N + 1,)
    other: Indices  # node at the far end
    label: Colours  # what flows, and which way


def _mixed(numbers: Colours) -> Colours:
    """Scramble the bits of numbers (Steele, Lea & Flood 2014, SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * MULTIPLIERS[1]
    numbers = (numbers ^ (numbers >> np.uint64(27))) * MULTIPLIERS[2]
    return numbers ^ (numbers >> np.uint64(31))


def _refine(colour: Colours, edges: _Edges) -> Colours:
    """What nodes look like with their neighbours; integers, so the sum does not depend on the order of the edges."""
    seen = np.zeros(len(edges.other) + 1, np.uint64)
    np.cumsum(_mixed(colour[edges.other] + edges.label), out=seen[1:])
    return _mixed(colour * MULTIPLIERS[0] + seen[edges.begin[1:]] - seen[edges.begin[:-1]])


def _labels(values: Floats) -> Colours:
    """Numbers for values, the same where they agree to some digits."""
    exponent = np.where(values != 0.0, np.log(np.abs(np.where(values == 0.0, 1.0, values))), -1e9)
    signed = np.rint(exponent * DIGITS).astype(np.int64)
    return _mixed(signed.astype(np.uint64) + (values < 0.0))


def _touching(nodes: int, source: Indices, target: Indices, label: Colours) -> _Edges:
    """Every edge at both its ends."""
    near, far = np.concatenate([target, source]), np.concatenate([source, target])
    labels = np.concatenate([label, label * MULTIPLIERS[0]])
    order = np.argsort(near, kind="stable")
    return _Edges(np.searchsorted(near[order], np.arange(nodes + 1)), far[order], labels[order])


def _stable(colour: Colours, edges: _Edges) -> Colours:
    """Refine until no more nodes are told apart."""
    different = len(np.unique(colour))
    rounds = 1
    while different < len(colour):
        for _ in range(rounds):
            colour = _refine(colour, edges)
        found = len(np.unique(colour))
        if found == different:
            break
        different = found
        rounds = min(2 * rounds, 64)  # to count costs more than to refine
    return colour


def _breadth_first(order: Indices, edges: _Edges) -> Indices:
    """Nodes by their distance from the first of each connected part, neighbours in the given order."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    visited = np.zeros(len(order), bool)
    found: list[Indices] = []
    for start in order:
        front = np.array([start]) if not visited[start] else np.zeros(0, np.int64)
        while len(front):
            visited[front] = True
            found.append(front)
            reached = np.concatenate([edges.other[edges.begin[i] : edges.begin[i + 1]] for i in front])
            fresh, place = np.unique(reached[~visited[reached]], return_index=True)
            # behind the neighbour that leads there first, as Cuthill & McKee (1969) have it
            behind = np.repeat(np.arange(len(front)), edges.begin[front + 1] - edges.begin[front])
            front = fresh[np.lexsort((rank[fresh], behind[~visited[reached]][place]))]
    return np.concatenate(found)


def canonical_sequence(volume: Floats, source: Indices, target: Indices, strength: Floats, mark: Floats) -> Indices:
    """Nodes in an order that does not depend on their numbering.

    Parameters
    ----------
    volume, mark : shape (N,)
        What tells nodes apart by themselves.
    source, target, strength : shape (E,)
        Directed edges.

    Returns
    -------
    ndarray of int64, shape (N,)
        Neighbours near to each other, which a factorisation that leaves out entries likes; from the node of the
        lowest mark and volume on. Nodes between which there is no difference come in the order they are given.
    """
    scale = float(strength.max()) if len(strength) else 1.0
    edges = _touching(len(volume), source, target, _labels(strength / (scale if scale > 0.0 else 1.0)))
    own = _labels(volume / volume.sum())
    colour = _stable(_mixed(own * MULTIPLIERS[1] + _labels(mark) * MULTIPLIERS[2]), edges)
    for pick in range(MOST_PICKS):
        kinds, first, counts = np.unique(colour, return_index=True, return_counts=True)
        if len(kinds) == len(colour):
            break
        chosen = np.zeros(len(colour), np.uint64)
        chosen[first[np.flatnonzero(counts > 1)[0]]] = pick + 1
        colour = _stable(_mixed(colour + chosen), edges)
    return _breadth_first(np.lexsort((colour, own, mark)), edges)

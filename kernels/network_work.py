"""What the solver of a network is told, and where it keeps what it computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .esdirk import STAGES
from .jit import kernel
from .network_graph import Graph
from .tiles import padded

__all__ = [
    "CYCLES",
    "ENTWINED",
    "EVALUATIONS",
    "KRYLOV",
    "LENGTH",
    "RATE",
    "SHIFT",
    "Complete",
    "Local",
    "NetworkWork",
    "Prepare",
    "Shape",
    "network_work",
]

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")  # what the right-hand side belongs to: a tank, or anything
Prepare: TypeAlias = Callable[[float, Array, P, Array, Array], None]
"""Of time, state (size,), context, rates (E,), told (t,): what the whole vessel has in common, before any node. Writes
into the context, may write the rates [1/h] at which liquid edges drain their source, and writes into `told` the numbers
through which it influences nodes and vessel. What it takes from states of the nodes other than the sensed one the
Newton iteration does not foresee: let that be slow."""
Local: TypeAlias = Callable[[int, float, Array, Array, P, bool, Array, Array, Array], int]
"""Of node, time, its states (n,), shared states, context, `hold`; writes slope (n,), leaving (k,), given (s + p,).

`slope` is what happens in the node, without liquid and gas flows between nodes; `leaving` what of each gas state goes
out with the gas [per h]; `given` what the node adds to the slopes of shared and passive states. All are zero on
entry. With `hold` discrete choices (the critical region) stay those of the last call without, of the same node.
Returns a number of these choices: where it changes, the derivatives of the node are taken again."""
Complete: TypeAlias = Callable[[float, Array, P, Array], None]
"""Of time, shared states, context, slopes (s + p,) of shared and passive states: adds what the vessel itself does."""

KRYLOV = 12

RATE, EVALUATIONS, CYCLES, LENGTH, ENTWINED, SHIFT = 0, 1, 2, 3, 4, 5
"""Places in ``work.memory``: rate of convergence last seen; how often the right-hand side and a cycle were done;
length of the last step; whether what leaves of a gas depends on other states;
g that blocks were inverted at."""


class Shape(NamedTuple):
    """Sizes: n states of a node, the first `liquid` of which go with the liquid and the next `gas` with the gas.

    Besides them s shared and p passive states, and t numbers that the vessel tells its nodes.
    """

    states: int
    liquid: int
    gas: int
    shared: int
    passive: int
    told: int


class NetworkWork(NamedTuple):
    """Scratch arrays of one integration; N nodes, d = N·n + s, size = d + p.

    A state is all nodes one after the other, the shared states, the passive ones. T rows of all levels, F joint
    edges, z = n + s. Matrices of nodes are stored with columns first, so that their rows lie side by side; w entries
    each, those from n on zero (`tiles`). Vectors of the Krylov iteration are nodes in the order of the graph's rows, w
    numbers each, and the shared states in as many further rows as they need: R rows.
    """

    shape: Shape
    slope: Array  # (size,) at the step's start
    stages: Array  # (7, size) slopes at the stages, and at the last output
    values: Array  # (7, size) states at the stages, and at the last output
    base: Array  # (size,)
    trial: Array  # (size,) state at the step's end
    point: Array  # (size,) state at a stage or output
    other: Array  # (size,) slope at a stage
    scale: Array  # (2, R, w) what an error of one means, and its inverse; ones behind the last entries
    residual: Array  # (d,)
    change: Array  # (d,)
    pivots: NDArray[np.int64]  # (n,) of the block being inverted
    rates: Array  # (E,) 1/h
    liquid: Array  # (F0,) the same, on joint edges
    drain: Array  # (N,) sum of the rates leaving
    leaving: Array  # (N, k)
    met: Array  # (d,) states at which Jacobian blocks were taken
    stale: NDArray[np.bool_]  # (N,)
    fresh: NDArray[np.bool_]  # (N,) derivatives taken since the block was inverted
    drained: Array  # (N,) drain the block was inverted at
    choice: NDArray[np.int64]  # (N,) discrete choices there
    block: Array  # (N, n, w) d slope / d state
    outlet: Array  # (N, n, k) d leaving / d state
    gift: Array  # (N, n, s + p) d given / d state
    common: Array  # (s, size) d slope / d shared
    reach: Array  # (n, size) d slope / d states of the sensed node, by what the vessel makes of them
    told: Array  # (2, t) what the vessel tells its nodes: now, and without the difference that is being taken
    blocks: Array  # (T − N + 1, n, w) diagonal blocks of g − J of the aggregates, and of the node at hand
    inverse: NDArray[np.float32]  # (T, n, w) of the blocks
    weight: Array  # (F, w) what comes along a joint edge
    coarse: Array  # (z, z) factors of the matrix of the whole as one node, with the shared states
    coarse_pivots: NDArray[np.int64]  # (2, z)
    border: Array  # (s, s) factors of the shared states' own matrix
    border_pivots: NDArray[np.int64]  # (2, s)
    small: Array  # (z,)
    tail: Array  # (s,)
    sums: Array  # (1, w)
    right: Array  # (T, w) right-hand sides of all levels
    found: Array  # (T, w)
    moved: Array  # (T, w) what the last sweep changed
    rest: Array  # (1, w)
    none: Array  # (1, w) zeros
    line: Array  # (7, max(n, s + p)) of one node: states; slope, leaving and given, moved and not
    given: Array  # (1, R, w) what is preconditioned
    basis: Array  # (KRYLOV + 1, R, w)
    corrected: Array  # (KRYLOV, R, w) preconditioned basis
    hessenberg: Array  # (KRYLOV + 1, KRYLOV + 1)
    turns: Array  # (3, KRYLOV + 1) rotations; the residual
    memory: Array  # (MEMORY,) scalars that outlive a step


@kernel
def network_work(graph: Graph, shape: Shape, rates: Array) -> NetworkWork:
    """Fresh scratch arrays; `rates` as the `Prepare` kernel may change them."""
    n, s, p, k = shape.states, shape.shared, shape.passive, shape.gas
    nodes = graph.level_node[1]
    total = graph.row.size - 1
    d = nodes * n + s
    size = d + p
    w = padded(n)
    rows = nodes + (s + w - 1) // w
    sensed = n if graph.sensed >= 0 else 0
    return NetworkWork(
        shape,
        np.zeros(size),
        np.zeros((STAGES + 1, size)),
        np.zeros((STAGES + 1, size)),
        np.zeros(size),
        np.zeros(size),
        np.zeros(size),
        np.zeros(size),
        np.ones((2, rows, w)),
        np.zeros(d),
        np.zeros(d),
        np.zeros(n, np.int64),
        rates.copy(),
        np.zeros(graph.level_edge[1]),
        np.zeros(nodes),
        np.zeros((nodes, k)),
        np.full(d, np.nan),
        np.ones(nodes, np.bool_),
        np.ones(nodes, np.bool_),
        np.zeros(nodes),
        np.zeros(nodes, np.int64),
        np.zeros((nodes, n, w)),
        np.zeros((nodes, n, k)),
        np.zeros((nodes, n, s + p)),
        np.zeros((s, size)),
        np.zeros((sensed, size)),
        np.zeros((2, shape.told)),
        np.zeros((total - nodes + 1, n, w)),
        np.zeros((total, n, w), np.float32),
        np.zeros((graph.column.size, w)),
        np.zeros((n + s, n + s)),
        np.zeros((2, n + s), np.int64),
        np.zeros((s, s)),
        np.zeros((2, s), np.int64),
        np.zeros(n + s),
        np.zeros(s),
        np.zeros((1, w)),
        np.zeros((total, w)),
        np.zeros((total, w)),
        np.zeros((total, w)),
        np.zeros((1, w)),
        np.zeros((1, w)),
        np.zeros((7, max(n, s + p))),
        np.zeros((1, rows, w)),
        np.zeros((KRYLOV + 1, rows, w)),
        np.zeros((KRYLOV, rows, w)),
        np.zeros((KRYLOV + 1, KRYLOV + 1)),
        np.zeros((3, KRYLOV + 1)),
        np.zeros(6),
    )

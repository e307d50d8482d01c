"""The right-hand side of a whole network, and the derivatives the Newton iteration needs, from that of one node."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, spliced, uncounted
from .network_graph import Graph
from .network_work import Complete, Local, NetworkWork, Prepare
from .vectors import copy, fill

__all__ = ["BASE", "COLUMNS", "MOVED", "SENSED", "Evaluate", "differentiator", "evaluator"]

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")
Evaluate: TypeAlias = Callable[[float, Array, P, Graph, NetworkWork, Array, int, Array], bool]
Differentiate: TypeAlias = Callable[[float, Array, P, Graph, NetworkWork, Array], None]

BASE, COLUMNS, SENSED = 0, 1, 2
"""What an evaluation is for; see `evaluator`."""
MOVED = 5e-3  # relative change of a state after which the derivatives of its node are taken again
ROOT = math.sqrt(2.220446049250313e-16)


@uncounted
def _spread_rates(graph: Graph, work: NetworkWork) -> None:
    """Rates of the liquid edges onto joint edges, and their sum for every source."""
    fill(work.liquid, 0.0)
    fill(work.drain, 0.0)
    for e in range(graph.slot.size):
        work.liquid[graph.slot[e]] += work.rates[e]
        work.drain[graph.source[e]] += work.rates[e]


@uncounted
def _transport(state: Array, graph: Graph, work: NetworkWork, slope: Array) -> None:
    """Add what flows between the nodes."""
    n, m, gases = work.shape.states, work.shape.liquid, work.shape.gas
    for i in range(work.drain.size):
        node = graph.node[i]
        own = slope[node * n : node * n + n]
        here = state[node * n : node * n + n]
        drain = work.drain[node]
        for k in range(m):
            own[k] -= drain * here[k]
        for e in range(graph.row[i], graph.row[i + 1]):
            rate = work.liquid[e]
            other = graph.node[graph.column[e]]
            there = state[other * n : other * n + n]
            for k in range(m):
                own[k] += rate * there[k]
        for k in range(gases):
            own[m + k] -= work.leaving[node, k]
    for e in range(graph.gas_source.size):
        place = graph.gas_target[e] * n + m
        for k in range(gases):
            slope[place + k] += graph.gas_share[e] * work.leaving[graph.gas_source[e], k]


@inlined
def _note_column(i: int, j: int, reach: float, work: NetworkWork) -> None:
    """Differences over `reach` as column j of the derivatives of node i."""
    line = work.line
    for k in range(work.shape.states):
        work.block[i, j, k] = (line[2, k] - line[1, k]) / reach
    for k in range(work.shape.gas):
        work.outlet[i, j, k] = (line[4, k] - line[3, k]) / reach
    for k in range(work.gift.shape[2]):
        work.gift[i, j, k] = (line[6, k] - line[5, k]) / reach


@inlined
def _note_slope(i: int, totals: Array, work: NetworkWork, slope: Array) -> None:
    """What the base call of node i said."""
    n = work.shape.states
    for k in range(n):
        slope[i * n + k] = work.line[1, k]
    for k in range(work.shape.gas):
        work.leaving[i, k] = work.line[3, k]
    for k in range(totals.size):
        totals[k] += work.line[5, k]


def _sweeper(local: Local[P]) -> Callable[[float, Array, P, NetworkWork, Array, bool, Array], None]:
    """The kernel that calls `local` for every node, and once more for every state of a stale one if asked to."""

    @spliced
    def sweep(
        time: float, state: Array, context: P, work: NetworkWork, floor: Array, columns: bool, slope: Array
    ) -> None:
        n = work.shape.states
        d = work.residual.size
        line = work.line
        shared = state[d - work.shape.shared : d]
        totals = slope[d - work.shape.shared :]
        point = line[0, :n]
        for i in range(work.drain.size):
            for k in range(n):
                point[k] = state[i * n + k]
            reach = 1.0
            last = 0
            j = -1
            # one call site, so that the right-hand side is merged into this loop once: base, then states
            while j < last:
                row = 0
                if j >= 0:
                    row = 1
                    point[j] += ROOT * max(abs(point[j]), floor[i * n + j])
                    reach = point[j] - state[i * n + j]  # what the floating-point number really moved
                for k in range(line.shape[1]):
                    line[1 + row, k] = 0.0
                    line[3 + row, k] = 0.0
                    line[5 + row, k] = 0.0
                own = line[1 + row, :n]
                leaving = line[3 + row, : work.shape.gas]
                given = line[5 + row, : totals.size]
                choice = local(i, time, point, shared, context, j >= 0, own, leaving, given)
                if j >= 0:
                    point[j] = state[i * n + j]
                    _note_column(i, j, reach, work)
                else:
                    _note_slope(i, totals, work, slope)
                    if columns and (work.stale[i] or choice != work.choice[i]):
                        work.choice[i] = choice
                        work.fresh[i] = True
                        last = n
                j += 1

    return sweep


def evaluator(prepare: Prepare[P], local: Local[P], complete: Complete[P]) -> Evaluate[P]:
    """The kernel that evaluates the right-hand side of a network.

    Parameters
    ----------
    prepare, local, complete : kernel
        As their types say; all three are merged into the new kernel, each at one place.

    Returns
    -------
    kernel
        Of time, state (size,), context, graph, work, floor (d,), mode and slope (size,): writes the slope. `COLUMNS`:
        also the derivatives of the nodes which are stale, by forward differences; `floor` is the magnitude below
        which the difference step of a state no longer shrinks. `SENSED`: the vessel meets ``work.point`` where its
        nodes meet the state; False, and nothing written, where it tells them the same as in ``work.told[1]``.
    """
    sweep = _sweeper(local)

    @uncounted
    def evaluate(
        time: float, state: Array, context: P, graph: Graph, work: NetworkWork, floor: Array, mode: int, slope: Array
    ) -> bool:
        d = work.residual.size
        shared = state[d - work.shape.shared : d]
        totals = slope[d - work.shape.shared :]
        prepare(time, work.point if mode == SENSED else state, context, work.rates, work.told[0])
        if mode == SENSED and _same(work.told[0], work.told[1]):
            return False
        fill(totals, 0.0)
        _spread_rates(graph, work)
        sweep(time, state, context, work, floor, mode == COLUMNS, slope)
        _transport(state, graph, work, slope)
        complete(time, shared, context, totals)
        return True

    return evaluate


@inlined
def _same(one: Array, other: Array) -> bool:
    """Whether two arrays hold the same numbers."""
    for k in range(one.size):
        if one[k] != other[k]:
            return False
    return True


@uncounted
def _mark_stale(state: Array, floor: Array, work: NetworkWork) -> bool:
    """Mark the nodes that moved since their derivatives were taken; whether the shared states did."""
    n = work.shape.states
    nodes = work.drain.size
    for i in range(nodes):
        work.stale[i] = False
        for k in range(i * n, i * n + n):
            # the comparison is false for NaN, with which `met` begins
            if not abs(state[k] - work.met[k]) <= MOVED * max(abs(work.met[k]), floor[k]):
                work.stale[i] = True
                for j in range(i * n, i * n + n):
                    work.met[j] = state[j]
                break
    moved = False
    for k in range(nodes * n, work.residual.size):
        if not abs(state[k] - work.met[k]) <= MOVED * max(abs(work.met[k]), floor[k]):
            moved = True
    for k in range(nodes * n, work.residual.size):
        if moved:
            work.met[k] = state[k]
    return moved


@inlined
def _note_difference(reach: float, work: NetworkWork, out: Array) -> None:
    """Difference of the slopes at hand over `reach`."""
    for m in range(out.size):
        out[m] = (work.other[m] - work.slope[m]) / reach


def differentiator(evaluate: Evaluate[P]) -> Differentiate[P]:
    """The kernel that differentiates the right-hand side of a network.

    Parameters
    ----------
    evaluate : kernel
        From `evaluator`.

    Returns
    -------
    kernel
        Of time, state, context, graph, work and floor: writes the slope into ``work.slope``, and brings up to date
        the derivatives of those nodes whose states moved by more than `MOVED`, by the shared states if those did, and
        by those of the sensed node if it did.
    """

    @spliced
    def differentiate(time: float, state: Array, context: P, graph: Graph, work: NetworkWork, floor: Array) -> None:
        moved = _mark_stale(state, floor, work)
        n, first = work.shape.states, work.residual.size - work.shape.shared
        sensed = graph.sensed >= 0 and (moved or work.stale[graph.sensed])
        begin = graph.sensed * n if sensed else first
        if moved or sensed:
            evaluate(time, state, context, graph, work, floor, BASE, work.slope)
            copy(work.told[0], work.told[1])
            copy(state, work.point)
        # first the states of the sensed node, then the shared ones
        for j in range((n if sensed else 0) + (work.shape.shared if moved else 0)):
            seen = sensed and j < n
            k = begin + j if seen or not sensed else first + j - n
            work.point[k] += ROOT * max(abs(state[k]), floor[k])
            reach = work.point[k] - state[k]
            out = work.reach[j] if seen else work.common[k - first]
            nodes = state if seen else work.point
            if evaluate(time, nodes, context, graph, work, floor, SENSED if seen else BASE, work.other):
                _note_difference(reach, work, out)
            else:
                fill(out, 0.0)
            work.point[k] = state[k]
        evaluate(time, state, context, graph, work, floor, COLUMNS, work.slope)

    return differentiate

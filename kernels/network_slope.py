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

__all__ = ["MOVED", "Evaluate", "differentiator", "evaluator"]

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")
Evaluate: TypeAlias = Callable[[float, Array, P, Graph, NetworkWork, Array, bool, Array], None]
Differentiate: TypeAlias = Callable[[float, Array, P, Graph, NetworkWork, Array], None]

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
        own = slope[i * n : i * n + n]
        here = state[i * n : i * n + n]
        drain = work.drain[i]
        for k in range(m):
            own[k] -= drain * here[k]
        for e in range(graph.row[i], graph.row[i + 1]):
            rate = work.liquid[e]
            there = state[graph.column[e] * n : graph.column[e] * n + n]
            for k in range(m):
                own[k] += rate * there[k]
        for k in range(gases):
            own[m + k] -= work.leaving[i, k]
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
        d = work.scale.size
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
        Of time, state (size,), context, graph, work, floor (d,), `columns` and slope (size,): writes the slope;
        with `columns` also the derivatives of the nodes which are stale, by forward differences. `floor` is the
        magnitude below which the difference step of a state no longer shrinks.
    """
    sweep = _sweeper(local)

    @uncounted
    def evaluate(
        time: float,
        state: Array,
        context: P,
        graph: Graph,
        work: NetworkWork,
        floor: Array,
        columns: bool,
        slope: Array,
    ) -> None:
        d = work.scale.size
        shared = state[d - work.shape.shared : d]
        totals = slope[d - work.shape.shared :]
        fill(totals, 0.0)
        prepare(time, state, context, work.rates)
        _spread_rates(graph, work)
        sweep(time, state, context, work, floor, columns, slope)
        _transport(state, graph, work, slope)
        complete(time, shared, context, totals)

    return evaluate


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
    for k in range(nodes * n, work.scale.size):
        if not abs(state[k] - work.met[k]) <= MOVED * max(abs(work.met[k]), floor[k]):
            moved = True
    for k in range(nodes * n, work.scale.size):
        if moved:
            work.met[k] = state[k]
    return moved


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
        the derivatives of those nodes whose states moved by more than `MOVED`, and by the shared states if those did.
    """

    @spliced
    def differentiate(time: float, state: Array, context: P, graph: Graph, work: NetworkWork, floor: Array) -> None:
        moved = _mark_stale(state, floor, work)
        first = work.scale.size - work.shape.shared
        if moved:
            evaluate(time, state, context, graph, work, floor, False, work.slope)
            copy(state, work.point)
            for k in range(work.shape.shared):
                work.point[first + k] += ROOT * max(abs(state[first + k]), floor[first + k])
                reach = work.point[first + k] - state[first + k]
                evaluate(time, work.point, context, graph, work, floor, False, work.other)
                work.point[first + k] = state[first + k]
                for m in range(work.other.size):
                    work.common[k, m] = (work.other[m] - work.slope[m]) / reach
        evaluate(time, state, context, graph, work, floor, True, work.slope)

    return differentiate

"""The implicit equation of one stage, solved by an inexact Newton iteration that keeps linear invariants.

The stage u solves f(u) = g·(u − base), and its slope is g·(u − base), so that an error of u is not multiplied by stiff
rates. The last correction makes the sums over all nodes of the linear residual zero (`network_border`); passive
states then get the linear part of what the correction does to their slopes. So the slopes of a stage obey every
linear relation that those of the right-hand side do, whatever error the iteration leaves.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, spliced, uncounted
from .network_border import correct_sums
from .network_graph import Graph
from .network_krylov import solve
from .network_slope import BASE, Evaluate
from .network_work import EVALUATIONS, RATE, NetworkWork

__all__ = ["Newton", "newton_iteration"]

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")
Newton: TypeAlias = Callable[[int, float, float, P, Graph, NetworkWork, Array], bool]

MOST_ITERATIONS = 8
SHRINK = 0.1  # of the residual in a linear solve
ENOUGH = 0.2  # error left in a stage, in units of the tolerance
LEAST_KEPT = 0.1  # share of a positive state that one iteration leaves


@inlined
def _limited(values: Array, floor: Array, work: NetworkWork) -> bool:
    """Shorten changes that take away nearly all of a positive state; whether there was one."""
    change = work.change
    found = False
    for a in range(change.size):
        least = (LEAST_KEPT - 1.0) * values[a]
        if change[a] < least and values[a] > floor[a]:
            change[a] = least
            found = True
    return found


@uncounted
def _finish(stage: int, g: float, graph: Graph, work: NetworkWork) -> None:
    """Apply the last correction, with sums made exact; slopes of the stage, those of passive states among them."""
    n, s, p = work.shape.states, work.shape.shared, work.shape.passive
    d = work.residual.size
    nodes = work.drain.size
    values, slopes, change = work.values[stage], work.stages[stage], work.change
    correct_sums(g, work.residual, graph, work, change)
    for a in range(d):
        values[a] += change[a]
        slopes[a] = g * (values[a] - work.base[a])
    if p == 0:
        return
    for k in range(p):
        slopes[d + k] = work.other[d + k]
        for j in range(s):
            slopes[d + k] += work.common[j, d + k] * change[nodes * n + j]
    for i in range(nodes):
        for b in range(n):
            for k in range(p):
                slopes[d + k] += work.gift[i, b, s + k] * change[i * n + b]
    for b in range(work.reach.shape[0]):
        for k in range(p):
            slopes[d + k] += work.reach[b, d + k] * change[graph.sensed * n + b]
    for k in range(d, d + p):
        values[k] = work.base[k] + slopes[k] / g


def newton_iteration(evaluate: Evaluate[P]) -> Newton[P]:
    """The kernel that solves the equation of one stage.

    Parameters
    ----------
    evaluate : kernel
        From `network_slope.evaluator`.

    Returns
    -------
    kernel
        Of stage, time, g = 1/(γh), context, graph, work and floor: from ``work.base`` and a first guess in
        ``work.values[stage]`` to the stage's state and slope. False when it does not converge.
    """

    @spliced
    def newton(stage: int, time: float, g: float, context: P, graph: Graph, work: NetworkWork, floor: Array) -> bool:
        values = work.values[stage]
        d = work.residual.size
        before = math.inf
        for turn in range(MOST_ITERATIONS):
            evaluate(time, values, context, graph, work, floor, BASE, work.other)
            for a in range(d):
                work.residual[a] = work.other[a] - g * (values[a] - work.base[a])
            norm = solve(work.residual, SHRINK, 0.0, graph, work, work.change)
            work.memory[EVALUATIONS] += 1.0
            if not norm < math.inf:
                return False
            limited = _limited(values, floor, work)
            # what was seen last counts at the first turn, and no solve promises less than its own accuracy
            rate = max(work.memory[RATE] ** 0.8, SHRINK)
            if turn > 0:
                rate = max(norm / before, 0.3 * rate)
                work.memory[RATE] = rate
            if turn > 1 and rate >= 2.0:
                return False
            left = norm * rate / (1.0 - rate) if rate < 0.99 else math.inf
            if not limited and (left <= ENOUGH or norm <= 1e-3 * ENOUGH):
                _finish(stage, g, graph, work)
                return True
            for a in range(d):
                values[a] += work.change[a]
            before = norm
        return False

    return newton

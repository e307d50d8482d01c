"""Steps along the right-hand side of a network: ESDIRK4(3) whose cost is linear in the number of compartments.

The same interface as `rosenbrock` and `stepping`: differentiate at the cursor, step to the tolerance, interpolate at
a share of the step.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .esdirk import DENSE, ERROR, GAMMA, NODES, PREDICTOR, STAGES, A
from .jit import inlined, spliced, uncounted
from .network_border import assemble_border
from .network_cycle import assemble
from .network_graph import Graph
from .network_krylov import solve
from .network_newton import newton_iteration
from .network_rows import set_scale
from .network_slope import Differentiate, Evaluate, differentiator, evaluator
from .network_work import LENGTH, RATE, Complete, Local, NetworkWork, Prepare
from .records import Cursor
from .status import Status
from .stepping import SMALLEST_STEP, Tolerance
from .vectors import add_multiple, all_finite, copy

__all__ = ["NetworkKernels", "interpolate_network", "network_kernels"]

TOO_SMALL = int(Status.STEP_TOO_SMALL)
TOO_MANY = int(Status.TOO_MANY_STEPS)
NOT_FINITE = int(Status.NOT_FINITE)
ERROR_KNOWN = 0.1  # of the tolerance, how well the error of a step is known
LEAST_GUESSED = 0.1  # share of a positive state that a guess keeps

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")
Step: TypeAlias = Callable[[float, Array, P, Cursor, Graph, Tolerance, NetworkWork], float]
Settle: TypeAlias = Callable[[float, float, Array, P, Cursor, Graph, Tolerance, NetworkWork], bool]
Accept: TypeAlias = Callable[[float, Array, P, Cursor, Graph, Tolerance, NetworkWork], float]


class NetworkKernels(NamedTuple, Generic[P]):
    """What is compiled for one right-hand side; signatures at the functions that make them."""

    evaluate: Evaluate[P]
    differentiate: Differentiate[P]
    accepted_step: Accept[P]
    settle: Settle[P]


@inlined
def _scale_by(state: Array, end: Array, tolerance: Tolerance, graph: Graph, work: NetworkWork) -> None:
    """What an error of one means, for the iterations of a step from a state to its end."""
    for a in range(work.change.size):
        size = max(abs(state[a]), abs(end[a]))
        work.change[a] = tolerance.absolute[a] + tolerance.relative * size
    set_scale(work.change, graph, work)


@inlined
def _guess_first(ahead: float, state: Array, work: NetworkWork) -> None:
    """State `ahead` hours from here: the last step's slopes continued, which know of no jitter in what is stiff."""
    last, gap = STAGES - 1, (NODES[STAGES - 1] - NODES[STAGES - 2]) * work.memory[LENGTH]
    bend = 0.5 * ahead * ahead / gap if gap > 0.0 else 0.0
    for a in range(state.size):
        turn = work.stages[last, a] - work.stages[last - 1, a]
        work.values[1, a] = state[a] + ahead * work.stages[last, a] + bend * turn


@inlined
def _approach(i: int, h: float, state: Array, work: NetworkWork) -> None:
    """The known part of stage i, and a guess of its state."""
    for a in range(state.size):
        work.base[a] = state[a]
    for j in range(i):
        weight = h * A[i, j]
        for a in range(state.size):
            work.base[a] += weight * work.stages[j, a]
    guess = work.values[i]
    if i == 1:
        _guess_first(NODES[1] * h, state, work)
    for a in range(state.size if i > 1 else 0):
        guess[a] = 0.0
    for j in range(i if i > 1 else 0):
        weight = PREDICTOR[i, j]
        for a in range(state.size):
            guess[a] += weight * work.values[j, a]
    for a in range(work.residual.size):
        last = work.values[i - 1, a]
        if last > 0.0:
            guess[a] = max(guess[a], LEAST_GUESSED * last)


@uncounted
def _error(h: float, g: float, state: Array, tolerance: Tolerance, graph: Graph, work: NetworkWork) -> float:
    """Norm of the embedded error, filtered so that stiff components do not swell it."""
    for a in range(work.residual.size):
        total = 0.0
        for j in range(STAGES):
            total += ERROR[j] * work.stages[j, a]
        work.residual[a] = g * h * total
    _scale_by(state, work.trial, tolerance, graph, work)
    # what is slow follows its right-hand side by 1/g, all else by less
    return solve(work.residual, 0.1, ERROR_KNOWN * g, graph, work, work.change)


def _stepper(evaluate: Evaluate[P]) -> Step[P]:
    """The kernel that tries one step."""
    newton = newton_iteration(evaluate)

    @spliced
    def step(
        h: float, state: Array, context: P, cursor: Cursor, graph: Graph, tolerance: Tolerance, work: NetworkWork
    ) -> float:
        g = 1.0 / (GAMMA * h)
        _scale_by(state, state, tolerance, graph, work)
        if not assemble(g, graph, work) or not assemble_border(g, graph, work):
            return math.inf
        copy(state, work.values[0])
        copy(work.slope, work.stages[0])
        for i in range(1, STAGES):
            _approach(i, h, state, work)
            if not newton(i, cursor.time + NODES[i] * h, g, context, graph, work, tolerance.floor):
                work.memory[RATE] = 0.1
                return math.inf
        work.memory[LENGTH] = h
        copy(work.values[STAGES - 1], work.trial)
        return _error(h, g, state, tolerance, graph, work)

    return step


@uncounted
def interpolate_network(share: float, h: float, state: Array, work: NetworkWork) -> None:
    """State at `share` (0 … 1) of the accepted step of length h into ``work.point``; order 4."""
    copy(state, work.point)
    for j in range(STAGES):
        weight = h * share * (DENSE[0, j] + share * (DENSE[1, j] + share * (DENSE[2, j] + share * DENSE[3, j])))
        for a in range(state.size):
            work.point[a] += weight * work.stages[j, a]


def _settler(evaluate: Evaluate[P]) -> Settle[P]:
    """The kernel that makes an output of the accepted step."""
    newton = newton_iteration(evaluate)

    @spliced
    def settle(
        share: float,
        h: float,
        state: Array,
        context: P,
        cursor: Cursor,
        graph: Graph,
        tolerance: Tolerance,
        work: NetworkWork,
    ) -> bool:
        g = 1.0 / (GAMMA * h)
        interpolate_network(share, h, state, work)
        copy(work.point, work.values[STAGES])
        copy(work.point, work.base)
        for j in range(STAGES):
            slope = DENSE[0, j] + share * (2 * DENSE[1, j] + share * (3 * DENSE[2, j] + share * 4 * DENSE[3, j]))
            add_multiple(-slope / g, work.stages[j], work.base)
        time = cursor.time + share * h
        if not newton(STAGES, time, g, context, graph, work, tolerance.floor):
            return False
        copy(work.values[STAGES], work.point)
        return True

    return settle


@inlined
def _even_step(longest: float, left: float) -> float:
    """Length of a step towards an end that is `left` hours away: the last two are alike."""
    if left <= longest:
        return left
    return min(longest, 0.5 * left)


def _acceptor(evaluate: Evaluate[P]) -> Accept[P]:
    """The kernel that finds the length of a step."""
    step = _stepper(evaluate)

    @spliced
    def accepted_step(
        end: float, state: Array, context: P, cursor: Cursor, graph: Graph, tolerance: Tolerance, work: NetworkWork
    ) -> float:
        h = _even_step(cursor.step, end - cursor.time)
        if not all_finite(work.slope):
            return -NOT_FINITE
        while True:
            cursor.steps += 1
            if cursor.steps > tolerance.max_steps:
                return -TOO_MANY
            error = step(h, state, context, cursor, graph, tolerance, work)
            if error <= 1.0:
                growth = 0.9 * max(error, 1e-8) ** -0.25
                cursor.step = h * min(max(growth, 0.2), 5.0)
                cursor.error = error
                return h
            cursor.rejected += 1
            # the comparison is false for NaN as well
            h *= min(max(0.9 * error**-0.25, 0.2), 0.9) if error < math.inf else 0.25
            if h < SMALLEST_STEP:
                return -TOO_SMALL

    return accepted_step


def network_kernels(prepare: Prepare[P], local: Local[P], complete: Complete[P]) -> NetworkKernels[P]:
    """Compile a solver around a right-hand side.

    Parameters
    ----------
    prepare, local, complete : kernel
        What the vessel has in common, one node, and what the vessel itself does, as their types say.

    Returns
    -------
    NetworkKernels
        `evaluate` and `differentiate` as `network_slope` makes them. `accepted_step`: of end [h], state (size,),
        context, cursor, graph, tolerance (arrays (size,)) and work, differentiated at the cursor: tries steps from
        the cursor, none beyond `end`, until one meets the tolerance; its length [h], the state there being
        ``work.trial``, or a negative status. `settle`: of share, h, state, context, cursor, graph, tolerance and
        work, for the step just accepted: the state at that share of it into ``work.point``. Where the right-hand side
        has kinks the dense output P is poor in what is stiff; this solves f(u) = P' + g·(u − P), which leaves slow
        states where they are and puts fast ones where their equations want them. False where that does not converge:
        ``work.point`` is P then.
    """
    evaluate = evaluator(prepare, local, complete)
    return NetworkKernels(evaluate, differentiator(evaluate), _acceptor(evaluate), _settler(evaluate))

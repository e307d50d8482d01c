"""One Rodas5P step of every lane: the method and coefficients of `rosenbrock`, each lane with its own h."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .jit import inlined_fleeting
from .lane_linear import factoriser, substituter
from .lane_pattern import dependences, eliminate, flat, groups
from .lanes import choose, greatest, multiply_add, root, size_of
from .rosenbrock import GAMMA, NODES, STAGES, A, C, D, H

__all__ = ["LaneJacobian", "LaneSlope", "LaneSteps", "Places", "lane_steps", "places"]

LaneSlope: TypeAlias = Callable[[Any, Any, Any, Any, Any], None]
"""Of time, phase, state (n,), parameters (m,), slope (n,), which is written whole. `phase` counts the breaks a run has
passed; what changes at a break is chosen by it, so that nothing jumps inside a step."""
LaneJacobian: TypeAlias = Callable[[Any, Any, Any, Any, Any, Any], None]
"""Of time, phase, state (n,), parameters (m,), matrix (n·n,) and drift (n,): writes the derivatives of slope i with
respect to state j into row i·n + j, every one of them, and those with respect to time into the drift."""

CLOCK = 10
Truths: TypeAlias = NDArray[np.bool_]
REACH = math.sqrt(2.0**-52)
SHORTEST = 1e-2  # h, least time scale of a difference in time


class Places(NamedTuple):
    """First row, in the workspace, of what a step works on; n states, m parameters."""

    state: int  # n
    parameters: int  # m
    slope: int  # n, at the step's start
    drift: int  # n, its explicit time derivative
    jacobian: int  # n·n
    factors: int  # n·n
    inverse: int  # n, one over the pivots
    stages: int  # 8·n
    trial: int  # n, state at a stage and at the step's end
    other: int  # n, slope at a stage
    point: int  # n, state at an output
    curve: int  # 3·n of the dense output
    clock: int  # 10, named in `lane_ensemble`
    size: int


def places(states: int, parameters: int) -> Places:
    """Where everything lies."""
    n = states
    sizes = [n, parameters, n, n, n * n, n * n, n, STAGES * n, n, n, n, 3 * n, CLOCK]
    starts = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    return Places(*starts)


class LaneSteps(NamedTuple):
    """Kernels made of a right-hand side; all take the workspace first.

    Parameters
    ----------
    differentiate : kernel
        Of time, phase and floor (n,): slope, Jacobian and drift at the state.
    step : kernel
        Of time, phase, h, relative and absolute (n,) tolerance: advances into the trial; the error, a root mean square
        over the states (accept when ≤ 1; infinite where the matrix was not to be factorised).
    bend : kernel
        Of nothing else: prepares the dense output of the step.
    interpolate : kernel
        Of the share of the step: the state there, into the point.
    """

    differentiate: Callable[..., None]
    step: Callable[..., Any]
    bend: Callable[[Any], None]
    interpolate: Callable[[Any, Any], None]


def _differentiator(
    slope: LaneSlope, jacobian: LaneJacobian | None, pattern: Truths, at: Places
) -> Callable[..., None]:
    """By the caller's derivatives, or by forward differences."""
    state, parameters, base = at.state, at.parameters, at.slope

    if jacobian is not None:
        exact: LaneJacobian = jacobian

        @inlined_fleeting
        def by_formula(w: Any, time: Any, phase: Any, floor: Any) -> None:
            slope(time, phase, w + state, w + parameters, w + base)
            exact(time, phase, w + state, w + parameters, w + at.jacobian, w + at.drift)

        return by_formula

    n = len(pattern)
    others = groups(pattern[:, :n])
    member, first = flat(others)
    row, row_first = flat([np.flatnonzero(pattern[:, j]).tolist() for j in range(n)])
    rounds, calls = len(others), len(others) + int(pattern[:, n].any())
    matrix, drift, other, kept, back = at.jacobian, at.drift, at.other, at.point, at.trial

    @inlined_fleeting
    def by_differences(w: Any, time: Any, phase: Any, floor: Any) -> None:
        slope(time, phase, w + state, w + parameters, w + base)
        # one call site, so that the right-hand side is merged into this loop once
        for group in range(calls):
            moved = time
            if group == rounds:
                moved = time + REACH * greatest(size_of(time), SHORTEST)
            else:
                for m in range(first[group], first[group + 1]):
                    j = member[m]
                    value = w[state + j]
                    w[kept + j] = value
                    w[state + j] = value + REACH * greatest(size_of(value), floor[j])
                    w[back + j] = 1.0 / (w[state + j] - value)  # of what the floating-point number really moved
            slope(moved, phase, w + state, w + parameters, w + other)
            if group == rounds:
                share = 1.0 / (moved - time)
                for i in range(n):
                    w[drift + i] = (w[other + i] - w[base + i]) * share
            else:
                for m in range(first[group], first[group + 1]):
                    j = member[m]
                    w[state + j] = w[kept + j]
                    for r in range(row_first[j], row_first[j + 1]):
                        i = row[r]
                        w[matrix + i * n + j] = (w[other + i] - w[base + i]) * w[back + j]

    return by_differences


def _stepper(slope: LaneSlope, pattern: Truths, at: Places) -> Callable[..., Any]:
    """The step."""
    n = len(pattern)
    plan = eliminate(pattern[:, :n])
    factorise, substitute = factoriser(plan), substituter(plan)
    state, stages, trial, other, factors = at.state, at.stages, at.trial, at.other, at.factors

    @inlined_fleeting
    def step(w: Any, time: Any, phase: Any, h: Any, relative: float, absolute: Any) -> Any:
        rate = 1.0 / h
        for i in range(n):
            w[at.inverse + i] = (1.0 / GAMMA) * rate
        fine = factorise(w + at.jacobian, w + factors, w + at.inverse)
        for s in range(STAGES):
            for i in range(n):
                place, mixed = w[state + i], 0.0 * rate
                for j in range(s):
                    earlier = w[stages + j * n + i]
                    place = multiply_add(A[s, j], earlier, place)
                    mixed = multiply_add(C[s, j], earlier, mixed)
                w[trial + i] = place
                w[stages + s * n + i] = mixed * rate
            if s > 0:
                slope(time + NODES[s] * h, phase, w + trial, w + at.parameters, w + other)
            else:
                for i in range(n):
                    w[other + i] = w[at.slope + i]
            shift = D[s] * h
            for i in range(n):
                mixed = w[stages + s * n + i] + w[other + i]
                w[stages + s * n + i] = multiply_add(shift, w[at.drift + i], mixed)
            substitute(w + factors, w + at.inverse, w + (stages + s * n))
        total = 0.0 * rate
        for i in range(n):
            error = w[stages + (STAGES - 1) * n + i]
            end = w[trial + i] + error
            w[trial + i] = end
            scale = multiply_add(relative, greatest(size_of(w[state + i]), size_of(end)), absolute[i])
            share = error / scale
            total = multiply_add(share, share, total) + (end - end)  # not a number where the end is infinite
        return choose(fine, root(total * (1.0 / n)), math.inf)

    return step


def lane_steps(slope: LaneSlope, states: int, parameters: int, jacobian: LaneJacobian | None = None) -> LaneSteps:
    """The kernels that step along a right-hand side.

    Parameters
    ----------
    slope : kernel
        The right-hand side; it is merged into the new kernels.
    states, parameters : int
        Numbers of both.
    jacobian : kernel, optional
        Its derivatives; differences where there is none.

    Returns
    -------
    LaneSteps
    """
    n, at = states, places(states, parameters)
    pattern = dependences(slope, states, parameters)
    state, stages, trial, point, curve = at.state, at.stages, at.trial, at.point, at.curve

    @inlined_fleeting
    def bend(w: Any) -> None:
        for k in range(3):
            for i in range(n):
                total = H[k, 0] * w[stages + i]
                for j in range(1, STAGES):
                    total = multiply_add(H[k, j], w[stages + j * n + i], total)
                w[curve + k * n + i] = total

    @inlined_fleeting
    def interpolate(w: Any, share: Any) -> None:
        rest = 1.0 - share
        for i in range(n):
            inner = multiply_add(share, w[curve + 2 * n + i], w[curve + n + i])
            inner = multiply_add(share, inner, w[curve + i])
            w[point + i] = rest * w[state + i] + share * multiply_add(rest, inner, w[trial + i])

    return LaneSteps(_differentiator(slope, jacobian, pattern, at), _stepper(slope, pattern, at), bend, interpolate)

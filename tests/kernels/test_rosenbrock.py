"""The Rodas5P tableau: orders of step, error and dense output on problems with known solutions; stiff decay."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.rosenbrock import GAMMA, NODES, STAGES, A, C, D, H


def rodas(f, jacobian, slope_time, t, y, h):
    """One step in plain NumPy from the published formulas; new state, error estimate, stages."""
    unit = np.eye(y.size)
    matrix = unit / (GAMMA * h) - jacobian(t, y)
    stages = np.zeros((STAGES, y.size))
    for i in range(STAGES):
        point = y + A[i, :i] @ stages[:i]
        right = f(t + NODES[i] * h, point) + C[i, :i] @ stages[:i] / h + D[i] * h * slope_time(t, y)
        stages[i] = np.linalg.solve(matrix, right)
    return point + stages[-1], stages[-1], stages


def dense(share, y0, y1, stages):
    first, second, third = H @ stages
    rest = 1 - share
    return rest * y0 + share * (y1 + rest * (first + share * (second + share * third)))


# y' = cos(t) y, non-linear partner z' = -z² sin-like coupling; exact: y = exp(sin t), z = 1/(1 + t²)
def f(t, y):
    return np.array([np.cos(t) * y[0], -2 * t * y[1] ** 2])


def jacobian(t, y):
    return np.array([[np.cos(t), 0.0], [0.0, -4 * t * y[1]]])


def slope_time(t, y):
    return np.array([-np.sin(t) * y[0], -2 * y[1] ** 2])


def exact(t):
    return np.array([np.exp(np.sin(t)), 1 / (1 + t * t)])


def errors(h):
    t, y = 0.3, exact(0.3)
    worst_dense = 0.0
    local = 0.0
    while t < 1.3 - 1e-12:
        new, estimate, stages = rodas(f, jacobian, slope_time, t, y, h)
        worst_dense = max(worst_dense, np.abs(dense(0.37, y, new, stages) - exact(t + 0.37 * h)).max())
        local = max(local, np.abs(estimate).max())
        t, y = t + h, new
    return np.abs(y - exact(t)).max(), local, worst_dense


@pytest.mark.parametrize(("index", "order"), [(0, 5), (1, 5), (2, 4)], ids=["step", "estimate", "dense"])
def test_order(index, order):
    """Global error O(h⁵); the estimate O(h⁵) locally (embedded order 4); dense output O(h⁴) or better."""
    coarse, fine = errors(0.1)[index], errors(0.05)[index]
    assert np.log2(coarse / fine) > order - 0.4


def test_stiffly_accurate_and_l_stable():
    """On y' = λ(y − cos t) the step lands on the slow solution however stiff the problem is."""
    rate = -1e10
    new, _, _ = rodas(
        lambda t, y: rate * (y - np.cos(t)),
        lambda t, y: np.array([[rate]]),
        lambda t, y: np.array([rate * np.sin(t)]),
        0.0,
        np.array([5.0]),
        0.1,
    )
    assert abs(new[0] - np.cos(0.1)) < 1e-6


def test_linear_invariant_survives():
    """What the right-hand side conserves, the step conserves to rounding."""

    def cycle(t, y):
        flow = np.array([30 * y[0] ** 2, 7.0 * y[1], 1e2 * y[2]])
        return np.array([flow[2] - flow[0], flow[0] - flow[1], flow[1] - flow[2]])

    def slope(t, y):
        return np.array([[-60 * y[0], 0, 1e2], [60 * y[0], -7.0, 0], [0, 7.0, -1e2]])

    y = np.array([0.2, 0.3, 0.5])
    for _ in range(20):
        y, _, _ = rodas(cycle, slope, lambda t, y: np.zeros(3), 0.0, y, 0.05)
    assert abs(y.sum() - 1.0) < 1e-12

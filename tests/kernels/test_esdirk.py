"""The ESDIRK4(3) tableau: its orders, stage order, stability and dense output, numerically."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.esdirk import DENSE, ERROR, GAMMA, NODES, PREDICTOR, STAGES, A


def esdirk(f, jacobian, t, y, h):
    """One step in plain NumPy, stages solved to rounding; new state, error estimate, slopes."""
    slopes = np.zeros((STAGES, y.size))
    slopes[0] = f(t, y)
    for i in range(1, STAGES):
        base, time, u = y + h * A[i, :i] @ slopes[:i], t + NODES[i] * h, y.copy()
        for _ in range(30):
            rest = u - base - GAMMA * h * f(time, u)
            u = u - np.linalg.solve(np.eye(y.size) - GAMMA * h * jacobian(time, u), rest)
        slopes[i] = (u - base) / (GAMMA * h)
    return u, h * ERROR @ slopes, slopes


def dense(share, h, y, slopes):
    return y + h * (share ** np.arange(1, 5) @ DENSE) @ slopes


# y' = cos(t) y and z' = −2t z²; exact: y = exp(sin t), z = 1/(1 + t²)
def f(t, y):
    return np.array([np.cos(t) * y[0], -2 * t * y[1] ** 2])


def jacobian(t, y):
    return np.array([[np.cos(t), 0.0], [0.0, -4 * t * y[1]]])


def exact(t):
    return np.array([np.exp(np.sin(t)), 1 / (1 + t * t)])


def errors(h):
    t, y = 0.3, exact(0.3)
    worst_dense = worst_estimate = 0.0
    while t < 1.3 - 1e-12:
        new, estimate, slopes = esdirk(f, jacobian, t, y, h)
        worst_dense = max(worst_dense, np.abs(dense(0.37, h, y, slopes) - exact(t + 0.37 * h)).max())
        worst_estimate = max(worst_estimate, np.abs(estimate).max())
        t, y = t + h, new
    return np.abs(y - exact(t)).max(), worst_estimate, worst_dense


@pytest.mark.parametrize(("index", "order"), [(0, 4), (1, 4), (2, 4)], ids=["step", "estimate", "dense"])
def test_order(index, order):
    """Global error O(h⁴); the estimate O(h⁴) locally (embedded order 3); dense output O(h⁴)."""
    coarse, fine = errors(0.1)[index], errors(0.05)[index]
    assert np.log2(coarse / fine) > order - 0.4


def test_stage_order_two():
    assert np.allclose(A.sum(axis=1), NODES, atol=1e-15)
    assert np.allclose(A @ NODES, NODES**2 / 2, atol=1e-15)


def test_embedded_weights_are_of_order_three_and_no_more():
    embedded = A[-1] - ERROR
    conditions = [embedded.sum(), embedded @ NODES, embedded @ NODES**2, embedded @ A @ NODES]
    assert np.allclose(conditions, [1, 1 / 2, 1 / 3, 1 / 6], atol=1e-13)
    assert abs(embedded @ NODES**3 - 1 / 4) > 1e-5


@pytest.mark.parametrize("z", [-1e8, -1e4, -10.0, 1e6j, 3j])
def test_stable_and_without_memory_of_what_is_stiff(z):
    """|R(z)| ≤ 1 on the left and the axis, and R(−∞) = 0."""
    growth = abs(1 + z * A[-1] @ np.linalg.solve(np.eye(STAGES) - z * A, np.ones(STAGES)))
    assert growth <= 1 + 1e-12
    if abs(z) > 1e5:
        assert growth < 1e-4


def test_dense_output_joins_smoothly():
    """At its ends it has the state and the slope of the steps it joins."""
    powers = np.arange(1, 5)
    assert np.allclose(DENSE.sum(axis=0), A[-1], atol=1e-13)
    assert np.allclose(DENSE[0], np.eye(STAGES)[0], atol=1e-12)
    assert np.allclose(powers @ DENSE, np.eye(STAGES)[-1], atol=1e-12)


def test_predictor_is_exact_for_polynomials():
    for i in range(1, STAGES):
        assert PREDICTOR[i].sum() == pytest.approx(1.0, abs=1e-12)
        if i > 1:
            assert PREDICTOR[i] @ NODES == pytest.approx(NODES[i], abs=1e-12)

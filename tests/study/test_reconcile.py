"""Data reconciliation against SciPy's constrained minimiser, a closed form, and what it must leave alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from moromi.simulator.study.reconcile import reconcile


def test_two_scales_meet_at_the_weighted_mean():
    """Closed form: the mean weighted by 1/σ²."""
    found = reconcile([10.0, 13.0], [1.0, 2.0], [[1.0, -1.0]])
    mean = (10.0 / 1.0 + 13.0 / 4.0) / (1.0 / 1.0 + 1.0 / 4.0)
    np.testing.assert_allclose(found.rates, [mean, mean], rtol=1e-14)
    assert found.residual == pytest.approx([-3.0])
    assert found.test == pytest.approx(9.0 / 5.0)


def test_scipy_agrees():
    random = np.random.default_rng(3)
    for _ in range(5):
        measured, scatter = random.normal(5.0, 2.0, 5), random.uniform(0.2, 2.0, 5)
        balance, right = random.normal(size=(2, 5)), random.normal(size=2)
        ours = reconcile(measured, scatter, balance, right)
        theirs = minimize(
            lambda x, m=measured, s=scatter: float(np.sum(((x - m) / s) ** 2)),
            measured,
            method="SLSQP",
            constraints={"type": "eq", "fun": lambda x, a=balance, b=right: a @ x - b},
            options={"ftol": 1e-14, "maxiter": 500},
        )
        assert theirs.success
        np.testing.assert_allclose(ours.rates, theirs.x, rtol=1e-5, atol=1e-6)
        assert ours.test == pytest.approx(theirs.fun, rel=1e-6)


@given(st.lists(st.floats(0.1, 20.0), min_size=2, max_size=2), st.floats(0.05, 5.0), st.floats(0.05, 5.0))
def test_closes_and_moves_each_by_its_own_variance(rates, first, second):
    found = reconcile(rates, [first, second], [[24.0, -4.0]], [60.0])
    assert 24.0 * found.rates[0] - 4.0 * found.rates[1] == pytest.approx(60.0, abs=1e-9)
    moved = found.rates - rates
    assert moved[0] * 4.0 * second**2 == pytest.approx(-moved[1] * 24.0 * first**2, abs=1e-7)


def test_what_balances_is_left_alone():
    found = reconcile([5.0, 15.0], [0.3, 1.5], [[24.0, -4.0]], [60.0])
    np.testing.assert_allclose(found.rates, [5.0, 15.0], rtol=1e-14)
    assert found.test == pytest.approx(0.0, abs=1e-20)


@pytest.mark.parametrize(
    ("scatter", "balance", "says"),
    [([1.0, 0.0], [[1.0, -1.0]], "above 0"), ([1.0, 1.0], [[1.0, -1.0], [2.0, -2.0]], "depend on each other")],
)
def test_what_cannot_be_reconciled_is_refused(scatter, balance, says):
    with pytest.raises(ValueError, match=says):
        reconcile([1.0, 2.0], scatter, balance)

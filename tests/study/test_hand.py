"""Closed forms of culture against SciPy's integration and search; textbook answers are rows of the reference table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar

from moromi.simulator.study import hand

RATES = st.floats(0.1, 1.0)


@settings(deadline=None, max_examples=30)
@given(RATES, st.floats(0.05, 0.6), st.floats(0.0, 0.3), st.floats(0.1, 2.0))
def test_batch_with_maintenance(mu: float, biomass_yield: float, maintenance: float, start: float):
    time = hand.batch_time_to_use(10.0, start, mu, biomass_yield, maintenance)
    run = solve_ivp(
        lambda _, state: [mu * state[0], (mu / biomass_yield + maintenance) * state[0]],
        (0.0, time), [start, 0.0], rtol=1e-9, atol=1e-10,
    )  # fmt: skip
    assert run.y[1, -1] == pytest.approx(10.0, rel=1e-6)
    assert hand.batch_time(mu, start, run.y[0, -1]) == pytest.approx(time, rel=1e-6)


@settings(deadline=None, max_examples=30)
@given(RATES, st.floats(0.01, 1.0), st.floats(5.0, 50.0))
def test_chemostat(fastest: float, half: float, fed: float):
    best = hand.best_dilution_rate(fed, fastest, half)
    left = hand.chemostat_substrate(best, fastest, half)
    assert hand.dilution_rate_at(left, fastest, half) == pytest.approx(best)

    def productivity(dilution: float) -> float:
        return -dilution * hand.chemostat_biomass(fed, hand.chemostat_substrate(dilution, fastest, half), dilution, 0.5)

    found = minimize_scalar(productivity, bounds=(1e-3, fastest * fed / (half + fed)), method="bounded")
    assert best == pytest.approx(found.x, rel=1e-3)


def test_what_oxygen_allows():
    # 200 1/h, 0.25 mol/m³, 10 mmol/g/h: 5 g/L; product of growth and maintenance adds up
    assert hand.oxygen_limited_biomass(200.0, 0.25, 10.0) == pytest.approx(5.0)
    assert hand.chemostat_product(2.0, 0.1, 3.0, 0.2) == pytest.approx(10.0)
    assert np.isfinite(hand.chemostat_biomass(10.0, 1.0, 0.1, 0.5, 0.05))

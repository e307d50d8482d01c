"""An oxygen controller that waits: Skogestad's rule, beside a simulated loop with a delay."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moromi.simulator.scaleup.tuning import LAGS, slowed
from moromi.simulator.scenario import load_scenario

SECOND = 1.0 / 3600.0  # h


def test_skogestads_example_of_an_integrating_process():
    """His table 1: for k'·exp(−θs)/s the integral time is 8 θ and the gain 1/(2 k'θ), so their ratio goes with 1/θ²."""
    oxygen = load_scenario("ecoli-fedbatch").recipe.dissolved_oxygen
    found = [slowed(oxygen, LAGS * delay) for delay in (100.0, 200.0)]
    assert [item.integral_time for item in found] == pytest.approx([800 * SECOND, 1600 * SECOND])
    strength = [item.gain / item.integral_time for item in found]
    assert strength[0] / strength[1] == pytest.approx(4.0)


@pytest.mark.parametrize("swings", [True, False])
def test_a_delayed_integrator_swings_until_it_waits(swings: bool):
    """An integrator behind a delay of ten small lags, simulated: at eight times the tuning of the rule, and slowed."""
    delay = 60.0 * SECOND
    oxygen = load_scenario("ecoli-fedbatch").recipe.dissolved_oxygen
    quick = oxygen.model_copy(update={"gain": 8.0 / (2.0 * delay), "integral_time": delay})  # k' is 1 per hour
    tuned = quick if swings else slowed(quick, LAGS * 60.0)

    def slope(_: float, state: np.ndarray) -> np.ndarray:
        integral, level, *lags = state
        error = 1.0 - lags[-1]
        before = [level, *lags[:-1]]
        rate = [(first - second) / (delay / 10.0) for first, second in zip(before, lags, strict=True)]
        return np.array([tuned.gain * error / tuned.integral_time, integral + tuned.gain * error, *rate])

    found = solve_ivp(slope, (0.0, 40.0 * delay), np.zeros(12), "LSODA", rtol=1e-8, atol=1e-10)
    late = found.y[-1, found.t > 25.0 * delay]
    assert (np.ptp(late) > 0.5) == swings


def test_a_tuning_that_is_slow_enough_stays():
    oxygen = load_scenario("ecoli-fedbatch").recipe.dissolved_oxygen
    assert slowed(oxygen, 20.0) is oxygen
    assert slowed(oxygen, 20.0, lag=60.0 * SECOND) is not oxygen

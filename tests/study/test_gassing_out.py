"""Gassing out: a slow probe, evaluated as a student would and properly, against closed forms and a run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from moromi.simulator.run import run
from moromi.simulator.study.gassing_out import (
    Experiment,
    apparent_kla,
    deficit,
    gassing_out,
    kla_by_area,
    kla_by_lags,
    kla_by_slope,
    through_probe,
)

SECOND = 1.0 / 3600.0
KLAS = st.floats(20.0, 600.0)
PROBES = st.floats(1.0 * SECOND, 40.0 * SECOND)


def experiment(kla: float, probe: float, **more) -> Experiment:
    """Readings until both lags have died away."""
    duration = 12.0 * (1.0 / kla + probe)
    return Experiment(kla, probe, duration=duration, interval=duration / 600.0, **more)


@settings(deadline=None, max_examples=40)
@given(KLAS, PROBES)
def test_two_lags_are_what_the_differential_equations_give(kla: float, probe: float):
    done = gassing_out(experiment(kla, probe))

    def rates(_, levels):
        liquid, shown = levels
        return [kla * (100.0 - liquid), (liquid - shown) / probe]

    span = (0.0, float(done.time[-1]))
    exact = solve_ivp(rates, span, [0.0, 0.0], method="Radau", t_eval=done.time[:-1], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(done.liquid[:-1], exact.y[0], atol=1e-5)
    np.testing.assert_allclose(done.probe[:-1], exact.y[1], atol=1e-5)


@settings(deadline=None, max_examples=60)
@given(KLAS, PROBES, st.integers(0, 1000))
def test_the_fit_gives_back_what_was_put_in(kla: float, probe: float, seed: int):
    clean = gassing_out(experiment(kla, probe, start=3.0))
    assert kla_by_lags(clean.time, clean.probe, probe).kla == pytest.approx(kla, rel=1e-5)
    noisy = gassing_out(experiment(kla, probe, start=3.0, noise=0.3, seed=seed))
    fit = kla_by_lags(noisy.time, noisy.probe, probe)
    if kla * probe <= 1.0:  # a probe slower than the vessel tells less about it
        assert fit.kla == pytest.approx(kla, rel=0.02)
    assert abs(fit.kla - kla) < 5.0 * fit.error
    assert (fit.start, fit.final) == pytest.approx((3.0, 100.0), abs=0.5)


def test_the_experiment_of_the_teaching_laboratory():
    """KLa 200 1/h and a probe of 10 s: right within 2 %, and a fifth too little when the lag is ignored."""
    done = gassing_out(experiment(200.0, 10.0 * SECOND, noise=0.3, seed=7))
    assert kla_by_lags(done.time, done.probe, 10.0 * SECOND).kla == pytest.approx(200.0, rel=0.02)
    naive = kla_by_slope(done.time, done.probe, 100.0)
    way = np.array([0.2, 0.8])
    clean = gassing_out(experiment(200.0, 10.0 * SECOND))
    first, last = np.interp(100.0 * way, clean.probe, clean.time)
    known = apparent_kla(200.0, 10.0 * SECOND, first, last)
    assert naive == pytest.approx(known, rel=0.03)
    assert 0.78 < known / 200.0 < 0.84
    by_area = kla_by_area(done.time, done.probe, 100.0)
    assert by_area == pytest.approx(200.0 / (1.0 + 200.0 * 10.0 * SECOND), rel=0.02)
    assert kla_by_area(done.time, done.probe, 100.0, 10.0 * SECOND) == pytest.approx(200.0, rel=0.03)


@settings(deadline=None)
@given(KLAS, PROBES, st.floats(0.1, 2.0), st.floats(1.1, 4.0))
def test_the_bias_of_two_readings_is_the_closed_form(kla: float, probe: float, share: float, more: float):
    first = share * (1.0 / kla + probe)
    times = np.array([first, more * first])
    readings = 100.0 * (1.0 - deficit(times, kla, probe))
    found = kla_by_slope(times, readings, 100.0, window=None)
    assert found == pytest.approx(apparent_kla(kla, probe, *times), rel=1e-6)
    assert found < kla * (1.0 + 1e-9)


@settings(deadline=None)
@given(KLAS, PROBES)
def test_the_late_slope_is_that_of_the_slower_lag(kla: float, probe: float):
    if max(kla * probe, 1.0 / (kla * probe)) < 2.0:
        return
    late = 25.0 * max(1.0 / kla, probe)
    assert apparent_kla(kla, probe, late, 1.2 * late) == pytest.approx(min(kla, 1.0 / probe), rel=1e-3)


def test_probe_and_liquid_are_exchangeable_and_equal_lags_have_a_limit():
    time = np.linspace(0.0, 0.1, 50)
    np.testing.assert_allclose(deficit(time, 100.0, 1 / 300.0), deficit(time, 300.0, 1 / 100.0), rtol=1e-12)
    np.testing.assert_allclose(deficit(time, 100.0, 0.01), (1.0 + 100.0 * time) * np.exp(-100.0 * time), rtol=1e-9)
    np.testing.assert_allclose(deficit(time, 100.0, 0.010001), deficit(time, 100.0, 0.01), rtol=2e-3)
    np.testing.assert_allclose(deficit(time, 100.0, 0.0), np.exp(-100.0 * time), rtol=1e-12)


def test_cells_lower_the_final_level_and_not_the_kla():
    done = gassing_out(experiment(306.0, 5.0 * SECOND, uptake=6732.0))
    fit = kla_by_lags(done.time, done.probe, 5.0 * SECOND)
    assert fit.final == pytest.approx(78.0, rel=1e-6)
    assert fit.kla == pytest.approx(306.0, rel=1e-5)


@settings(deadline=None)
@given(KLAS, PROBES)
def test_sampled_levels_pass_the_probe_as_the_closed_form(kla: float, probe: float):
    done = gassing_out(experiment(kla, probe))
    chord = 100.0 * (kla * done.time[1]) ** 2 / 8.0  # a straight piece is off by at most this
    np.testing.assert_allclose(through_probe(done.time, done.liquid, probe), done.probe, atol=chord)
    np.testing.assert_array_equal(through_probe(done.time, done.liquid, 0.0), done.liquid)


@pytest.mark.parametrize(("speed", "low", "high"), [(300, 0.98, 1.0), (600, 0.94, 0.98)])
def test_a_vessel_of_the_simulator_gassed_out(speed: int, low: float, high: float):
    """The jar without cells to speak of, probe 8 s. At 200 1/h the liquid robs the bubbles: the error of their lag."""
    overrides = [
        "recipe.start.biomass=0.000001 g/L",
        "recipe.start.concentrations.oxygen=0 mmol/L",
        f"recipe.dissolved_oxygen.stirrer_speed={speed} rpm",
        "recipe.duration=0.15 h",
        "output.interval=1 s",
    ]
    result = run("varma1994-batch", overrides=overrides)
    time, kla = result.columns["time"] - result.columns["time"][0], float(result.columns["kla"][0])
    shown = through_probe(time, result.columns["dot"], 8.0 * SECOND)
    assert low < kla_by_lags(time, shown, 8.0 * SECOND).kla / kla < high
    if speed == 600:
        assert kla_by_slope(time, shown, float(shown[-1])) < 0.9 * kla


def test_too_few_readings_are_refused():
    time = np.array([0.0, 0.01, 0.02])
    with pytest.raises(ValueError, match="too few"):
        kla_by_lags(time, 100.0 * time, 0.001)
    with pytest.raises(ValueError, match="fewer than two"):
        kla_by_slope(time, np.array([0.0, 1.0, 2.0]), 100.0)


def test_the_time_constant_of_a_probe_is_found_from_its_own_jump():
    """From nitrogen into air, no liquid to wait for: the slope is 1/τ."""
    time = np.linspace(0.0, 60.0 * SECOND, 61)
    level = np.full(time.size, 100.0)
    level[0] = 0.0
    shown = through_probe(time, level, 9.0 * SECOND)
    tau = 1.0 / kla_by_slope(time[1:] - time[1], shown[1:], 100.0)
    assert tau == pytest.approx(9.0 * SECOND, rel=1e-6)

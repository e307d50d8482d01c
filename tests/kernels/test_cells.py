"""What cells carry, against closed forms: exponential response, dilution, death, fluctuation, the limits they set."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from moromi.kernels import signals as at
from moromi.kernels.cells import CELL_KINDS, approach, deviation
from moromi.kernels.laws import KINDS
from moromi.kernels.recipe import CONSTANT
from moromi.kernels.records import CELL, FACTOR, FEED, PHASE
from moromi.kernels.state import cell_index, own_index

from . import synthetic as syn

GROWTH = 0.09 * syn.QS
FIRST = at.COUNT + syn.SPECIES


def plants(cells, end=1.0, feed=0.0):
    """Cells that want for nothing, growing at a constant rate, in a vessel that is fed with `feed` m³/h."""
    batch = syn.batch(end)
    phases = np.zeros((1, 1), PHASE)
    phases[0, 0] = syn.phase_row((0, 1 if feed else 0), (0, 0))
    feeds = np.zeros((1, 1), FEED)
    feeds[0, 0] = syn.feed_row(CONSTANT, rate=feed)
    return batch._replace(
        layout=syn.LAYOUT._replace(cells=len(cells)),
        maximum=np.array([[syn.QS, 1e3]]),
        factors=np.zeros((1, 0), FACTOR),
        cells=np.array([cells], CELL),
        phases=phases,
        feeds=feeds,
    )


def memory(up, down, output=0, sign=1.0, scale=0.1, limit=(-1, 0.0, 1.0, 0.0)):
    return (CELL_KINDS["memory"], output, sign, up, down, 0, 0, scale, *limit, 0.0, 0)


def dying(rate):
    return (CELL_KINDS["dead"], 0, 0.0, 1.0, 1.0, 0, 0, 1.0, -1, 0.0, 1.0, 0.0, rate, 0)


def run(batch, values, biomass=0.05, relative=1e-9):
    state = syn.start_state(biomass, batch.layout)
    first = cell_index(batch.layout)
    state[0, first : first + len(values)] = np.array(values) * state[0, 1]
    _, rows, _ = syn.run(batch, state, relative, 0.1)
    kept = np.isfinite(rows.time[0])
    return rows.time[0][kept], rows.state[0][kept], rows.signals[0][kept]


@pytest.mark.parametrize("feed", [0.0, 2e-4])
@pytest.mark.parametrize("start", [0.0, 1.5])
def test_memory_is_an_exponential_average_whatever_is_poured_in(feed, start):
    """ȳ − y = (ȳ₀ − y)·exp(−t/τ) in every cell, while the cells grow and the broth is diluted."""
    times, _, signals = run(plants([memory(0.3, 0.3)], feed=feed), [start])
    expected = GROWTH + (start - GROWTH) * np.exp(-times / 0.3)
    assert signals[:, FIRST] == pytest.approx(expected, rel=1e-6)


@pytest.mark.trajectory
@pytest.mark.parametrize(("start", "constant"), [(0.0, 0.05), (2.0, 0.8)])
def test_up_and_down_have_their_own_time(start, constant):
    times, _, signals = run(plants([memory(0.05, 0.8, scale=1e-4)]), [start])
    expected = GROWTH + (start - GROWTH) * np.exp(-times / constant)
    assert signals[:, FIRST] == pytest.approx(expected, rel=1e-4)


def test_memory_of_an_uptake_is_positive():
    _, _, signals = run(plants([memory(0.01, 0.01, output=1, sign=-1.0)]), [0.0])
    assert signals[-1, FIRST] == pytest.approx(syn.QS, rel=1e-6)


@given(st.floats(-5.0, 5.0), st.floats(0.01, 10.0), st.floats(0.01, 10.0))
def test_approach_goes_towards_the_target_between_its_two_speeds(distance, up, down):
    rate = approach(distance, up, down, 1e-6)
    speeds = sorted((distance / up, distance / down))
    assert speeds[0] - 1e-6 <= rate <= speeds[1] + 1e-6


def test_death_takes_first_order():
    rate = 0.4
    batch = plants([memory(0.3, 0.3), dying(rate)])
    times, state, signals = run(batch, [GROWTH, 0.0])
    net = GROWTH - rate
    viable = state[0, 1] * np.exp(net * times)
    dead = rate * state[0, 1] * np.expm1(net * times) / net
    assert state[:, 1] == pytest.approx(viable, rel=1e-6)
    assert state[:, cell_index(syn.LAYOUT) + 1] == pytest.approx(dead, rel=1e-6, abs=1e-12)
    assert signals[:, FIRST + 1] == pytest.approx(dead / state[:, 0], rel=1e-6, abs=1e-9)
    assert signals[:, own_index(batch.layout, 0) + 1] == pytest.approx(rate)
    assert signals[:, FIRST] == pytest.approx(GROWTH, rel=1e-6), "the dead take no memory from the living"


def test_death_depends_on_its_law():
    """Half the rate at K of an inhibition by glucose: the starving die."""
    batch = plants([dying(0.4)], end=0.1)
    law = np.zeros((1, 1), FACTOR)
    law[0, 0] = (-own_index(batch.layout, 0) - 1, KINDS["inhibition"], at.COUNT, 0, 60.0, 0.0, 0.0)
    _, _, signals = run(batch._replace(factors=law), [0.0], biomass=1e-4)
    assert signals[0, own_index(batch.layout, 0) + 1] == pytest.approx(0.2, rel=1e-3)


def test_growth_headroom_makes_growth_accelerate_exponentially():
    """Uptake held at h·q̄ with q̄ following in τ: dq̄/dt = (h − 1)·q̄/τ until the law takes over."""
    headroom, tau, start = 1.5, 0.2, 0.5
    batch = plants([memory(tau, tau, output=1, sign=-1.0, limit=(0, headroom, 1.0, 1e-3))])
    times, _, signals = run(batch, [start], biomass=1e-3)
    expected = start * np.exp((headroom - 1.0) * times / tau)
    early = headroom * expected < 0.5 * syn.QS
    assert early.sum() >= 4
    # the corners of the two limits are rounded with κ = 0.999: q(1 − q/law) is off by a few 1e-4
    assert signals[early, FIRST] == pytest.approx(expected[early], rel=5e-3)
    assert np.all(np.diff(signals[:, FIRST]) > 0.0)


def test_floor_is_always_there():
    batch = plants([memory(1e3, 1e3, output=1, sign=-1.0, limit=(0, 1.5, 1.0, 2.0))])
    _, state, _ = run(batch, [0.0])
    growth = np.log(state[-1, 1] / state[0, 1])
    assert growth == pytest.approx(0.09 * 2.0, rel=2e-3)


@pytest.mark.parametrize("before", [0.05, 0.1, 0.3])
def test_growth_after_an_upshift_is_the_geometric_mean(before):
    """Korem Kohanim et al. 2018: µ₁ = √(µ₀·µ_sat), the rate cells jump to when sugar is suddenly plenty."""
    saturated = GROWTH
    limit = (0, np.sqrt(saturated) / 0.09, 0.5, 1e-6)  # the synthetic cells grow 0.09 per sugar taken up
    batch = plants([memory(1e3, 1e3, limit=limit)], end=0.1)
    times, state, _ = run(batch, [before], biomass=1e-3)
    growth = np.log(state[-1, 1] / state[0, 1]) / times[-1]
    assert growth == pytest.approx(np.sqrt(before * saturated), rel=5e-3)  # the corner is rounded


def _square_wave(period: float, share: float, fast: float, slow: float, time: float) -> float:
    """Average fluctuation of cells whose flux is 1/share or 0, in turns, by an independent integration."""

    def slope(t, v):
        flux = 1.0 / share if (t % period) < share * period else 0.0
        return [(flux - v[0]) / fast, (flux - v[1]) / slow, (deviation(v[0], v[1], 0.1) - v[2]) / time]

    solved = solve_ivp(slope, (0.0, 40 * period), [1.0, 1.0, 0.0], max_step=period / 40, rtol=1e-8)
    last = solved.t > 39 * period
    return float(np.trapezoid(solved.y[2][last], solved.t[last]) / period)


def test_fluctuation_grows_with_the_time_in_each_zone():
    """The same half of the time without substrate costs more when cells circulate in 180 s than in 20 s."""
    seconds = np.array([20.0, 60.0, 110.0, 180.0])
    measure = [_square_wave(s / 3600, 0.5, 60 / 3600, 2.0, 50 * s / 3600 / 40) for s in seconds]
    assert np.all(np.diff(measure) > 0.0)
    assert measure[-1] > 4.0 * measure[0]


@given(st.floats(0.0, 10.0), st.floats(0.0, 10.0), st.floats(0.01, 1.0))
def test_deviation_is_a_relative_distance(fast, slow, scale):
    exact = abs(fast - slow) / (slow + scale)
    assert exact - 0.01 <= deviation(fast, slow, scale) <= exact + 1e-12

"""The integrator against SciPy's Radau on the same right-hand side, its invariants, events and resume."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moromi.kernels import signals as at
from moromi.kernels.atlas import locate
from moromi.kernels.atlas_arrays import atlas_of
from moromi.kernels.ensemble import integrate_batch
from moromi.kernels.fermenter import derivative, environment
from moromi.kernels.records import CURSOR
from moromi.kernels.start import commence
from moromi.kernels.state import dynamic_size, gas_index, headspace_index, signal_size, state_size, total_index
from moromi.kernels.status import Status

from . import synthetic as syn


@pytest.fixture(scope="module")
def finished():
    return syn.run(syn.batch(), syn.start_state(), 1e-8)


def _slope(plants, cursor):
    """The compiled right-hand side for SciPy, with the region looked up at every call."""
    plant = syn.plant(plants)
    n = state_size(syn.LAYOUT)
    signals, theta, fluxes = np.zeros(signal_size(syn.LAYOUT)), np.zeros(2), np.zeros(syn.OUTPUTS)

    def slope(time, state):
        out = np.zeros(n)
        environment(time, state, plant, cursor, signals, theta)
        cursor["region"] = locate(plants.atlas, theta, -1, 1e-6)
        derivative(time, state, plant, cursor, signals, theta, fluxes, out)
        return out

    return slope


@pytest.mark.trajectory
def test_agrees_with_radau(finished):
    """Batch phase, from the same start; SciPy sees the kinked right-hand side, we cut at the kinks."""
    cursor, rows, _ = finished
    plants = syn.batch()
    ours = np.zeros(1, CURSOR)[0]
    state = syn.start_state()[0]
    commence(state, syn.plant(plants), ours, np.zeros(signal_size(syn.LAYOUT)), np.zeros(2))
    end = 3.0
    assert cursor["events"] >= 1
    assert rows.event_time[0, 0] > end
    grid = rows.grid[rows.grid <= end]
    oracle = solve_ivp(_slope(plants, ours), (0, end), state, "Radau", grid, rtol=1e-9, atol=1e-13, max_step=0.05)
    mine = rows.state[0, : grid.size]
    scale = np.abs(oracle.y.T).max(axis=0)
    keep = scale > 0
    assert np.max(np.abs(mine - oracle.y.T)[:, keep] / scale[keep]) < 1e-6


@pytest.mark.trajectory
def test_tolerances_agree(finished):
    _, _, reference = finished
    _, _, loose = syn.run(syn.batch(), syn.start_state(), 1e-6)
    d = dynamic_size(syn.LAYOUT)
    np.testing.assert_allclose(loose[0, :d], reference[0, :d], rtol=1e-5, atol=1e-9)


def test_phases_end_where_their_conditions_say(finished):
    cursor, rows, _ = finished
    assert cursor["status"] == Status.DONE
    glucose = rows.signals[0, :, at.COUNT]
    before = rows.grid < rows.event_time[0, 0]
    assert np.all(glucose[:-1][before] > 0.5)
    assert list(rows.event_phase[0, :2]) == [0, 1]


def test_gas_and_volume_books_close(finished):
    """Gas that came in left, dissolved or stayed; the broth's volume is what was poured in."""
    _, rows, last = finished
    first, end = rows.state[0, 0], last[0]
    g, h = gas_index(syn.LAYOUT), headspace_index(syn.LAYOUT)
    t = total_index(syn.LAYOUT)
    total = t + syn.LAYOUT.streams
    nitrogen = end[total + 2] - end[total + syn.LAYOUT.gases + 2] - (end - first)[[g + 2, h + 2]].sum()
    assert abs(nitrogen) < 1e-9 * end[total + 2]
    assert end[0] == pytest.approx(first[0] + end[t] + end[t + 1], rel=1e-13)
    # oxygen: gas in − out − kept in gas and broth = 2.2 per glucose; glucose from start, feed and rest
    oxygen = end[total] - end[total + syn.LAYOUT.gases] - (end - first)[[g, h, 3]].sum()
    glucose = first[2] + end[t] * 3300.0 - end[2]
    assert oxygen == pytest.approx(syn.OXYGEN_PER_GLUCOSE * glucose, rel=1e-9)


@pytest.mark.trajectory
def test_resume_after_a_miss_is_bit_exact(finished):
    """Only one region known at first: the run stops, the atlas grows, the run goes on to the same bits."""
    plants = syn.batch()
    full = plants.atlas
    half = atlas_of(
        full.facet_start[:2], full.facet_normal[:1], full.facet_offset[:1], full.intercept[:1], full.slope[:1]
    )
    _, expected, last = syn.run(plants, syn.start_state(3.0), 1e-6)
    cursor, rows, state = syn.fresh_cursor(), syn.fresh_rows(expected.grid), syn.start_state(3.0)
    args = (cursor, *syn.tolerance(1e-6), rows, 0, 1)
    assert integrate_batch(state, syn.with_atlas(plants, half), *args) == 1
    assert cursor[0]["status"] == Status.ATLAS_MISS
    assert 0.0 < cursor[0]["time"] < 12.0
    assert integrate_batch(state, plants, *args) == 0
    np.testing.assert_array_equal(state, last)
    np.testing.assert_array_equal(rows.state, expected.state)


@pytest.mark.trajectory
def test_depletion_does_not_chatter():
    """A batch that starves takes few steps and no state goes wild."""
    plants = syn.batch(40.0)
    plants.conditions["threshold"] = -1.0
    plants.conditions["sign"] = -1.0
    cursor, rows, last = syn.run(plants, syn.start_state(), 1e-6)
    assert cursor["status"] == Status.DONE
    assert cursor["steps"] < 600
    assert np.nanmin(rows.signals[0, :, at.COUNT]) > -1e-6
    assert np.all(np.isfinite(last))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of plain NumPy, where the kernels are not compiled
def test_impossible_start_is_a_status_not_a_crash():
    state = syn.start_state()
    state[0, 1] = np.inf
    cursor, _, _ = syn.run(syn.batch(), state)
    assert cursor["status"] in (Status.NOT_FINITE, Status.ATLAS_MISS, Status.STEP_TOO_SMALL)


@pytest.mark.trajectory
def test_crossing_into_the_same_map_is_no_event(finished):
    """A region cut in two by an arbitrary plane: same steps, same bits, as if it were whole."""
    plants = syn.batch()
    whole = plants.atlas
    first = slice(0, 1)
    cut = np.array([1.0, 0.0]) / syn.QS
    normal = np.concatenate(
        [whole.facet_normal[first], [cut], whole.facet_normal[first], [-cut], [-whole.facet_normal[0]]]
    )
    level = 0.55
    split = atlas_of(
        np.array([0, 2, 4, 5]),
        normal,
        np.array([0.0, level, 0.0, -level, 0.0]),
        whole.intercept[[0, 0, 1]],
        whole.slope[[0, 0, 1]],
    )
    _, expected, last = syn.run(plants, syn.start_state(3.0), 1e-6)
    for form, same in ((np.array([0, 0, 2]), True), (np.array([0, 1, 2]), False)):
        parted = syn.with_atlas(plants, split._replace(form=form))
        _, rows, state = syn.run(parted, syn.start_state(3.0), 1e-6)
        assert {0, 1} <= set(rows.region[0, :, 0].tolist())
        assert np.array_equal(state, last) == same
        assert rows.state[0] == pytest.approx(expected.state[0], rel=1e-4, abs=1e-6, nan_ok=True)

"""What a recipe does to a vessel, against closed forms: tables, stats, additions, harvests, samples, perfusion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moromi.kernels import signals as at
from moromi.kernels.laws import smooth_step
from moromi.kernels.recipe import (
    CONSTANT,
    DILUTION,
    EXPONENTIAL,
    HOLD,
    STAT,
    SUBSTRATE,
    TABLE,
    feed_rate,
    level_switch,
)
from moromi.kernels.records import ADDITION, CONDITION, FEED, PHASE
from moromi.kernels.state import outlet_index, state_size, stream_signal, total_index
from moromi.kernels.status import Status

from . import synthetic as syn

LAYOUT = syn.LAYOUT._replace(outlet=1)
NO_POINTS = np.zeros((0, 2))


def _plants(end, phases, feeds=(), conditions=(), additions=(), points=NO_POINTS, strength=50.0):
    """A vessel with these phases; its first stream has glucose and ammonium, ammonia is not dosed."""
    plants = syn.batch(end)
    streams = np.zeros_like(plants.streams)
    streams[0, 0, 0], streams[0, 0, 3] = strength, 60.0
    return plants._replace(
        layout=LAYOUT,
        phases=np.array(phases, PHASE)[None],
        feeds=np.array(list(feeds), FEED)[None],
        conditions=np.array(list(conditions), CONDITION)[None],
        additions=np.array(list(additions), ADDITION)[None],
        points=np.asarray(points, float)[None],
        streams=streams,
    )


def _start(volume=1.2e-3, biomass=0.0, glucose=0.0):
    state = np.zeros((1, state_size(LAYOUT)))
    state[0, :2] = volume, biomass * volume
    state[0, 2:6] = glucose * volume, np.nan, np.nan, 60.0 * volume
    return state


def _run(plants, state, relative=1e-8, interval=0.25):
    cursor, rows, last = syn.run(plants, state, relative, interval)
    assert cursor["status"] == Status.DONE
    return rows, last[0], cursor


def _later(hours):
    """The phase ends after so many hours."""
    return (at.TIME, 1.0, hours, hours)


def test_table_pours_the_integral_of_its_lines():
    points = [[1.0, 1e-5], [2.0, 3e-5], [4.0, 0.0]]
    feed = syn.feed_row(TABLE, first_point=0, last_point=3)
    rows, last, _ = _run(_plants(6.0, [syn.phase_row((0, 1), (0, 0))], [feed], points=points), _start())
    poured = 1e-5 * 1.0 + 0.5 * (1e-5 + 3e-5) * 1.0 + 0.5 * 3e-5 * 2.0
    assert last[total_index(LAYOUT)] == pytest.approx(poured, rel=1e-6)
    assert last[0] == pytest.approx(1.2e-3 + poured, rel=1e-7)
    flow = rows.signals[0, :-1, stream_signal(LAYOUT)]
    assert flow == pytest.approx(np.interp(rows.grid, [1.0, 2.0, 4.0], [1e-5, 3e-5, 0.0]), abs=1e-18)


@pytest.mark.trajectory
def test_substrate_stat_holds_its_set_point_less_the_droop_of_a_proportional_controller():
    """k (S* − S) = q X once the substrate moves slowly, whatever the strength of the feed."""
    feed = syn.feed_row(SUBSTRATE, signal=at.COUNT, set_point=5.0, gain=200.0)
    rows, _, _ = _run(_plants(4.0, [syn.phase_row((0, 1), (0, 0))], [feed], strength=3300.0), _start(biomass=0.5))
    signals, fluxes = rows.signals[0, 4:-2], rows.fluxes[0, 4:-2]
    droop = -fluxes[:, 1] * signals[:, at.BIOMASS] / 200.0
    assert np.all(droop > 0.01)
    assert 5.0 - signals[:, at.COUNT] == pytest.approx(droop, rel=0.02)


@given(st.floats(-50.0, 150.0), st.floats(1.0, 90.0))
def test_stat_opens_smoothly_above_its_set_point(dot, set_point):
    signals = np.zeros(at.COUNT + 8)
    signals[at.DOT] = dot
    feed = syn.feed_row(STAT, signal=at.DOT, set_point=set_point, band=10.0, rate=2e-4)
    rate = feed_rate(feed, NO_POINTS, 1.0, 50.0, 0.0, 0.0, signals)
    assert rate == 2e-4 * smooth_step((dot - set_point) / 10.0)
    assert rate == (0.0 if dot <= set_point else 2e-4 if dot >= set_point + 10.0 else rate)


def test_pump_gives_no_more_than_it_can_and_backs_off():
    signals = np.zeros(at.COUNT + 8)
    feed = syn.feed_row(CONSTANT, rate=5e-4, maximum=2e-4, oxygen=1, cooling=1)

    def rate(oxygen, cooling):
        signals[at.OXYGEN_PERMIT], signals[at.COOLING_PERMIT] = oxygen, cooling
        return feed_rate(feed, NO_POINTS, 1.0, 50.0, 0.0, 0.0, signals)

    assert rate(1.0, 1.0) == 2e-4
    assert rate(0.5, 1.0) == rate(1.0, 0.5) == 1e-4
    assert rate(0.0, 1.0) == rate(1.0, 0.0) == 0.0


def test_exponential_feed_without_end_stays_a_number():
    feed = syn.feed_row(EXPONENTIAL, growth_rate=1e3)
    assert np.isfinite(feed_rate(feed, NO_POINTS, 1.0, 50.0, 1e4, 1e-3, np.zeros(at.COUNT)))


@pytest.mark.parametrize(("free", "share"), [(0.5, 1.0), (0.03, 1.0), (0.02, 0.5), (0.01, 0.0), (-0.2, 0.0)])
def test_level_switch_closes_over_the_last_room_above_the_aerated_broth(free, share):
    assert level_switch((1.0 - free) * 3.0 * 0.8, 0.2, 3.0) == pytest.approx(share, abs=1e-12)


def test_a_pump_without_measure_stops_under_the_lid_and_an_addition_without_measure_is_a_status():
    feed = syn.feed_row(CONSTANT, rate=1e3)
    _, last, _ = _run(_plants(0.5, [syn.phase_row((0, 1), (0, 0))], [feed]), _start())
    assert 0.8 * 3e-3 < last[0] < 3e-3
    plants = _plants(0.5, [syn.phase_row((0, 0), (0, 0), first_addition=0, last_addition=1)], additions=[(0, 2e-3)])
    cursor, _, _ = syn.run(plants, _start(), 1e-6, 0.25)
    assert cursor["status"] == Status.VESSEL_FULL


def test_a_sterile_vessel_stays_sterile():
    """Glucose, oxygen and feed for fifty hours: not one cell, where rounding would be a seed."""
    feed = syn.feed_row(CONSTANT, rate=5e-6)
    rows, last, _ = _run(_plants(50.0, [syn.phase_row((0, 1), (0, 0))], [feed]), _start(glucose=50.0))
    assert last[1] == 0.0
    assert np.all(rows.signals[0, :-1, at.BIOMASS] == 0.0)


def test_harvest_and_addition_as_a_phase_begins():
    """Half of the broth goes with half of everything in it; what is poured in is booked and dissolved."""
    first = syn.phase_row((0, 0), (0, 1))
    second = syn.phase_row((0, 0), (1, 1), draw_to=0.6e-3, first_addition=0, last_addition=1)
    plants = _plants(2.0, [first, second], conditions=[_later(1.0)], additions=[(0, 2e-4)])
    rows, last, _ = _run(plants, _start(glucose=10.0))
    assert last[0] == pytest.approx(0.8e-3, rel=1e-12)
    assert last[2] == pytest.approx(0.6e-3 * 10.0 + 2e-4 * 50.0, rel=1e-12)
    assert last[outlet_index(LAYOUT)] == pytest.approx(0.6e-3, rel=1e-12)
    assert last[outlet_index(LAYOUT) + 2] == pytest.approx(0.6e-3 * 10.0, rel=1e-12)
    assert last[total_index(LAYOUT)] == 2e-4
    volume = rows.signals[0, :-1, at.VOLUME]
    assert volume[rows.grid < 0.99] == pytest.approx(1.2e-3, rel=1e-12)
    assert volume[rows.grid > 1.01] == pytest.approx(0.8e-3, rel=1e-12)


@pytest.mark.trajectory
def test_exponential_feed_starts_from_the_cells_left_after_a_harvest():
    phases = [syn.phase_row((0, 0), (0, 1)), syn.phase_row((0, 1), (1, 1), draw_to=0.3e-3)]
    feed = syn.feed_row(EXPONENTIAL, growth_rate=0.2, biomass_yield=0.09)
    rows, _, cursor = _run(_plants(1.0, phases, [feed], [_later(0.5)], strength=3300.0), _start(biomass=4.0))
    assert cursor["inventory_at_start"] == pytest.approx(4.0 * 0.3e-3, rel=1e-3)
    flow = rows.signals[0, -2, at.FEED_RATE]
    expected = 0.2 * cursor["inventory_at_start"] * np.exp(0.2 * 0.5) / (0.09 * 3300.0)
    assert flow == pytest.approx(expected, rel=1e-6)


def test_hold_keeps_what_flowed_of_its_own_stream():
    phases = [syn.phase_row((0, 2), (0, 1)), syn.phase_row((2, 3), (1, 1))]
    feeds = [
        syn.feed_row(TABLE, first_point=0, last_point=2),
        syn.feed_row(CONSTANT, stream=1, rate=7e-5),
        syn.feed_row(HOLD),
    ]
    rows, _, _ = _run(_plants(3.0, phases, feeds, [_later(1.0)], points=[[0.0, 0.0], [2.0, 4e-5]]), _start())
    first = stream_signal(LAYOUT)
    assert rows.signals[0, -2, first] == pytest.approx(2e-5, rel=1e-6)
    assert rows.signals[0, -2, first + 1] == 0.0
    assert rows.signals[0, 2, at.FEED_RATE] == pytest.approx(7e-5 + 1e-5, rel=1e-9)


@pytest.mark.trajectory
def test_samples_are_taken_on_the_clock():
    plants = _plants(5.0, [syn.phase_row((0, 0), (0, 0))])
    plants.operation["sample_interval"], plants.operation["sample_volume"] = 0.7, 2e-5
    rows, last, _ = _run(plants, _start(glucose=10.0))
    assert last[outlet_index(LAYOUT)] == pytest.approx(7 * 2e-5, rel=1e-12)
    assert last[0] == pytest.approx(1.2e-3 - 7 * 2e-5, rel=1e-12)
    assert last[2] / last[0] == pytest.approx(10.0, rel=1e-12)
    taken = np.floor(rows.grid / 0.7 + 1e-9)
    kept = np.abs(rows.grid / 0.7 - np.round(rows.grid / 0.7)) > 1e-6
    assert rows.signals[0, :-1, at.VOLUME][kept] == pytest.approx((1.2e-3 - 2e-5 * taken)[kept], rel=1e-12)


@pytest.mark.trajectory
def test_more_samples_than_broth_leave_some():
    plants = _plants(2.0, [syn.phase_row((0, 0), (0, 0))])
    plants.operation["sample_interval"], plants.operation["sample_volume"] = 0.1, 1e-4
    _, last, _ = _run(plants, _start())
    assert last[0] == pytest.approx(1e-4, rel=1e-9)


@pytest.mark.trajectory
def test_a_bleed_without_feed_ends_with_a_nearly_empty_vessel():
    _, last, cursor = _run(_plants(50.0, [syn.phase_row((0, 0), (0, 0), bleed=2.0)]), _start(glucose=10.0))
    assert 0.2 < last[0] / 2e-5 < 1.5
    assert last[0] + last[outlet_index(LAYOUT)] == pytest.approx(1.2e-3, rel=1e-12)
    assert cursor["steps"] < 3000


@pytest.mark.trajectory
@pytest.mark.parametrize(("dilution", "bleed", "retention"), [(0.5, 0.1, 1.0), (0.8, 0.05, 0.9)])
def test_perfusion_settles_where_growth_replaces_the_cells_that_leave(dilution, bleed, retention):
    """µ = B + (1 − σ)(D − B), S = K µ/(µmax − µ), X = Y D (S_in − S)/µ: Herbert (1961), chemostat with feedback."""
    feed = syn.feed_row(DILUTION, rate=dilution)
    plants = _plants(150.0, [syn.phase_row((0, 1), (0, 0), bleed=bleed)], [feed])
    plants.operation["overflow"], plants.operation["retention"] = 1.2e-3, retention
    rows, _, _ = _run(plants, _start(biomass=5.0), interval=5.0)
    growth = bleed + (1.0 - retention) * (dilution - bleed)
    mu_max = 0.09 * syn.QS
    glucose = 0.015 * growth / (mu_max - growth)
    signals = rows.signals[0, -2]
    assert rows.fluxes[0, -2, 0] == pytest.approx(growth, rel=1e-6)
    assert signals[at.CELL_LOSS_RATE] == pytest.approx(growth, rel=1e-4)
    assert signals[at.COUNT] == pytest.approx(glucose, rel=1e-4)
    assert signals[at.BIOMASS] == pytest.approx(0.09 * dilution * (50.0 - glucose) / growth, rel=1e-4)


def test_species_bound_to_cells_stay_with_them():
    """With everything kept back a dissolved species is washed out exponentially and a bound one not at all."""
    feed = syn.feed_row(DILUTION, rate=0.4)
    plants = _plants(5.0, [syn.phase_row((0, 1), (0, 0))], [feed], strength=0.0)
    plants.streams[0, 0, 3] = 0.0
    plants.operation["overflow"], plants.operation["retention"] = 1.2e-3, 1.0
    plants.bound[0, 3] = 1.0
    start = _start(glucose=10.0)
    rows, last, _ = _run(plants, start)
    assert last[5] == pytest.approx(start[0, 5], rel=1e-12)
    assert rows.signals[0, -2, at.COUNT] == pytest.approx(10.0 * np.exp(-0.4 * 5.0), rel=1e-5)


def test_set_points_change_with_the_phase_and_the_calibration_does_not():
    first = syn.phase_row((0, 0), (0, 1))
    second = syn.phase_row((0, 0), (1, 1), temperature=303.15, pressure=1.6, ph=6.5, dot=50.0)
    rows, _, _ = _run(_plants(2.0, [first, second], conditions=[_later(1.0)]), _start())
    before, after = rows.signals[0, 2], rows.signals[0, -2]
    assert (before[at.TEMPERATURE], after[at.TEMPERATURE]) == (310.15, 303.15)
    assert (before[at.PRESSURE], after[at.PRESSURE]) == (1.1, 1.6)
    assert (before[at.PH], after[at.PH]) == (7.0, 6.5)
    # air at 1.6 bar and 30 °C, on a probe that calls air at 1.1 bar and 37 °C 100 %
    assert after[at.DOT] > 150.0


def test_no_condition_ends_a_phase_before_its_least_duration():
    phases = [syn.phase_row((0, 0), (0, 1), at_least=0.8), syn.phase_row((0, 0), (1, 1))]
    always = (at.VOLUME, 1.0, 1e-4, 1e-4)
    rows, _, cursor = _run(_plants(2.0, phases, conditions=[always]), _start())
    assert cursor["events"] == 1
    assert rows.event_time[0, 0] == pytest.approx(0.8, rel=1e-6)

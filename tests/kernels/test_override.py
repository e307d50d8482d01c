"""What a capacity near its end leaves to the feeds: at once, and with a lag of the first order."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.kernels.override import left_over, permits
from moromi.kernels.recipe import CONSTANT
from moromi.kernels.records import CONDITION, FEED, PHASE
from moromi.kernels.state import override_index, state_size, stream_signal, total_index
from moromi.kernels.status import Status

from . import synthetic as syn

LAYOUT = syn.LAYOUT._replace(override=1)
FLOW = 2e-5  # m³/h
RESET = 0.05  # h
LAG = RESET / 0.1


def test_what_is_left_falls_over_the_last_tenth():
    assert left_over(0.0) == left_over(0.9) == 1.0
    assert left_over(0.95) == pytest.approx(0.5, rel=1e-9)
    assert left_over(1.0) == left_over(1.7) == 0.0


def _permits(layout, oxygen, cooling):
    """Of a cascade used to 95 % and a cooling used to 100 %, with states of 0.3 and 0.7."""
    plant = syn.plant(syn.batch()._replace(layout=layout))
    plant.operation["oxygen_override"], plant.operation["cooling_override"] = oxygen, cooling
    signals, state = np.zeros(at.COUNT), np.zeros(state_size(layout))
    signals[at.CASCADE_SHARE], signals[at.COOLING] = 0.95, 1.0
    if layout.override:
        state[override_index(layout) :][:2] = 0.3, 0.7
    permits(state, plant, signals)
    return signals[at.OXYGEN_PERMIT], signals[at.COOLING_PERMIT]


def test_an_override_without_a_time_leaves_at_once_what_its_capacity_does():
    assert _permits(syn.LAYOUT, 0.0, 0.0) == pytest.approx((0.5, 0.0), rel=1e-9)
    assert _permits(LAYOUT, 0.0, 0.1) == pytest.approx((0.5, 0.7), rel=1e-9)
    assert _permits(LAYOUT, 0.1, 0.0) == pytest.approx((0.3, 0.0), rel=1e-9)


def _starved(layout, override):
    """A sterile vessel whose cascade goes to its end, since air cannot bring what is asked for; one constant feed."""
    plants = syn.batch(3.0)
    plants.operation["oxygen_override"] = override
    phase = syn.phase_row((0, 1), (0, 0), dot=1000.0)
    plants = plants._replace(
        layout=layout,
        phases=np.array([phase], PHASE)[None],
        feeds=np.array([syn.feed_row(CONSTANT, rate=FLOW, oxygen=1)], FEED)[None],
        conditions=np.zeros((1, 0), CONDITION),
    )
    cursor, rows, last = syn.run(plants, syn.start_state(0.0, layout), 1e-9, 0.125)
    assert cursor["status"] == Status.DONE
    return rows, last[0]


@pytest.mark.trajectory
def test_a_feed_fades_exponentially_once_the_cascade_is_at_its_end():
    """dp/dt = −0.1 p/T while nothing is left over; what was poured is F τ less what still runs, and what ran before."""
    rows, last = _starved(LAYOUT, RESET)
    permit = rows.signals[0, :-1, at.OXYGEN_PERMIT]
    used = rows.signals[0, :-1, at.CASCADE_SHARE]
    begin = int(np.argmax(used >= 1.0)) + 1
    assert begin < used.size // 2
    assert np.all(used[begin:] >= 1.0)
    assert permit[0] == 1.0
    assert permit[begin:] == pytest.approx(permit[begin] * np.exp(-(rows.grid[begin:] - rows.grid[begin]) / LAG))
    flow = rows.signals[0, :-1, stream_signal(LAYOUT)]
    assert flow == pytest.approx(FLOW * permit)
    poured = last[total_index(LAYOUT)] - rows.state[0, begin, total_index(LAYOUT)]
    assert poured == pytest.approx(LAG * (flow[begin] - flow[-1]), rel=1e-7)


def test_without_a_time_the_same_feed_never_runs():
    rows, _ = _starved(syn.LAYOUT, 0.0)
    assert np.all(rows.signals[0, :-1, stream_signal(syn.LAYOUT)] == 0.0)

"""Differences of the part of a right-hand side that a state reaches are those of the whole."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.fermenter import derivative
from moromi.kernels.reach import CULTURE, EVERYTHING, GAS, JACKET, KNOWN, NOTHING, mark_reaches, mark_time, slope_within
from moromi.kernels.records import CURSOR
from moromi.kernels.start import commence
from moromi.kernels.state import dynamic_size, gas_index, signal_size, species_index, state_size, valve_index
from moromi.simulator.run.drive import integrate_job
from moromi.simulator.run.simulate import prepare

from .test_oracle import CASES, _first


class Plant:
    """A run at its start, somewhat disturbed, so that no flow and no difference is nought by chance."""

    def __init__(self, scenario, **changes):
        job = prepare([scenario])
        run = integrate_job(job)[0]  # the atlas knows where it goes
        self.plant, self.layout = _first(job.known()), job.batch.layout
        self.plant.vessel["plug"] = changes.get("plug", 0)
        self.plant.operation["gas_recycle"] = changes.get("recycle", 0.0)
        self.cursor = np.zeros(1, CURSOR)[0]
        self.signals, self.theta = np.zeros(signal_size(self.layout)), np.zeros(job.batch.maximum.shape[1])
        self.fluxes = np.zeros(self.layout.outputs)
        self.state = job.states[0].copy()
        commence(self.state, self.plant, self.cursor, self.signals, self.theta)
        self.cursor["region"][: self.layout.strains] = run.region[0]
        d = dynamic_size(self.layout)
        self.state[:d] *= 1.0 + 0.05 * np.random.default_rng(3).random(d)
        self.reaches, self.drift = np.zeros(d + 1, np.int64), np.full(state_size(self.layout), 7.0)
        mark_reaches(self.plant, self.reaches)
        mark_time(self.plant, self.cursor, self.reaches, self.drift)
        self.whole(self.state)
        self.base = self.signals.copy()

    def whole(self, state):
        out = np.zeros(state_size(self.layout))
        derivative(0.1, state, self.plant, self.cursor, self.signals, self.theta, self.fluxes, out)
        return out

    def part(self, reach, state):
        out = np.full(state_size(self.layout), 3.0)  # what stood there before does not matter
        self.signals[:] = self.base
        slope_within(reach, 0.1, state, self.plant, self.cursor, self.signals, self.theta, self.fluxes, out)
        return out

    def column(self, slope, j):
        up, down = self.state.copy(), self.state.copy()
        reach = 1e-5 * max(abs(self.state[j]), 1e-6)
        up[j] += reach
        down[j] -= reach
        return (slope(up) - slope(down)) / (2 * reach)


CHANGES = {"feed": {}, "feed, plug of recycled gas": {"plug": 1, "recycle": 0.3}, "inertia": {}, "pair": {}}


@pytest.fixture(scope="module", params=CHANGES)
def found(request):
    return Plant(CASES[request.param.split(",")[0]](1e-6), **CHANGES[request.param])


def test_columns_of_parts(found):
    scale = np.abs(found.whole(found.state)) + 1e-12
    for j, reach in enumerate(found.reaches[:-1]):
        whole = found.column(found.whole, j)
        if reach == NOTHING:
            assert np.all(whole == 0.0), j
            continue
        part = found.column(lambda state, reach=reach: found.part(reach, state), j)
        noise = 1e-9 * scale / max(abs(found.state[j]), 1e-6)  # of differences of the whole, of rounding
        np.testing.assert_array_less(np.abs(part - whole), 1e-6 * np.abs(whole) + noise, err_msg=str(j))


def test_what_reaches_how_far(found):
    reaches, first = found.reaches, species_index(found.layout)
    assert reaches[0] == EVERYTHING
    assert reaches[first + found.layout.oxygen] == EVERYTHING
    assert reaches[first + found.layout.carbon_dioxide] == EVERYTHING
    assert reaches[first] == CULTURE  # glucose
    assert np.all(reaches[gas_index(found.layout) :][: 2 * found.layout.gases] == GAS)


def test_what_was_surveyed_is_not_asked_again(found):
    whole = found.whole(found.state)
    np.testing.assert_array_equal(found.part(KNOWN, found.state), whole)


def test_time_reaches_what_follows_the_clock(found):
    """In a phase in which nothing does, time makes no difference at all."""
    later = np.zeros_like(found.drift)
    derivative(0.2, found.state, found.plant, found.cursor, found.signals, found.theta, found.fluxes, later)
    still = np.array_equal(later, found.whole(found.state))
    assert found.reaches[-1] == (NOTHING if still else EVERYTHING)
    assert np.all(found.drift == (0.0 if still else 7.0))


def test_a_valve_that_nothing_else_follows_reaches_the_heat_balance(found):
    """Unless a feed backs off where it is open."""
    if not found.layout.thermal:
        assert JACKET not in found.reaches
        return
    place = valve_index(found.layout)
    assert found.reaches[place] == JACKET
    if found.plant.feeds.size:
        before = found.plant.feeds["cooling"].copy()
        found.plant.feeds["cooling"][0] = 1
        reaches = np.zeros_like(found.reaches)
        mark_reaches(found.plant, reaches)
        found.plant.feeds["cooling"] = before
        assert reaches[place] == EVERYTHING

"""How long the steps are: on a problem with a corner, before a front, after a step that something else cut short."""

from __future__ import annotations

import math
import sys
from typing import NamedTuple

import numpy as np
import pytest
from numba.cloudpickle import register_pickle_by_value

from moromi.kernels.jit import inlined
from moromi.kernels.records import CURSOR
from moromi.kernels.rosenbrock import BENDS, STAGES, Work, differentiator, whole
from moromi.kernels.stepping import Tolerance, acceptor, no_corner

# What is compiled for the functions below goes into the cache of the package's own kernels: read there from another
# checkout, it must not ask for this module by the name it has here.
register_pickle_by_value(sys.modules[__name__])

N = 2


class Kink(NamedTuple):
    """A corner of the slope where the first state passes `level`, before or after which it falls at a rate."""

    level: float
    rate: float


@inlined
def _slope(time, state, plant, cursor, signals, theta, fluxes, out):
    out[0] = math.cos(time)
    out[1] = plant.rate * (max(state[0] - plant.level, 0.0) - state[1])


@inlined
def _corner(state, plant, work):
    before, after = state[0] - plant.level, work.trial[0] - plant.level
    return before / (before - after) if before * after < 0.0 else 1.0


_differentiate = differentiator(whole(_slope))
_blind = acceptor(_slope)
_seeing = acceptor(_slope, _corner)


def _work():
    return Work(
        *(np.zeros(N), np.zeros(N), np.zeros((N, N))),
        *(np.zeros((N, N)), np.zeros((2, N), np.int64)),
        *(np.zeros((STAGES, N)), np.zeros((BENDS, N)), np.zeros(N), np.zeros(N), np.zeros(N)),
        *(np.zeros(N + 1, np.int64), np.zeros(N), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0)),
    )


def _run(accept, end, plant, relative, stops=()):
    cursor, work, state = np.zeros(1, CURSOR)[0], _work(), np.zeros(N)
    cursor["step"] = 1e-3
    absolute = np.full(N, relative * 1e-2)
    tolerance = Tolerance(relative, absolute, absolute / relative, 10_000)
    lengths = []
    for stop in (*stops, end):
        while cursor["time"] < stop:
            _differentiate(state, plant, cursor, tolerance.floor, work)
            h = accept(stop, state, plant, cursor, tolerance, work)
            assert h > 0.0
            state[:] = work.trial
            cursor["time"] = stop if cursor["time"] + h >= stop else cursor["time"] + h
            lengths.append(h)
    return state, cursor, lengths


def _exact(time, plant):
    """Closed form after the corner, which sin t passes at asin(level), for t < π/2 …"""
    begin, rate = math.asin(plant.level), plant.rate

    def particular(t):  # of y' = rate (sin t − level − y)
        return (rate * rate * math.sin(t) - rate * math.cos(t)) / (1.0 + rate * rate) - plant.level

    return particular(time) - particular(begin) * math.exp(-rate * (time - begin))


@pytest.mark.parametrize("rate", [30.0, 300.0])
def test_a_corner_that_is_known_costs_few_attempts(rate):
    plant = Kink(0.6, rate)
    blind, without, _ = _run(_blind, 1.4, plant, 1e-7)
    seeing, beside, _ = _run(_seeing, 1.4, plant, 1e-7)
    for state in (blind, seeing):
        assert state[1] == pytest.approx(_exact(1.4, plant), rel=1e-6)
    assert beside["rejected"] < 0.8 * without["rejected"]
    assert beside["steps"] < 0.85 * without["steps"]


@pytest.mark.parametrize("relative", [1e-5, 1e-7, 1e-9])
def test_the_error_follows_the_tolerance(relative):
    plant = Kink(0.6, 30.0)
    state, _, _ = _run(_seeing, 1.4, plant, relative)
    assert state[0] == pytest.approx(math.sin(1.4), rel=relative)
    assert state[1] == pytest.approx(_exact(1.4, plant), rel=3 * relative)


def test_a_step_that_was_cut_short_is_no_reason_for_a_short_one():
    """Samples, say: the step after each is as long as without them."""
    plant = Kink(2.0, 1.0)
    _, _, free = _run(_blind, 8.0, plant, 1e-6)
    _, _, cut = _run(_blind, 8.0, plant, 1e-6, stops=(3.001, 3.0011))
    assert len(cut) <= len(free) + 4


def test_nothing_is_no_corner():
    assert no_corner(np.zeros(1), Kink(0.0, 0.0), _work()) == 1.0

"""Cells that travel: the published random numbers, the network's volumes as their statistics, any seed again."""

from __future__ import annotations

import math
import os

import numpy as np
import pytest
from scipy import stats

from moromi.kernels.threefry import threefry
from moromi.simulator.errors import InputError
from moromi.simulator.plant import networks
from moromi.simulator.plant.lifelines import Adaptation, Lifelines
from moromi.simulator.plant.tracer import transport
from moromi.simulator.scenario import load_vessel

PLAIN = bool(os.environ.get("NUMBA_DISABLE_JIT"))
TANK = networks.impeller_loops(networks.stack_of(load_vessel("tank-30m3"), 22.0))
FLOW = TANK.liquid_flow(3600.0 * 2.2)
CELLS = 300 if PLAIN else 20_000


@pytest.mark.parametrize(
    ("key", "counter", "words"),
    [
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_threefry_gives_its_published_answers(key: tuple[int, int], counter: tuple[int, int], words: tuple[int, int]):
    """Known-answer tests of the Random123 library (threefry2x32, 20 rounds)."""
    assert threefry(*key, *counter) == words


def test_cells_end_where_the_volume_is():
    """χ²: places of independent cells after many mixing times are multinomial with the shares of the volume."""
    cells = Lifelines(TANK, CELLS, seed=7)
    assert stats.chisquare(np.bincount(cells.places, minlength=TANK.size), CELLS * TANK.fraction).pvalue > 0.01
    cells.advance(FLOW, 600.0 / 3600.0)
    assert stats.chisquare(np.bincount(cells.places, minlength=TANK.size), CELLS * TANK.fraction).pvalue > 0.01


def test_time_averages_are_those_of_the_compartments():
    """Means of what cells meet over time, each cell one sample, against the volume's mean of a gradient."""
    count, hours = (100, 0.2) if PLAIN else (500, 1.0)
    gradient = np.exp(3.0 * TANK.height)
    met = []
    cells = Lifelines(TANK, count, seed=3)
    for cell in range(count):
        times, places = cells.trace(FLOW, hours, cell)
        met.append(np.diff(np.append(times, hours)) @ gradient[places] / hours)
    wanted = float(TANK.fraction @ gradient)
    assert abs(np.mean(met) - wanted) < 3.0 * np.std(met, ddof=1) / np.sqrt(count)
    assert np.std(met) < 0.5 * np.sqrt(TANK.fraction @ (gradient - wanted) ** 2)


def test_all_time_is_accounted_for():
    cells = Lifelines(TANK, 500, seed=1)
    found = cells.advance(FLOW, 0.1, np.arange(TANK.size) % 3)
    assert found.stay.sum() == pytest.approx(50.0, rel=1e-12)
    assert found.dwells.sum() == found.changes.sum() > 0
    assert np.all(np.diag(found.changes) == 0)


def test_two_tanks_have_exponential_stays():
    """Kolmogorov–Smirnov: the stay in the second tank is exponential with its volume over the flow."""
    rig = networks.two_tanks(0.015, 0.3, 60.0 / 3600.0)
    stays = []
    cells = Lifelines(rig, 200, seed=5)
    for cell in range(200):
        times, places = cells.trace(rig.fixed, 1.0, cell)
        inside = np.diff(times)[1:][places[1:-1] == 1]
        stays.extend(inside[:10] * 3600.0)
    assert stats.kstest(stays, stats.expon(scale=0.3 * 60.0).cdf).pvalue > 0.01


def test_regimes_alternate_as_two_tanks_do():
    rig = networks.two_tanks(0.015, 0.3, 60.0 / 3600.0)
    cells = Lifelines(rig, 400, seed=2)
    found = cells.advance(rig.fixed, 0.5, np.array([0, 1]))
    assert abs(found.changes[0, 1] - found.changes[1, 0]) <= 400
    # visits an hour: the flow over the volume, 60 a cell
    assert found.changes[0, 1] == pytest.approx(400 * 0.5 * 60.0, rel=0.03)
    middle = np.sqrt(found.edges[:-1] * found.edges[1:]) * 3600.0
    assert found.dwells[1] @ middle / found.dwells[1].sum() == pytest.approx(0.3 * 60.0, rel=0.1)


def test_same_seed_same_lives_however_time_and_cells_are_cut():
    zones = np.arange(TANK.size) % 2
    whole, parts = Lifelines(TANK, 5000, seed=9), Lifelines(TANK, 5000, seed=9)
    hours = 0.004 if PLAIN else 0.1
    one = whole.advance(FLOW, hours, zones, threads=3)
    both = [parts.advance(FLOW, 0.25 * hours, zones), parts.advance(FLOW, 0.75 * hours, zones)]
    assert np.array_equal(whole.places, parts.places)
    assert sum(part.hops for part in both) == one.hops
    assert sum(part.stay for part in both) == pytest.approx(one.stay, rel=1e-9)
    again = Lifelines(TANK, 5000, seed=9).advance(FLOW, hours, zones)
    assert np.array_equal(again.stay, one.stay)
    assert np.array_equal(again.dwells, one.dwells)
    other = Lifelines(TANK, 5000, seed=10)
    other.advance(FLOW, hours, zones)
    assert not np.array_equal(other.places, whole.places)


def test_trace_is_the_way_the_walk_takes():
    cells = Lifelines(TANK, 3, seed=4)
    _, places = cells.trace(FLOW, 0.3, 2)
    hops = cells.advance(FLOW, 0.3).hops
    assert cells.places[2] == places[-1]
    assert hops > len(places) - 1


def test_cells_stay_where_nothing_flows():
    cells = Lifelines(networks.ideal(1.0), 10)
    found = cells.advance(np.zeros(0), 5.0)
    assert (found.hops, found.stay[0]) == (0, pytest.approx(50.0))


def test_memories_are_those_that_compartments_transport():
    """Mean memory of the cells in a compartment solves its linear balance: transport, and (signal − memory)/τ."""
    count, settle, hours, lag = (100, 0.05, 0.2, 0.01) if PLAIN else (5_000, 0.2, 0.4, 0.01)
    signal = np.exp(3.0 * TANK.height)
    balance = transport(TANK, FLOW).toarray() - np.eye(TANK.size) / lag
    transported = np.linalg.solve(balance, -TANK.fraction * signal / lag) / TANK.fraction
    cells = Lifelines(TANK, count, seed=8)
    cells.memory[:] = transported[cells.places]
    adaptation = Adaptation(signal, lag, lag)
    cells.advance(FLOW, settle, adaptation=adaptation)
    met = cells.advance(FLOW, hours, adaptation=adaptation)
    assert met.memory == pytest.approx(transported, rel=0.15 if PLAIN else 0.02)
    assert abs(cells.memory.mean() - TANK.fraction @ signal) < 4.0 * cells.memory.std() / np.sqrt(count)


def test_memory_rises_and_falls_with_its_own_times():
    one = networks.ideal(1.0)
    cells = Lifelines(one, 3)
    cells.memory[:] = [0.0, 1.0, 2.0]
    met = cells.advance(np.zeros(0), 0.5, adaptation=Adaptation(np.ones(1), 0.25, 1.0))
    assert cells.memory == pytest.approx([1.0 - math.exp(-2.0), 1.0, 1.0 + math.exp(-0.5)], rel=1e-12)
    mean = 1.0 + (-(1.0 - math.exp(-2.0)) * 0.25 + (1.0 - math.exp(-0.5))) / 0.5 / 3.0
    assert met.memory[0] == pytest.approx(mean, rel=1e-12)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(InputError, match="0 lifelines"):
        Lifelines(TANK, 0)
    with pytest.raises(InputError, match="seed -1"):
        Lifelines(TANK, 10, seed=-1)


def test_numpy_walks_as_far():
    """The benchmark's other side, written anew with NumPy's random numbers: as many hops, cells where the volume is."""
    from moromi.benchmarks.lifelines import HOURS, vectorised

    cells = 100 if PLAIN else 5000
    hops, places = vectorised(TANK, cells, FLOW)
    ours = Lifelines(TANK, cells, seed=6).advance(FLOW, HOURS).hops
    assert hops == pytest.approx(ours, rel=0.05 if PLAIN else 0.01)
    assert stats.chisquare(np.bincount(places, minlength=TANK.size), cells * TANK.fraction).pvalue > 0.001

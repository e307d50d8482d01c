"""Runs in compartments: against one vessel, against SciPy on the same right-hand side, under renumbering."""

from __future__ import annotations

import numpy as np
import pytest
from numba.core import config
from scipy.integrate import solve_ivp

from moromi.kernels import signals as at
from moromi.kernels.atlas import atlas_of
from moromi.kernels.compartments import node_width
from moromi.kernels.state import dynamic_size, gas_index, signal_size, state_size, total_index
from moromi.kernels.status import Status
from moromi.kernels.tank_integrate import TankRows, evaluate_tank, integrate_tank

from . import chains
from . import synthetic as syn

LAYOUT = syn.LAYOUT
END = 6.0
EXCHANGE = 0.02  # m³/h between neighbours, of 1.2 L
NEVER = 1e9

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="whole runs take minutes where nothing is compiled")


def _rows(count: int, grid: np.ndarray) -> TankRows:
    size = grid.size + 1
    whole = (state_size(LAYOUT), signal_size(LAYOUT), 2, LAYOUT.outputs)
    own = (node_width(LAYOUT), signal_size(LAYOUT), 2, LAYOUT.outputs)
    events = (np.zeros(8), np.zeros(8, np.int64), np.zeros(8, np.int64))
    return TankRows(
        grid,
        np.full(size, np.nan),
        *(np.full((size, width), np.nan) for width in whole),
        *(np.full((size, count, width), np.nan) for width in own),
        np.full((size, count, 1), -1),
        *events,
    )


def _run(network, relative=1e-7, plants=None):
    """A finished run: what it began with, its rows, its last state."""
    begun = chains.begun(network, plants or syn.batch(END), relative=relative)
    rows = _rows(network[0].fraction.size, np.linspace(0.0, END, 13))
    state = begun.state.copy()
    status = integrate_tank(state, begun.tank, begun.graph, begun.tolerance, rows, begun.work, NEVER)
    assert status == Status.DONE
    return begun, rows, state


@pytest.fixture(scope="module")
def one_vessel():
    _, rows, last = syn.run(syn.batch(END), syn.start_state(), 1e-9, 0.5)
    return rows, last[0]


@pytest.fixture(scope="module")
def fed_at_the_top():
    return _run(chains.chain(6, EXCHANGE, feed=5, probe=2))


def _close(found, expected, tolerance):
    """Dynamic states relative to the largest there is of each."""
    d = dynamic_size(LAYOUT)
    scale = np.maximum(np.abs(expected[:, :d]).max(axis=0), 1e-6)
    return np.max(np.abs(found[:, :d] - expected[:, :d]) / scale) < tolerance


@pytest.mark.parametrize("network", [chains.chain(1, 1.0), chains.ring(5, 1.0)])
def test_alike_compartments_run_as_one_vessel(network, one_vessel):
    rows, _ = one_vessel
    _, ours, _ = _run(network)
    assert ours.event_time[0] == pytest.approx(rows.event_time[0, 0], rel=1e-5)
    assert _close(ours.state[:-1], rows.state[0, :-1], 1e-4)
    assert _close(ours.state[:9], rows.state[0, :9], 2e-6)


def test_agrees_with_bdf_on_the_same_right_hand_side(fed_at_the_top):
    """Batch phase; SciPy finds the regions by itself."""
    _, rows, _ = fed_at_the_top
    other = chains.begun(chains.chain(6, EXCHANGE, feed=5, probe=2), syn.batch(END))
    end = 3.0
    assert rows.event_time[0] > end

    def slope(time, state):
        out = np.empty_like(state)
        evaluate_tank(time, state, other.tank, other.graph, other.work, other.tolerance.floor, False, out)
        return out

    grid = rows.grid[rows.grid <= end]
    found = solve_ivp(slope, (0.0, end), other.state, "BDF", grid, rtol=1e-8, atol=1e-13)
    ours = np.array([row.ravel() for row in rows.own_nodes[: grid.size]])
    theirs = found.y.T[:, : ours.shape[1]]
    scale = np.maximum(np.abs(theirs).max(axis=0), 1e-9)
    assert np.max(np.abs(ours - theirs) / scale) < 2e-5


def test_gradients_point_away_from_the_feed(fed_at_the_top):
    _, rows, _ = fed_at_the_top
    glucose = rows.own_signals[12, :, at.COUNT]
    oxygen = rows.own_signals[12, :, at.COUNT + 1]
    assert np.all(np.diff(glucose) > 0.0)
    assert np.argmin(oxygen) == 5


def test_elements_close(fed_at_the_top):
    """Oxygen by the strain's stoichiometry, nitrogen in the gas, and the volume, as in one vessel."""
    _, rows, _ = fed_at_the_top
    first, last = rows.state[0], rows.state[12]
    total = total_index(LAYOUT)
    gases, streams = LAYOUT.gases, LAYOUT.streams
    entered, left = total + streams, total + streams + gases
    g = gas_index(LAYOUT)
    change = last - first
    nitrogen = last[entered + 2] - last[left + 2] - change[g + 2] - change[g + gases + 2]
    assert abs(nitrogen) < 1e-9 * last[entered + 2]
    oxygen = last[entered] - last[left] - change[[g, g + gases, 3]].sum()
    glucose = first[2] + last[total] * 3300.0 - last[2]
    assert oxygen == pytest.approx(syn.OXYGEN_PER_GLUCOSE * glucose, rel=1e-9)
    nodes = rows.own_nodes[12]
    np.testing.assert_allclose(nodes[:, 0] / nodes[:, 0].sum(), 1.0 / 6.0, rtol=0.05)


def test_any_numbering_runs_the_same(fed_at_the_top):
    order = np.array([3, 0, 4, 1, 5, 2])
    gas = [(-1, 0, 1.0), *((i, i + 1, 1.0) for i in range(5)), (5, -1, 1.0)]
    _, rows, _ = fed_at_the_top
    _, other, _ = _run(chains.renumbered(chains.chain(6, EXCHANGE, feed=5, probe=2), order, gas))
    scale = np.abs(rows.own_nodes[:13]).max(axis=(0, 1))
    assert np.max(np.abs(other.own_nodes[:13, order] - rows.own_nodes[:13]) / scale) < 1e-9


def test_refined_chains_converge():
    """Cut twice as fine at the same dispersion, the gradient changes less and less."""
    yields = []
    for count in (4, 8, 16):
        _, rows, _ = _run(chains.chain(count, EXCHANGE * count / 4.0, feed=count - 1, probe=count // 2), 1e-6)
        yields.append(rows.state[12, 1])
    assert abs(yields[2] - yields[1]) < 0.7 * abs(yields[1] - yields[0])


def test_goes_on_after_a_miss(fed_at_the_top):
    """Only one region known at first: the run stops, the atlas grows, the run goes on."""
    plants = syn.batch(END)
    full = plants.atlas
    half = atlas_of(
        full.facet_start[:2], full.facet_normal[:1], full.facet_offset[:1], full.intercept[:1], full.slope[:1]
    )
    begun = chains.begun(chains.chain(6, EXCHANGE, feed=5, probe=2), syn.with_atlas(plants, half), relative=1e-7)
    _, expected, last = fed_at_the_top
    rows, state = _rows(6, expected.grid), begun.state.copy()
    arguments = (begun.graph, begun.tolerance, rows, begun.work, NEVER)
    assert integrate_tank(state, begun.tank, *arguments) == Status.ATLAS_MISS
    assert begun.tank.parts.missed.any()
    begun.tank.parts.missed[:] = 0
    whole = syn.plant(plants)
    tank = begun.tank._replace(plant=begun.tank.plant._replace(atlas=whole.atlas, members=whole.members))
    assert integrate_tank(state, tank, *arguments) == Status.DONE
    np.testing.assert_allclose(state, last, rtol=1e-5, atol=1e-9)

"""Runs in compartments: against one vessel, their books, under renumbering and refinement."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from numba.core import config
from scipy.integrate import solve_ivp

from moromi.kernels.compartments import node_width, shared_size
from moromi.kernels.state import gas_index, total_index
from moromi.kernels.tank_steps import DIFFERENTIATE, SETTLE, STEP, advance_tank

from . import chains
from . import synthetic as syn

LAYOUT = syn.LAYOUT._replace(probe=1)
END = 6.0
GRID = np.linspace(0.0, END, 13)
EXCHANGE = 0.02  # m³/h between neighbours, of 1.2 L
TOP = {"feed": 5, "probe": 2}
SETTINGS: Any = config

pytestmark = pytest.mark.skipif(SETTINGS.DISABLE_JIT, reason="whole runs take minutes where nothing is compiled")


def _plants():
    """An exponential feed from the start, and nothing that ends it."""
    plants = syn.batch(END)
    phases = plants.phases[:, :1].copy()
    phases[0, 0] = syn.phase_row((1, 3), (0, 0))
    plants.operation["probe_lag"] = 1e-3
    return plants._replace(phases=phases, layout=LAYOUT)


class _Finished(NamedTuple):
    """States at the grid's times."""

    begun: chains.Begun
    states: np.ndarray
    steps: int

    def nodes(self) -> np.ndarray:
        return np.array([self.begun.nodes(state) for state in self.states])

    def whole(self) -> np.ndarray:
        return np.array([self.begun.whole(state) for state in self.states])


def _run(network, relative=1e-7):
    begun = chains.begun(network, _plants(), relative=relative)
    tank, graph, work, tolerance, state = begun.tank, begun.graph, begun.work, begun.tolerance, begun.state
    cursor, rows = tank.cursor, [state.copy()]
    while cursor["time"] < END - 1e-12:
        advance_tank(DIFFERENTIATE, cursor["time"], state, tank, graph, tolerance, work)
        h = advance_tank(STEP, END, state, tank, graph, tolerance, work)
        assert h > 0.0
        assert not tank.parts.missed.any()
        while len(rows) < GRID.size and GRID[len(rows)] <= cursor["time"] + h * (1.0 + 1e-12):
            advance_tank(SETTLE, GRID[len(rows)], state, tank, graph, tolerance, work)
            rows.append(work.point.copy())
        state[:] = work.trial
        cursor["time"] += h
    return _Finished(begun, np.array(rows), int(cursor["steps"]))


@pytest.fixture(scope="module")
def one_vessel():
    _, rows, _ = syn.run(_plants(), syn.start_state(layout=LAYOUT), 1e-9, 0.5)
    return rows.state[0, : GRID.size]


@pytest.fixture(scope="module")
def fed_at_the_top():
    return _run(chains.chain(6, EXCHANGE, **TOP))


def test_agrees_with_radau(fed_at_the_top):
    """SciPy's Radau on the same right-hand side, over the time in which the gradients form."""
    begun = chains.begun(chains.chain(6, EXCHANGE, **TOP), _plants())
    until = GRID[GRID <= 1.0]
    size = begun.tank.parts.missed.size * node_width(LAYOUT) + shared_size(LAYOUT)
    found = solve_ivp(
        begun.slope_at, (0.0, until[-1]), begun.state, "Radau", until, rtol=1e-7, atol=1e-10, max_step=0.1
    )
    assert found.success
    ours, exact = fed_at_the_top.states[: until.size, :size], found.y.T[:, :size]
    assert np.max(np.abs(ours - exact) / np.maximum(np.abs(exact).max(axis=0), 1e-6)) < 2e-5


@pytest.mark.parametrize("network", [chains.chain(1, 1.0), chains.ring(5, 1e4)])
def test_alike_compartments_run_as_one_vessel(network, one_vessel):
    """Volume, cells and what is dissolved; bubbles may hold another amount at the same composition."""
    d = gas_index(LAYOUT)
    found = _run(network).whole()[:, :d]
    scale = np.maximum(np.abs(one_vessel[:, :d]).max(axis=0), 1e-6)
    assert np.max(np.abs(found - one_vessel[:, :d]) / scale) < 5e-5


def test_gradients_point_away_from_the_feed(fed_at_the_top):
    nodes = fed_at_the_top.nodes()[-1]
    assert np.all(np.diff(nodes[:, 1]) > 0.0)
    assert np.argmin(nodes[:, 2]) == 5


def test_elements_close(fed_at_the_top):
    """Oxygen by the strain's stoichiometry, nitrogen in the gas, as in one vessel."""
    rows = fed_at_the_top.whole()
    first, last = rows[0], rows[-1]
    g, total, gases = gas_index(LAYOUT), total_index(LAYOUT), LAYOUT.gases
    entered, left = total + LAYOUT.streams, total + LAYOUT.streams + gases
    change = last - first
    nitrogen = last[entered + 2] - last[left + 2] - change[g + 2] - change[g + gases + 2]
    assert abs(nitrogen) < 1e-11 * last[entered + 2]
    oxygen = last[entered] - last[left] - change[[g, g + gases, 3]].sum()
    glucose = first[2] + last[total] * 3300.0 - last[2]
    assert oxygen == pytest.approx(syn.OXYGEN_PER_GLUCOSE * glucose, rel=1e-10)


def test_any_numbering_runs_the_same():
    """Sums in another order round otherwise, which decides other steps; runs see the compartments in one order."""
    order = np.array([3, 0, 4, 1, 5, 2])
    gas = [(-1, 0, 1.0), *((i, i + 1, 1.0) for i in range(5)), (5, -1, 1.0)]
    nodes = _run(chains.chain(6, EXCHANGE, **TOP), 1e-9).nodes()
    other = _run(chains.renumbered(chains.chain(6, EXCHANGE, **TOP), order, gas), 1e-9).nodes()
    scale = np.abs(nodes).max(axis=(0, 1))
    assert np.max(np.abs(other[:, order] - nodes) / scale) < 1e-8  # 2.5e-9 here, at a tolerance of 1e-9


def test_refined_chains_converge():
    """Cut twice as fine at the same dispersion, the gradient changes less and less."""
    grown = []
    for count in (4, 8, 16):
        network = chains.chain(count, EXCHANGE * count / 4.0, feed=count - 1, probe=count // 2)
        grown.append(_run(network, 1e-6).whole()[-1, 1])
    assert abs(grown[2] - grown[1]) < 0.7 * abs(grown[1] - grown[0])

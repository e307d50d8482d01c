"""The right-hand side of a tank of compartments, against that of one vessel and against its own invariants."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.kernels.compartments import liquid_width, node_width, put_together
from moromi.kernels.fermenter import derivative
from moromi.kernels.state import gas_index, ledger_index, signal_size, state_size, total_index
from moromi.kernels.tank import parts_of, tank_derivative

from . import chains
from . import synthetic as syn

LAYOUT = syn.LAYOUT
FEEDING = 1  # phase with a feed


def _slope(network, *, phase=FEEDING, disturbed=0.0, plants=None):
    """Tank, state, its slope; with `disturbed` every compartment has a broth of its own."""
    tank, cursor, state, _ = chains.started(plants or syn.batch(), network)
    count, width = network.fraction.size, node_width(LAYOUT)
    size = count * width
    state[:size] *= 1.0 + disturbed * np.random.default_rng(1).uniform(-1.0, 1.0, size)
    cursor["phase"] = phase
    parts, slope = parts_of(LAYOUT, count, 2), np.zeros_like(state)
    tank_derivative(0.1, state, tank, cursor, False, parts, slope)
    assert not parts.missed.any()
    return tank, parts, state, slope


def _whole(vector, count):
    """Nodes and tail as one vessel."""
    size = count * node_width(LAYOUT)
    whole = np.zeros(state_size(LAYOUT))
    put_together(vector[:size].reshape(count, -1), vector[size:], LAYOUT, whole)
    return whole


def _one_vessel(state, region):
    """Slope of one well-mixed vessel."""
    plants = syn.batch()
    _, cursor, _, _ = chains.started(plants, chains.ring(1, 1.0))
    cursor["phase"], cursor["region"][0] = FEEDING, region
    tank, _, _, _ = chains.started(plants, chains.ring(1, 1.0))
    slope = np.zeros(state_size(LAYOUT))
    signals, theta, fluxes = np.zeros(signal_size(LAYOUT)), np.zeros(2), np.zeros(LAYOUT.outputs)
    derivative(0.1, state, tank.plant, cursor, signals, theta, fluxes, slope)
    return slope


@pytest.mark.parametrize("network", [chains.chain(1, 1.0), chains.ring(1, 1.0), chains.ring(4, 2.0)])
def test_alike_compartments_are_one_vessel(network):
    _, parts, state, slope = _slope(network)
    count = network.fraction.size
    expected = _one_vessel(_whole(state, count), parts.region[0, 0])
    np.testing.assert_allclose(_whole(slope, count), expected, rtol=1e-9, atol=1e-12)


def test_pressure_and_gas_go_by_height():
    """Bubbles at the bottom hold more, in proportion to the dry pressure there."""
    tank, parts, state, _ = _slope(chains.chain(5, 1.0))
    pressure = parts.signals[:-1, at.PRESSURE_MEAN]
    height = parts.signals[-1, at.VOLUME] / tank.plant.vessel["area"]
    np.testing.assert_allclose(np.diff(pressure), -1e-5 * 1000.0 * 9.80665 * height / 5, rtol=1e-9)
    width = liquid_width(LAYOUT)
    moles = state[: 5 * node_width(LAYOUT)].reshape(5, -1)[:, width:].sum(axis=1)
    dry = pressure - parts.signals[:-1, at.VAPOUR_PRESSURE]
    np.testing.assert_allclose(moles / moles[0], dry / dry[0], rtol=1e-12)


def test_flows_neither_make_nor_lose_anything():
    """Whatever stands where, the tank changes only by what cells, streams and gas do: sums of compartments."""
    network = chains.chain(6, 0.02, feed=5, probe=2)
    still = network._replace(fixed=np.zeros(network.fixed.size), lift=np.zeros(network.lift.shape))
    _, _, state, moving = _slope(network, disturbed=0.2)
    _, _, same, resting = _slope(still, disturbed=0.2)
    np.testing.assert_array_equal(state, same)
    scale = np.abs(moving[: 6 * node_width(LAYOUT)]).max()
    np.testing.assert_allclose(_whole(moving, 6), _whole(resting, 6), rtol=1e-12, atol=1e-13 * scale)
    assert np.abs(moving - resting).max() > 1e-3 * scale


def test_gas_books_close():
    """Nitrogen: what enters and leaves the tank is what bubbles and headspace gain."""
    _, _, _, slope = _slope(chains.chain(6, 0.02, feed=5), disturbed=0.2)
    whole = _whole(slope, 6)
    g, total = gas_index(LAYOUT), total_index(LAYOUT) + LAYOUT.streams
    gained = whole[g + 2] + whole[g + LAYOUT.gases + 2]
    passed = whole[total + 2] - whole[total + LAYOUT.gases + 2]
    assert gained == pytest.approx(passed, rel=1e-9, abs=1e-9 * whole[total + 2])


def test_uniform_broth_stays_uniform_while_it_is_fed_evenly():
    """A stream of the broth's own composition, poured in anywhere, leaves it uniform."""
    plants = syn.batch()
    network = chains.chain(4, 0.5, feed=1)
    tank, cursor, state, vessel = chains.started(plants, network, 0.0)
    plants.streams[0, 0] = vessel[2:6] / vessel[0]
    parts, slope = parts_of(LAYOUT, 4, 2), np.zeros_like(state)
    cursor["phase"] = 2
    plants.feeds["rate"] = 1e-3
    tank_derivative(0.1, state, tank, cursor, False, parts, slope)
    assert parts.signals[-1, at.FEED_RATE] >= 1e-3
    nodes = slope[: 4 * node_width(LAYOUT)].reshape(4, -1)
    np.testing.assert_allclose(nodes[:, 1], nodes[0, 1], rtol=1e-9)  # glucose


def test_any_numbering_gives_the_same():
    order = np.array([3, 0, 4, 1, 5, 2])  # new number of each old one
    network = chains.chain(6, 0.02, feed=5, probe=2)
    back = np.argsort(order)
    moved = np.append(order, -1)
    renumbered = network._replace(
        source=order[network.source],
        target=order[network.target],
        height=network.height[back],
        through=network.through[back],
        gas_source=moved[network.gas_source],
        gas_target=moved[network.gas_target],
        place=order[network.place],
        probe=int(order[network.probe]),
        outlet=int(order[network.outlet]),
    )
    _, _, _, slope = _slope(network)
    _, _, _, other = _slope(renumbered)
    width = node_width(LAYOUT)
    nodes, others = (item[: 6 * width].reshape(6, width) for item in (slope, other))
    np.testing.assert_allclose(others[order], nodes, rtol=1e-12)
    np.testing.assert_allclose(other[6 * width :], slope[6 * width :], rtol=1e-12)
    assert ledger_index(LAYOUT) > 0

"""The right-hand side of a tank of compartments, against that of one vessel and against its own invariants."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.kernels.compartments import liquid_width
from moromi.kernels.fermenter import derivative
from moromi.kernels.state import energy_index, evaporated_index, gas_index, signal_size, total_index

from . import chains
from . import synthetic as syn

LAYOUT = syn.LAYOUT
FEEDING = 1  # phase with a feed


def _begun(network, disturbed=0.0):
    """A tank that is fed; with `disturbed` every compartment has a broth of its own."""
    begun = chains.begun(network)
    begun.tank.cursor["phase"] = FEEDING
    nodes = begun.nodes(begun.state)
    nodes *= 1.0 + disturbed * np.random.default_rng(1).uniform(-1.0, 1.0, nodes.shape)
    return begun


def _one_vessel(begun):
    """Slope of one well-mixed vessel with the same in it."""
    tank, state = begun.tank, begun.whole(begun.state)
    slope, signals, theta, fluxes = (np.zeros(n) for n in (state.size, signal_size(LAYOUT), 2, LAYOUT.outputs))
    tank.cursor["region"][0] = tank.parts.region[0, 0]
    derivative(0.1, state, tank.plant, tank.cursor, signals, theta, fluxes, slope)
    return slope


@pytest.mark.parametrize("network", [chains.chain(1, 1.0), chains.ring(1, 1.0), chains.ring(4, 2.0)])
def test_alike_compartments_are_one_vessel(network):
    begun = _begun(network)
    slope = begun.whole(begun.slope())
    assert not begun.tank.parts.missed.any()
    expected = _one_vessel(begun)
    # what gas leaves at this moment differs: bubbles rise at a fixed velocity, or fill a fixed volume
    gas, total = gas_index(LAYOUT), total_index(LAYOUT) + LAYOUT.streams
    gases = [*range(gas, gas + 2 * LAYOUT.gases), *range(total, total + 2 * LAYOUT.gases)]
    water = [0, energy_index(LAYOUT) + 1, energy_index(LAYOUT) + 2, evaporated_index(LAYOUT)]
    rest = np.setdiff1d(np.arange(slope.size), [*gases, *water])
    np.testing.assert_allclose(slope[rest], expected[rest], rtol=1e-9, atol=1e-12)
    for j in range(LAYOUT.gases):
        passed = [gas + j, gas + LAYOUT.gases + j, total + LAYOUT.gases + j]
        assert slope[passed].sum() == pytest.approx(expected[passed].sum(), rel=1e-9)


def test_pressure_and_gas_go_by_height():
    """Bubbles at the bottom hold more, in proportion to the dry pressure there."""
    begun = _begun(chains.chain(5, 1.0))
    begun.slope()
    signals = begun.tank.parts.signals
    pressure = signals[:-1, at.PRESSURE_MEAN]
    height = signals[-1, at.VOLUME] / begun.tank.plant.vessel["area"]
    np.testing.assert_allclose(np.diff(pressure), -1e-5 * 1000.0 * 9.80665 * height / 5, rtol=1e-9)
    moles = begun.nodes(begun.state)[:, liquid_width(LAYOUT) :].sum(axis=1)
    dry = pressure - signals[:-1, at.VAPOUR_PRESSURE]
    np.testing.assert_allclose(moles / moles[0], dry / dry[0], rtol=1e-12)


def test_flows_neither_make_nor_lose_anything():
    """Whatever stands where, the tank changes only by what cells, streams and gas do."""
    flows, graph = chains.chain(6, 0.02, feed=5, probe=2)
    still = flows._replace(fixed=np.zeros(flows.fixed.size), lift=np.zeros(flows.lift.shape))
    begun, resting = _begun((flows, graph), 0.2), _begun((still, graph), 0.2)
    moving, other = begun.slope(), resting.slope()
    scale = np.abs(begun.nodes(moving)).max()
    np.testing.assert_allclose(begun.whole(moving), begun.whole(other), rtol=1e-12, atol=1e-13 * scale)
    assert np.abs(moving - other).max() > 1e-3 * scale


def test_gas_books_close():
    """Nitrogen: what enters and leaves the tank is what bubbles and headspace gain."""
    begun = _begun(chains.chain(6, 0.02, feed=5), 0.2)
    whole = begun.whole(begun.slope())
    g, total = gas_index(LAYOUT), total_index(LAYOUT) + LAYOUT.streams
    gained = whole[g + 2] + whole[g + LAYOUT.gases + 2]
    passed = whole[total + 2] - whole[total + LAYOUT.gases + 2]
    assert gained == pytest.approx(passed, rel=1e-9, abs=1e-9 * whole[total + 2])


def test_a_stream_of_the_broth_itself_leaves_it_uniform():
    """Poured in at one place, it is spread so that every compartment keeps its share."""
    plants = syn.batch()
    begun = chains.begun(chains.chain(4, 0.5, feed=1), plants, biomass=0.0)
    plants.streams[0, :, :4] = begun.vessel[2:6] / begun.vessel[0]
    plants.feeds["rate"] = 1e-3
    begun.tank.cursor["phase"] = 2
    glucose = begun.nodes(begun.slope())[:, 1]
    assert begun.tank.parts.signals[-1, at.FEED_RATE] >= 1e-3
    np.testing.assert_allclose(glucose, glucose[0], rtol=1e-9)


def test_any_numbering_gives_the_same():
    order = np.array([3, 0, 4, 1, 5, 2])
    network = chains.chain(6, 0.02, feed=5, probe=2)
    gas = [(-1, 0, 1.0), *((i, i + 1, 1.0) for i in range(5)), (5, -1, 1.0)]
    first, second = _begun(network), _begun(chains.renumbered(network, order, gas))
    slope, other = first.slope(), second.slope()
    nodes, others = first.nodes(slope), second.nodes(other)
    np.testing.assert_allclose(others[order], nodes, rtol=1e-12, atol=1e-14 * np.abs(nodes).max())
    np.testing.assert_allclose(other[nodes.size :], slope[nodes.size :], rtol=1e-12)


def test_viscosity_slows_the_liquid_as_it_does_mixing():
    """Flows that the stirrer drives: below turbulence (Grenville & Nienow 2004) in proportion to Re."""

    def rates(viscosity: float) -> np.ndarray:
        flows, graph = chains.chain(4, 0.0)
        plants = syn.batch()
        plants.vessel["viscosity"] = viscosity
        begun = chains.begun((flows._replace(per_speed=np.full(flows.fixed.size, 1e-4)), graph), plants)
        begun.slope()
        return begun.work.rates.copy()

    thin, thick, thicker = rates(1e-3), rates(0.1), rates(0.2)
    assert thin.min() > 0.0
    assert np.all(thick < 0.5 * thin)
    np.testing.assert_allclose(thick, 2.0 * thicker, rtol=1e-9)

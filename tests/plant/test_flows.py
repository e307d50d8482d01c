"""From a network to what the kernels flow along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant.flows import both_ways, flows_of
from moromi.simulator.plant.networks import impeller_loops, stack_of, tank_and_plug, two_tanks
from moromi.simulator.scenario import load_vessel


@pytest.fixture(scope="module")
def loops():
    return impeller_loops(stack_of(load_vessel("tank-30m3"), 22.0))


def _arriving(flows, flow):
    """What every compartment gains by flows over the edges."""
    gain = np.zeros(len(flows.fraction))
    np.add.at(gain, flows.target, flow)
    np.subtract.at(gain, flows.source, flow)
    return gain


def test_every_edge_has_one_the_other_way(loops):
    flows, _ = flows_of(loops, [3, 40])
    np.testing.assert_array_equal(flows.source[flows.reverse], flows.target)
    np.testing.assert_array_equal(flows.target[flows.reverse], flows.source)
    assert len(flows.source) > len(loops.source)
    old = dict(zip(zip(loops.source.tolist(), loops.target.tolist(), strict=True), loops.per_speed, strict=True))
    new = dict(zip(zip(flows.source.tolist(), flows.target.tolist(), strict=True), flows.per_speed, strict=True))
    assert {pair: flow for pair, flow in new.items() if flow > 0.0} == {p: f for p, f in old.items() if f > 0.0}
    assert both_ways(both_ways(loops)).source.size == flows.source.size


def test_lift_spreads_what_is_poured_in(loops):
    """A cubic metre in one place becomes each compartment's share of a cubic metre; so do outlet and surface."""
    flows, _ = flows_of(loops, [3, 40])
    for row, place in zip(flows.lift, (3, 40, loops.outlet), strict=False):
        poured = np.zeros(loops.size)
        poured[place] = 1.0
        np.testing.assert_allclose(poured + _arriving(flows, row), flows.fraction, atol=1e-12)
    surface = flows.through * flows.escape
    np.testing.assert_allclose(surface + _arriving(flows, flows.lift[3]), flows.fraction, atol=1e-12)


def test_all_gas_that_enters_leaves(loops):
    for network in (loops, two_tanks(1.0, 0.1, 0.01), tank_and_plug(1.0, 0.1, 0.01)):
        flows, graph = flows_of(network, [network.feed])
        assert flows.sparged.sum() == pytest.approx(1.0, rel=1e-12)
        assert (flows.through * flows.escape).sum() == pytest.approx(1.0, rel=1e-12)
        np.testing.assert_allclose(graph.escape[flows.through > 0.0], flows.escape[flows.through > 0.0], atol=1e-12)


def test_a_network_without_gas_is_refused(loops):
    none = np.zeros(0, np.int64)
    airless = replace(loops, gas_source=none, gas_target=none, gas_share=np.zeros(0))
    with pytest.raises(InputError, match="no gas enters"):
        flows_of(airless, [0])

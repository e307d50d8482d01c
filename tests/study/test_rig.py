"""Regimes that cells meet, and the rig that imitates them: a rig is its own imitation."""

from __future__ import annotations

import os

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant import networks
from moromi.simulator.plant.lifelines import Lifelines
from moromi.simulator.plant.network import Network
from moromi.simulator.scenario import load_vessel
from moromi.simulator.study import rig
from moromi.simulator.study.regimes import Exposure, distance, exposures, regimes_of
from moromi.simulator.study.rig import rig_for

PLAIN = bool(os.environ.get("NUMBA_DISABLE_JIT"))
pytestmark = pytest.mark.skipif(PLAIN, reason="millions of hops need compiled kernels")


def met_in(network: Network, zones: np.ndarray, hours: float) -> Exposure:
    cells = Lifelines(network, 2000, seed=11)
    return exposures(cells.advance(network.liquid_flow(7200.0), hours, zones))[1]


@pytest.mark.parametrize(("kind", "other"), [("two-compartment", "str-pfr"), ("str-pfr", "two-compartment")])
def test_a_rig_is_its_own_imitation(kind: str, other: str):
    network = rig._network(kind, 0.1, 60.0 / 3600.0)
    zones = np.array([int(place != network.probe) for place in range(network.size)])
    wanted = met_in(network, zones, 20.0)
    assert wanted.share == pytest.approx(0.1, rel=0.02)
    found = rig_for(wanted, kind)
    assert found.residence_time == pytest.approx(60.0, rel=0.02)
    assert found.circulation_time == pytest.approx(600.0, rel=0.03)
    assert found.misfit < 0.02
    assert rig_for(wanted, other).misfit > 0.2


def test_rig_has_the_tanks_share_and_mean_stay():
    tank = networks.impeller_loops(networks.stack_of(load_vessel("tank-30m3"), 22.0))
    near = (tank.height > 0.75).astype(np.int64)
    wanted = met_in(tank, near, 5.0)
    assert wanted.share == pytest.approx(float(tank.fraction[near == 1].sum()), rel=0.05)
    for kind in rig.RIGS:
        found = rig_for(wanted, kind)
        assert found.meets.share == pytest.approx(wanted.share, rel=0.02)
        assert found.meets.duration == pytest.approx(wanted.duration, rel=0.02)
        assert found.meets.frequency == pytest.approx(wanted.frequency, rel=0.04)
        assert 0.0 < found.misfit <= 1.0


def test_calls_add_up():
    network = networks.two_tanks(0.01, 0.2, 60.0 / 3600.0)
    one, parts = Lifelines(network, 500, seed=2), Lifelines(network, 500, seed=2)
    whole = one.advance(network.fixed, 1.0, np.array([0, 1]))
    first = parts.advance(network.fixed, 0.4, np.array([0, 1]))
    both = first.plus(parts.advance(network.fixed, 0.6, np.array([0, 1])))
    assert both.time == pytest.approx(whole.time, rel=1e-9)
    assert np.array_equal(both.dwells, whole.dwells)
    more = both.plus(parts.advance(network.fixed, 0.1, np.array([0, 2])))
    assert more.changes.shape == (3, 3)


def test_regimes_by_uptake():
    assert regimes_of(np.array([0.0, 0.04, 0.06, 0.9, 0.96, 1.0]), 1.0).tolist() == [0, 0, 1, 1, 2, 2]


def test_what_no_rig_has_is_refused():
    alike = Exposure(1.0, float("nan"), 0.0, np.zeros(5))
    with pytest.raises(InputError, match="never, or always"):
        rig_for(alike)
    with pytest.raises(InputError, match="there is no rig 'three'"):
        rig_for(Exposure(0.5, 10.0, 1.0, np.ones(5) / 5), "three")
    assert distance(alike, alike) == 0.0

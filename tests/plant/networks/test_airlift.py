"""The loop of an airlift: it closes, gas passes the riser only, and it goes as fast as gas lifts it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant.network import HEADSPACE, SPARGER
from moromi.simulator.plant.networks import airlift_loop, build_network
from moromi.simulator.plant.networks.airlift import circulation_velocity
from moromi.simulator.scenario import NetworkPlan, load_vessel


def test_a_loop_of_one_flow():
    loop = airlift_loop(8, 100.0, 2.5, 0.25)
    assert loop.size == 16
    assert loop.fraction.sum() == pytest.approx(1.0)
    assert loop.fraction[:8].sum() == pytest.approx(0.75)
    assert np.unique(loop.per_gas).size == 1  # the same all round
    assert sorted(zip(loop.source.tolist(), loop.target.tolist(), strict=True)) == [
        (i, (i + 1) % 16) for i in range(16)
    ]
    assert loop.height[7] == pytest.approx(loop.height[8])
    assert loop.boxes is not None
    areas = (loop.boxes[:, 1] ** 2 - loop.boxes[:, 0] ** 2) * (loop.boxes[:, 3] - loop.boxes[:, 2])
    np.testing.assert_allclose(areas, loop.fraction)  # boxes fill the tank


def test_gas_rises_through_the_riser():
    loop = airlift_loop(3, 10.0, 1.0, 0.5)
    ways = set(zip(loop.gas_source.tolist(), loop.gas_target.tolist(), strict=True))
    assert ways == {(SPARGER, 0), (0, 1), (1, 2), (2, HEADSPACE)}


def test_velocity_by_hand():
    """Chisti, Halard & Moo-Young 1988: 2 g h ε = K_B (A_r/A_d)² U²; 10 m, equal legs, 10 % of gas."""
    assert circulation_velocity(10.0, 0.5, 0.1) == pytest.approx(math.sqrt(2.0 * 9.80665 * 10.0 * 0.1 / 11.4))
    # a narrow downcomer throttles, more gas lifts
    assert circulation_velocity(10.0, 0.2, 0.1) < circulation_velocity(10.0, 0.5, 0.1)


def test_liquid_goes_round_in_half_a_minute():
    """0.5-1.5 m/s in risers of 10-30 m: tens of seconds."""
    vessel = load_vessel("gas-loop-150m3")
    assert vessel.network is not None
    loop = build_network(vessel.network, vessel)
    flow = loop.liquid_flow(0.0, 0.05)[0]
    assert 15.0 < 3600.0 * loop.volume / flow < 90.0


def test_what_is_refused():
    with pytest.raises(InputError, match="compartment"):
        airlift_loop(0, 10.0, 1.0, 0.5)
    with pytest.raises(ValueError, match="downcomer"):
        NetworkPlan.model_validate({"kind": "airlift-loop", "downcomer": "97 %"})
    with pytest.raises(ValueError, match="downcomer"):
        NetworkPlan.model_validate({"kind": "bubble-column", "downcomer": "30 %"})

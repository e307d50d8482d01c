"""What a network that comes from no file can have wrong: one message each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant import networks
from moromi.simulator.plant.network import Network
from moromi.simulator.plant.tracer import pulse

CHAIN = networks.axial_chain(4, 10.0, 0.05)


def changed(name: str, place: int, value: float) -> dict[str, Any]:
    array = np.array(getattr(CHAIN, name), dtype=np.float64)
    array[place] = value
    return {name: array}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "negative": (changed("fixed", 1, -3.0), "the flow from 'slab-2' to 'slab-1' is negative; swap source and target"),
    "not a number": (changed("fixed", 1, np.nan), "the flow from 'slab-2' to 'slab-1' is not a number"),
    "not conserving": (changed("fixed", 0, 1.0), "compartment 'slab-1' does not conserve volume"),
    "by speed": (changed("per_speed", 2, 1.0), "does not conserve volume: 0 m³/h flow in and 1 out (with the stirrer"),
    "by gas": (changed("per_gas", 2, 1.0), "(with the gas)"),
    "unconnected": ({"fixed": np.array([1, 1, 0, 0, 1, 1.0])}, "compartment 'slab-1' is not connected to 'slab-4'"),
    "zero volume": (changed("fraction", 2, 0.0), "compartment 'slab-3' has no volume"),
    "shares": (changed("fraction", 2, 0.3), "the shares of the volume sum to 1.05"),
    "no liquid": ({"volume": 0.0}, "its liquid has no volume"),
    "two of a name": ({"places": ("a", "b", "b", "c")}, "two compartments are called 'b'"),
    "above": (changed("height", 0, 1.5), "compartment 'slab-1' is not between bottom (0) and surface (1)"),
    "to itself": ({"target": CHAIN.source}, "goes nowhere"),
    "feed point missing": ({"feed": 7}, "the point 'feed' is in no compartment"),
    "point missing": ({"points": {"top": -3}}, "the point 'top' is in no compartment"),
    "gas lost": (changed("gas_share", 1, 0.5), "the gas shares that leave 'slab-1' sum to 0.5, not to 1"),
    "gas at the sparger": (changed("gas_share", 0, 0.9), "the gas shares that leave the sparger sum to 0.9"),
    "gas negative": (changed("gas_share", 0, -1.0), "a share of gas is negative"),
}


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said(change: dict[str, Any], message: str):
    with pytest.raises(InputError) as caught:
        networks.check_network(replace(CHAIN, **change))
    assert message in str(caught.value)
    assert str(caught.value).startswith("network 'axial-chain': ")
    assert "\n" not in str(caught.value)


def test_a_good_one_is_not_refused():
    networks.check_network(CHAIN)


def test_nothing_flows_at_rest():
    tank = networks.axial_chain(4, 10.0, 0.05, speed=7200.0)
    with pytest.raises(InputError, match="nothing flows at this speed and aeration"):
        pulse(tank, tank.liquid_flow(0.0))


def test_hardly_connected_is_said():
    half = np.array([1.0, 1.0, 1e-9, 1e-9, 1.0, 1.0])
    tank: Network = replace(CHAIN, fixed=half)
    with pytest.raises(InputError, match="is a part hardly connected"):
        pulse(tank, tank.fixed)

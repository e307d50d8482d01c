"""Which gases burn: published limits, mixtures by hand, and the shape of the range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moromi.simulator.combustible import AIR_OXYGEN, FUELS, combustible_range, margin

WARM = 298.15


def in_air(fuel: str, share: float) -> dict[str, float]:
    """A fuel mixed with air."""
    return {fuel: share, "oxygen": AIR_OXYGEN * (1.0 - share), "nitrogen": (1.0 - AIR_OXYGEN) * (1.0 - share)}


@pytest.mark.parametrize(
    ("fuel", "lower", "upper"), [("hydrogen", 4.0, 75.0), ("carbon_monoxide", 12.5, 74.0), ("methane", 5.0, 15.0)]
)
def test_limits_in_air(fuel: str, lower: float, upper: float):
    """Coward & Jones 1952, Zabetakis 1965: nothing burns below and above, everything between."""
    for share in (lower, upper):
        assert margin(in_air(fuel, share / 100.0), WARM, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert margin(in_air(fuel, 0.9 * lower / 100.0), WARM, 1.0) > 0.0
    assert margin(in_air(fuel, 0.5 * (lower + upper) / 100.0), WARM, 1.0) < 0.0
    assert margin(in_air(fuel, (upper + 1.0) / 100.0), WARM, 1.0) > 0.0


@pytest.mark.parametrize(("fuel", "upper"), [("hydrogen", 94.0), ("carbon_monoxide", 94.0), ("methane", 61.0)])
def test_upper_limits_in_oxygen(fuel: str, upper: float):
    x = upper / 100.0
    assert margin({fuel: x, "oxygen": 1.0 - x}, WARM, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert margin({fuel: x + 0.01, "oxygen": 0.99 - x}, WARM, 1.0) > 0.0


@pytest.mark.parametrize(("fuel", "limiting"), [("hydrogen", 4.6), ("carbon_monoxide", 5.1), ("methane", 10.7)])
def test_limiting_oxygen_with_nitrogen(fuel: str, limiting: float):
    """ASTM E2079-19, values of Zlochower & Green in spheres."""
    found = combustible_range({fuel: 0.1, "nitrogen": 0.9}, WARM, 1.0)
    assert 100.0 * found.limiting_oxygen == pytest.approx(limiting)
    assert 100.0 * found.oxygen_at(found.turn) == pytest.approx(limiting)


def test_mixtures_by_hand():
    """Le Chatelier: a third each of the fuel by volume."""
    found = combustible_range(dict.fromkeys(FUELS, 0.1), WARM, 1.0)
    assert 100.0 * found.lower == pytest.approx(3.0 / (1 / 4.0 + 1 / 12.5 + 1 / 5.0))
    assert 100.0 * found.upper_air == pytest.approx(3.0 / (1 / 75.0 + 1 / 74.0 + 1 / 15.0))
    # oxygen is taken 0.5 : 0.5 : 2
    assert 100.0 * found.limiting_oxygen == pytest.approx(3.0 / (0.5 / 4.6 + 0.5 / 5.1 + 2.0 / 10.7))


def test_gases_of_this_trade():
    """3.8 : 7.3 : 13.0 : 75.9 is called non-combustible (Bioengineering 2022, 9:586); 7 : 1 : 1 explodes."""
    lean = {"hydrogen": 0.038, "oxygen": 0.073, "carbon_dioxide": 0.13, "nitrogen": 0.759}
    usual = {"hydrogen": 0.7, "oxygen": 0.1, "carbon_dioxide": 0.1, "nitrogen": 0.1}
    assert 0.0 < margin(lean, 303.15, 1.013) < 0.002
    assert margin(usual, 303.15, 1.013) < -0.04


def test_warmth_widens_and_methane_widens_with_pressure():
    cold, hot = (combustible_range({"hydrogen": 0.1, "nitrogen": 0.9}, t, 1.0) for t in (WARM, 373.15))
    assert hot.lower == pytest.approx(0.040 * (1.0 - 75.0 / 875.0))
    assert hot.limiting_oxygen < cold.limiting_oxygen
    assert hot.upper_air > cold.upper_air
    frosty = combustible_range({"hydrogen": 0.1, "nitrogen": 0.9}, 278.15, 1.0)
    assert frosty.lower == cold.lower
    pressed = combustible_range({"methane": 0.1, "nitrogen": 0.9}, WARM, 10.0)
    assert 100.0 * pressed.upper_air == pytest.approx(15.0 + 20.6)


def test_nothing_to_burn_burns_nowhere():
    assert margin({"oxygen": 1.0}, WARM, 1.0) == pytest.approx(FUELS["hydrogen"].lower)


@given(
    st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6).filter(lambda parts: sum(parts) > 0.01),
    st.floats(0.0, 1.0),
)
def test_the_distance_is_one(parts: list[float], share: float):
    """Along a straight line the margin changes no faster than fuel and oxygen do; arrays and numbers agree."""
    names = (*FUELS, "oxygen", "carbon_dioxide", "nitrogen")
    gas = {name: part / sum(parts) for name, part in zip(names, parts, strict=True)}
    here = float(margin(gas, WARM, 1.0))
    assert np.isfinite(here)
    more = gas | {"oxygen": gas["oxygen"] + 0.01 * share}  # at the same fuel
    assert here - 0.01 * share - 1e-12 <= float(margin(more, WARM, 1.0)) <= here + 1e-12
    both = margin({name: np.full(3, value) for name, value in gas.items()}, np.full(3, WARM), np.ones(3))
    np.testing.assert_allclose(both, here, rtol=1e-12)

"""Characteristic times of a production tank, and what their pairs say."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.simulator.scaleup.regime import Culture, regime

from .hand import JAR, TANK, full

CULTURE = Culture(oxygen_uptake=100.0, oxygen=0.05, substrate_uptake=25.0, substrate=0.11, growth_rate=0.1)


def test_times_by_hand():
    point = full(TANK, 2.0, 0.5)
    times = regime(point, CULTURE).times
    assert times["oxygen_transfer"] == pytest.approx(3600.0 / point.kla)
    assert times["oxygen_consumption"] == pytest.approx(1.8)  # 0.05 of 100 mol/m³/h
    assert times["substrate_consumption"] == pytest.approx(15.84)  # 20 mg/L of glucose at 4.5 g/L/h
    assert times["growth"] == pytest.approx(36e3)
    assert times["heat_removal"] == pytest.approx(1000.0 * 4180.0 * 22.0 / 60e3)
    load = 100.0 * 460e3 / 3600.0 + point.power_per_volume
    assert times["heat_production"] == pytest.approx(1000.0 * 4180.0 * 22.0 / load)
    holdup = point.gas_holdup
    moles = point.gas_flow / 3600.0
    volume = moles * 8.314462618e-5 * 310.15 / point.dry_pressure
    assert times["gas_residence"] == pytest.approx(22.0 * holdup / (1.0 - holdup) / volume)


def test_a_production_tank_is_not_mixed_for_its_oxygen():
    result = regime(full(TANK, 2.0, 0.5), CULTURE)
    found = {(verdict.supply, verdict.demand): verdict for verdict in result.verdicts}
    assert found["mixing", "oxygen_consumption"].level == "limiting"
    assert found["mixing", "substrate_consumption"].level == "limiting"
    assert found["mixing", "growth"].level == "fast"
    assert result.worst.ratio == max(verdict.ratio for verdict in result.verdicts)
    assert "dissolved oxygen differs" in found["mixing", "oxygen_consumption"].text


def test_a_jar_is_mixed_better():
    jar, tank = regime(full(JAR, 10.0, 1.0), CULTURE), regime(full(TANK, 2.0, 0.5), CULTURE)
    for small, large in zip(jar.verdicts, tank.verdicts, strict=True):
        if small.supply in ("mixing", "circulation"):
            assert small.ratio < 0.1 * large.ratio


def test_heat_ratio_is_the_load_on_the_cooling():
    point = full(TANK, 2.0, 0.5)
    verdicts = {verdict.supply: verdict for verdict in regime(point, CULTURE).verdicts}
    load = point.volume * 100.0 * 460e3 / 3600.0 + point.power_gassed
    assert verdicts["heat_removal"].ratio == pytest.approx(load / point.cooling_capacity)


def test_gas_ratio_is_the_share_of_oxygen_it_loses():
    point = full(TANK, 2.0, 0.5)
    verdicts = {verdict.supply: verdict for verdict in regime(point, CULTURE).verdicts}
    share = 100.0 * point.volume / (0.20946 * point.gas_flow)
    assert verdicts["gas_residence"].ratio == pytest.approx(share)


def test_nothing_is_demanded_of_a_resting_culture():
    rest = Culture(oxygen_uptake=0.0, oxygen=0.2, substrate_uptake=0.0, substrate=0.0, growth_rate=0.0)
    result = regime(replace(full(TANK, 2.0, 0.5), gas_flow=0.0), rest)
    demands = ("oxygen_consumption", "substrate_consumption", "growth", "gas_oxygen_consumption")
    assert all(math.isinf(result.times[name]) for name in demands)
    assert all(verdict.level == "fast" for verdict in result.verdicts)


@settings(deadline=None)
@given(st.floats(1.0, 200.0), st.floats(0.2, 3.0))
def test_verdicts_follow_their_ratios(uptake: float, speed: float):
    result = regime(full(TANK, speed, 0.5), replace(CULTURE, oxygen_uptake=uptake))
    for verdict in result.verdicts:
        assert verdict.ratio >= 0.0
        assert (verdict.level == "fast") == (verdict.ratio < 0.1)
        assert (verdict.level == "limiting") == (verdict.ratio >= 1.0)

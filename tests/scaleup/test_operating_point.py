"""The criteria of a tank, recalculated by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.simulator.scaleup.criteria import match
from moromi.simulator.scaleup.geometry import Broth, Tank
from moromi.simulator.scaleup.operating_point import CRITERIA_UNITS, OperatingPoint

from .hand import BROTH, JAR, TANK, full

SPEEDS = st.floats(0.2, 3.0)
AIR = st.floats(0.05, 1.0)


def by_hand(point: OperatingPoint) -> dict[str, float]:
    """Kla, oxygen transfer and pCO2 at 50 mol/m³/h of CO2 with nothing but arithmetic (37 °C, pure water)."""
    tank = point.tank
    area = math.pi / 4.0 * tank.diameter**2
    height = point.volume / area
    pressure = 1.01325 + 0.5 * 1000.0 * 9.80665 * height / 1e5 - 0.06282  # dry, halfway down
    standard = point.gas_flow * 0.022414  # m³/h
    flow = standard / 3600.0 * 310.15 / 273.15 * 1.01325 / pressure
    single = 5.0 * 1000.0 * point.stirrer_speed**3 * tank.impeller_diameter**5
    group = single**2 * point.stirrer_speed * tank.impeller_diameter**3 / flow**0.56
    per_volume = tank.impeller_count * min(0.783 * group**0.459, single) / point.volume
    kla = 3600.0 * 0.026 * per_volume**0.4 * math.sqrt(flow / area)
    capacity = kla * 1.056 * pressure
    otr = 0.20946 * capacity / (1.0 + capacity * point.volume / point.gas_flow)
    p_co2 = 50.0 / (0.89 * kla * 24.96) + 50.0 * point.volume / point.gas_flow * pressure
    return {"power_per_volume": per_volume, "kla": kla, "otr_max": otr, "p_co2": p_co2}


def test_jar_and_tank_at_equal_tip_speed():
    """What the tank loses is power and CO2 stripping; what it gains is pressure and gas velocity."""
    jar = full(JAR, 800.0 / 60.0, 1.0)
    tank = match("tip-speed", jar, TANK).point
    assert tank.stirrer_speed == pytest.approx(800.0 / 60.0 * 0.054 / 0.7)
    small, large = by_hand(jar), by_hand(tank)
    for point, expected in ((jar, small), (tank, large)):
        for name in ("power_per_volume", "kla", "otr_max"):
            assert getattr(point, name) == pytest.approx(expected[name], rel=1e-3), name
        assert point.carbon_dioxide_pressure(50.0) == pytest.approx(expected["p_co2"], rel=1e-3)
    assert large["power_per_volume"] < 0.03 * small["power_per_volume"]
    # by hand: 2.95 kW/m³ and 126 1/h in the jar, 61 W/m³ and 151 1/h in the tank, whose gas is 32 times as fast
    assert small["kla"] == pytest.approx(126.0, abs=0.5)
    assert large["kla"] == pytest.approx(151.0, abs=0.5)
    assert large["otr_max"] > small["otr_max"]
    assert large["p_co2"] > small["p_co2"]  # the pressure of the liquid outweighs the better transfer


def test_every_criterion_has_a_value_and_a_unit():
    table = full(TANK, 2.0, 0.5).criteria()
    assert table.keys() == CRITERIA_UNITS.keys()
    assert all(math.isfinite(value) and value > 0.0 for value in table.values())


def test_pressure_of_a_tall_tank():
    point = full(TANK, 2.0, 0.5)
    assert point.liquid_height == pytest.approx(22.0 / (math.pi / 4.0 * 2.1**2))
    assert point.pressure_bottom - point.head_pressure == pytest.approx(0.6229, rel=1e-3)
    assert point.pressure_mean == pytest.approx(0.5 * (point.pressure_bottom + point.head_pressure))


def test_vvm_is_at_standard_conditions():
    assert full(TANK, 2.0, 0.5).vvm == pytest.approx(0.5)
    warm = replace(full(TANK, 2.0, 0.5), head_pressure=2.0)
    assert warm.vvm == pytest.approx(0.5)
    assert warm.gas_velocity < full(TANK, 2.0, 0.5).gas_velocity


def test_impellers_draw_power_when_covered():
    low = replace(full(TANK, 2.0, 0.5), volume=7.0)  # 2 m of liquid: the lowest impeller only
    assert low.impellers == pytest.approx(1.0)
    assert full(TANK, 2.0, 0.5).impellers == pytest.approx(4.0)
    assert replace(low, volume=1.0).power_ungassed == 0.0


def test_oxygen_cannot_leave_faster_than_it_enters():
    point = full(TANK, 3.0, 0.001)
    supplied = point.gas_flow * 0.20946 / point.volume
    assert 0.9 * supplied < point.otr_max < supplied


def test_oxygen_transfer_stops_at_saturation():
    point = full(JAR, 10.0, 1.0)
    saturation = 1.056 * 0.20946 * point.dry_pressure
    assert point.oxygen_transfer(concentration=saturation) == pytest.approx(0.0, abs=0.02)
    assert point.oxygen_transfer(oxygen_fraction=0.4) > 1.8 * point.otr_max


def test_no_gas_no_transfer():
    still = full(TANK, 2.0, 0.0)
    assert still.kla == still.otr_max == still.carbon_dioxide_stripping == still.flooding_ratio == 0.0
    assert still.power_gassed == still.power_ungassed
    assert still.gas_residence_time == math.inf
    assert full(TANK, 0.0, 0.5).kolmogorov_length == math.inf
    assert full(TANK, 0.0, 0.5).flooding_ratio == math.inf
    assert full(TANK, 0.0, 0.5).carbon_dioxide_stripping == 0.0


def test_whole_numbers_are_taken_as_floats():
    point = OperatingPoint(
        tank=TANK, broth=Broth(temperature=310), volume=22, stirrer_speed=2, gas_flow=10_000, head_pressure=1
    )
    assert [type(value) for value in (point.volume, point.stirrer_speed, point.broth.temperature)] == [float] * 3
    assert isinstance(Tank(**{**_fields(TANK), "diameter": 2}).diameter, float)


def _fields(tank: Tank) -> dict[str, object]:
    return {name: getattr(tank, name) for name in Tank.__dataclass_fields__}


@settings(deadline=None)
@given(SPEEDS, AIR)
def test_more_of_either_brings_more_oxygen(speed: float, vvm: float):
    here = full(TANK, speed, vvm)
    assert full(TANK, 1.05 * speed, vvm).otr_max > here.otr_max
    assert full(TANK, speed, 1.05 * vvm).otr_max > here.otr_max * (1.0 - 1e-3)
    assert full(TANK, 1.05 * speed, vvm).mixing_time < here.mixing_time
    assert full(TANK, 1.05 * speed, vvm).flooding_ratio < here.flooding_ratio
    assert 0.0 < here.power_gassed <= here.power_ungassed
    assert full(TANK, speed, 1.05 * vvm).carbon_dioxide_stripping > here.carbon_dioxide_stripping * (1.0 - 1e-3)


@settings(deadline=None)
@given(SPEEDS, AIR)
def test_heat_of_the_uptake_that_can_be_cooled(speed: float, vvm: float):
    point = full(TANK, speed, vvm)
    load = point.oxygen_uptake_coolable * 460e3 / 3600.0 + point.power_per_volume
    assert load == pytest.approx(point.cooling_per_volume)
    assert point.cooling_capacity == pytest.approx(60_000.0 * (BROTH.temperature - 288.15))

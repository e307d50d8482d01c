"""Stirrer power: textbook numbers, the authors against one another, limits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.impeller import (
    dispersion_flow_number,
    flooding_flow_number,
    froude,
    gas_flow_number,
    tip_speed,
)
from moromi.kernels.power import (
    GassedPowerLaw,
    gassed_cui,
    gassed_hughmark,
    gassed_michel_miller,
    power_gassed,
    power_ungassed,
)

RUSHTON = (0.783, 0.459)
SPEEDS = st.floats(0.1, 20.0)
DIAMETERS = st.floats(0.03, 1.5)
FLOWS = st.floats(0.0, 1.0)


def test_bench_example():
    # 10 L, one Rushton of 6 cm at 800 rpm; printed as 914 W/m³ with a rounded speed
    assert power_ungassed(5.0, 1000.0, 800.0 / 60.0, 0.06) / 0.01 == pytest.approx(921.6, rel=1e-3)


def test_the_three_authors_for_one_production_impeller():
    # D 0.7 m, 2 1/s, 0.2 m³/s in a stage of 5.5 m³: 0.48, 0.18 (far outside its fit) and 0.37
    ungassed = power_ungassed(5.0, 1000.0, 2.0, 0.7)
    assert gassed_michel_miller(ungassed, 2.0, 0.7, 0.2, *RUSHTON) / ungassed == pytest.approx(0.484, abs=0.002)
    assert gassed_cui(1.0, 2.0, 0.7, 0.2, False, 0.0) == pytest.approx(0.18, abs=0.005)
    assert gassed_hughmark(1.0, 2.0, 0.7, 0.2, 5.5) == pytest.approx(0.37, abs=0.005)


def test_gas_flow_is_per_second():
    ungassed = power_ungassed(5.0, 1000.0, 2.0, 0.7)
    per_second = gassed_michel_miller(ungassed, 2.0, 0.7, 0.2, *RUSHTON)
    assert gassed_michel_miller(ungassed, 2.0, 0.7, 0.2 / 3600.0, *RUSHTON) > 2.0 * per_second


@settings(deadline=None)
@given(SPEEDS, DIAMETERS, FLOWS)
def test_gas_takes_power_and_never_gives_any(speed: float, diameter: float, flow: float):
    ungassed = power_ungassed(5.0, 1000.0, speed, diameter)
    for law in GassedPowerLaw:
        here = power_gassed(int(law), ungassed, speed, diameter, flow, 1.0, False, 0.783, 0.459)
        more = power_gassed(int(law), ungassed, speed, diameter, flow + 0.01, 1.0, False, 0.783, 0.459)
        assert 0.0 <= more <= here * (1.0 + 1e-12)
        assert here <= ungassed
        still = power_gassed(int(law), ungassed, speed, diameter, 0.0, 1.0, False, 0.783, 0.459)
        assert still == pytest.approx(ungassed)


@settings(deadline=None)
@given(SPEEDS, DIAMETERS, FLOWS)
def test_gassed_power_grows_with_the_speed(speed: float, diameter: float, flow: float):
    def drawn(n: float) -> float:
        return gassed_michel_miller(power_ungassed(5.0, 1000.0, n, diameter), n, diameter, flow, *RUSHTON)

    assert drawn(1.01 * speed) > drawn(speed)


def test_a_standing_stirrer_draws_nothing():
    for law in GassedPowerLaw:
        assert power_gassed(int(law), 0.0, 0.0, 0.1, 1e-4, 1e-3, True, 0.8, 0.459) == 0.0


def test_cui_hands_over_without_a_jump():
    for upper, edge in ((False, 0.055), (True, 0.013)):
        below = gassed_cui(1.0, 1.0, 1.0, edge * (1.0 - 1e-9), upper, 0.0)
        above = gassed_cui(1.0, 1.0, 1.0, edge * (1.0 + 1e-9), upper, 0.0)
        assert below == pytest.approx(above, abs=0.011)  # the two printed lines meet within 1 % of P0


def test_flooding_agrees_with_the_other_authors():
    assert flooding_flow_number(0.4, 1.0) == pytest.approx(1.2, rel=0.02)  # Warmoeskerken & Smith (1985)


def test_a_dispersed_gas_is_not_flooded():
    number = froude(2.0, 0.7)
    assert dispersion_flow_number(1.0 / 3.0, number) < flooding_flow_number(1.0 / 3.0, number)


@settings(deadline=None)
@given(SPEEDS, DIAMETERS)
def test_numbers_scale_as_their_definitions(speed: float, diameter: float):
    assert tip_speed(2.0 * speed, diameter) == pytest.approx(2.0 * tip_speed(speed, diameter))
    assert froude(2.0 * speed, diameter) == pytest.approx(4.0 * froude(speed, diameter))
    assert gas_flow_number(0.1, speed, 2.0 * diameter) == pytest.approx(gas_flow_number(0.1, speed, diameter) / 8.0)
    assert power_ungassed(5.0, 1000.0, speed, 2.0 * diameter) == pytest.approx(
        32.0 * power_ungassed(5.0, 1000.0, speed, diameter)
    )

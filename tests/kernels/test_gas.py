"""Flows, pressures and hold-up, with the traps of their units."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.gas import (
    actual_flow,
    holdup_kudrewizki,
    holdup_stirred,
    hydrostatic_pressure,
    mean_pressure,
    standard_molar_flow,
    superficial_velocity,
)


def test_molar_volume_at_standard_conditions():
    assert 1.0 / standard_molar_flow(1.0) == pytest.approx(0.022413969, rel=1e-7)  # CODATA 2018


def test_a_standard_flow_grows_with_heat_and_shrinks_with_pressure():
    flow = actual_flow(standard_molar_flow(1.0), 310.15, 2.0265)
    assert flow == pytest.approx(310.15 / 273.15 / 2.0)


def test_velocity_of_one_vvm_in_a_cubic_metre():
    # 1 m³ as high as wide, 1 vvm standard, 37 °C, 1 atm: the bare division by area would give 14 % less
    diameter = (4.0 / math.pi) ** (1.0 / 3.0)
    area = math.pi / 4.0 * diameter**2
    velocity = superficial_velocity(standard_molar_flow(1.0) / 60.0, 310.15, 1.01325, area)
    assert velocity == pytest.approx(1.0 / 60.0 / area * 310.15 / 273.15)


def test_ten_metres_of_water_weigh_a_bar():
    assert hydrostatic_pressure(1.0, 1000.0, 10.197, 0.0) == pytest.approx(2.0, rel=1e-4)
    assert mean_pressure(1.0, 1000.0, 10.197) == pytest.approx(1.5, rel=1e-4)


@settings(deadline=None)
@given(st.floats(0.0, 20.0), st.floats(0.0, 0.5))
def test_mean_pressure_does_not_know_the_holdup(height: float, holdup: float):
    dispersion = height / (1.0 - holdup)
    assert hydrostatic_pressure(1.0, 1000.0, 0.5 * dispersion, holdup) == pytest.approx(
        mean_pressure(1.0, 1000.0, height)
    )


@settings(deadline=None)
@given(st.floats(0.0, 2e4), st.floats(0.0, 0.3))
def test_holdup_is_a_share_and_grows(power: float, velocity: float):
    here = holdup_stirred(power, velocity)
    assert 0.0 <= here <= 0.5
    assert holdup_stirred(power + 10.0, velocity + 0.001) >= here
    assert 0.0 <= holdup_kudrewizki(velocity, 5.0, 0.06, 993.0, 1.25, 0.072) < 1.0


def test_negative_trial_values_of_an_integrator_do_no_harm():
    assert holdup_stirred(-1e-9, -1e-9) == 0.0
    assert holdup_kudrewizki(-1e-9, -1e-9, 0.06, 993.0, 1.25, 0.072) == 0.0

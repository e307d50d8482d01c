"""Heat of the vessel: definitions against one another."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.heat import (
    cooling_capacity,
    evaporation_heat,
    film_coefficient,
    gas_expansion_power,
    log_mean_temperature_difference,
    overall_coefficient,
    oxygen_heat,
)


@settings(deadline=None)
@given(st.floats(50.0, 2000.0), st.floats(0.01, 200.0), st.floats(280.0, 305.0), st.floats(1.0, 1e6))
def test_capacity_closes_the_log_mean_law(overall: float, area: float, cold: float, rate: float):
    broth = 310.15
    heat = cooling_capacity(overall, area, broth, cold, rate)
    warm = cold + heat / rate
    assert cold <= warm <= broth
    if warm < broth - 1e-6:
        mean = log_mean_temperature_difference(broth, cold, warm)
        assert overall * area * mean == pytest.approx(heat, rel=1e-4)


def test_plenty_of_coolant_does_not_warm_up():
    assert cooling_capacity(500.0, 10.0, 310.0, 290.0, math.inf) == pytest.approx(100e3)
    assert cooling_capacity(500.0, 10.0, 310.0, 290.0, 1e12) == pytest.approx(100e3)
    assert cooling_capacity(500.0, 10.0, 290.0, 310.0, 1e9) < 0.0
    assert cooling_capacity(500.0, 0.0, 310.0, 290.0, 1e4) == 0.0 == cooling_capacity(500.0, 9.0, 310.0, 290.0, 0.0)


def test_no_mean_where_the_coolant_passes_the_broth():
    assert log_mean_temperature_difference(300.0, 290.0, 301.0) == 0.0
    assert log_mean_temperature_difference(300.0, 290.0, 290.0) == 10.0


def test_the_worst_film_rules():
    assert overall_coefficient(2000.0, 1500.0, 0.004, 16.0, math.inf) < 1500.0
    assert overall_coefficient(2000.0, 1500.0, 0.004, 16.0, 5000.0) < overall_coefficient(
        2000.0, 1500.0, 0.004, 16.0, math.inf
    )


def test_usual_coefficient_of_a_steel_jacket():
    # 1 m³: Rushton of 0.33 m at 3 1/s in a broth like water, cooling water, 5 mm steel, a little fouling
    broth = film_coefficient(0.6, 0.67, 1000.0 * 3.0 * 0.33**2 / 0.001, 6.0, 0.6, 1.0)
    assert 1000.0 < broth < 5000.0
    assert 300.0 < overall_coefficient(broth, 1000.0, 0.005, 16.0, 2500.0) < 500.0


def test_heat_of_the_books():
    assert oxygen_heat(100.0) == pytest.approx(12.78e3, rel=1e-3)
    assert evaporation_heat(3600.0 / 0.01801528, 303.15) == pytest.approx(2430.7e3, rel=2e-3)
    assert gas_expansion_power(1000.0, 0.1) == pytest.approx(981.0, rel=1e-3)

"""Columns by several authors, wells, shaken cylinders and quiet cell culture."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.column import holdup_column, kla_heijnen_column
from moromi.kernels.column_akita import holdup_akita_yoshida, kla_akita_yoshida
from moromi.kernels.column_dispersion import dispersion_baird_rice, dispersion_deckwer
from moromi.kernels.transfer_small import (
    bubble_velocity,
    critical_shaking_speed,
    kla_bubbles,
    kla_round_well,
    kla_shaken_cylinder,
    tilted_surface,
)

WATER = (998.2, 1.002e-3, 0.0728)
OXYGEN = 2.0e-9
VELOCITIES = st.floats(0.04, 0.3)


@settings(deadline=None)
@given(VELOCITIES, st.floats(0.15, 5.0))
def test_holdup_solves_its_equation(velocity: float, width: float):
    holdup = holdup_akita_yoshida(velocity, width, *WATER)
    counted = min(width, 0.6)
    bond = 9.80665 * counted**2 * WATER[0] / WATER[2]
    galilei = 9.80665 * counted**3 * (WATER[0] / WATER[1]) ** 2
    right = 0.2 * bond**0.125 * galilei ** (1 / 12) * velocity / math.sqrt(9.80665 * counted)
    assert holdup / (1.0 - holdup) ** 4 == pytest.approx(right, rel=1e-6)
    assert holdup_akita_yoshida(1.1 * velocity, width, *WATER) > holdup


@settings(deadline=None)
@given(VELOCITIES)
def test_two_authors_of_a_column_agree_within_their_bands(velocity: float):
    assert holdup_akita_yoshida(velocity, 0.6, *WATER) == pytest.approx(holdup_column(velocity), rel=0.5)
    first = kla_akita_yoshida(velocity, 0.6, *WATER, OXYGEN)
    assert 0.5 < first / kla_heijnen_column(velocity) < 1.3


def test_no_gas_nothing():
    assert holdup_akita_yoshida(0.0, 0.6, *WATER) == 0.0
    assert kla_akita_yoshida(0.0, 0.6, *WATER, OXYGEN) == 0.0


@pytest.mark.parametrize("velocity", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("width", [0.15, 0.5, 1.5])
def test_two_authors_of_dispersion(width: float, velocity: float):
    assert dispersion_deckwer(width, velocity) == pytest.approx(dispersion_baird_rice(width, velocity), rel=0.3)


def test_wells():
    # 96-well plate, 0.2 mL, 6.6 mm: 0.2 m/h over 5.85 mm of liquid; measured at rest 10-12 1/h and 34 when shaken
    area = 0.25 * math.pi * 0.0066**2 / 2e-7
    assert kla_round_well(area) == pytest.approx(34.2, rel=0.01)


def test_shaken_cylinders_have_consistent_dimensions():
    # a change of the unit of length (or time) changes kLa by the unit of time alone: seven exponents must conspire
    here = kla_shaken_cylinder(2.0, 0.05, 0.4, 0.02, 2.4e-9, 0.9e-6)
    length = (73 / 36) + 1 / 4 + 3 * (-8 / 9) + 2 * 0.5 + 2 * (-13 / 54) - 7 / 54
    time = -1 - 0.5 + 13 / 54 + 2 * 7 / 54
    assert length == pytest.approx(0.0, abs=1e-12)
    assert time == pytest.approx(-1.0, abs=1e-12)
    assert 5.0 < here < 40.0  # cell culture
    assert kla_shaken_cylinder(4.0, 0.05, 0.4, 0.02, 2.4e-9, 0.9e-6) == pytest.approx(2.0 * here)


@settings(deadline=None)
@given(st.floats(0.005, 0.03), st.floats(1e-7, 5e-3), st.floats(0.001, 0.1), st.floats(0.02, 0.08))
def test_liquid_of_a_well_moves_where_it_pulls_harder_than_its_skin(
    width: float, volume: float, throw: float, skin: float
):
    # centrifugal force against surface tension along half the circumference
    speed = critical_shaking_speed(width, volume, throw, 1000.0, skin)
    pull = 1000.0 * volume * (2.0 * math.pi * speed) ** 2 * throw / 2.0
    assert pull == pytest.approx(skin * math.pi * width / 2.0)


def test_surface_of_a_well_at_rest_tilted_and_at_most():
    area = 5e-5
    assert tilted_surface(area, 3.0, 0.05, 3.1) == area
    # 45°: acceleration equals gravity
    speed = math.sqrt(9.80665 / (2.0 * math.pi**2 * 0.05))
    assert tilted_surface(area, speed, 0.05, 0.1) == pytest.approx(math.sqrt(2.0) * area)
    assert tilted_surface(area, 50.0, 0.05, 0.1) == pytest.approx(3.0 * area)


@pytest.mark.parametrize("millimetres", [3.0, 4.0, 5.0, 6.0])
def test_large_bubbles_rise_as_seen(millimetres: float):
    # 0.20-0.25 m/s for 2-6 mm in water: Clift, Grace & Weber (1978)
    assert 0.2 < bubble_velocity(1e-3 * millimetres, *WATER) < 0.26


def test_a_fine_bubble_rises_as_stokes_says():
    small = 2e-5
    assert bubble_velocity(small, *WATER) == pytest.approx(WATER[0] * 9.80665 * small**2 / (18.0 * WATER[1]), rel=0.02)


@pytest.mark.parametrize(("velocity", "bubble"), [(3e-4, 5e-3), (1e-3, 5e-3), (2e-4, 1e-3), (5e-4, 1.5e-3)])
def test_cell_culture_is_in_the_usual_range(velocity: float, bubble: float):
    # 1-15 1/h: 10-50 W/m³, 0.005-0.05 vvm
    assert 1.0 < kla_bubbles(velocity, bubble, 2.8e-9, 993.0, 7e-4, 0.05) < 15.0


@settings(deadline=None)
@given(st.floats(1e-4, 5e-3), st.floats(5e-4, 7e-3))
def test_quiet_transfer_is_proportional_to_gas_and_finer_bubbles_help(velocity: float, bubble: float):
    here = kla_bubbles(velocity, bubble, 2.8e-9, 993.0, 7e-4, 0.05)
    assert kla_bubbles(2.0 * velocity, bubble, 2.8e-9, 993.0, 7e-4, 0.05) == pytest.approx(2.0 * here)
    assert kla_bubbles(velocity, 0.3 * bubble, 2.8e-9, 993.0, 7e-4, 0.05) > here

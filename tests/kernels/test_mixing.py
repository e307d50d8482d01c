"""Mixing times: another code, other authors, limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.gas import GRAVITY
from moromi.kernels.impeller import reynolds
from moromi.kernels.mixing import (
    circulation_time,
    mixing_time,
    mixing_time_cooke,
    mixing_time_doran,
    mixing_time_grenville,
    mixing_time_ruszkowski,
    other_homogeneity,
)
from moromi.kernels.shear import kolmogorov_length

WATER = (1000.0, 0.001)


@pytest.mark.parametrize(
    ("watt", "speed", "impeller", "tank", "height", "viscosity", "density", "homogeneity", "seconds"),
    [
        (957.0, 56.0 / 60.0, 36.0 * 0.0254, 1.83, 1.83, 0.018, 1020.0, 0.995, 15.143198226374668),
        (298.0, 125.0 / 60.0, 1.0, 3.0, 2.5, 0.5, 980.0, 0.95, 67.7575069865228),
        (298.0, 125.0 / 60.0, 1.5, 3.0, 2.5, 0.5, 980.0, 0.95, 51.70865552491966),
    ],
)
def test_grenville_as_another_library_codes_it(
    watt, speed, impeller, tank, height, viscosity, density, homogeneity, seconds
):
    # CalebBell/fluids 1.3.1, turbulent and transitional. It takes its power in kgf m/s, hence the factor g.
    number = watt * GRAVITY / (density * speed**3 * impeller**5)
    ninety_five = mixing_time_grenville(number, speed, impeller, tank, height, density, viscosity)
    assert other_homogeneity(ninety_five, 0.95, homogeneity) == pytest.approx(seconds, rel=1e-4)


def test_the_branches_of_grenville_meet():
    number = 5.0
    root = number ** (1.0 / 3.0)
    speed = 6370.0 / root / reynolds(1000.0, 1.0, 0.1, 0.001)
    slower = mixing_time_grenville(number, speed * (1.0 - 1e-9), 0.1, 0.3, 0.3, *WATER)
    faster = mixing_time_grenville(number, speed * (1.0 + 1e-9), 0.1, 0.3, 0.3, *WATER)
    assert slower == pytest.approx(faster, rel=0.02)


@settings(deadline=None)
@given(st.floats(0.33, 0.5), st.floats(0.5, 10.0), st.floats(0.1, 3.0))
def test_grenville_and_ruszkowski_say_the_same(ratio: float, speed: float, tank: float):
    impeller = ratio * tank
    viscosity = 1e-6  # turbulent at every scale
    dissipation = 5.0 * speed**3 * impeller**5 / (math.pi / 4.0 * tank**3)
    one = mixing_time_grenville(5.0, speed, impeller, tank, tank, 1000.0, viscosity)
    assert one == pytest.approx(mixing_time_ruszkowski(tank, dissipation, ratio), rel=0.06)


def test_four_authors_for_one_square_tank():
    tank, impeller, speed = 1.5, 0.5, 2.0
    volume = math.pi / 4.0 * tank**3
    grenville = mixing_time_grenville(5.0, speed, impeller, tank, tank, *WATER)
    others = (
        mixing_time_doran(volume, speed, impeller),
        other_homogeneity(mixing_time_cooke(5.0, speed, impeller, tank), 0.9, 0.95),
        circulation_time(volume, 1.0, 0.72, speed, impeller),
    )
    assert all(0.6 * grenville < other < 1.7 * grenville for other in others)


def test_a_tall_production_tank():
    # 22 m³, four Rushtons, H/D 9, 120 rpm: minutes, as measured in such tanks (100-250 s)
    assert mixing_time(5.0, 4.0, 2.0, 0.7, 2.1, 6.3, *WATER) == pytest.approx(
        201.0 * math.log(20) / math.log(10), rel=0.01
    )


def test_chooser_takes_the_correlation_of_the_shape():
    squat = mixing_time(5.0, 1.0, 5.0, 0.05, 0.15, 0.15, *WATER)
    assert squat == mixing_time_grenville(5.0, 5.0, 0.05, 0.15, 0.15, *WATER)
    dissipation = 2.0 * 5.0 * 5.0**3 * 0.05**5 / (math.pi / 4.0 * 0.15**3)
    twin = mixing_time(5.0, 2.0, 5.0, 0.05, 0.15, 0.15, *WATER)
    assert twin == pytest.approx(mixing_time_ruszkowski(0.15, dissipation, 1.0 / 3.0))


def test_below_turbulence_every_shape_slows_down_as_grenvilles_one_impeller_does():
    def thick(count: float, height: float, viscosity: float) -> float:
        return mixing_time(5.0, count, 3.0, 0.05, 0.15, height, 1000.0, viscosity)

    alone = mixing_time_grenville(5.0, 3.0, 0.05, 0.15, 0.15, 1000.0, 0.1)
    slower = alone / mixing_time_grenville(5.0, 3.0, 0.05, 0.15, 0.15, *WATER)
    assert slower > 10.0
    assert thick(2.0, 0.15, 0.1) / thick(2.0, 0.15, 0.001) == pytest.approx(slower, rel=0.02)
    assert thick(3.0, 0.45, 0.1) / thick(3.0, 0.45, 0.001) == pytest.approx(slower, rel=0.02)


def test_nothing_mixes_without_a_stirrer():
    assert mixing_time(5.0, 1.0, 0.0, 0.05, 0.15, 0.15, *WATER) == math.inf
    assert mixing_time(5.0, 0.0, 5.0, 0.05, 0.15, 0.15, *WATER) == math.inf
    assert circulation_time(1.0, 1.0, 0.7, 0.0, 0.5) == math.inf


@settings(deadline=None)
@given(
    st.floats(0.1, 6.0),
    st.sampled_from([1.0, 2.0, 4.0]),
    st.floats(0.2, 20.0),
    st.floats(0.1, 4.0),
    st.floats(0.3, 3.0),
)
def test_faster_or_stronger_mixes_sooner(number: float, count: float, speed: float, tank: float, slender: float):
    shape = (tank / 3.0, tank, slender * tank, *WATER)
    here = mixing_time(number, count, speed, *shape)
    assert 0.0 < mixing_time(number, count, 1.1 * speed, *shape) < here < math.inf
    assert mixing_time(1.1 * number, count, speed, *shape) < here


def test_eddies_shrink_with_power():
    assert kolmogorov_length(1e-6, 16.0) == pytest.approx(0.5 * kolmogorov_length(1e-6, 1.0))

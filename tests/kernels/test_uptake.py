"""Laws against their definitions and published tables, and their behaviour where they begin and end."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moromi.kernels.laws import KINDS, smooth_maximum, smooth_minimum
from moromi.kernels.records import FACTOR
from moromi.kernels.uptake import uptake_bounds

SHARES = ("monod", "hill", "haldane", "inhibition", "competitive", "product", "contois", "tessier", "saturation")


def bounds(kind: str, x: float, constant: float, second: float = 0.0, third: float = 0.0, other: float = 0.0) -> float:
    law = np.zeros(1, FACTOR)
    law[0] = (0, KINDS[kind], 0, 1, constant, second, third)
    theta = np.zeros(1)
    uptake_bounds(law, np.array([10.0]), np.array([x, other]), theta)
    return float(theta[0])


@pytest.mark.parametrize(
    ("kind", "x", "constants", "other", "expected"),
    [
        ("monod", 0.015, (0.015,), 0.0, 5.0),
        ("hill", 2.0, (1.0, 2.0), 0.0, 8.0),
        ("haldane", 1.0, (1.0, 1.0), 0.0, 10.0 / 3.0),
        ("inhibition", 3.0, (1.0,), 0.0, 2.5),
        ("competitive", 1.0, (1.0, 2.0), 4.0, 2.5),  # 1/(1·(1 + 4/2) + 1)
        ("contois", 1.0, (0.5,), 6.0, 2.5),  # 1/(0.5·6 + 1)
        ("tessier", 2.0, (1.0,), 0.0, 10.0 * (1.0 - math.exp(-2.0))),
        ("arrhenius", 310.15, (60.0, 310.15), 0.0, 10.0),
        ("arrhenius", 300.0, (50.0, 310.0), 0.0, 10.0 * math.exp(-50e3 / 8.314462618 * (1 / 300 - 1 / 310))),
        ("after", 10.0, (10.0, 0.5), 0.0, 5.0),
        ("phase", 1.0, (2.0,), 0.0, 0.0),
        ("phase", 2.0, (2.0,), 0.0, 10.0),
        ("rise", 0.2, (0.2, 0.5), 0.0, 12.5),
    ],
)
def test_definitions(kind, x, constants, other, expected):
    assert bounds(kind, x, *constants, other=other) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_laws_that_end(share, exponent):
    """Levenspiel's product law and a store that fills, to the 1e-4 by which their end is rounded."""
    ethanol = bounds("product", 80.0 * share, 80.0, exponent) / 10.0
    assert ethanol == pytest.approx((1.0 - share) ** exponent, abs=2e-4)
    store = bounds("saturation", 80.0 * share, 20.0, exponent, other=4.0) / 10.0
    assert store == pytest.approx(1.0 - share**exponent, abs=1e-4)


def test_beyond_the_end_nothing_is_left():
    assert bounds("product", 81.0, 80.0, 0.5) == 0.0
    assert bounds("saturation", 81.0, 20.0, 1.0, other=4.0) == 0.0


def test_cardinal_temperature_is_the_published_curve():
    """A table printed by another implementation (R package macrogrow): Tmin 5, Topt 20, Tmax 30 °C, each degree."""
    table = {5: 0.0, 6: 0.02, 10: 0.33333333, 15: 0.8, 18: 0.96571429, 20: 1.0, 22: 0.96333333, 25: 0.76190476, 30: 0.0}
    for degrees, expected in table.items():
        found = bounds("temperature", 273.15 + degrees, 278.15, 293.15, 303.15) / 10.0
        assert found == pytest.approx(expected, abs=1e-4), degrees


def test_cardinal_ph_is_zero_at_the_ends_and_one_at_the_best():
    """Symmetric pH range 4–10, optimum 7: (pH−4)(pH−10)/((pH−4)(pH−10) − (pH−7)²)."""
    for ph, expected in {3.0: 0.0, 4.0: 0.0, 5.0: 5.0 / 9.0, 7.0: 1.0, 9.0: 5.0 / 9.0, 10.0: 0.0, 11.0: 0.0}.items():
        assert bounds("ph", ph, 4.0, 7.0, 10.0) / 10.0 == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("kind", ["monod", "haldane", "competitive", "contois", "tessier"])
def test_smooth_and_restoring_at_zero(kind):
    assert bounds(kind, 0.0, 0.1, 1.0, other=2.0) == 0.0
    below, above = bounds(kind, -1e-9, 0.1, 1.0, other=2.0), bounds(kind, 1e-9, 0.1, 1.0, other=2.0)
    assert below < 0.0
    assert below == pytest.approx(-above, rel=1e-6)
    for far in (-0.099, -0.301, -5.0):  # the laws themselves have a pole at -K, and another sign beyond it
        assert bounds(kind, far, 0.1, 1.0, other=2.0) == pytest.approx(far / 1e-9 * above, rel=1e-6)


def test_hill_is_odd_at_zero():
    assert bounds("hill", -1e-3, 0.1, 2.0) == -bounds("hill", 1e-3, 0.1, 2.0)
    assert bounds("inhibition", -1.0, 0.1) == 10.0


@given(st.sampled_from(SHARES), st.floats(0.0, 1e3), st.floats(1e-3, 1e2), st.floats(1.0, 4.0), st.floats(1e-3, 1e2))
def test_shares_stay_between_nothing_and_everything(kind, x, constant, second, other):
    assert 0.0 <= bounds(kind, x, constant, second, other=other) <= 10.0 * (1.0 + 1e-12)


@given(st.floats(1e-100, 1e3), st.floats(1e-100, 1e3))
def test_rounded_minimum_and_maximum(a, b):
    low, high = smooth_minimum(a, b), smooth_maximum(a, b)
    assert 0.0 <= low <= min(a, b) * (1.0 + 1e-9)
    assert high >= max(a, b) * (1.0 - 1e-9)
    assert low >= 0.968 * min(a, b)
    assert high <= 1.032 * max(a, b)


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_rounded_minimum_is_the_root_of_its_equation(a, b):
    x = smooth_minimum(a, b)
    assert abs(0.999 * x * x - (a + b) * x + a * b) <= 1e-10 * (a + b) ** 2


def test_rounded_minimum_passes_through_zero_with_slope_one():
    assert smooth_minimum(0.0, 3.0) == 0.0
    assert smooth_minimum(-1e-9, 3.0) == pytest.approx(-1e-9, rel=1e-6)
    assert smooth_minimum(1e-9, 3.0) == pytest.approx(1e-9, rel=1e-6)
    assert smooth_minimum(-3.0, 3.0) == pytest.approx(smooth_minimum(-3.0 + 1e-9, 3.0), rel=1e-6)
    assert smooth_minimum(5.0, 0.0) == 0.0

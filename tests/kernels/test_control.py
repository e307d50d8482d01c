"""The oxygen cascade."""

from __future__ import annotations

import pytest

from moromi.kernels.control import cascade_output, cascade_slope, stage


def test_stages_open_one_after_the_other():
    opened = [[stage(u, k, 10.0, 20.0) for k in range(3)] for u in (0.0, 0.5, 1.5, 2.25, 3.0)]
    assert opened == [[10, 10, 10], [15, 10, 10], [20, 15, 10], [20, 20, 12.5], [20, 20, 20]]


def test_output_is_saturated_and_integral_does_not_wind_up():
    assert cascade_output(2.9, 1.0, 30.0, -20.0, 3.0) == 3.0
    assert cascade_output(-5.0, 1.0, 30.0, 30.0, 3.0) == 0.0
    # at the upper end with a lasting error the integral settles where the output just saturates
    integral, step = 2.0, 1e-4
    for _ in range(20_000):
        integral += step * cascade_slope(integral, 1.0, 0.05, 30.0, 0.0, 3.0)
    assert integral + 0.3 == pytest.approx(3.0, abs=0.05)

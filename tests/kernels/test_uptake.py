"""Uptake laws against their definitions, and their behaviour at and below zero."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.records import FACTOR
from moromi.kernels.uptake import KINDS, uptake_bounds


def bounds(kind: str, concentration: float, constant: float, second: float = 0.0) -> float:
    law = np.zeros(1, FACTOR)
    law[0] = (0, KINDS[kind], 0, constant, second)
    theta = np.zeros(1)
    uptake_bounds(law, np.array([10.0]), np.array([concentration]), theta)
    return float(theta[0])


@pytest.mark.parametrize(
    ("kind", "concentration", "constant", "second", "expected"),
    [
        ("monod", 0.015, 0.015, 0.0, 5.0),
        ("hill", 2.0, 1.0, 2.0, 8.0),
        ("haldane", 1.0, 1.0, 1.0, 10.0 / 3.0),
        ("inhibition", 3.0, 1.0, 0.0, 2.5),
    ],
)
def test_textbook_values(kind, concentration, constant, second, expected):
    assert bounds(kind, concentration, constant, second) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("kind", ["monod", "haldane"])
def test_smooth_and_restoring_at_zero(kind):
    assert bounds(kind, 0.0, 0.1, 1.0) == 0.0
    assert bounds(kind, -1e-9, 0.1, 1.0) == pytest.approx(-bounds(kind, 1e-9, 0.1, 1.0), rel=1e-6)
    for far in (-0.099, -0.101, -5.0):  # the law itself has a pole at -K, and another sign beyond it
        assert bounds(kind, far, 0.1, 1.0) == pytest.approx(10.0 * far / 0.1)
    assert bounds("hill", -1e-9, 0.1, 2.0) == 0.0
    assert bounds("inhibition", -1.0, 0.1) == 10.0

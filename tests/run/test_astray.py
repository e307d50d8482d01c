"""Oxygen that cells seem to make is an integrator gone astray, and is told."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import run
from moromi.simulator.run.astray import astray_remarks


def test_rounding_is_none():
    rates = -np.linspace(0.0, 8.0, 12).reshape(4, 3)
    rates[0, 1] = 1e-9
    assert astray_remarks({"local_q_oxygen": rates}) == []
    assert astray_remarks({}) == []


def test_one_compartment_is_enough():
    rates = np.full((4, 3), -2.0)
    rates[2, 1] = 150.0
    assert "in 25 % of the rows" in astray_remarks({"local_q_oxygen": rates})[0]


@pytest.mark.slow
@pytest.mark.parametrize(("tolerance", "told"), [("3e-4", True), ("1e-6", False)])
def test_a_loose_tolerance_is_told(tolerance: str, told: bool):
    """Seen in the pilot's tank, in compartments without oxygen."""
    found = run("lysine-pilot", overrides=(f"tolerance.relative={tolerance}",))
    assert any("give oxygen off" in text for text in found.warnings) is told

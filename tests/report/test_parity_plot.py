"""The parity plot: every figure where it belongs, misses hollow, uncertainty drawn."""

from __future__ import annotations

import math

import pytest

from moromi.simulator.report.parity_plot import parity_plot, ticks
from moromi.simulator.report.style import to_svg
from moromi.simulator.study import Outcome


def one(published, simulated, unit="1/h", strain="a", band=0.1, **more):
    return Outcome("case", "figure", strain, published, simulated, unit, band, "source", **more)


def test_a_panel_a_unit_on_equal_logarithmic_axes():
    figure = parity_plot([one(0.2, 0.21), one(0.5, 0.4), one(10.0, 12.0, "mol/m3"), one(3.0, math.nan)])
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Rates [1/h]", "Concentrations [mmol/L]"]
    for axes in figure.axes:
        assert axes.get_xscale() == axes.get_yscale() == "log"
        assert axes.get_xlim() == axes.get_ylim()
    again = parity_plot([one(0.2, 0.21), one(0.5, 0.4), one(10.0, 12.0, "mol/m3")])
    assert to_svg(figure, salt="parity") == to_svg(again, salt="parity"), "what was not reached is left out"


@pytest.mark.parametrize(("simulated", "face"), [(0.21, "#1d5c8f"), (0.4, "white")])
def test_a_missed_band_is_hollow(simulated, face):
    axes = parity_plot([one(0.2, simulated, uncertainty=0.05)]).axes[0]
    marks = [container[0] for container in axes.containers]
    assert [mark.get_markerfacecolor() for mark in marks] == [face]
    assert [(mark.get_xdata()[0], mark.get_ydata()[0]) for mark in marks] == [(0.2, simulated)]
    assert len(axes.collections) == 2, "the pale band, and the published uncertainty"


def test_nothing_to_draw():
    assert parity_plot([one(1.0, math.nan)]) is None


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0.02, 0.9, [0.02, 0.05, 0.1, 0.2, 0.5]),
        (0.3, 2000.0, [1.0, 10.0, 100.0, 1000.0]),
        (1.5e13, 2.7e13, [1.5e13, 2e13]),
        (3.0, 11.0, [3.0, 4.0, 5.0, 7.0, 10.0]),
        (1e-6, 1e6, [1e-6, 1e-3, 1.0, 1e3, 1e6]),
    ],
)
def test_few_round_ticks(low, high, found):
    assert ticks(low, high) == pytest.approx(found)

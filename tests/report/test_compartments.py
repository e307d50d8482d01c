"""Figures of networks: the tank cut open, still and moving, lives and regimes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray

from moromi.simulator.plant import networks
from moromi.simulator.plant.network import Network
from moromi.simulator.report.animation import write_animation
from moromi.simulator.report.cross_section import boxes_of, tank_cross_section
from moromi.simulator.report.lifeline_plot import lifeline_traces, regime_histogram
from moromi.simulator.report.reading import species_of, variable_of
from moromi.simulator.report.style import to_svg
from moromi.simulator.report.symbols import short_label
from moromi.simulator.scenario import load_vessel

TANK = networks.impeller_loops(networks.stack_of(load_vessel("tank-30m3"), 22.0))
RIG = networks.two_tanks(0.01, 0.2, 0.02)


@pytest.mark.parametrize("network", [TANK, RIG], ids=["loops", "rig"])
def test_boxes_fill_the_tank_by_volume(network: Network):
    """The rectangles, turned around the axis, have the compartments' shares: nothing overlaps, nothing is left."""
    inner, outer, low, high = boxes_of(network).T
    assert (outer**2 - inner**2) * (high - low) == pytest.approx(network.fraction, rel=1e-9)


def test_cross_section_shows_every_compartment_on_both_sides():
    values = np.linspace(0.0, 50.0, TANK.size)
    figure = tank_cross_section(TANK, {"top $feed": values, "other": values[::-1]}, "Glucose [mg/L]", 3.07)
    tanks = [artist for axes in figure.axes for artist in axes.collections if artist.get_gid() == "tank"]
    assert [len(tank.get_paths()) for tank in tanks] == [2 * TANK.size] * 2
    assert np.array_equal(tanks[0].get_array()[: TANK.size], values)
    assert tanks[0].norm is tanks[1].norm
    assert to_svg(figure) == to_svg(
        tank_cross_section(TANK, {"top $feed": values, "other": values[::-1]}, "Glucose [mg/L]", 3.07)
    )


def test_batch_sheet_shows_oxygen_at_the_sensors_and_no_species_twice():
    hours, flat = np.array([0.0, 1.0]), ("time", np.array([1.0, 2.0]))
    columns = {name: (*flat, {"units": unit}) for name, unit in (("dot", "%"), ("sensed_dot", "%"))}
    columns |= {name: (*flat, {"units": "mol/m³"}) for name in ("glucose", "sensed_glucose")}
    data = xarray.Dataset(columns, coords={"time": ("time", hours)})
    run = SimpleNamespace(data=data, events=[], limits=[])
    assert species_of(run) == ["glucose"]
    assert short_label(variable_of(run, "sensed_dot")) == "at the sensors"


def test_missing_values_are_drawn_as_nothing():
    figure = tank_cross_section(RIG, {"": np.array([np.nan, np.nan])}, "x")
    (tank,) = (artist for axes in figure.axes for artist in axes.collections if artist.get_gid() == "tank")
    assert np.ma.getmaskarray(tank.get_array()).all()


def test_animation_has_every_row_once(tmp_path: Path):
    from PIL import Image

    times = np.linspace(0.0, 1.0, 5)
    values = np.linspace(0.0, 1.0, 5)[:, None] * TANK.height
    one, other = (write_animation(TANK, times, values, "x [g/L]", tmp_path / name) for name in ("a.gif", "b.gif"))
    with Image.open(one) as image:
        assert image.n_frames == 5
    assert one.read_bytes() == other.read_bytes()


def test_lives_are_stairs_that_end_with_the_record():
    figure = lifeline_traces(
        [(np.array([0.0, 3.0]), np.array([1.0, 2.0])), (np.array([0.0]), np.array([5.0]))], 9.0, "x"
    )
    assert [axes.get_xlim() for axes in figure.axes] == [(0.0, 9.0)] * 2
    stairs = [artist for axes in figure.axes for artist in axes.patches]
    assert stairs[0].get_data().edges.tolist() == [0.0, 3.0, 9.0]


def test_regimes_are_shares_over_the_used_classes():
    edges = 0.1 * 10.0 ** np.arange(6)
    figure = regime_histogram(edges, {"excess": np.array([0, 3, 1, 0, 0]), "starvation": np.zeros(5)})
    axes = figure.axes[0]
    assert axes.get_xlim() == pytest.approx((1.0, 100.0))
    shares = [artist.get_data().values for artist in axes.patches if artist.get_gid() == "regime"]
    assert [share.tolist() for share in shares] == [[0.0, 0.75, 0.25, 0.0, 0.0]]
    assert regime_histogram(edges, {}).axes

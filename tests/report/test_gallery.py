"""The gallery: each correlation beside another author, banded where it was fitted, dashed beyond; the docs show it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.plant.correlations import CORRELATIONS
from moromi.simulator.plant.evaluate import evaluate
from moromi.simulator.report.gallery import FAMILIES, draw_gallery, gallery_figure
from moromi.simulator.report.gallery_curves import curve
from moromi.simulator.report.style import to_svg

DOCS = Path(__file__).resolve().parents[2] / "docs"
ALONE = {
    # properties of water: their tables are tests
    "water_density", "water_viscosity", "water_conductivity", "water_surface_tension", "water_constant",
    # no second author at hand
    "kla_round_well", "kla_shaken_cylinder", "critical_shaking_speed", "spacing_factor",
    "circulation_function", "foam_height", "cavern_ratio", "power_laminar",
    # the flask's kLa is drawn
    "otr_max_meier_flask",
}  # fmt: skip


@pytest.fixture(scope="module")
def panels():
    return {name: family() for name, family in FAMILIES.items()}


def test_each_correlation_stands_beside_another(panels):
    beside = set()
    for family in panels.values():
        for panel in family:
            assert len(panel.curves) >= 2, panel.title
            beside |= {line.name for line in panel.curves if line.name}
    assert beside | ALONE == set(CORRELATIONS)
    assert beside.isdisjoint(ALONE)


def test_every_line_is_a_curve_over_a_range(panels):
    for family in panels.values():
        for panel in family:
            assert panel.x.endswith("]")
            assert panel.y.endswith("]")
            for line in panel.curves:
                assert np.all(np.isfinite(line.y)), line.label
                assert np.ptp(line.x) > 0.0
                if line.name:
                    assert line.band == CORRELATIONS[line.name].uncertainty


def test_a_line_is_what_the_correlation_gives_and_knows_its_range():
    line = curve("kla_smith", "gas_velocity", 0.001, 0.1, log=True, power_per_volume=1000.0)
    for place in (0, 40, 80):
        found = evaluate("kla_smith", gas_velocity=float(line.x[place]), power_per_volume=1000.0)
        assert line.y[place] == found.value
        assert bool(line.inside[place]) is (found.remarks == ())
    assert not line.inside[0]
    assert line.inside[40]
    assert not line.inside[-1]


def test_bands_end_where_the_range_ends(panels):
    figure = gallery_figure(panels["columns"], "columns")
    axes = figure.axes[0]
    assert axes.get_xscale() == axes.get_yscale() == "log"
    line = panels["columns"][0].curves[0]
    (band,) = (item for item in axes.collections if item.get_facecolor()[0][2] > 0.6)
    spread = band.get_paths()[0].get_extents()
    assert spread.x0 == pytest.approx(line.x[line.inside].min())
    assert spread.y1 == pytest.approx(1.3 * line.y[line.inside].max())


def test_the_same_bytes_every_time(panels):
    assert to_svg(gallery_figure(panels["power"], "power")) == to_svg(gallery_figure(panels["power"], "power"))


def test_the_docs_show_all_of_it(tmp_path: Path):
    text = (DOCS / "physics.md").read_text("utf-8")
    drawn = draw_gallery(tmp_path)
    assert len(drawn) == len(FAMILIES)
    for file in drawn:
        assert f"(figures/{file.name})" in text
        assert (DOCS / "figures" / file.name).is_file()

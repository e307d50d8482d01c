"""Figures: what is on them, in which unit, and that the same run gives the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from moromi.simulator.report import batch_sheet, write_figures, write_scale_up_figures
from moromi.simulator.report.criteria_dotplot import criteria_dotplot
from moromi.simulator.report.curves import PANELS
from moromi.simulator.report.embed import inline_svg
from moromi.simulator.report.loss_waterfall import loss_waterfall, steps_of
from moromi.simulator.report.regime_diagram import damkohler, regime_diagram
from moromi.simulator.report.style import colour, to_svg
from moromi.simulator.report.timeline import limits_timeline

from .culture import Run, Scaled
from .edges import check_edges


def marks(axes: Any, gid: str) -> list[Any]:
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


def only(run: Run, *names: str) -> Run:
    return replace(run, data=run.data[list(names)])


def test_every_panel_is_drawn_under_the_strip(run: Run) -> None:
    figure = batch_sheet(run)
    strip, *panels = figure.axes
    assert len(panels) == 2 * len(PANELS)
    assert strip.get_yticklabels()[0].get_text() == "Phase"


def test_every_axis_says_its_unit(run: Run) -> None:
    for axes in batch_sheet(run).axes[1:]:
        assert re.search(r"\[.+\]$", axes.get_ylabel()), axes.get_ylabel()


def test_panels_share_the_time_axis_and_end_in_its_label(run: Run) -> None:
    figure = batch_sheet(run)
    assert {axes.get_xlim() for axes in figure.axes} == {(0.0, 24.0)}
    assert [axes.get_xlabel() for axes in figure.axes if axes.get_xlabel()] == ["Time $t$ [h]"]


def test_phases_are_marked_where_they_begin(run: Run) -> None:
    begins = [event["time"] for event in run.events if event.get("kind") == "phase"][1:]
    panel = batch_sheet(run).axes[1]
    assert [line.get_xdata()[0] for line in marks(panel, "phase")] == begins


def test_limits_are_bars_above_and_bands_where_they_concern(run: Run) -> None:
    strip, first, *_ = batch_sheet(run).axes
    assert len(marks(strip, "limit")) == len(run.limits)
    assert len(marks(first, "limit")) == sum(entry["limit"] == "glucose" for entry in run.limits)


def test_values_are_shown_in_the_units_of_the_label(run: Run) -> None:
    volume = next(a for a in batch_sheet(run).axes if "[L]" in a.get_ylabel())
    (line,) = (line for line in volume.lines if line.get_gid() == "curve-volume")
    np.testing.assert_allclose(line.get_ydata(), 1e3 * run.data["volume"])


def test_a_variable_has_one_colour(run: Run) -> None:
    lines = [line for axes in batch_sheet(run).axes for line in axes.lines if str(line.get_gid()).startswith("curve-")]
    assert len(lines) > 15
    assert all(line.get_color() == colour(line.get_gid().removeprefix("curve-")) for line in lines)


def test_colours_of_species_and_their_rates_agree() -> None:
    assert colour("xylose") == colour("q_xylose")
    assert colour("glucose") == colour("q_glucose") == colour("q_s")


def test_measured_points_lie_over_their_curve(run: Run) -> None:
    points = {"glucose": (np.array([-1.0, 4.0]), np.array([55.0, 21.0])), "unheard_of": (np.ones(1), np.ones(1))}
    axes = [a for a in batch_sheet(run, points).axes if any(ln.get_gid() == "measured-glucose" for ln in a.lines)]
    assert len(axes) == 1
    assert axes[0].get_xlim()[0] == -1.0
    (drawn,) = (line for line in axes[0].lines if line.get_gid() == "measured-glucose")
    assert list(drawn.get_ydata()) == [55.0, 21.0]


def test_the_source_is_thin_and_flows_are_relative(scale_up: Scaled) -> None:
    figure = batch_sheet(scale_up.targets[0].result, source=scale_up.source)
    lines = [line for line in figure.axes[1].lines if line.get_gid() == "curve-biomass"]
    assert len(lines) == 2
    assert lines[1].get_linewidth() < lines[0].get_linewidth()
    assert any("V_{\\mathrm{0}}" in axes.get_ylabel() for axes in figure.axes)


@pytest.mark.parametrize(
    ("names", "axes"),
    [(("biomass",), 2), (("volume",), 2), (("biomass", "glucose"), 3), (("oxygen_fraction", "kla"), 3)],
)
def test_what_is_missing_leaves_no_hole(run: Run, names: tuple[str, ...], axes: int) -> None:
    figure = batch_sheet(only(run, *names))
    assert len(figure.axes) == axes
    assert to_svg(figure).startswith(b"<?xml")


def test_an_empty_or_unfinished_run_is_still_drawn(run: Run) -> None:
    nothing = xr.Dataset({"rq": ("time", [np.nan, np.nan])}, coords={"time": [0.0, 0.0]})
    bare = replace(run, data=nothing, limits=[], events=[])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(batch_sheet(bare).axes) == 1
        assert to_svg(limits_timeline([bare]))


def test_long_and_hostile_names_are_drawn_as_text(run: Run) -> None:
    evil = replace(run, limits=[{"limit": "$\\frac{<script>&\n" + "x" * 300, "from": 0.0, "to": 2.0}])
    svg = to_svg(limits_timeline([evil])).decode()
    assert "<script>" not in svg


def test_the_limits_timeline_sums_each_limit(run: Run, scale_up: Scaled) -> None:
    figure = limits_timeline([scale_up.source, scale_up.targets[0].result])
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert sum("never" in text for text in texts) == 2
    assert any(re.search(r"\d h \(\d+ %\)", text) for text in texts)


def test_da_is_supply_over_demand() -> None:
    times = {"mixing": 90.0, "oxygen_consumption": 3.0, "growth": float("inf"), "heat_production": 5.0}
    assert damkohler(times, "oxygen_consumption") == 30.0
    assert damkohler(times, "growth") == 0.0
    assert damkohler(times, "heat_production") is None
    assert damkohler(times, "mixing") is None


def test_demands_faster_than_their_supply_are_hatched(scale_up: Scaled) -> None:
    (axes,) = regime_diagram(scale_up.targets[0].regimes).axes
    bars = marks(axes, "regime")
    assert len(bars) == 19  # no growth in the tank
    assert sum(bar.get_hatch() is not None for bar in bars) == 4
    assert axes.get_xscale() == "log"
    assert [text.get_text() for text in axes.texts].count("no demand") == 1


def test_criteria_are_dots_on_a_logarithmic_axis(scale_up: Scaled) -> None:
    target = scale_up.targets[0]
    broken = {**target.criteria, "kla": {"source": 0.0, "target": 1.0, "ratio": float("nan"), "unit": "1/h"}}
    (axes,) = criteria_dotplot([replace(target, criteria=broken)]).axes
    assert len(marks(axes, "criterion")) == len(target.criteria) - 1
    assert len(marks(axes, "limit")) == sum("limit" in entry for entry in target.criteria.values())
    assert axes.get_xscale() == "log"


def test_a_waterfall_ends_at_the_total() -> None:
    entry = {"relative": 0.05, "causes": {"oxygen": 0.08, "pressure": -0.02, "interaction": -0.01}}
    steps = steps_of(entry, ["oxygen", "pressure", "interaction"])
    assert sum(steps["interaction"]) == pytest.approx(0.05)
    (axes,) = loss_waterfall({"biomass_final": entry}).axes
    assert marks(axes, "loss")[-1].get_width() == pytest.approx(5.0)


def test_the_same_run_gives_the_same_bytes(run: Run) -> None:
    assert to_svg(batch_sheet(run)) == to_svg(batch_sheet(run))
    assert b"date" not in to_svg(limits_timeline([run])).lower()


def test_a_readers_matplotlibrc_changes_nothing_and_keeps_its_settings(run: Run) -> None:
    import matplotlib

    plain = to_svg(limits_timeline([run]))
    with matplotlib.rc_context({"font.size": 20, "axes.grid": True, "lines.linewidth": 9}):
        assert to_svg(limits_timeline([run])) == plain
        assert matplotlib.rcParams["font.size"] == 20


def test_inline_figures_do_not_meet(run: Run) -> None:
    first, second = (inline_svg(limits_timeline([run]), 'A "label" & <more>', prefix) for prefix in ("a", "b"))
    ids = [set(re.findall(r'\bid="([^"]+)"', text)) for text in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', first)) <= ids[0]
    assert "xmlns" not in first
    assert 'aria-label="A &#34;label&#34; &amp; &lt;more&gt;"' in first


def test_figures_become_files(run: Run, scale_up: Scaled, tmp_path: Path) -> None:
    assert [path.name for path in write_figures(run, tmp_path)] == ["batch-sheet.svg", "limits.svg"]
    paths = write_scale_up_figures(scale_up, tmp_path / "up")
    assert "regimes-1-tank-30m3.svg" in [path.name for path in paths]
    assert all(path.read_bytes().rstrip().endswith(b"</svg>") for path in paths)


def test_matplotlib_waits_until_something_is_drawn() -> None:
    code = (
        "import sys, moromi.simulator.report as r; r.batch_sheet; r.write_run_report;"
        "assert not {'matplotlib', 'jinja2', 'xarray'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_pyplot_is_never_loaded(run: Run) -> None:
    code = (
        "import sys, numpy as np; from moromi.simulator.report.regime_diagram import regime_diagram;"
        "regime_diagram({'jar': {'mixing': 2.0}}); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_chatter_is_one_bar(run: Run) -> None:
    chatter = [{"limit": "cooling", "from": 0.01 * k, "to": 0.01 * k + 0.004} for k in range(500)]
    assert len(marks(batch_sheet(replace(run, limits=chatter)).axes[0], "limit")) == 1


def test_nothing_is_written_beyond_the_edge(run: Run, scale_up: Scaled) -> None:
    target = scale_up.targets[0]
    names = ("oxygen_uptake", "succinate_uptake", "maintenance", "oxygen_transfer", "gas_velocity")
    limited = replace(run, limits=[{"limit": name, "from": 1.0, "to": 9.0} for name in names])
    figures = (
        batch_sheet(limited, {"glucose": (np.ones(2), np.ones(2))}),
        batch_sheet(target.result, source=scale_up.source),
        limits_timeline([limited, target.result]),
        regime_diagram(target.regimes),
        criteria_dotplot([target, replace(target, criterion="best")]),
        loss_waterfall(target.loss),
    )
    for figure in figures:
        check_edges(figure)

"""The safe operating map."""

from __future__ import annotations

import numpy as np

from moromi.simulator.report.combustible_map import GasMap, combustible_map, map_of_recipe, map_of_run
from moromi.simulator.report.style import to_svg
from moromi.simulator.scenario import load_scenario


def test_of_a_recipe():
    found = map_of_recipe(load_scenario("cnecator-gas-phb"))
    assert found is not None
    figure = combustible_map(found)
    texts = [item.get_text() for item in figure.axes[0].get_legend().get_texts()]
    assert any("limiting oxygen 4.67 %" in text for text in texts)
    assert to_svg(figure, "map") == to_svg(combustible_map(found), "map")


def test_boundary_is_drawn_where_it_is():
    path = {"hydrogen": np.array([0.5, 0.6]), "oxygen": np.array([0.03, 0.02]), "nitrogen": np.array([0.47, 0.38])}
    axes = combustible_map(GasMap({"sparger": path, "headspace": path}, 298.15, 1.0, "gas")).axes[0]
    lines = {line.get_gid(): line for line in axes.get_lines()}
    np.testing.assert_allclose(lines["path-headspace"].get_xydata(), [[50.0, 3.0], [60.0, 2.0]])
    burning = max(axes.get_lines(), key=lambda line: len(line.get_xdata()))
    assert burning.get_xdata()[0] == 4.0
    assert burning.get_xdata()[-1] == 94.0
    np.testing.assert_allclose(burning.get_ydata()[[0, -1]], [4.6, 6.0])


def test_air_alone_has_none(run):
    assert map_of_run(run) is None
    assert map_of_recipe(load_scenario("ecoli-fedbatch")) is None

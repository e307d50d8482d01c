"""The figure of growth in cost: scales, units, and that a lazy row looks like one."""

from __future__ import annotations

from typing import Any

import pytest

from moromi.simulator.report.growth_plot import growth_plot
from moromi.simulator.report.style import to_svg


def row(parameters: int, seconds: float, regions: int, **more: Any) -> dict[str, Any]:
    base = {"model": "small", "reactions": 95, "mode": "complete"}
    return base | {"parameters": parameters, "processor_seconds": seconds, "regions": regions, **more}


LADDER = [row(1, 0.1, 5), row(2, 0.2, 11), row(3, 40.0, 6001, mode="lazy"), {"strain": "x", "skipped": "no file"}]
STRAINS = [row(5, 0.3, 39, strain="core"), row(4, 9.0, 8, strain="large $x$", reactions=6663)]


def test_axes_are_logarithmic_and_say_their_unit() -> None:
    above, right, below, right_below = growth_plot(LADDER, STRAINS).axes
    assert {axes.get_yscale() for axes in (above, right, below, right_below)} == {"log"}
    assert (right.get_xscale(), above.get_xscale()) == ("log", "linear")
    assert [axes.get_ylabel() for axes in (above, below)] == ["Processor time [s]", "Regions [–]"]
    assert "[–]" in below.get_xlabel()
    assert "[–]" in right_below.get_xlabel()


@pytest.mark.parametrize(("place", "key"), [(0, "processor_seconds"), (2, "regions")])
def test_every_row_is_drawn_and_a_lazy_one_is_hollow(place: int, key: str) -> None:
    axes = growth_plot(LADDER, STRAINS).axes[place]
    drawn = [line for line in axes.lines if line.get_gid() == "row"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in drawn] == [
        (row["parameters"], row[key]) for row in LADDER[:3]
    ]
    assert [line.get_markerfacecolor() == "white" for line in drawn] == [False, False, True]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert to_svg(growth_plot(LADDER, STRAINS)) == to_svg(growth_plot(LADDER, STRAINS))


def test_without_strains_there_is_no_empty_half():
    assert len(growth_plot(LADDER, []).axes) == 2
    assert len(growth_plot([], STRAINS).axes) == 2

"""Published beside simulated: a panel a unit, the line of equality, a colour a strain."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..language import gettext as _
from .style import INK, MUTED, PALE, bare, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study import Outcome

__all__ = ["parity_plot", "ticks"]

Look = tuple[str, str]
"""Colour and marker of a strain."""

_SHADES = ("#1d5c8f", "#b0562b", "#4f7d4f", "#8a4fa3", "#a8862a", "#3f7f86", "#a63d2f", "#52606d", "#c06c9a", "#6d7b1f")
_MARKS = "osD^"  # of the first ten strains, the second ten, …
_COLUMNS, _SIDE, _LEGEND_LINE, _PER_LINE = 3, 2.3, 0.17, 4
_NEAR = 0.10  # the pale band around equality
_ROOM = 1.35  # beyond the outermost point
_STEPS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0))  # of ticks in a decade
_TICKS = 5
_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "1/h": "Rates [1/h]",
        "mol/kg/h": "Specific rates [mmol/gDW/h]",
        "kg/kg": "Yields [g/g]",
        "": "Ratios [–]",
        "kg/m3": "Biomass, titres [g/L]",
        "mol/m3": "Concentrations [mmol/L]",
        "h": "Times [h]",
        "bar": "Pressures [bar]",
        "kg/m3/h": "Productivities [g/L/h]",
        "1/m3": "Cells [1/m³]",
    }
)


def parity_plot(outcomes: Sequence[Outcome]) -> Figure | None:
    """Draw every figure that was reached; hollow: beyond its band; small: without one; bars: published uncertainty.

    Parameters
    ----------
    outcomes : sequence of Outcome

    Returns
    -------
    Figure or None
        A panel a unit, both axes logarithmic; None where nothing is above 0.
    """
    shown = [item for item in outcomes if math.isfinite(item.simulated) and item.simulated > 0.0 < item.published]
    if not shown:
        return None
    units = sorted({item.unit for item in shown}, key=lambda unit: [*_TITLES, unit].index(unit))
    strains = sorted({item.strain for item in shown})
    looks = {
        name: (_SHADES[index % len(_SHADES)], _MARKS[index // len(_SHADES) % len(_MARKS)])
        for index, name in enumerate(strains)
    }
    rows = math.ceil(len(units) / _COLUMNS)
    below = 0.25 + _LEGEND_LINE * math.ceil(len(strains) / _PER_LINE)
    height = _SIDE * rows + below
    with house_style("parity"):
        figure = new_figure(height)
        grid = figure.subplots(rows, min(_COLUMNS, len(units)), squeeze=False)
        panels = [axes for line in grid for axes in line]
        for axes in panels[len(units) :]:
            axes.remove()
        for axes, unit in zip(panels, units, strict=False):
            _panel(axes, [item for item in shown if item.unit == unit], looks)
            axes.set_title(_(_TITLES[unit]) if unit in _TITLES else unit)
        for axes in panels[: len(units)][-min(_COLUMNS, len(units)) :]:
            axes.set_xlabel(_("Published"))
        for line in grid:
            line[0].set_ylabel(_("Simulated"))
        figure.subplots_adjust(0.105, (below + 0.35) / height, 0.98, 1.0 - 0.28 / height, 0.3, 0.42)
        _legend(figure, looks)
    return figure


def _panel(axes: Axes, items: Sequence[Outcome], looks: Mapping[str, Look]) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    values = [value for item in items for value in (item.published, item.simulated)]
    low, high = min(values) / _ROOM, max(values) * _ROOM
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.fill_between([low, high], [low * (1 - _NEAR), high * (1 - _NEAR)], [low * (1 + _NEAR), high * (1 + _NEAR)],
                      color=PALE, linewidth=0.0, zorder=0.5)  # fmt: skip
    axes.plot([low, high], [low, high], color=MUTED, linewidth=0.7, zorder=0.9)
    for item in items:
        missed = item.passes is False
        shade, mark = looks[item.strain]
        axes.errorbar(
            item.published,
            item.simulated,
            xerr=None if item.uncertainty is None else item.uncertainty * item.published,
            fmt=mark,
            color=shade,
            markerfacecolor="white" if missed else shade,
            markersize=4.0 if item.band is not None else 2.4,
            elinewidth=0.7,
            alpha=0.9,
            zorder=2 + missed,
        )
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator(ticks(low, high)))
        axis.set_major_formatter(FuncFormatter(lambda value, place: f"{value:g}"))
        axis.set_minor_locator(NullLocator())
    bare(axes)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two, on a logarithmic axis: at least two where there are, and at most five."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found: list[float] = []
    for steps in _STEPS:
        finer = [value for power in decades for step in steps if low <= (value := step * 10.0**power) <= high]
        if len(found) >= 2 and len(finer) > _TICKS:
            break
        found = finer
    return found[:: math.ceil(len(found) / _TICKS)] if found else []


def _legend(figure: Figure, looks: Mapping[str, Look]) -> None:
    from matplotlib.lines import Line2D

    def mark(shade: str, face: str, size: float, marker: str = "o") -> Line2D:
        return Line2D([], [], color=shade, marker=marker, linestyle="none", markerfacecolor=face, markersize=size)

    handles = [mark(shade, shade, 4.0, marker) for shade, marker in looks.values()]
    texts = [literal(name, 26) for name in looks]
    handles += [mark(INK, "white", 4.0), mark(INK, INK, 2.4)]
    texts += [_("hollow: band missed"), _("small: no band")]
    figure.legend(handles, texts, loc="lower left", bbox_to_anchor=(0.04, 0.0), ncol=_PER_LINE + 1, fontsize=7.0)

"""Benchmarks over time: one small chart a case, the ratio to what it is set beside over the runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .style import INK, MUTED, PALE, WIDTH, bare, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["history_plot"]

_SHADES = ("#1d5c8f", "#b0562b", "#4f7d4f", "#8a4fa3", "#857a1f", "#9c4668")
_COLUMNS = 3
_ROW = 1.25  # inch
_FLAT = 1.25  # a chart shows this much above and below at least, so that noise looks like noise


def history_plot(cases: Sequence[Mapping[str, Any]], processors: Sequence[str]) -> Figure:
    """Draw cases over the runs.

    Parameters
    ----------
    cases : sequence of mappings
        ``case, reference, points``, as `benchmarks.history` gives them.
    processors : sequence of str
        Of each run; runs on one processor are joined by a line, and each has its colour.

    Returns
    -------
    Figure
    """
    rows = max(1, math.ceil(len(cases) / _COLUMNS))
    shades = {name: _SHADES[place % len(_SHADES)] for place, name in enumerate(dict.fromkeys(processors))}
    with house_style("history"):
        figure = new_figure(_ROW * rows + 0.5)
        axes = figure.subplots(rows, _COLUMNS, squeeze=False, sharex=True)
        for place, one in enumerate(axes.flat):
            if place < len(cases):
                _chart(one, cases[place], processors, shades)
                one.tick_params(labelbottom=place >= len(cases) - _COLUMNS)  # nothing below it
            else:
                one.set_axis_off()
        height = _ROW * rows + 0.5
        left, bottom, top = 0.45 / WIDTH, 0.25 / height, 1.0 - 0.35 / height
        figure.subplots_adjust(left=left, right=1.0 - 0.05 / WIDTH, bottom=bottom, top=top, wspace=0.3, hspace=0.55)
    return figure


def _chart(axes: Axes, case: Mapping[str, Any], processors: Sequence[str], shades: Mapping[str, str]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

    bare(axes)
    axes.set_yscale("log")
    for name, shade in shades.items():
        points = [point for point in case["points"] if processors[point["run"]] == name]
        if not points:
            continue
        x, y = [point["run"] + 1 for point in points], [point["ratio"] for point in points]
        axes.vlines(x, [p["low"] for p in points], [p["high"] for p in points], color=shade, alpha=0.35, linewidth=2.5)
        axes.plot(x, y, "o-", color=shade, linewidth=1.0, markersize=2.5)
    ratios = [point["ratio"] for point in case["points"]]
    axes.set_ylim(min(ratios) / _FLAT, max(ratios) * _FLAT)
    axes.set_xlim(0.5, len(processors) + 0.5)
    axes.axhline(ratios[0], color=PALE, linewidth=0.8, zorder=0)
    axes.set_title(literal(case["case"], 30), color=INK, fontsize=7.0, pad=9)
    beside = f"{literal(case['reference'], 34)} / ours"
    axes.text(0.0, 1.04, beside, transform=axes.transAxes, fontsize=5.6, color=MUTED)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}")
    )
    axes.yaxis.set_minor_formatter(NullFormatter())

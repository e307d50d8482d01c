"""How the cost of a flux atlas grows: time and regions over the number of parameters and over the size of the model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .style import INK, MUTED, PALE, WIDTH, bare, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["growth_plot"]

_SHADES = ("#1d5c8f", "#b0562b", "#4f7d4f", "#8a4fa3")
_MARKERS = "oDs^"
_HEIGHT = 4.6
_NAME, _LINE = 0.5, 0.15  # decades a name is long and high
_SECONDS, _REGIONS = "Processor time [s]", "Regions [–]"

Row = Mapping[str, Any]


def growth_plot(parameters: Sequence[Row], models: Sequence[Row]) -> Figure:
    """Draw the rows of the benchmark of growth.

    Parameters
    ----------
    parameters : sequence of mappings
        ``model, parameters, processor_seconds, regions, mode``; one line a model. A row that is not complete is hollow.
    models : sequence of mappings
        The same with ``strain, reactions``; one point a strain.

    Returns
    -------
    Figure
        Left over the number of parameters, right over reactions; time above, regions below. A side without rows
        is left out.
    """
    ladders, strains = _drawable(parameters), _drawable(models)
    columns = 2 if ladders and strains else 1
    with house_style("growth"):
        figure = new_figure(_HEIGHT)
        axes = figure.subplots(2, columns, sharex="col", sharey="row", squeeze=False)
        for row, (key, label) in enumerate((("processor_seconds", _SECONDS), ("regions", _REGIONS))):
            axes[row][0].set_yscale("log")
            if ladders:
                _ladders(axes[row][0], ladders, key)
            if strains:
                _strains(axes[row][-1], strains, key)
            axes[row][0].set_ylabel(label)
        if ladders:
            _scale_parameters(axes[1][0])
        if strains:
            _scale_reactions(axes[1][-1])
        if ladders:
            axes[0][0].legend(loc="upper left", labelcolor=INK)
        figure.subplots_adjust(left=0.55 / WIDTH, right=1 - 0.3 / WIDTH, bottom=0.1, top=0.97, wspace=0.12, hspace=0.12)
    return figure


def _drawable(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if "skipped" not in row]


def _ladders(axes: Axes, rows: Sequence[Row], key: str) -> None:
    """One line a model."""
    bare(axes)
    for index, model in enumerate(dict.fromkeys(row["model"] for row in rows)):
        mine = [row for row in rows if row["model"] == model]
        shade = _SHADES[index % len(_SHADES)]
        counts, values = [row["parameters"] for row in mine], [row[key] for row in mine]
        reactions = mine[0]["reactions"]
        marker = _MARKERS[index % len(_MARKERS)]
        label = f"{literal(model)}, {reactions:,} reactions"
        axes.plot(counts, values, marker, linestyle="-", color=shade, linewidth=1.0, markersize=3.0, label=label)
        for row in mine:
            _mark(axes, row["parameters"], row[key], row, shade, marker)


def _strains(axes: Axes, rows: Sequence[Row], key: str) -> None:
    """One point a strain, with its name and its number of parameters."""
    bare(axes)
    axes.set_xscale("log")
    for row in rows:
        _mark(axes, row["reactions"], row[key], row, INK, "o")
    for row, height in zip(*_spread(rows, key), strict=True):
        axes.annotate(
            f"{literal(row['strain'], 20)}, {row['parameters']}",
            (row["reactions"], row[key]),
            xytext=(1.12 * row["reactions"], height),
            textcoords="data",
            va="center",
            fontsize=5.6,
            color=MUTED,
            arrowprops={"arrowstyle": "-", "color": PALE, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2},
        )


def _spread(rows: Sequence[Row], key: str) -> tuple[list[Row], list[float]]:
    """Rows from below, and heights for their names at which those of near-by points do not lie on each other."""
    placed: list[tuple[Row, float]] = []
    for row in sorted(rows, key=lambda row: float(row[key])):
        height = math.log10(row[key])
        for other, taken in sorted(placed, key=lambda item: item[1]):
            near = abs(math.log10(row["reactions"] / other["reactions"])) < _NAME
            if near and taken - _LINE < height < taken + _LINE:
                height = taken + _LINE
        placed.append((row, height))
    return [row for row, _ in placed], [10.0**height for _, height in placed]


def _mark(axes: Axes, x: float, y: float, row: Row, shade: str, marker: str) -> None:
    """A marker, hollow where the budget ended before the box was full."""
    face = shade if row["mode"] == "complete" else "white"
    axes.plot([x], [y], marker, color=shade, markerfacecolor=face, markersize=4.0, gid="row")


def _scale_parameters(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("Parameters [–]")


def _scale_reactions(axes: Axes) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

    axes.set_xlim(60, 12000)
    axes.xaxis.set_major_locator(FixedLocator([100, 300, 1000, 3000, 10000]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("Reactions of the model [–]; names: strain, parameters")

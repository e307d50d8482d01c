"""The design space as a map: where all limits are met, with what probability, and the box of acceptable ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from .study_axes import label_axis
from .style import BAD, INK, WIDTH, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study.design_space import DesignSpace

__all__ = ["design_map"]

_HEIGHT = 4.6
_MOST_DOTS = 2000
_EDGES = ("#0064a8", "#8a4fa3", "#b0562b", "#3e4c59", "#c05a93", "#857a1f")


def design_map(found: DesignSpace, labels: Mapping[str, str]) -> Figure:
    """Draw the map.

    Parameters
    ----------
    found : DesignSpace
    labels : mapping of path to str

    Returns
    -------
    Figure
        Axes 0 is the map, axes 1 its scale.
    """
    with house_style():
        figure = new_figure(_HEIGHT)
        axes = figure.add_axes((0.62 / WIDTH, 0.95 / _HEIGHT, 5.45 / WIDTH, 3.5 / _HEIGHT))
        scale = figure.add_axes((6.3 / WIDTH, 0.95 / _HEIGHT, 0.16 / WIDTH, 3.5 / _HEIGHT))
        _fill(axes, scale, found)
        _runs(axes, found)
        _edges(axes, found)
        _box(axes, found)
        label_axis(axes, "x", found.x.entry, labels[found.x.entry.path])
        label_axis(axes, "y", found.y.entry, labels[found.y.entry.path])
        axes.set_xlim(found.x.values[0], found.x.values[-1])
        axes.set_ylim(found.y.values[0], found.y.values[-1])
        for which, axis in (("x", found.x), ("y", found.y)):
            if _logarithmic(axis.values):
                _make_logarithmic(axes, which)
        _legend(figure, found)
    return figure


def _logarithmic(values: np.ndarray) -> bool:
    steps = np.diff(values)
    return bool(steps[-1] > 1.5 * steps[0])


def _make_logarithmic(axes: Axes, which: str) -> None:
    """Ticks at 1, 2 and 5 with plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    getattr(axes, f"set_{which}scale")("log")
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _fill(axes: Axes, scale: Axes, found: DesignSpace) -> None:
    from matplotlib import colormaps

    levels = np.linspace(0.0, 1.0, 11)
    shades = colormaps["YlGn"](np.linspace(0.0, 0.7, 10))  # so pale that lines and dots are seen on all of them
    cover = axes.contourf(found.x.values, found.y.values, found.field.probability, levels, colors=shades, zorder=1)
    bar = axes.figure.colorbar(cover, cax=scale)
    bar.set_label(_("Probability that all limits are met"))
    bar.ax.tick_params(length=2.5)
    low, high = np.nanmin(found.field.probability), np.nanmax(found.field.probability)
    shown = [level for level in (0.75, found.least) if low < level < high]
    if shown:
        lines = axes.contour(
            found.x.values, found.y.values, found.field.probability, sorted(set(shown)), colors=INK, linewidths=0.8
        )
        axes.clabel(lines, fmt=lambda level: f"{level:.2g}", fontsize=7)


def _runs(axes: Axes, found: DesignSpace) -> None:
    """Every run: a dot where all limits are met, a ring where not."""
    met = found.met[:_MOST_DOTS]
    x, y = (axis.entry.values[: len(met)] for axis in (found.x, found.y))
    axes.scatter(x[met], y[met], 3.0, color=INK, linewidths=0.0, alpha=0.45, zorder=2)
    axes.scatter(x[~met], y[~met], 4.0, facecolors="none", edgecolors=BAD, linewidths=0.4, alpha=0.5, zorder=2)


def _edges(axes: Axes, found: DesignSpace) -> None:
    """Of every limit the line at which it is met with even odds."""
    for place, own in enumerate(found.alone):
        if np.nanmin(own.probability) < 0.5 < np.nanmax(own.probability):
            colour = _EDGES[place % len(_EDGES)]
            lines = axes.contour(found.x.values, found.y.values, own.probability, [0.5], colors=[colour], zorder=3)
            lines.set_linewidth(1.4)
            lines.set_linestyle("--")


def _box(axes: Axes, found: DesignSpace) -> None:
    from matplotlib.patches import Rectangle

    x, y = found.range_of(found.x), found.range_of(found.y)
    if x is not None and y is not None:
        corner = (x[0], y[0])
        axes.add_patch(
            Rectangle(corner, x[1] - x[0], y[1] - y[0], fill=False, edgecolor=INK, linewidth=1.8, zorder=4, gid="box")
        )


def _legend(figure: Figure, found: DesignSpace) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Line2D | Patch] = [
        Line2D([], [], marker="o", linestyle="none", color=INK, markersize=2.5),
        Line2D([], [], marker="o", linestyle="none", mfc="none", mec=BAD, markersize=3, markeredgewidth=0.6),
    ]
    texts = [_("run that meets all"), _("run that does not")]
    if found.box is not None:
        handles.append(Patch(fill=False, edgecolor=INK, linewidth=1.8))
        texts.append(_("probability {n} % or more").format(n=f"{100 * found.least:.0f}"))
    for place, item in enumerate(found.criteria):
        handles.append(Line2D([], [], color=_EDGES[place % len(_EDGES)], linestyle="--", linewidth=1.4))
        texts.append(_("even odds of {limit}").format(limit=literal(item.text, 30)))
    figure.legend(handles, texts, loc="lower left", bbox_to_anchor=(0.02, 0.0), ncol=3, fontsize=7.2)

"""Indices of sensitivity as bars with their intervals, a panel a key figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from .study_axes import Shown
from .style import INK, MUTED, WIDTH, bare, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study.sensitivity import Indices

__all__ = ["index_bars"]

_FIRST, _TOTAL = "#14507f", "#9fc0dc"
_MOST, _MOST_NAMES = 6, 14
_LEFT, _GAP, _RIGHT, _TOP, _BELOW, _ROW = 1.95, 0.3, 0.12, 0.3, 0.5, 0.24


def index_bars(found: Mapping[str, Indices], shown: Mapping[str, Shown], labels: Mapping[str, str]) -> Figure:
    """Draw indices: of Sobol' the first order and the total, of Morris µ* with σ as a ring.

    Parameters
    ----------
    found : mapping of key figure to Indices
        At most six are drawn; those without indices say why.
    shown : mapping of key figure to Shown
    labels : mapping of path to str

    Returns
    -------
    Figure
        One axes a key figure, two in a row; variables in the same order in all.
    """
    figures = list(found)[:_MOST]
    names = _order([found[name] for name in figures])[:_MOST_NAMES]
    columns = 2 if len(figures) > 1 else 1
    rows = -(-len(figures) // columns)
    size = _ROW * max(len(names), 2)
    height = 0.3 + rows * (_TOP + size + _BELOW)
    width = (WIDTH - _LEFT - _RIGHT - _GAP * (columns - 1)) / columns
    with house_style():
        figure = new_figure(height)
        for place, name in enumerate(figures):
            row, column = divmod(place, columns)
            top = 0.25 + row * (_TOP + size + _BELOW) + _TOP
            at = ((_LEFT + column * (width + _GAP)) / WIDTH, 1 - (top + size) / height, width / WIDTH, size / height)
            axes = figure.add_axes(at)
            axes.set_title(literal(shown[name].label, 40), fontsize=8.0, pad=5)
            _draw(axes, found[name], names, shown[name])
            axes.set_yticks(range(len(names)), [literal(labels[item], 40) for item in names] if column == 0 else [])
        _legend(figure, found[figures[0]], height)
    return figure


def _order(items: Sequence[Indices]) -> list[str]:
    """Variables by the largest index they have anywhere, relative to the largest of each figure."""
    weight: dict[str, float] = {name: 0.0 for item in items for name in item.names}
    for item in items:
        if item.by_kind:
            own = [index.value for index in item.by_kind[item.leading]]
            largest = max(max(own), 1e-300)
            for name, value in zip(item.names, own, strict=True):
                weight[name] = max(weight[name], value / largest)
    return sorted(weight, key=lambda name: -weight[name])


def _draw(axes: Axes, item: Indices, names: Sequence[str], shown: Shown) -> None:
    axes.set_ylim(len(names) - 0.4, -0.6)
    bare(axes, "x")
    axes.tick_params(axis="y", length=0)
    if not item.by_kind:
        axes.set_xticks([])
        axes.text(0.02, 0.5, literal(item.note, 60), transform=axes.transAxes, va="center", color=MUTED, wrap=True)
        return
    if item.leading == "total":
        _bars(axes, item, names, "total", _TOTAL, 0.66)
        _bars(axes, item, names, "first", _FIRST, 0.3)
        axes.set_xlim(min(0.0, *axes.get_xlim()), max(1.0, axes.get_xlim()[1]))
        axes.set_xlabel(_("Share of the variance"))
    else:
        _bars(axes, item, names, "mu_star", _TOTAL, 0.6, shown.factor)
        values = [item.of(name, "sigma").value * shown.factor for name in names]
        axes.plot(values, range(len(names)), "o", mfc="none", mec=_FIRST, markersize=4.5, zorder=4)
        axes.set_xlabel(literal(_("Change over the range") + (f" [{shown.unit}]" if shown.unit else ""), 60))
    axes.axvline(0.0, color=MUTED, linewidth=0.8, zorder=0.9)


def _bars(
    axes: Axes, item: Indices, names: Sequence[str], kind: str, colour: str, thick: float, factor: float = 1.0
) -> None:
    found = [item.of(name, kind) for name in names]
    values = factor * np.array([index.value for index in found])
    ends = factor * np.array([[index.value - index.low, index.high - index.value] for index in found]).T
    axes.barh(range(len(names)), values, thick, color=colour, zorder=2)
    shift = {"first": 0.12, "total": -0.24, "mu_star": 0.0}[kind]  # so that the two intervals do not cover each other
    heights = np.arange(len(names)) + shift
    shade = MUTED if kind == "total" else INK
    axes.errorbar(values, heights, xerr=ends, fmt="none", ecolor=shade, elinewidth=0.8, capsize=1.6, zorder=3)


def _legend(figure: Figure, item: Indices, height: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    whisker = Line2D([], [], color=INK, linewidth=0.8, marker="|", markersize=4)
    if item.leading == "total" or not item.by_kind:
        handles = [Patch(color=_FIRST), Patch(color=_TOTAL), whisker]
        texts = [_("alone (first order)"), _("with its interactions (total)"), _("95 % interval")]
    else:
        ring = Line2D([], [], marker="o", mfc="none", mec=_FIRST, linestyle="none")
        handles, texts = [Patch(color=_TOTAL), ring, whisker], [_("mean size µ*"), _("spread σ"), _("95 % interval")]
    figure.legend(handles, texts, loc="upper left", bbox_to_anchor=(0.01, 1 - 0.04 / height), ncol=3, fontsize=7.5)

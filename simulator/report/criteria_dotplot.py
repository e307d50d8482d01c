"""Scale-up criteria as ratios: how far each moved from the source to the target, on one logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .numbers import DASH, finite, ratio_text
from .protocols import TargetLike
from .style import BAD, INK, MUTED, PALE, WIDTH, house_style, new_figure
from .symbols import literal
from .words import kpi_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["criteria_dotplot", "is_held", "ratio_of"]

_TARGETS = ("#1d5c8f", "#b0562b", "#4f7d4f", "#8a4fa3")
_MARKERS = "oDs^"


def ratio_of(entry: Mapping[str, Any]) -> float | None:
    """Target over source of one criterion, where it is a positive number."""
    ratio = finite(entry.get("ratio"))
    return ratio if ratio is not None and ratio > 0 else None


def is_held(name: str, criterion: str) -> bool:
    """Whether this is the criterion that the transfer kept equal."""
    return criterion.replace("-", "_") == name


def _limit_of(entry: Mapping[str, Any]) -> float | None:
    """Most that the target vessel allows, relative to the source."""
    limit, source = finite(entry.get("limit")), finite(entry.get("source"))
    return limit / source if limit and source and limit > 0 and source > 0 else None


def criteria_dotplot(targets: Sequence[TargetLike]) -> Figure:
    """Draw every criterion of one or more targets.

    Parameters
    ----------
    targets : sequence of targets
        Their `criteria`; a criterion with a `limit` gets a red tick where the target vessel ends.

    Returns
    -------
    Figure
        One row a criterion, one marker a target, 1 = as in the source; the criterion held is ringed.
    """
    names = list(dict.fromkeys(name for target in targets for name in target.criteria))
    height = 0.85 + 0.24 * max(len(names), 1)
    with house_style():
        figure = new_figure(height)
        axes = figure.add_axes(
            (1.95 / WIDTH, 0.44 / height, (WIDTH - 2.05 - 0.62 * len(targets[:4])) / WIDTH, 1 - 0.75 / height)
        )
        axes.set_xscale("log")
        axes.set_xlim(*_span(targets))
        axes.axvline(1.0, color=INK, linewidth=0.8, zorder=0.9)
        for index, target in enumerate(targets[:4]):
            _draw_target(axes, target, names, index, len(targets))
        _finish(axes, names)
        _legend(axes, targets[:4])
    return figure


def _span(targets: Sequence[TargetLike]) -> tuple[float, float]:
    """Axis limits that hold every ratio and limit; at least a factor of two around 1."""
    entries = [entry for target in targets for entry in target.criteria.values()]
    values = [v for e in entries for v in (ratio_of(e), _limit_of(e)) if v is not None] or [1.0]
    low, high = min(0.5, *values) if len(values) > 1 else min(0.5, values[0]), max(2.0, max(values))
    pad = (high / low) ** 0.05
    return low / pad, high * pad


def _draw_target(axes: Axes, target: TargetLike, names: list[str], index: int, count: int) -> None:
    """Markers, limits and ratios of one target."""
    for row, name in enumerate(names):
        entry = target.criteria.get(name, {})
        y = row + (index - (count - 1) / 2) * 0.22 if count > 1 else float(row)
        ratio, limit = ratio_of(entry), _limit_of(entry)
        if ratio is not None:
            _draw_ratio(axes, ratio, y, index, held=is_held(name, target.criterion))
        if limit is not None:
            width = 2.2 if ratio is not None and ratio > 1.001 * limit else 1.4
            axes.plot([limit], [y], "|", color=BAD, markersize=9, markeredgewidth=width, zorder=2, gid="limit")
        axes.annotate(
            ratio_text(ratio) if ratio is not None else DASH,
            (1.0, y),
            xycoords=("axes fraction", "data"),
            xytext=(6 + 44 * index, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.8,
            color=_TARGETS[index],
            annotation_clip=False,
        )


def _draw_ratio(axes: Axes, ratio: float, y: float, index: int, held: bool) -> None:
    """Marker on a line from 1, ringed where the criterion was held."""
    shade = _TARGETS[index]
    axes.plot([1.0, ratio], [y, y], color=shade, linewidth=1.0, alpha=0.55, zorder=1)
    axes.plot([ratio], [y], _MARKERS[index], color=shade, markersize=5.0, zorder=3, gid="criterion")
    if held:
        ring: dict[str, Any] = {"markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 0.9}
        axes.plot([ratio], [y], "o", markersize=9.5, zorder=2, **ring)


def _finish(axes: Axes, names: list[str]) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

    low, high = axes.get_xlim()
    decades = math.log10(high / low)
    subs = (1.0, 2.0, 5.0) if decades < 3 else (1.0,)
    axes.xaxis.set_major_locator(LogLocator(subs=subs, numticks=12))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), [literal(kpi_label(name), 36) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="both", color=PALE, linewidth=0.6)
    axes.set_xlabel(_("Ratio target / source [{dash}], 1 = as in the source").format(dash=DASH))
    axes.spines[["top", "right", "left"]].set_visible(False)


def _legend(axes: Axes, targets: Sequence[TargetLike]) -> None:
    from matplotlib.lines import Line2D

    def mark(marker: str, **style: Any) -> Line2D:
        return Line2D([], [], linestyle="", marker=marker, **style)

    handles = [mark(_MARKERS[i], color=_TARGETS[i], markersize=5) for i in range(len(targets))]
    vessels = [target.result.vessel.name for target in targets]
    alike = len(set(vessels)) < len(vessels)
    texts = [literal(v + (f", {t.criterion}" if alike else ""), 28) for v, t in zip(vessels, targets, strict=True)]
    if any(is_held(name, target.criterion) for target in targets for name in target.criteria):
        handles.append(mark("o", markerfacecolor="none", markeredgecolor=INK, markersize=8))
        texts.append(_("held equal"))
    if any(_limit_of(entry) is not None for target in targets for entry in target.criteria.values()):
        handles.append(mark("|", color=BAD, markersize=9, markeredgewidth=1.4))
        texts.append(_("limit of the vessel"))
    axes.legend(
        handles,
        texts,
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncol=len(texts),
        handlelength=1.0,
        labelcolor=MUTED,
    )

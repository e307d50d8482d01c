"""What was lost on the way up, cause by cause."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .numbers import percent
from .style import BAD, GOOD, INK, MUTED, PALE, WIDTH, house_style, new_figure
from .symbols import literal
from .words import cause_label, kpi_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["causes_of", "loss_waterfall", "steps_of"]

Loss = Mapping[str, Mapping[str, Any]]


def causes_of(loss: Loss) -> list[str]:
    """Causes of all KPIs, the one that matters most first, what they do to each other last."""
    weight: dict[str, float] = {}
    for entry in loss.values():
        for name, size in _sizes(entry).items():
            weight[name] = weight.get(name, 0.0) + abs(size)
    return sorted(weight, key=lambda name: (name == "interaction", -weight[name], name))


def _sizes(entry: Mapping[str, Any]) -> dict[str, float]:
    given = {str(k): float(v) for k, v in dict(entry.get("causes") or {}).items()}
    return {name: size for name, size in given.items() if math.isfinite(size)}


def steps_of(entry: Mapping[str, Any], causes: list[str]) -> dict[str, tuple[float, float]]:
    """Where the bar of each cause starts, and its size; each starts where the one before ended."""
    sizes, steps, reached = _sizes(entry), dict[str, tuple[float, float]](), 0.0
    for name in causes:
        size = sizes.get(name, 0.0)
        steps[name] = (reached, size)
        reached += size
    return steps


def loss_waterfall(loss: Loss) -> Figure:
    """One waterfall a KPI, side by side; to the right is lost, to the left is gained.

    Parameters
    ----------
    loss : mapping of KPI to {relative, causes}
        Relative losses, > 0 meaning lost; the causes sum to `relative`. At most three KPIs are drawn.

    Returns
    -------
    Figure
        One axes a KPI.
    """
    shown = list(loss.items())[:3]
    rows = causes_of(dict(shown))
    height = 0.82 + 0.25 * (len(rows) + 1)
    with house_style():
        figure = new_figure(height)
        left, gap = 1.2, 0.22
        width = (WIDTH - left - 0.1 - gap * (max(len(shown), 1) - 1)) / max(len(shown), 1)
        for index, (kpi, entry) in enumerate(shown):
            at = ((left + index * (width + gap)) / WIDTH, 0.44 / height, width / WIDTH, 1 - 0.74 / height)
            axes = figure.add_axes(at)
            _draw_waterfall(axes, entry, rows)
            axes.set_title(literal(kpi_label(kpi), 34), fontsize=8.0, pad=7)
            _finish(axes, rows, named=index == 0)
    return figure


def _draw_waterfall(axes: Axes, entry: Mapping[str, Any], rows: list[str]) -> None:
    total = float(entry.get("relative") or 0.0)
    steps = steps_of(entry, rows)
    ends = [0.0, total] + [edge for start, size in steps.values() for edge in (start, start + size)]
    low, high = min(ends) * 100, max(ends) * 100
    span = max(high - low, 0.5)
    axes.set_xlim(low - 0.03 * span, high + 0.36 * span)
    for row, (start, size) in enumerate(steps.values()):
        _bar(axes, row, start, size, MUTED if abs(size) < 5e-4 else BAD if size > 0 else GOOD)
        reached = 100 * (start + size)  # where the next begins
        axes.plot([reached, reached], [row, row + 1], color=MUTED, linewidth=0.6, zorder=1)
    _bar(axes, len(rows), 0.0, total, INK)


def _bar(axes: Axes, row: int, start: float, size: float, shade: str) -> None:
    axes.barh(row, 100 * size, 0.62, left=100 * start, color=shade, zorder=2, gid="loss")
    if size == 0.0:
        axes.plot([100 * start] * 2, [row - 0.31, row + 0.31], color=shade, linewidth=1.2)
    axes.annotate(
        percent(size, 1, sign=True),
        (100 * max(start, start + size), row),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        fontsize=6.8,
        color=shade,
        weight="bold" if shade == INK else "normal",
    )


def _finish(axes: Axes, rows: list[str], named: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.axvline(0.0, color=MUTED, linewidth=0.8, zorder=0.9)
    axes.set_ylim(len(rows) + 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set_xlabel(_("Lost, relative to the source [%]"))
    axes.grid(True, axis="x", color=PALE, linewidth=0.6)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    labels = [*(literal(cause_label(name), 20) for name in rows), _("Total")]
    axes.set_yticks(range(len(labels)), labels if named else [""] * len(labels))

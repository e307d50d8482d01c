"""Phases and binding limits over time: a strip above other panels, or a figure of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .fitting import label_span, width_in_data
from .numbers import number, percent
from .protocols import RunLike
from .reading import Span, end_of, length_of, limit_spans, merged, phases_of, start_of, total
from .style import INK, MUTED, PALE, WIDTH, house_style, limit_colour, new_figure
from .symbols import literal
from .words import limit_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_strip", "limits_timeline", "mark_phases", "strip_rows"]

_PHASE_FILLS = ("#eef1f4", "#dfe4ea")
_ROW = 0.62


def strip_rows(run: RunLike, most: int) -> list[tuple[str, list[Span]]]:
    """Limits of a strip, the longest first, at most `most` of them."""
    return list(limit_spans(run).items())[:most]


def mark_phases(axes: Axes, run: RunLike) -> None:
    """Vertical line where each phase but the first begins."""
    for phase in phases_of(run)[1:]:
        axes.axvline(phase.start, color=MUTED, linewidth=0.7, linestyle=(0, (4, 2)), zorder=0.8, gid="phase")


def _draw_phases(axes: Axes, run: RunLike, y: float) -> None:
    for index, phase in enumerate(phases_of(run)):
        fill = _PHASE_FILLS[index % 2]
        axes.barh(y, phase.end - phase.start, 0.86, left=phase.start, color=fill, edgecolor="white", linewidth=0.8)
        label_span(axes, phase.start, phase.end, y, phase.name, 7.0, color=INK)


def _draw_limit(axes: Axes, name: str, spans: list[Span], y: float, pale: bool = False) -> None:
    shade = limit_colour(name)
    smallest = 0.003 * (axes.get_xlim()[1] - axes.get_xlim()[0])
    style: dict[str, Any] = {"facecolor": "white" if pale else shade, "hatch": "////" if pale else None}
    for span in merged(spans, smallest):
        # a limit that is touched for minutes must still be visible
        width = max(span.end - span.start, smallest)
        axes.barh(y, width, _ROW, left=span.start, edgecolor=shade, linewidth=0.7, gid="limit", **style)


def draw_strip(axes: Axes, run: RunLike, rows: list[tuple[str, list[Span]]]) -> None:
    """Phases on top, one row a limit below; names at the left."""
    phased = bool(phases_of(run))
    labels = ([_("Phase")] if phased else []) + [literal(limit_label(name, short=True), 21) for name, _ in rows]
    if phased:
        _draw_phases(axes, run, 0.0)
    for row, (name, spans) in enumerate(rows, start=int(phased)):
        _draw_limit(axes, name, spans, float(row))
    axes.set_ylim(len(labels) - 0.4, -0.55)
    axes.set_yticks(range(len(labels)), labels, fontsize=6.5)
    axes.tick_params(length=0, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)


def limits_timeline(runs: Sequence[RunLike]) -> Figure:
    """Which limit binds when, in one or more runs of the same recipe.

    Parameters
    ----------
    runs : sequence of runs
        The run itself; in a scale-up the source first, drawn hatched, then the target.

    Returns
    -------
    Figure
        One row a limit and run, with its total hours and share at the right.
    """
    names = list(dict.fromkeys(name for run in reversed(runs) for name in limit_spans(run)))
    with house_style():
        height = 0.62 + 0.2 * len(runs) + max(len(names), 1) * (0.1 + 0.19 * len(runs))
        figure = new_figure(height)
        axes = figure.add_axes((1.75 / WIDTH, 0.42 / height, (WIDTH - 2.85) / WIDTH, 1 - 0.45 / height))
        first, last = min(start_of(run) for run in runs), max(end_of(run) for run in runs)
        axes.set_xlim(first, last if last > first else first + 1.0)
        _timeline_rows(axes, runs, names)
        axes.set_xlabel(_("Time $t$ [h]"))
    return figure


def _timeline_rows(axes: Axes, runs: Sequence[RunLike], names: list[str]) -> None:
    y, ticks = 0.0, dict[float, str]()
    for index, run in enumerate(runs):
        _draw_phases(axes, run, y)
        ticks[y] = _("Phase") if len(runs) == 1 else _("Phase, {vessel}").format(vessel=literal(run.vessel.name, 16))
        y += 0.95 + (0.2 if index == len(runs) - 1 else 0.0)
    for name in names:
        ticks[y + 0.42 * (len(runs) - 1)] = literal(limit_label(name), 30)
        for index, run in enumerate(runs):
            spans = limit_spans(run).get(name, [])
            _draw_limit(axes, name, spans, y, pale=len(runs) > 1 and index == 0)
            _say_total(axes, run, spans, y)
            y += 0.84
        y += 0.32
    if not names:
        axes.text(sum(axes.get_xlim()) / 2, y, _("no limit was reached"), ha="center", va="center", color=MUTED)
        y += 1.0
    axes.set_ylim(y - 0.5, -0.6)
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(True, axis="x", color=PALE, linewidth=0.6)


def _say_total(axes: Axes, run: RunLike, spans: list[Span], y: float) -> None:
    """Hours and share of the run at the right edge."""
    hours = total(spans)
    text = f"{number(hours)} h ({percent(hours / length_of(run), 0)})" if spans else _("never")
    right = axes.get_xlim()[1]
    axes.text(right + 0.3 * width_in_data(axes, "0", 7.0), y, f" {text}", fontsize=6.8, va="center", color=MUTED)

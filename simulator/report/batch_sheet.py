"""The batch sheet: everything that happens in a fermentation above one another on one time axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..variables import display_unit
from .curves import PANELS, Curve, Panel, Side, curves_of
from .protocols import Measured, Numbers, RunLike
from .reading import end_of, limit_spans, phases_of
from .style import INK, MUTED, WIDTH, bare, colour, house_style, limit_colour, new_figure
from .symbols import axis_text, bracket, in_figure, literal, short_label
from .timeline import draw_strip, mark_phases, strip_rows

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["batch_sheet"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 1.12, 0.78, 0.08, 0.42
_PANEL, _GAP, _STRIP_ROW, _STRIPS = 0.92, 0.27, 0.17, 4
Drawn = tuple[Panel, list[Curve], list[Curve]]


def batch_sheet(run: RunLike, measured: Measured | None = None, source: RunLike | None = None) -> Figure:
    """Draw the batch sheet of a run.

    Parameters
    ----------
    run : run
        The run to show; panels without any variable are left out.
    measured : mapping of name to (hours, values), optional
        Measured points in the variables' own units, drawn over the curves.
    source : run, optional
        The same recipe in the vessel it came from, drawn thin and dashed; volumes and flows are then relative to
        the volume at the start.

    Returns
    -------
    Figure
        Axes 0 is the strip of phases and limits, then each panel's left axis followed by its right one if any.
    """
    points: Measured = measured or {}
    drawn = [(p, curves_of(p.left, run, points, source), curves_of(p.right, run, points, source)) for p in PANELS]
    drawn = [entry for entry in drawn if entry[1] or entry[2]]
    with house_style():
        figure, strip, panels = _frame(run, source, len(drawn))
        end = max([end_of(run)] + ([end_of(source)] if source else [])) or 1.0
        strip.set_xlim(0.0, end)
        draw_strip(strip, run, strip_rows(run, _STRIPS))
        for axes, entry in zip(panels, drawn, strict=True):
            axes.set_xlim(0.0, end)
            _draw_panel(axes, entry, run)
        for axes in panels[:-1]:
            axes.tick_params(labelbottom=False)
        if panels:
            panels[-1].set_xlabel("Time $t$ [h]")
    return figure


def _frame(run: RunLike, source: RunLike | None, count: int) -> tuple[Figure, Axes, list[Axes]]:
    """Figure with a strip on top and `count` panels below, all sizes in inch."""
    rows = bool(phases_of(run)) + len(strip_rows(run, _STRIPS))
    strip_height = _STRIP_ROW * max(rows, 1)
    title = 0.2 if source else 0.0
    height = _TOP + title + strip_height + count * (_PANEL + _GAP) + _BOTTOM
    figure = new_figure(height)
    width = WIDTH - _LEFT - _RIGHT

    def place(top: float, size: float) -> Axes:
        return figure.add_axes((_LEFT / WIDTH, 1 - (top + size) / height, width / WIDTH, size / height))

    if source:
        _say_which(figure, run, source, 1 - 0.1 / height)
    strip = place(_TOP + title, strip_height)
    first = _TOP + title + strip_height
    return figure, strip, [place(first + _GAP + i * (_PANEL + _GAP), _PANEL) for i in range(count)]


def _say_which(figure: Figure, run: RunLike, source: RunLike, y: float) -> None:
    """Which line is which vessel."""
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], color=INK, linewidth=1.5), Line2D([], [], color=INK, linewidth=0.8, linestyle=(0, (2, 1.5)))]
    texts = [literal(run.vessel.name), f"{literal(source.vessel.name)} (source)"]
    figure.legend(lines, texts, loc="center left", bbox_to_anchor=(_LEFT / WIDTH - 0.01, y), ncol=2, fontsize=7.5)


def _draw_panel(axes: Axes, entry: Drawn, run: RunLike) -> None:
    panel, left, right = entry
    bare(axes)
    mark_phases(axes, run)
    _tint(axes, panel, run)
    handles: dict[str, Artist] = {}
    if left:
        handles |= _draw_side(axes, panel.left, left)
    else:
        axes.tick_params(left=False, labelleft=False)
    if right:
        twin = axes.twinx()
        bare(twin, grid=None)
        twin.spines["left"].set_visible(False)
        twin.spines["right"].set_visible(True)
        on_right = _draw_side(twin, panel.right, right)
        handles |= {f"{text} \N{RIGHTWARDS ARROW}" if left else text: line for text, line in on_right.items()}
    if any(curve.points is not None for curve in left + right):
        handles["measured"] = _marker()
    _legend(axes, handles)


def _legend(axes: Axes, handles: Mapping[str, Artist]) -> None:
    """One line of names above the panel, where no curve can be."""
    axes.legend(
        list(handles.values()), list(handles), loc="lower left", bbox_to_anchor=(-0.012, 1.0), ncol=max(len(handles), 1),
        borderaxespad=0.0, borderpad=0.2, handletextpad=0.5, fontsize=6.8,
    )  # fmt: skip


def _marker() -> Artist:
    """What stands for every measured point in a legend."""
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="", marker="o", color=MUTED, markersize=3.5)


def _tint(axes: Axes, panel: Panel, run: RunLike) -> None:
    """Pale bands while a limit that concerns this panel binds."""
    for name, spans in limit_spans(run).items():
        if any(word in name for word in panel.limits):
            for span in spans:
                axes.axvspan(span.start, span.end, color=limit_colour(name), alpha=0.06, linewidth=0, zorder=0.5, gid="limit")


def _draw_side(axes: Axes, side: Side, curves: list[Curve]) -> dict[str, Artist]:
    """Lines and points of one axis; returns what the legend shows."""
    factor, offset, unit = display_unit(curves[0].variable, np.concatenate([c.values for c in curves]))
    handles: dict[str, Artist] = {}
    for curve in curves:
        if curve.variable.unit != curves[0].variable.unit:  # shares the axis because people read both in %
            factor, offset, _ = display_unit(curve.variable, curve.values)
        line = _draw_curve(axes, curve, factor, offset)
        if not curve.reference:
            handles[_legend_text(curve)] = line
        if curve.points is not None:
            _draw_points(axes, curve.colour, curve.points, factor, offset)
    _scale(axes, side)
    if side.ceiling and (shown := _shown(axes, only=side.ceiling)).size and shown.min() > axes.get_ylim()[1]:
        handles = {f"{text}, above the scale" if "capacity" in text else text: line for text, line in handles.items()}
    _label(axes, side, curves, unit)
    return handles


def _legend_text(curve: Curve) -> str:
    return f"{short_label(curve.variable)} {in_figure(curve.variable.symbol)}".strip()


def _draw_curve(axes: Axes, curve: Curve, factor: float, offset: float) -> Artist:
    style: object = (0, (2, 1.5)) if curve.reference else curve.dashes
    (line,) = axes.plot(
        curve.hours, curve.values * factor + offset, color=colour(curve.colour), linewidth=0.8 if curve.reference else 1.4,
        linestyle=style, alpha=0.85 if curve.reference else 1.0, gid=f"curve-{curve.colour}",
    )  # fmt: skip
    return line


def _draw_points(axes: Axes, name: str, points: tuple[Numbers, Numbers], factor: float, offset: float) -> None:
    hours, values = points
    axes.plot(
        hours, np.asarray(values, dtype=np.float64) * factor + offset, "o", color=colour(name), markeredgecolor="white",
        markeredgewidth=0.5, clip_on=False, zorder=3, gid=f"measured-{name}",
    )  # fmt: skip


def _scale(axes: Axes, side: Side) -> None:
    """From zero to a little above the highest value that matters."""
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4))
    values = _shown(axes, without=side.ceiling)
    top = max(float(values.max()) * 1.06 if values.size else 1.0, side.at_least or 0.0) or 1.0
    if side.ceiling:
        ceiling = _shown(axes, only=side.ceiling)
        top = max(top, min(float(ceiling.max()) * 1.06, 1.8 * top)) if ceiling.size else top
    low = side.floor if side.floor is not None else min(0.0, float(values.min()) * 1.06 if values.size else 0.0)
    axes.set_ylim(low, min(top, side.at_most) if side.at_most else top)


def _shown(axes: Axes, without: str = "", only: str = "") -> Numbers:
    """Finite values of the curves and points on an axis, in the shown unit."""
    found = [np.empty(0)]
    for line in axes.lines:
        kind, _, name = str(line.get_gid()).partition("-")
        if kind in ("curve", "measured") and (name == only if only else name != without):
            found.append(np.asarray(line.get_ydata(), dtype=np.float64))
    values = np.concatenate(found)
    return values[np.isfinite(values)]


def _label(axes: Axes, side: Side, curves: list[Curve], unit: str) -> None:
    """Axis text in the colour of its variable, or in ink where several share it."""
    own = [curve for curve in curves if not curve.reference]
    if len(own) == 1 or not side.shared:
        axes.set_ylabel(axis_text(curves[0].variable, unit), color=colour(curves[0].colour))
    else:
        axes.set_ylabel(f"{side.shared} {bracket(unit)}".replace("\n ", "\n"), color=INK)
    axes.yaxis.set_label_coords(1.095 if axes.yaxis.get_label_position() == "right" else -0.075, 0.5)
    axes.tick_params(axis="y", colors=MUTED)

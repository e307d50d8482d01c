"""One panel of the batch sheet: curves on two axes, points, phases, bands, and the line of names above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from ..variables import display_unit
from .curves import Curve, Panel, Side, concerns
from .protocols import Numbers, RunLike
from .reading import length_of, limit_spans, merged
from .style import INK, MUTED, bare, colour, limit_colour
from .symbols import axis_text, bracket, in_figure, short_label
from .timeline import mark_phases

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["Drawn", "draw_panel"]

# two constants must not fall on one another: the axes end at different heights above them
_HEADROOM, _HEADROOM_RIGHT = 1.06, 1.18

Drawn = tuple[Panel, list[Curve], list[Curve]]
"""A panel, its curves on the left axis, its curves on the right one."""


def draw_panel(axes: Axes, entry: Drawn, run: RunLike) -> None:
    """Draw a panel; a right axis is made where both sides have something to show."""
    panel, left, right = entry
    bare(axes)
    mark_phases(axes, run)
    _tint(axes, panel, run)
    handles = _draw_side(axes, panel.left, left) if left else _draw_side(axes, panel.right, right)
    if left and right:
        twin = axes.twinx()
        bare(twin, grid=None)
        twin.spines["left"].set_visible(False)
        twin.spines["right"].set_visible(True)
        on_right = _draw_side(twin, panel.right, right, on_right=True)
        handles |= {f"{text} →": line for text, line in on_right.items()}
    if any(curve.points is not None for curve in left + right):
        handles[_("measured")] = _marker()
    _legend(axes, handles)


def _legend(axes: Axes, handles: Mapping[str, Artist]) -> None:
    """One line of names above the panel, where no curve can be."""
    axes.legend(
        list(handles.values()),
        list(handles),
        loc="lower left",
        bbox_to_anchor=(-0.012, 1.0),
        ncol=max(len(handles), 1),
        borderaxespad=0.0,
        borderpad=0.2,
        handletextpad=0.5,
        fontsize=6.8,
    )


def _marker() -> Artist:
    """What stands for every measured point in a legend."""
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="", marker="o", color=MUTED, markersize=3.5)


def _tint(axes: Axes, panel: Panel, run: RunLike) -> None:
    """Pale bands while a limit that concerns this panel binds."""
    for name, spans in limit_spans(run).items():
        if concerns(panel, name, run):
            for span in merged(spans, 0.003 * length_of(run)):
                axes.axvspan(span.start, span.end, color=limit_colour(name), alpha=0.06, lw=0, zorder=0.5, gid="limit")


def _draw_side(axes: Axes, side: Side, curves: list[Curve], on_right: bool = False) -> dict[str, Artist]:
    """Lines and points of one axis; returns what the legend shows."""
    common = display_unit(curves[0].variable, np.concatenate([c.values for c in curves]))
    handles: dict[str, Artist] = {}
    for curve in curves:
        alike = curve.variable.unit == curves[0].variable.unit  # else it shares the axis because both are read in %
        factor, offset, _unit = common if alike else display_unit(curve.variable, curve.values)
        line = _draw_curve(axes, curve, factor, offset)
        if not curve.reference:
            handles[_legend_text(curve)] = line
        if curve.points is not None:
            _draw_points(axes, curve.colour, curve.points, factor, offset)
    _scale(axes, side, _HEADROOM_RIGHT if on_right else _HEADROOM)
    if side.ceiling and (shown := _shown(axes, only=side.ceiling)).size and shown.min() > axes.get_ylim()[1]:
        high = {_legend_text(curve) for curve in curves if curve.colour == side.ceiling}
        handles = {_("{name}, above the scale").format(name=t) if t in high else t: line for t, line in handles.items()}
    _label(axes, side, curves, common[2], on_right)
    return handles


def _legend_text(curve: Curve) -> str:
    return f"{short_label(curve.variable)} {in_figure(curve.variable.symbol)}".strip()


def _draw_curve(axes: Axes, curve: Curve, factor: float, offset: float) -> Artist:
    style: object = (0, (2, 1.5)) if curve.reference else curve.dashes
    (line,) = axes.plot(
        curve.hours,
        curve.values * factor + offset,
        color=colour(curve.colour),
        linewidth=0.8 if curve.reference else 1.4,
        linestyle=style,
        alpha=0.85 if curve.reference else 1.0,
        gid=f"curve-{curve.colour}",
    )
    return line


def _draw_points(axes: Axes, name: str, points: tuple[Numbers, Numbers], factor: float, offset: float) -> None:
    hours, values = points
    axes.plot(
        hours,
        np.asarray(values, dtype=np.float64) * factor + offset,
        "o",
        color=colour(name),
        markeredgecolor="white",
        markeredgewidth=0.5,
        clip_on=False,
        zorder=3,
        gid=f"measured-{name}",
    )


def _scale(axes: Axes, side: Side, headroom: float) -> None:
    """From zero to a little above the highest value that matters."""
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4))
    values = _shown(axes, without=side.ceiling)
    top = max(float(values.max()) * headroom if values.size else 1.0, side.at_least or 0.0) or 1.0
    if side.ceiling:
        ceiling = _shown(axes, only=side.ceiling)
        top = max(top, min(float(ceiling.max()) * headroom, 1.8 * top)) if ceiling.size else top
    low = side.floor if side.floor is not None else min(0.0, float(values.min()) * headroom if values.size else 0.0)
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


def _label(axes: Axes, side: Side, curves: list[Curve], unit: str, right: bool) -> None:
    """Axis text in the colour of its variable, or in ink where several share it."""
    own = [curve for curve in curves if not curve.reference]
    if len(own) == 1 or not side.shared:
        axes.set_ylabel(axis_text(curves[0].variable, unit), color=colour(curves[0].colour))
    else:
        axes.set_ylabel(f"{_(side.shared)} {bracket(unit)}".replace("\n ", "\n"), color=INK)
    axes.yaxis.set_label_coords(1.095 if right else -0.075, 0.5)
    axes.tick_params(axis="y", colors=MUTED)

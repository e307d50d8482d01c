"""The batch sheet: everything that happens in a fermentation above one another on one time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language import gettext as _
from .curves import PANELS, curves_of
from .panel import draw_panel
from .protocols import Measured, RunLike
from .reading import end_of, phases_of, start_of
from .style import INK, WIDTH, house_style, new_figure
from .symbols import literal
from .timeline import draw_strip, strip_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["batch_sheet"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 1.18, 0.78, 0.08, 0.42
_PANEL, _GAP, _STRIP_ROW, _STRIPS = 0.92, 0.27, 0.17, 4


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
        Axes 0 is the strip of phases and limits; then come the panels' left axes from top to bottom, then the
        right ones.
    """
    points: Measured = measured or {}
    drawn = [(p, curves_of(p.left, run, points, source), curves_of(p.right, run, points, source)) for p in PANELS]
    drawn = [entry for entry in drawn if entry[1] or entry[2]]
    with house_style():
        figure, strip, panels = _frame(run, source, len(drawn))
        hours = _time_axis(run, source, points)
        strip.set_xlim(*hours)
        draw_strip(strip, run, strip_rows(run, _STRIPS))
        for axes, entry in zip(panels, drawn, strict=True):
            axes.set_xlim(*hours)
            draw_panel(axes, entry, run)
        for axes in panels[:-1]:
            axes.tick_params(labelbottom=False)
        if panels:
            panels[-1].set_xlabel(_("Time $t$ [h]"))
    return figure


def _time_axis(run: RunLike, source: RunLike | None, measured: Measured) -> tuple[float, float]:
    """Hours that hold the runs, and what was measured before they start."""
    runs = [run] + ([source] if source else [])
    early = [float(hours.min()) for hours, _ in measured.values() if hours.size]
    first, last = min(*map(start_of, runs), *early, start_of(run)), max(map(end_of, runs))
    return first, last if last > first else first + 1.0


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

    lines = [
        Line2D([], [], color=INK, linewidth=1.5),
        Line2D([], [], color=INK, linewidth=0.8, linestyle=(0, (2, 1.5))),
    ]
    texts = [literal(run.vessel.name), _("{vessel} (source)").format(vessel=literal(source.vessel.name))]
    figure.legend(lines, texts, loc="center left", bbox_to_anchor=(_LEFT / WIDTH - 0.01, y), ncol=2, fontsize=7.5)

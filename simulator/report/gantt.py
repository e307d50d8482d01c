"""Tasks over time, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..language import gettext as _
from .numbers import number
from .style import INK, MUTED, PALE, WIDTH, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["gantt_chart"]

_BARS = ("#0064a8", "#3f7f93")


def gantt_chart(tasks: Sequence[tuple[str, float, float]], title: str = "") -> Figure:
    """Draw tasks.

    Parameters
    ----------
    tasks : sequence of (str, float, float)
        Name, start and duration [h], in their order.
    title : str, optional

    Returns
    -------
    Figure
    """
    with house_style():
        height = 0.75 + 0.21 * len(tasks)
        figure = new_figure(height)
        axes = figure.add_axes((1.35 / WIDTH, 0.42 / height, (WIDTH - 1.95) / WIDTH, 1.0 - 0.72 / height))
        end = max((start + hours for _, start, hours in tasks), default=1.0)
        for row, (_name, start, hours) in enumerate(tasks):
            axes.barh(row, max(hours, 0.003 * end), 0.66, left=start, color=_BARS[row % 2], gid="task")
            axes.text(start + hours, row, f" {number(hours, 2)} h", fontsize=6.5, va="center", color=MUTED)
        axes.set_ylim(len(tasks) - 0.4, -0.6)
        axes.set_yticks(range(len(tasks)), [literal(name.replace("-", " "), 24) for name, _, _ in tasks])
        axes.set_xlim(0.0, 1.08 * end)
        axes.tick_params(axis="y", length=0)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.grid(True, axis="x", color=PALE, linewidth=0.6)
        axes.set_xlabel(_("Time $t$ [h]"))
        axes.set_title(literal(title, 90), color=INK)
    return figure

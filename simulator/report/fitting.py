"""Text that must fit into a given width of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["label_span", "width_in_data"]


def width_in_data(axes: Axes, text: str, size: float) -> float:
    """Width that a text takes, in units of a linear x axis."""
    canvas: Any = axes.figure.canvas  # the Agg canvas of `style.new_figure`
    probe = axes.text(0, 0, text, fontsize=size)
    box = probe.get_window_extent(canvas.get_renderer())
    probe.remove()
    low, high = axes.get_xlim()
    return float(box.width / axes.bbox.width * (high - low))


def label_span(axes: Axes, start: float, end: float, y: float, text: str, size: float, **style: Any) -> bool:
    """Write a text centred into a span: whole, else shortened, else not at all.

    Returns
    -------
    bool
        Whether something was written.
    """
    room = 0.94 * (end - start)
    for length in (60, 24, 16, 11, 7):
        candidate = literal(text, length)
        if width_in_data(axes, candidate, size) <= room:
            axes.text((start + end) / 2, y, candidate, fontsize=size, ha="center", va="center", **style)
            return True
    return False

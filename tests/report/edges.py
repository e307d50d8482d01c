"""Nothing of a figure is written where it would be cut off."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.text import Text

from moromi.simulator.report.style import house_style

__all__ = ["check_edges"]


def check_edges(figure: Figure, name: str = "") -> None:
    """Every visible text lies inside the figure."""
    with house_style():
        figure.draw_without_rendering()
    # ticks beyond the end of an axis exist, too, but are not drawn
    ticks = [label for axes in figure.axes for label in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    names = [label for label in figure.axes[0].get_yticklabels() if label.get_text()]
    for text in [*(text for text in figure.findobj(Text) if text not in ticks), *names]:
        box = text.get_window_extent()
        if text.get_visible() and text.get_text() and box.width:
            assert box.x0 >= -1, (name, text)
            assert box.x1 <= figure.bbox.x1 + 1, (name, text)
            assert box.y0 >= -1, (name, text)
            assert box.y1 <= figure.bbox.y1 + 1, (name, text)

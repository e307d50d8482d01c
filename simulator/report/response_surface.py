"""A key figure over two of the entries that varied: the mean of the runs, whatever else varies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..study.probability import local_mean
from .protocols import Numbers
from .study_axes import label_axis, shown_response
from .style import INK, WIDTH, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..study.responses import Response, Varied

__all__ = ["response_surface"]

_HEIGHT = 3.7
_CELLS = 31
_MOST_DOTS = 1000


def response_surface(response: Response, x: Varied, y: Varied, labels: Mapping[str, str]) -> Figure:
    """Draw the surface as a map with contours, and the runs as dots.

    Parameters
    ----------
    response : Response
        At least ten runs have a value.
    x, y : Varied
        Entries with numbers.
    labels : mapping of path to str
    """
    shown = shown_response(response)
    values = shown.of(response.values)
    places = np.column_stack([_share(x.values), _share(y.values)])
    mean = local_mean(places, values, _CELLS)
    across, up = (np.linspace(item.values.min(), item.values.max(), _CELLS) for item in (x, y))
    with house_style():
        figure = new_figure(_HEIGHT)
        axes = figure.add_axes((0.62 / WIDTH, 0.5 / _HEIGHT, 5.4 / WIDTH, (_HEIGHT - 0.65) / _HEIGHT))
        scale = figure.add_axes((6.22 / WIDTH, 0.5 / _HEIGHT, 0.16 / WIDTH, (_HEIGHT - 0.65) / _HEIGHT))
        cover = axes.contourf(across, up, mean, 12, cmap="viridis", zorder=1)
        lines = axes.contour(across, up, mean, np.asarray(cover.levels)[::2], colors="white", linewidths=0.6, zorder=2)
        axes.clabel(lines, fontsize=7)
        axes.scatter(x.values[:_MOST_DOTS], y.values[:_MOST_DOTS], 2.0, color=INK, alpha=0.35, linewidths=0, zorder=2)
        figure.colorbar(cover, cax=scale).set_label(literal(shown.text, 60))
        label_axis(axes, "x", x, labels[x.path])
        label_axis(axes, "y", y, labels[y.path])
    return figure


def _share(values: Numbers) -> Numbers:
    """Values from 0 at the least to 1 at the largest."""
    return np.asarray((values - values.min()) / max(float(np.ptp(values)), 1e-300))

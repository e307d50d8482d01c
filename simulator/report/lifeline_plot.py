"""What cells meet on their way: values along some lives, and how long stays in each regime last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from ..told import told
from .protocols import Numbers
from .style import INK, MUTED, WIDTH, bare, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["lifeline_traces", "regime_histogram"]

_ROW = 0.75  # inch
_SHADES = ("#0064a8", "#d17a00", "#008560", "#8a4fa3", "#c22f3d", "#5f6f94")


def lifeline_traces(lives: Sequence[tuple[Numbers, Numbers]], end: float, label: str) -> Figure:
    """Draw what cells meet over time, one row a cell.

    Parameters
    ----------
    lives : sequence of (times, values)
        s at which a cell enters a compartment, and the value it meets there.
    end : float
        s at which the record ends.
    label : str
        Of the values, with the unit.

    Returns
    -------
    Figure
    """
    with house_style():
        height = 0.75 + _ROW * len(lives)
        figure = new_figure(height)
        top = max((float(np.max(values)) for _, values in lives if len(values)), default=1.0) or 1.0
        for row, (times, values) in enumerate(lives):
            bottom = (height - 0.15 - _ROW * (row + 1)) / height
            axes = figure.add_axes((0.65 / WIDTH, bottom + 0.08 / height, 1 - 0.8 / WIDTH, (_ROW - 0.12) / height))
            bare(axes)
            axes.stairs(values, [*times, end], color=_SHADES[row % len(_SHADES)], linewidth=0.9, gid="life")
            axes.set_xlim(0.0, end)
            axes.set_ylim(min(0.0, float(np.min(values))), 1.06 * top)
            if row + 1 < len(lives):
                axes.tick_params(labelbottom=False)
            else:
                axes.set_xlabel(_("Time [s]"))
        figure.text(0.15 / WIDTH, 0.5, literal(label), rotation=90, va="center", ha="center", fontsize=7.5, color=INK)
    return figure


def regime_histogram(edges: Numbers, dwells: Mapping[str, Numbers]) -> Figure:
    """Draw the distribution of stays in each regime.

    Parameters
    ----------
    edges : (B + 1,) array
        Durations between the classes [s], logarithmic.
    dwells : mapping of regime to (B,) array
        Stays by duration, in any number; drawn as shares.

    Returns
    -------
    Figure
        Its axis leaves out classes that are empty in every regime.
    """
    with house_style():
        height = 2.7
        figure = new_figure(height)
        axes = figure.add_axes((0.65 / WIDTH, 0.5 / height, 1 - 0.8 / WIDTH, (height - 0.85) / height))
        bare(axes)
        for row, (name, counts) in enumerate(dwells.items()):
            stays = float(np.sum(counts))
            if stays > 0.0:
                shade = _SHADES[row % len(_SHADES)]
                axes.stairs(counts / stays, edges, color=shade, fill=True, alpha=0.15)
                axes.stairs(
                    counts / stays, edges, color=shade, linewidth=1.3, label=literal(told(name), 30), gid="regime"
                )
        axes.set_xscale("log")
        axes.set_xlim(*_limits(edges, dwells))
        axes.set_ylim(bottom=0.0)
        axes.set_xlabel(_("Stay in the regime [s]"))
        axes.set_ylabel(_("Share of the stays [–]"))
        _legend(axes)
    return figure


def _limits(edges: Numbers, dwells: Mapping[str, Numbers]) -> tuple[float, float]:
    used = (
        np.flatnonzero(np.sum([np.asarray(counts) for counts in dwells.values()], axis=0)) if dwells else np.array([])
    )
    return (float(edges[used[0]]), float(edges[used[-1] + 1])) if used.size else (float(edges[0]), float(edges[-1]))


def _legend(axes: Axes) -> None:
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.012, 1.0), ncol=4, labelcolor=MUTED)

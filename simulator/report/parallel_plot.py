"""Runs as lines through all that varied and what came out: parallel coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .fonts import strong
from .numbers import number
from .protocols import Numbers
from .study_axes import shown_response
from .study_words import unit_text
from .style import BAD, INK, MUTED, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study.responses import Response, Varied

__all__ = ["parallel_plot"]

_HEIGHT = 3.4
_MOST_LINES, _MOST_AXES = 300, 8


def parallel_plot(response: Response, entries: Sequence[Varied], labels: Mapping[str, str]) -> Figure:
    """Draw the first 300 runs, coloured by a key figure; runs that failed end before it, in red.

    Parameters
    ----------
    response : Response
    entries : sequence of Varied
        At most eight are drawn.
    labels : mapping of path to str
    """
    from matplotlib import colormaps
    from matplotlib.collections import LineCollection

    shown = shown_response(response)
    values = shown.of(response.values)[:_MOST_LINES]
    drawn = list(entries)[:_MOST_AXES]
    columns = [_scaled(item.values[:_MOST_LINES], item.values) for item in drawn]
    last = _scaled(values, shown.of(response.values))
    known = np.isfinite(last)
    lines = np.column_stack([*columns, np.where(known, last, 0.0)])
    with house_style():
        figure = new_figure(_HEIGHT)
        axes = figure.add_axes((0.055, 0.27, 0.89, 0.64))
        places = np.arange(len(drawn) + 1.0)
        order = np.argsort(last[known])  # the best on top
        paths = [np.column_stack([places, row]) for row in lines[known][order]]
        shades = colormaps["viridis"](last[known][order])
        axes.add_collection(LineCollection(paths, colors=shades, linewidths=0.7, alpha=0.6, zorder=2))
        failed = [np.column_stack([places[:-1], row[:-1]]) for row in lines[~known]]
        axes.add_collection(LineCollection(failed, colors=BAD, linewidths=0.8, linestyles=":", zorder=3))
        _frame(
            axes,
            [
                *((labels[item.path], item.unit, _ends(item)) for item in drawn),
                (shown.label, shown.unit, _range(shown.of(response.values))),
            ],
        )
    return figure


def _scaled(values: Numbers, whole: Numbers) -> Numbers:
    low, high = np.nanmin(whole), np.nanmax(whole)
    return np.asarray((values - low) / (high - low)) if high > low else np.where(np.isfinite(values), 0.5, np.nan)


def _ends(item: Varied) -> tuple[str, str]:
    if item.choices:
        return literal(item.choices[0], 12), literal(item.choices[-1], 12)
    return _range(item.values)


def _range(values: Numbers) -> tuple[str, str]:
    return number(float(np.nanmin(values))), number(float(np.nanmax(values)))


def _frame(axes: Axes, names: Sequence[tuple[str, str, tuple[str, str]]]) -> None:
    """Upright axes with their ends and names."""
    last = len(names) - 1
    axes.set_xlim(-0.02 * max(last, 1), last * 1.02 if last else 1.0)
    axes.set_ylim(-0.02, 1.02)
    axes.axis("off")
    width = max(int(92 / len(names)), 9)
    for place, (label, unit, (low, high)) in enumerate(names):
        axes.plot([place, place], [0.0, 1.0], color=INK, linewidth=1.6 if place == last else 0.8, zorder=4)
        axes.text(place, 1.04, high, ha="center", va="bottom", fontsize=6.8, color=MUTED)
        axes.text(place, -0.04, low, ha="center", va="top", fontsize=6.8, color=MUTED)
        text = "\n".join([*_wrapped(label, width), f"[{unit_text(unit)}]" if unit else ""])
        axes.text(
            place, -0.12, text, ha="center", va="top", fontsize=7.0, weight=strong() if place == last else "normal"
        )


def _wrapped(label: str, width: int) -> list[str]:
    from textwrap import wrap

    return [literal(line) for line in wrap(label, width)[:3]]

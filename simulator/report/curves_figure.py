"""A few variables of one or more runs, a panel each, on one time axis: the figure of a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from ..variables import display_unit
from .protocols import RunLike
from .reading import has, hours_of, series, variable_of
from .style import INK, WIDTH, bare, colour, house_style, new_figure
from .symbols import axis_text, literal, short_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["curves_figure"]

_PANEL, _GAP, _TOP, _BOTTOM = 1.15, 0.14, 0.3, 0.42
_DASHES: tuple[Literal["-", "--", ":", "-."], ...] = ("-", "--", ":", "-.")
_SHORT = 0.2  # h, below which the axis is in seconds


def curves_figure(runs: Mapping[str, RunLike], variables: Sequence[str]) -> Figure:
    """Draw variables of runs above one another.

    Parameters
    ----------
    runs : mapping of str to run
        By the name in the legend; at most four, told apart by dashes.
    variables : sequence of str
        Fields of the registry, a panel each; ``dot+measured_dot`` share one. A run without them is left out of a panel.

    Returns
    -------
    Figure
        One axes for each panel.
    """
    height = _TOP + len(variables) * (_PANEL + _GAP) + _BOTTOM
    longest = max(float(hours_of(run)[-1] - hours_of(run)[0]) for run in runs.values())
    factor, unit = (3600.0, "s") if longest < _SHORT else (1.0, "h")
    with house_style():
        figure = new_figure(height)
        for place, name in enumerate(variables):
            top = 1.0 - (_TOP + (place + 1) * (_PANEL + _GAP)) / height
            axes = figure.add_axes((1.05 / WIDTH, top + _GAP / height, 1.0 - 1.3 / WIDTH, _PANEL / height))
            _panel(axes, runs, name.split("+"), factor)
            axes.set_xlim(0.0, longest * factor)
            axes.tick_params(labelbottom=place + 1 == len(variables))
        figure.axes[-1].set_xlabel(f"Time $t$ [{unit}]")
        if len(runs) > 1:
            _legend(figure, list(runs))
    return figure


def _panel(axes: Axes, runs: Mapping[str, RunLike], names: Sequence[str], clock: float) -> None:
    """Variables of one unit of every run that has them."""
    bare(axes)
    shown = [(name, dashes, run) for name in names for dashes, run in zip(_DASHES, runs.values(), strict=False)]
    shown = [(name, dashes, run) for name, dashes, run in shown if has(run, name)]
    if not shown:
        return
    variable = variable_of(shown[0][2], shown[0][0])
    factor, offset, unit = display_unit(variable, np.concatenate([series(run, name) for name, _, run in shown]))
    for name, dashes, run in shown:
        hours, label = hours_of(run), short_label(variable_of(run, name)) if dashes == _DASHES[0] else None
        values = series(run, name) * factor + offset
        axes.plot((hours - hours[0]) * clock, values, linestyle=dashes, color=colour(name), label=label)
    if axes.get_ylim()[0] > 0.0 and offset == 0.0:
        axes.set_ylim(bottom=0.0)
    alone = len(names) == 1
    axes.set_ylabel(axis_text(variable, unit), color=colour(names[0]) if alone else INK)
    axes.yaxis.set_label_coords(-0.075, 0.5)
    if not alone:
        axes.legend(loc="lower right", fontsize=7.0)


def _legend(figure: Figure, names: Sequence[str]) -> None:
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], color=INK, linestyle=dashes) for dashes in _DASHES[: len(names)]]
    figure.legend(lines, [literal(name, 30) for name in names], loc="upper left", ncol=4, fontsize=7.2)

"""Trajectories of many runs as bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from ..variables import Variable, display_unit, find_variable
from .style import WIDTH, bare, colour, house_style, new_figure
from .symbols import axis_text, literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study.summaries import Band

__all__ = ["band_plot"]

_PANEL, _GAP, _TOP, _BOTTOM, _LEFT, _RIGHT = 1.25, 0.28, 0.32, 0.45, 0.95, 0.15
_SOURCE = "#616e7c"


def band_plot(sets: Mapping[str, Sequence[Band]], species: Sequence[str] = (), strains: Sequence[str] = ()) -> Figure:
    """Draw bands, a panel a variable: median, and what lies between the 25th and 75th, 5th and 95th percentile.

    Parameters
    ----------
    sets : mapping of name to bands
        At most two, for example target and source; the second is drawn grey.
    species, strains : sequence of str
        Names of the scenario's, for labels.
    """
    (first, main), *others = list(sets.items())[:2]
    height = _TOP + len(main) * (_PANEL + _GAP) - _GAP + _BOTTOM
    with house_style():
        figure = new_figure(height)
        width = (WIDTH - _LEFT - _RIGHT) / WIDTH
        for place, own in enumerate(main):
            top = _TOP + place * (_PANEL + _GAP)
            axes = figure.add_axes((_LEFT / WIDTH, 1 - (top + _PANEL) / height, width, _PANEL / height))
            drawn = [(own, colour(own.name))]
            drawn += [(item, _SOURCE) for _, bands in others for item in bands if item.name == own.name]
            _panel(axes, drawn, find_variable(own.name, species, strains))
            if place == len(main) - 1:
                axes.set_xlabel(_("Time from the start of the run [h]"))
            else:
                axes.tick_params(labelbottom=False)
        _legend(figure, [first, *(name for name, _ in others)], main[0].name, height)
    return figure


def _panel(axes: Axes, drawn: Sequence[tuple[Band, str]], variable: Variable) -> None:
    known = np.concatenate([item.quantiles[np.isfinite(item.quantiles)] for item, _ in drawn])
    factor, offset, unit = display_unit(variable, known)
    for item, shade in reversed(drawn):
        values = item.quantiles * factor + offset
        axes.fill_between(item.hours, values[0], values[4], color=shade, alpha=0.18, linewidth=0.0)
        axes.fill_between(item.hours, values[1], values[3], color=shade, alpha=0.32, linewidth=0.0)
        axes.plot(item.hours, values[2], color=shade)
    axes.set_ylabel(axis_text(variable, unit))
    axes.set_xlim(drawn[0][0].hours[0], drawn[0][0].hours[-1])
    bare(axes)


def _legend(figure: Figure, names: Sequence[str], variable: str, height: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shades = [colour(variable), _SOURCE]
    handles: list[Line2D | Patch] = []
    texts = []
    if len(names) > 1:
        handles += [Line2D([], [], color=shade) for shade in shades]
        texts += [literal(name, 30) for name in names]
    else:
        handles.append(Line2D([], [], color=shades[0]))
        texts.append(_("median"))
    handles += [Patch(color=shades[0], alpha=0.5, linewidth=0), Patch(color=shades[0], alpha=0.18, linewidth=0)]
    texts += [_("25–75 % of runs"), "5–95 %"]
    figure.legend(handles, texts, loc="upper left", bbox_to_anchor=(0.02, 1 - 0.02 / height), ncol=4, fontsize=7.2)

"""What each entry alone does to a key figure, the largest on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from .numbers import number
from .study_axes import shown_response
from .study_words import unit_text
from .style import INK, MUTED, WIDTH, bare, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study.responses import Response, Varied
    from ..study.summaries import Swing

__all__ = ["tornado"]

_LOW, _HIGH = "#9fc0dc", "#14507f"
_MOST, _ROW, _LEFT, _RIGHT = 15, 0.3, 2.15, 0.55


def tornado(response: Response, found: Sequence[Swing], labels: Mapping[str, str]) -> Figure:
    """Draw the swings of a key figure; numbers at the ends of the bars are the entry's values there."""
    shown = shown_response(response)
    rows = [item for item in found if item.size > 0.0][:_MOST]
    height = 0.75 + _ROW * max(len(rows), 1)
    with house_style():
        figure = new_figure(height)
        at = (_LEFT / WIDTH, 0.45 / height, (WIDTH - _LEFT - _RIGHT) / WIDTH, _ROW * max(len(rows), 1) / height)
        axes = figure.add_axes(at)
        middle = float(shown.of(np.array(found[0].middle))) if found else 0.0
        for place, item in enumerate(rows):
            _bar(axes, place, item, shown.of(np.array([item.low, item.high])), middle)
        axes.axvline(middle, color=INK, linewidth=0.9)
        axes.set_yticks(range(len(rows)), [literal(labels[item.entry.path], 40) for item in rows])
        axes.set_ylim(max(len(rows), 1) - 0.45, -0.55)
        axes.margins(x=0.16)
        axes.set_xlabel(literal(shown.text, 60))
        axes.tick_params(axis="y", length=0)
        bare(axes, "x")
        _legend(figure, height)
    return figure


def _bar(axes: Axes, place: int, item: Swing, ends: np.ndarray, middle: float) -> None:
    one_side = float(np.prod(ends - middle)) > 0.0  # both raise it or both lower it: above one another
    rows = ((ends[0], _lowest(item.entry), _LOW, -0.16), (ends[1], _highest(item.entry), _HIGH, 0.16))
    for value, own, shade, shift in rows:
        if not np.isfinite(value):
            continue
        height = place + (shift if one_side else 0.0)
        axes.barh(height, value - middle, 0.3 if one_side else 0.6, left=middle, color=shade, zorder=2)
        right = value >= middle
        axes.annotate(
            own,
            (value, height),
            xytext=(3 if right else -3, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            fontsize=6.5,
            color=MUTED,
        )


def _lowest(entry: Varied) -> str:
    return _value(entry, float(entry.values.min()))


def _highest(entry: Varied) -> str:
    return _value(entry, float(entry.values.max()))


def _value(entry: Varied, value: float) -> str:
    if entry.choices:
        return literal(entry.choices[int(value)], 14)
    return literal(f"{number(value)} {unit_text(entry.unit)}".rstrip(), 24)


def _legend(figure: Figure, height: float) -> None:
    from matplotlib.patches import Patch

    texts = [_("at its least value"), _("at its largest")]
    handles = [Patch(color=_LOW), Patch(color=_HIGH)]
    figure.legend(handles, texts, loc="upper left", bbox_to_anchor=(0.01, 1 - 0.02 / height), ncol=2, fontsize=7.2)

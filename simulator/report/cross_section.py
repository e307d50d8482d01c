"""The tank cut open: compartments as rectangles where they lie, coloured by what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..language import gettext as _
from .numbers import group_text
from .protocols import Compartments, Numbers
from .style import INK, MUTED, WIDTH, house_style, new_figure
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

__all__ = ["boxes_of", "colour_bar", "draw_cross_section", "recolour", "scale_of", "tank_cross_section"]

_COLOURS = "viridis"
_TALL = 3.6  # inch, of a tank
_MOST_EDGES = 400  # compartments from which lines between them would hide the colours


def boxes_of(network: Compartments) -> Numbers:
    """Boxes of the compartments; stacked by height where nobody says where they lie."""
    if network.boxes is not None:
        return network.boxes
    boxes = np.zeros((network.size, 4))
    boxes[:, 1] = 1.0
    order = np.argsort(network.height, kind="stable")
    ends = np.concatenate([[0.0], np.cumsum(network.fraction[order])])
    boxes[order, 2], boxes[order, 3] = ends[:-1], ends[1:]
    return boxes


def tank_cross_section(
    network: Compartments, fields: Mapping[str, Numbers], label: str, slenderness: float = 2.0
) -> Figure:
    """Draw one or several cross-sections with a common scale of colours.

    Parameters
    ----------
    network : Network
    fields : mapping of title to (N,) array
        What the compartments are coloured by; not-a-number stays white.
    label : str
        Of the scale, with the unit.
    slenderness : float
        Height of the liquid over the diameter of the tank [-].

    Returns
    -------
    Figure
    """
    with house_style():
        height = _TALL + 0.75
        figure = new_figure(height)
        room = (WIDTH - 1.3) / len(fields)
        tall = min(_TALL, slenderness * (room - 0.4))
        wide = tall / slenderness
        norm = scale_of(fields)
        for number, (title, values) in enumerate(fields.items()):
            left = 0.2 + number * room + 0.5 * (room - wide)
            axes = figure.add_axes((left / WIDTH, 0.35 / height, wide / WIDTH, tall / height))
            draw_cross_section(axes, network, values, norm)
            _say_range(axes, values)
            axes.set_title(literal(title, 30), fontsize=7.5)
        bar = figure.add_axes((1 - 0.75 / WIDTH, 0.35 / height, 0.12 / WIDTH, tall / height))
        colour_bar(bar, norm, label)
    return figure


def scale_of(fields: Mapping[str, Numbers]) -> Normalize:
    """Scale of colours that all values fit, from zero where they come near it."""
    from matplotlib.colors import Normalize

    values = np.concatenate([np.asarray(field, dtype=np.float64) for field in fields.values()])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    return Normalize(min(low, 0.0) if low < 0.3 * high else low, high if high > low else low + 1.0)


def colour_bar(axes: Axes, norm: Normalize, label: str) -> None:
    """Draw the scale of colours into axes of its own."""
    from matplotlib.cm import ScalarMappable

    axes.figure.colorbar(ScalarMappable(norm, _COLOURS), cax=axes, label=literal(label, 60))


def recolour(tank: PolyCollection, values: Numbers) -> None:
    """Give a drawn tank other values."""
    tank.set_array(np.ma.masked_invalid(np.tile(np.asarray(values, dtype=np.float64), 2)))


def draw_cross_section(axes: Axes, network: Compartments, values: Numbers, norm: Normalize) -> PolyCollection:
    """Draw one tank, both halves, with its feed and its probe.

    Parameters
    ----------
    axes : Axes
    network : Network
    values : (N,) array
    norm : Normalize
        Scale of colours.

    Returns
    -------
    PolyCollection
        The compartments, for `recolour`.
    """
    from matplotlib.collections import PolyCollection

    boxes = boxes_of(network)
    inner, outer, low, high = boxes.T
    halves = [
        np.stack([np.stack([x, y], axis=1) for x, y in ((a, low), (b, low), (b, high), (a, high))], axis=1)
        for a, b in ((inner, outer), (-outer, -inner))
    ]
    line = 0.3 if network.size <= _MOST_EDGES else 0.0
    tank = PolyCollection(
        list(np.concatenate(halves)),
        cmap=_COLOURS,
        norm=norm,
        edgecolors="white",
        linewidths=line,
        gid="tank",
    )
    recolour(tank, values)
    axes.add_collection(tank)
    for name, place, mark in (("feed", network.feed, "v"), ("probe", network.probe, "o")):
        x, y = 0.5 * (inner[place] + outer[place]), 0.5 * (low[place] + high[place])
        axes.plot([x], [y], mark, color="white", markeredgecolor=INK, markeredgewidth=0.6, markersize=4.5, gid=name)
    axes.plot([-1, -1, 1, 1], [1.02, 0, 0, 1.02], color=MUTED, linewidth=1.0)
    axes.set_xlim(-1.03, 1.03)
    axes.set_ylim(-0.015, 1.03)
    axes.axis("off")
    return tank


def _say_range(axes: Axes, values: Numbers) -> None:
    """Least and largest value below the tank."""
    finite = np.asarray(values)[np.isfinite(values)]
    if finite.size:
        low, high = group_text(float(finite.min())), group_text(float(finite.max()))
        text = _("{low} to {high}").format(low=low, high=high)
        axes.text(0.0, -0.05, text, ha="center", va="top", fontsize=6.5, color=MUTED)

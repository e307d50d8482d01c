"""The tank's cross-section over time, as a file that moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .cross_section import colour_bar, draw_cross_section, recolour, scale_of
from .numbers import duration_text
from .protocols import Compartments, Numbers
from .style import house_style, new_figure

__all__ = ["write_animation"]

_MOST = 400  # frames; more are thinned out
_HEIGHT, _WIDTH, _DOTS = 4.2, 3.0, 80  # inch, inch, dots an inch
_A_SECOND = 12  # frames


def write_animation(
    network: Compartments, times: Numbers, values: Numbers, label: str, path: Path, slenderness: float = 2.0
) -> Path:
    """Write an animated GIF of what is in the compartments.

    Parameters
    ----------
    network : Network
    times : (K,) array
        h
    values : (K, N) array
        One scale of colours holds for all.
    label : str
        Of the scale, with the unit.
    path : Path
        Of the file; the same numbers give the same bytes.
    slenderness : float
        Height of the liquid over the diameter of the tank [-].

    Returns
    -------
    Path
    """
    from matplotlib.animation import PillowWriter

    chosen = np.unique(np.linspace(0, len(times) - 1, min(len(times), _MOST)).round().astype(int))
    norm = scale_of({str(frame): values[frame] for frame in chosen})
    tall = min(3.6, slenderness * (_WIDTH - 1.2))
    with house_style():
        figure = new_figure(_HEIGHT, _WIDTH)
        wide = tall / slenderness
        axes = figure.add_axes((0.2 / _WIDTH, 0.1 / _HEIGHT, wide / _WIDTH, tall / _HEIGHT))
        tank = draw_cross_section(axes, network, values[chosen[0]], norm)
        colour_bar(figure.add_axes((1 - 0.8 / _WIDTH, 0.1 / _HEIGHT, 0.12 / _WIDTH, tall / _HEIGHT)), norm, label)
        writer = PillowWriter(_A_SECOND)
        with writer.saving(figure, str(path), _DOTS):
            for frame in chosen:
                recolour(tank, values[frame])
                axes.set_title(duration_text(3600.0 * float(times[frame])), fontsize=8.5)
                writer.grab_frame()
    return path

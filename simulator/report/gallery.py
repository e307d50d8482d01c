"""The gallery of correlations: each author beside another over the range, with the band of its uncertainty."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .gallery_curves import Curve, Panel
from .gallery_solutions import acids, gases, solutions
from .gallery_transfer import columns, small, stirred
from .gallery_vessel import broth, mixing, power
from .style import INK, WIDTH, bare, house_style, new_figure, to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FAMILIES", "draw_gallery", "gallery_figure"]

FAMILIES: Mapping[str, Callable[[], tuple[Panel, ...]]] = MappingProxyType(
    {
        "kla-stirred": stirred,
        "columns": columns,
        "small-scale": small,
        "power": power,
        "mixing": mixing,
        "broth": broth,
        "gases": gases,
        "solutions": solutions,
        "acids": acids,
    }
)
"""Name of a figure → its panels."""

_SHADES = ("#0064a8", "#b0562b", "#4f7d4f", "#8a4fa3", "#857a1f", "#9c4668", "#3e4c59", "#c22f3d")
_ROW = 2.45  # inch
_COLUMNS = 2
_DECADES = 2.2


def gallery_figure(panels: tuple[Panel, ...], salt: str) -> Figure:
    """Draw a family of correlations.

    Parameters
    ----------
    panels : tuple of Panel
        Two beside each other.
    salt : str
        Makes the ids of the SVG its own.

    Returns
    -------
    Figure
        Solid with a band where a correlation was fitted, dashed without one beyond; dotted: others' lines.
    """
    rows = math.ceil(len(panels) / _COLUMNS)
    height = _ROW * rows
    with house_style(salt):
        figure = new_figure(height)
        places = figure.subplots(rows, _COLUMNS, squeeze=False).ravel().tolist()
        for axes, panel in zip(places, panels, strict=False):
            _draw(axes, panel)
        for axes in places[len(panels) :]:
            axes.set_axis_off()
            if not panels[0].legend:
                handles, labels = places[0].get_legend_handles_labels()
                axes.legend(handles, labels, loc="center left", labelcolor=INK, title="Above", alignment="left")
        figure.subplots_adjust(
            left=0.62 / WIDTH,
            right=1 - 0.1 / WIDTH,
            bottom=0.45 / height,
            top=1 - 0.3 / height,
            wspace=0.26,
            hspace=0.5,
        )
    return figure


def _draw(axes: Axes, panel: Panel) -> None:
    bare(axes)
    if panel.log_x:
        axes.set_xscale("log")
    if panel.log_y:
        axes.set_yscale("log")
    for index, line in enumerate(panel.curves):
        _line(axes, line, index)
    axes.set_title(panel.title, color=INK, fontsize=7.5)
    axes.set_xlabel(panel.x)
    axes.set_ylabel(panel.y)
    axes.margins(x=0.02)
    _ticks(axes, panel)
    if panel.legend:
        axes.legend(loc="best", labelcolor=INK, fontsize=5.8, labelspacing=0.25, handlelength=1.4, borderaxespad=0.2)


def _ticks(axes: Axes, panel: Panel) -> None:
    """Plain numbers on logarithmic axes, at 1, 2 and 5 where there are few decades."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    for axis, logarithmic in ((axes.xaxis, panel.log_x), (axes.yaxis, panel.log_y)):
        if not logarithmic:
            continue
        low, high = axis.get_view_interval()
        few = math.log10(high / low) < _DECADES
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if few else (1.0,)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axis.set_minor_formatter(NullFormatter())


def _line(axes: Axes, line: Curve, index: int) -> None:
    """Where it was fitted solid and banded; beyond dashed; a line beside dotted."""
    shade = _SHADES[index % len(_SHADES)]
    if not line.name:
        axes.plot(line.x, line.y, ":" if index % 2 else "-.", color=INK, linewidth=1.1, zorder=3, label=line.label)
        return
    fitted = line.y.copy()
    fitted[~line.inside] = math.nan
    axes.plot(line.x, line.y, "--", color=shade, linewidth=0.7, alpha=0.7)
    axes.plot(line.x, fitted, "-", color=shade, label=line.label)
    low, high = (1.0 - line.band) * line.y, (1.0 + line.band) * line.y
    axes.fill_between(line.x, low, high, where=line.inside.tolist(), color=shade, alpha=0.10, linewidth=0.0)


def draw_gallery(folder: Path) -> list[Path]:
    """Write every figure of the gallery as ``gallery-NAME.svg``.

    Parameters
    ----------
    folder : Path
        Made if it is not there.

    Returns
    -------
    list of Path
        The files, the same bytes every time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, panels in FAMILIES.items():
        file = folder / f"gallery-{name}.svg"
        file.write_bytes(to_svg(gallery_figure(panels(), name), salt=name))
        files.append(file)
    return files

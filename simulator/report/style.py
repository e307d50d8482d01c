"""House style: one colour per variable in every figure, small type, pale grid, the same bytes every time."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .fonts import figure_language, font_families

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "BAD",
    "GOOD",
    "INK",
    "MUTED",
    "PALE",
    "WIDTH",
    "bare",
    "colour",
    "house_style",
    "limit_colour",
    "new_figure",
    "to_svg",
]

WIDTH = 7.1
"""Width of a figure [inch]: the text width of A4."""

INK, MUTED, PALE = "#1f2933", "#616e7c", "#e4e7eb"
BAD, GOOD = "#b3261e", "#00795c"

# Biomass green, substrate orange, O2 blue, CO2 grey, product red; lightness differs too, so that they stay apart
# for every kind of colour vision and in black and white. After Okabe & Ito (2008), darkened to 3:1 on white.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "biomass": "#008560", "mu": "#008560",
        "glucose": "#d17a00", "q_s": "#d17a00", "q_glucose": "#d17a00", "feed_rate": "#d17a00",
        "acetate": "#8a4fa3", "q_acetate": "#8a4fa3", "formate": "#c05a93", "q_formate": "#c05a93",
        "ethanol": "#5b6abf", "lactate": "#a8763e", "succinate": "#7f7f00", "ammonium": "#2f7fb8",
        "oxygen": "#0064a8", "q_o2": "#0064a8", "dot": "#0064a8", "otr": "#4a9bd1", "our": "#0064a8", "kla": "#0064a8",
        "oxygen_fraction": "#3d94c9", "aeration": "#3f7f93",
        "inorganic_carbon": "#7b8794", "q_co2": "#6b7280", "ctr": "#9aa5b1", "cer": "#6b7280", "p_co2": "#6b7280",
        "rq": "#3e4c59", "stirrer_speed": "#3e4c59", "volume": "#52606d", "base_rate": "#8a4fa3",
        "outflow_rate": "#52606d",
        "product": "#c22f3d", "q_p": "#c22f3d",
        "heat": "#a63d2f", "heat_metabolic": "#d9826f", "cooling_capacity": "#30619c",
    }
)  # fmt: skip
_SPARE = ("#8c6bb1", "#b0562b", "#4f7d4f", "#9c4668", "#5f6f94", "#857a1f")
_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "oxygen": "#0064a8", "dot": "#0064a8", "substrate": "#d17a00", "maintenance": "#8a4fa3",
        "stirrer": "#3e4c59", "motor": "#3e4c59", "power": "#3e4c59", "aeration": "#3f7f93", "gas": "#3f7f93",
        "cooling": "#a63d2f", "heat": "#a63d2f", "co2": "#6b7280", "volume": "#52606d",
    }
)  # fmt: skip

_RC: Mapping[str, Any] = MappingProxyType(
    {
        "font.size": 7.5, "mathtext.fontset": "dejavusans",
        "axes.labelsize": 7.5, "axes.titlesize": 8.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
        "axes.edgecolor": "#9aa5b1", "axes.labelcolor": INK, "axes.linewidth": 0.6, "axes.axisbelow": True,
        "axes.grid": False, "grid.color": PALE, "grid.linewidth": 0.6, "text.color": INK,
        "xtick.labelsize": 7.0, "ytick.labelsize": 7.0, "xtick.color": MUTED, "ytick.color": MUTED,
        "xtick.major.size": 2.5, "ytick.major.size": 2.5, "xtick.major.width": 0.6, "ytick.major.width": 0.6,
        "lines.linewidth": 1.4, "lines.solid_capstyle": "round", "lines.markersize": 4.0,
        "legend.fontsize": 7.0, "legend.frameon": False, "legend.handlelength": 1.8, "legend.columnspacing": 1.4,
        "hatch.linewidth": 0.5, "svg.fonttype": "path", "path.simplify_threshold": 0.2,
        "figure.facecolor": "white", "savefig.facecolor": "white", "figure.dpi": 100.0, "savefig.dpi": 100.0,
        "axes.unicode_minus": True, "axes.formatter.use_mathtext": False, "text.usetex": False, "text.parse_math": True,
    }
)  # fmt: skip


def colour(name: str) -> str:
    """Colour of a variable, the same in every figure; unknown species get a steady one."""
    if name in COLOURS:
        return COLOURS[name]
    return _SPARE[zlib.crc32(name.removeprefix("q_").encode()) % len(_SPARE)]


def limit_colour(name: str) -> str:
    """Colour of a limit: that of the variable it concerns, whichever strain's."""
    name = name.rpartition(": ")[2]
    species = name.removesuffix("_uptake")
    if species in COLOURS:
        return COLOURS[species]
    return next(
        (shade for word, shade in _LIMITS.items() if word in name), _SPARE[zlib.crc32(name.encode()) % len(_SPARE)]
    )


@contextmanager
def house_style(salt: str = "moromi") -> Iterator[None]:
    """Matplotlib's defaults plus the house's, for the time of drawing only; `salt` makes the ids of an SVG its own.

    Inside, the context speaks a language that figures can be written in.
    """
    import matplotlib

    with matplotlib.rc_context(), figure_language():
        matplotlib.rcdefaults()  # whatever a user's matplotlibrc says
        settings: Any = {**_RC, "svg.hashsalt": salt, "font.family": font_families()}
        matplotlib.rcParams.update(settings)
        yield


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """Empty figure that belongs to no global state (sizes in inch)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def bare(axes: Axes, grid: str | None = "y") -> None:
    """Only the left and lower frame, and pale lines to read values by."""
    axes.spines[["top", "right"]].set_visible(False)
    if grid == "x":
        axes.grid(True, axis="x")
    elif grid == "y":
        axes.grid(True, axis="y")


def to_svg(figure: Figure, salt: str = "moromi") -> bytes:
    """SVG of a figure, the same bytes for the same figure: no date, no version, no random ids."""
    buffer = io.BytesIO()
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with house_style(salt):
        figure.savefig(buffer, format="svg", metadata=metadata)
    return _without_idle_ids(buffer.getvalue())


def _without_idle_ids(svg: bytes) -> bytes:
    """Drop the ids that nothing refers to: artists of one kind share theirs, which a page must not."""
    used = set(re.findall(rb'(?:href="#|url\(#)([^")]+)', svg))
    return re.sub(rb' id="([^"]*)"', lambda match: match[0] if match[1] in used else b"", svg)

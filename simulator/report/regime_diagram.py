"""The regime diagram: what a vessel supplies against what its cells demand, as characteristic times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .numbers import duration_text, finite, group_text
from .style import INK, MUTED, PALE, WIDTH, house_style, new_figure
from .symbols import literal
from .words import regime_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["SUPPLY", "damkohler", "ordered", "regime_diagram"]

_SHADES = ("#b8c4d0", "#3b6f9c", "#1d4468", "#0c2740")
_HATCH = "//////"
Regimes = Mapping[str, Mapping[str, float]]

SUPPLY: Mapping[str, str] = MappingProxyType(
    {
        "oxygen_consumption": "mixing",
        "substrate_consumption": "mixing",
        "growth": "mixing",
        "gas_oxygen_consumption": "gas_residence",
        "heat_production": "heat_removal",
    }
)
"""Demand → the supply whose time it is held against."""


def ordered(regimes: Regimes) -> list[str]:
    """Names of all characteristic times: supplies first, then demands, each in their given order."""
    names = list(dict.fromkeys(name for times in regimes.values() for name in times))
    return sorted(names, key=lambda name: name in SUPPLY)


def damkohler(times: Mapping[str, float], demand: str) -> float | None:
    """Time of the supply over time of the demand: above 1 the cells take it faster than it comes."""
    supply, own = _positive(times.get(SUPPLY.get(demand, ""))), times.get(demand)
    if supply is None or own is None:
        return None
    if math.isinf(own):
        return 0.0
    seconds = _positive(own)
    return supply / seconds if seconds else None


def _positive(seconds: float | None) -> float | None:
    known = finite(seconds)
    return known if known is not None and known > 0 else None


def regime_diagram(regimes: Regimes) -> Figure:
    """Bars of characteristic times on a logarithmic axis, one bar a vessel.

    Parameters
    ----------
    regimes : mapping of vessel to mapping of process to seconds
        Smallest scale first; infinite means that there is no such demand.

    Returns
    -------
    Figure
        Demands faster than their supply are hatched; beside their bars stands Da, supply over demand.
    """
    names = ordered(regimes)
    height = 0.92 + (0.17 * len(regimes) + 0.14) * max(len(names), 1)
    with house_style():
        figure = new_figure(height)
        axes = figure.add_axes((1.75 / WIDTH, 0.44 / height, (WIDTH - 1.9) / WIDTH, 1 - 0.78 / height))
        axes.set_xscale("log")
        axes.set_xlim(*_limits(regimes))
        for index, times in enumerate(regimes.values()):
            _draw_vessel(axes, times, names, index, len(regimes))
        _finish(axes, names)
        _legend(axes, regimes)
    return figure


def _limits(regimes: Regimes) -> tuple[float, float]:
    found = [_positive(t) for times in regimes.values() for t in times.values()]
    times = [t for t in found if t is not None] or [1.0, 100.0]
    low = 10.0 ** math.floor(math.log10(min(times)) - 0.15)
    # room for the text behind the longest bar
    return low, max(times) * (max(times) / low) ** 0.34


def _draw_vessel(axes: Axes, times: Mapping[str, float], names: list[str], index: int, count: int) -> None:
    """Bars of one vessel, and its mixing time as a line through the demands."""
    shade, low = _SHADES[index % len(_SHADES)], axes.get_xlim()[0]
    for row, name in enumerate(names):
        y = row + (index - (count - 1) / 2) * 0.82 / count
        seconds, ratio = _positive(times.get(name)), damkohler(times, name)
        if seconds is None:
            axes.text(
                low * 1.08,
                y,
                _("no demand") if name in SUPPLY else _("unknown"),
                fontsize=6.5,
                color=MUTED,
                va="center",
            )
            continue
        outrun = ratio is not None and ratio > 1.0
        style: dict[str, Any] = {
            "color": shade,
            "edgecolor": "white",
            "linewidth": 0.0,
            "hatch": _HATCH if outrun else None,
        }
        axes.barh(y, seconds - low, 0.7 / count, left=low, gid="regime", **style)
        text = duration_text(seconds) + (f"   Da {group_text(ratio)}" if ratio is not None else "")
        axes.text(
            seconds * 1.04,
            y,
            text,
            fontsize=6.8,
            va="center",
            zorder=3,
            color=INK if outrun else MUTED,
            weight="bold" if outrun else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
    mixing = _positive(times.get("mixing"))
    if mixing is not None:
        axes.plot(
            [mixing] * 2, [names.index("mixing"), len(names) - 0.5], color=shade, lw=0.9, ls=(0, (3, 2)), zorder=0.6
        )


def _finish(axes: Axes, names: list[str]) -> None:
    supplies = sum(name not in SUPPLY for name in names)
    if 0 < supplies < len(names):
        axes.axhline(supplies - 0.5, color=MUTED, linewidth=0.6)
        for row, text in (
            (supplies - 0.55, _("what the vessel supplies")),
            (supplies - 0.45, _("what the cells demand")),
        ):
            up = row < supplies - 0.5
            axes.annotate(
                text,
                (1.0, row),
                xycoords=("axes fraction", "data"),
                ha="right",
                va="bottom" if up else "top",
                fontsize=6.5,
                color=MUTED,
                style="italic",
            )
    axes.set_ylim(max(len(names), 1) - 0.45, -0.55)
    axes.set_yticks(range(len(names)), [literal(regime_label(name), 30) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(_("Characteristic time [s]"))
    axes.grid(True, axis="x", color=PALE, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _legend(axes: Axes, regimes: Regimes) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=_SHADES[i % len(_SHADES)]) for i in range(len(regimes))]
    handles.append(Patch(facecolor="#9aa5b1", edgecolor="white", hatch=_HATCH, linewidth=0))
    texts = [literal(vessel, 24) for vessel in regimes] + [_("faster than its supply (Da > 1)")]
    axes.legend(handles, texts, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncol=len(texts), handlelength=1.2)

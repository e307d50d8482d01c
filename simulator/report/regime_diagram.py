"""The regime diagram: characteristic times of a vessel against one another, scale by scale."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .style import INK, MUTED, PALE, WIDTH, house_style, new_figure
from .symbols import literal
from .words import duration_text, number, regime_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["damkohler", "mixing_of", "regime_diagram"]

_SHADES = ("#b8c4d0", "#3b6f9c", "#1d4468", "#0c2740")
_SLOW = frozenset({"mixing", "mixing_time"})
Regimes = Mapping[str, Mapping[str, float]]


def mixing_of(times: Mapping[str, float]) -> float | None:
    """Mixing time among the characteristic times [s], if there."""
    found = [times[name] for name in _SLOW if name in times and _usable(times[name])]
    return found[0] if found else None


def damkohler(times: Mapping[str, float], name: str) -> float | None:
    """Mixing time over the time of a process: above 1 the process outruns mixing and gradients form."""
    mixing = mixing_of(times)
    if mixing is None or name in _SLOW or not _usable(times.get(name)):
        return None
    return mixing / times[name]


def _usable(seconds: float | None) -> bool:
    return seconds is not None and math.isfinite(seconds) and seconds > 0


def regime_diagram(regimes: Regimes) -> Figure:
    """Bars of characteristic times on a logarithmic axis, one bar a vessel.

    Parameters
    ----------
    regimes : mapping of vessel to mapping of process to seconds
        Smallest scale first; times that are not positive numbers are shown as missing.

    Returns
    -------
    Figure
        Processes faster than their vessel's mixing are hatched; beside each bar stand the time and Da.
    """
    names = list(dict.fromkeys(name for times in regimes.values() for name in times))
    names.sort(key=lambda name: name not in _SLOW)
    step = 0.17 * len(regimes) + 0.14
    height = 0.42 + 0.5 + step * max(len(names), 1)
    with house_style():
        figure = new_figure(height)
        axes = figure.add_axes((1.75 / WIDTH, 0.44 / height, (WIDTH - 1.9) / WIDTH, 1 - 0.78 / height))
        low, high = _limits(regimes)
        axes.set_xscale("log")
        axes.set_xlim(low, high)
        _draw_bars(axes, regimes, names, low)
        _draw_mixing(axes, regimes, len(names))
        _finish(axes, names)
        _legend(axes, regimes)
    return figure


def _limits(regimes: Regimes) -> tuple[float, float]:
    times = [t for by_name in regimes.values() for t in by_name.values() if _usable(t)] or [1.0, 100.0]
    low = 10.0 ** math.floor(math.log10(min(times)) - 0.15)
    # room for the text behind the longest bar
    return low, max(times) * (max(times) / low) ** 0.34


def _row(index: int, vessel: int, vessels: int) -> float:
    return index + (vessel - (vessels - 1) / 2) * 0.82 / vessels


def _draw_bars(axes: Axes, regimes: Regimes, names: list[str], low: float) -> None:
    for v, times in enumerate(regimes.values()):
        for i, name in enumerate(names):
            y = _row(i, v, len(regimes))
            seconds = times.get(name)
            if not _usable(seconds) or seconds is None:
                axes.text(low * 1.05, y, "not available", fontsize=6.5, color=MUTED, va="center")
                continue
            ratio = damkohler(times, name)
            outrun = ratio is not None and ratio > 1.0
            axes.barh(
                y, seconds - low, 0.7 / len(regimes), left=low, color=_SHADES[v % 4], linewidth=0.0,
                edgecolor="white", hatch="//////" if outrun else None, gid="regime",
            )  # fmt: skip
            text = f" {duration_text(seconds)}" + (f"   Da {number(ratio, 2)}" if ratio is not None else "")
            axes.text(
                seconds * 1.02, y, text, fontsize=6.8, va="center", color=INK if outrun else MUTED,
                weight="bold" if outrun else "normal",
            )  # fmt: skip


def _draw_mixing(axes: Axes, regimes: Regimes, rows: int) -> None:
    """Mixing time of each vessel as a line through the other processes."""
    for v, times in enumerate(regimes.values()):
        mixing = mixing_of(times)
        if mixing is not None and rows > 1:
            axes.plot([mixing, mixing], [0.0, rows - 0.5], color=_SHADES[v % 4], linewidth=0.9, linestyle=(0, (3, 2)), zorder=0.6)


def _finish(axes: Axes, names: list[str]) -> None:
    axes.set_ylim(max(len(names), 1) - 0.45, -0.55)
    axes.set_yticks(range(len(names)), [literal(regime_label(name), 30) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("Characteristic time [s]")
    axes.grid(True, axis="x", color=PALE, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _legend(axes: Axes, regimes: Regimes) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=_SHADES[i % 4]) for i in range(len(regimes))]
    handles.append(Patch(facecolor="#9aa5b1", edgecolor="white", hatch="//////", linewidth=0))
    texts = [literal(vessel, 24) for vessel in regimes] + ["faster than mixing (Da > 1)"]
    axes.legend(handles, texts, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncol=len(texts), handlelength=1.2)

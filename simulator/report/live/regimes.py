"""The regime diagram for a screen: what the vessel supplies against what its cells demand, as times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ..numbers import duration_text, finite, group_text
from ..regime_diagram import SUPPLY, damkohler, ordered
from ..words import regime_label
from .scale import decades

__all__ = ["RegimeRow", "regime_axis", "regime_rows"]


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """One characteristic time."""

    label: str
    demand: bool
    """Of the cells; else a supply of the vessel."""
    time: str
    ratio: str
    """Damköhler number, supply over demand; empty of a supply."""
    outrun: bool
    """Whether the cells take it faster than it comes."""
    left: float
    """Start of its bar, percent of the axis."""
    width: float


def regime_axis(times: Mapping[str, float]) -> tuple[float, float]:
    """Ends of the logarithmic axis [s]."""
    known = [value for value in map(finite, times.values()) if value is not None and value > 0.0]
    low = 10.0 ** math.floor(math.log10(min(known, default=1.0)) - 0.15)
    return low, 10.0 ** math.ceil(math.log10(max(known, default=100.0)) + 0.05)


def regime_rows(times: Mapping[str, float]) -> tuple[list[RegimeRow], list[tuple[float, str]]]:
    """Rows of the diagram, supplies first, and the marks of its axis (percent, text)."""
    low, high = regime_axis(times)
    span = math.log10(high / low)

    def place(seconds: float) -> float:
        return 100.0 * math.log10(seconds / low) / span

    rows = []
    for name in ordered({"": times}):
        seconds, ratio = finite(times.get(name)), damkohler(times, name)
        known = seconds is not None and seconds > 0.0
        rows.append(
            RegimeRow(
                label=regime_label(name),
                demand=name in SUPPLY,
                time=duration_text(seconds) if known else "–",
                ratio="" if ratio is None else group_text(ratio),
                outrun=ratio is not None and ratio > 1.0,
                left=0.0,
                width=round(place(seconds), 2) if seconds is not None and known else 0.0,
            )
        )
    return rows, [(round(place(value), 2), duration_text(value)) for value in decades(low, high)]

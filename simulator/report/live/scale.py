"""Axes of light figures: round numbers to stand beside them, and where a value lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..protocols import Numbers

__all__ = ["Scale", "decades", "polyline", "tick_text", "ticks", "time_axis"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear way from values to places of a drawing, `low` at `start` and `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from low to high, at most `most` steps apart.

    Examples
    --------
    >>> ticks(0.0, 47.0)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return []
    rough = (high - low) / most
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * unit for factor in _STEPS if factor * unit >= rough * (1.0 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(place * step, 12) + 0.0 for place in range(first, math.floor(high / step + 1e-9) + 1)]


def decades(low: float, high: float) -> list[float]:
    """Powers of ten from low to high, both above 0."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    return [10.0**power for power in range(first, last + 1)]


def tick_text(value: float) -> str:
    """A round number as it stands beside an axis."""
    return f"{value:.6g}".replace("-", "−")


def time_axis(x: Scale, floor: float, width: float, most: int, unit: str) -> str:
    """SVG of the axis below a panel: its line, marks and numbers, and the unit of time at its end.

    Parameters
    ----------
    x : Scale
    floor : float
        Where it lies, from above.
    width : float
        Of the whole panel.
    most : int
        Steps between numbers, at most.
    unit : str
    """
    parts = [f'<line class="axis" x1="{x.start}" x2="{x.end}" y1="{floor}" y2="{floor}"/>']
    for time in ticks(x.low, x.high, most):
        across = x.at(time)
        parts.append(f'<line class="axis" x1="{across:.1f}" x2="{across:.1f}" y1="{floor}" y2="{floor + 4}"/>')
        parts.append(f'<text x="{across:.1f}" y="{floor + 18}" text-anchor="middle">{tick_text(time)}</text>')
    parts.append(f'<text x="{width - 4}" y="{floor + 18}" text-anchor="end">{unit}</text>')
    return "".join(parts)


def polyline(hours: Numbers, values: Numbers, x: Scale, y: Scale) -> list[str]:
    """Points of a curve as SVG writes them; a new piece after every gap of what is not a number.

    Places are whole tenths, and what lies between two equal ones is left out: a constant is two points.
    """
    across = _tenths(hours, x)
    room = y.high - y.low
    seen = np.isfinite(values)
    down = _tenths(np.clip(np.where(seen, values, y.low), y.low - 0.5 * room, y.high + 0.5 * room), y)
    edges = np.flatnonzero(seen[1:] != seen[:-1]) + 1
    found = []
    for first, last in zip([0, *edges.tolist()], [*edges.tolist(), len(down)], strict=True):
        if seen[first : first + 1].all() and last - first > 1:
            found.append(_written(across[first:last], down[first:last]))
    return found


def _tenths(values: Numbers, scale: Scale) -> Numbers:
    factor = (scale.end - scale.start) / (scale.high - scale.low)
    return np.rint(10.0 * (scale.start + (values - scale.low) * factor))


def _written(across: Numbers, down: Numbers) -> str:
    kept = np.ones(len(down), dtype=bool)
    kept[1:-1] = (down[1:-1] != down[:-2]) | (down[1:-1] != down[2:])
    pairs = np.column_stack((across[kept], down[kept])) / 10.0
    return ("%.6g,%.6g " * len(pairs) % tuple(pairs.ravel().tolist())).rstrip()

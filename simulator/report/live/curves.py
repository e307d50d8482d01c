"""A few variables of some runs, a panel each, as light SVG: the figures of a lesson on a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...variables import Variable, display_unit, find_variable
from ..protocols import Numbers
from ..style import colour
from ..symbols import in_html
from .scale import Scale, polyline, tick_text, ticks, time_axis
from .sheet import variable_label

if TYPE_CHECKING:
    from ...run import Result

__all__ = ["CurvePanel", "Ends", "curve_panels", "ends_of", "lines_of"]

WIDTH, HEIGHT = 560, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 34, 8, 24
_DASHES = ("", "7 4", "2 3", "8 3 2 3")
_SHORT = 0.2  # h, below which the axis is in seconds


@dataclass(frozen=True, slots=True)
class Ends:
    """Ends of a panel's axes, in what is shown: one scale for all that is to be compared."""

    longest: float
    clock: float
    clock_unit: str
    low: float
    high: float
    factor: float
    offset: float
    unit: str

    @property
    def scales(self) -> tuple[Scale, Scale]:
        """Across and down."""
        return (
            Scale(0.0, self.longest * self.clock, _LEFT, WIDTH - _RIGHT),
            Scale(self.low, self.high, HEIGHT - _BOTTOM, _TOP),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A variable of a run: its legend, and the points of its pieces."""

    label: str
    symbol: str
    unit: str
    run: str
    colour: str
    dashes: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurvePanel:
    """One panel: axes, and its lines, those of a variable together."""

    axes: str
    lines: tuple[Line, ...]


def ends_of(results: Sequence[Result], panel: str) -> Ends:
    """One scale that holds the variables of a panel, of all these results."""
    names = panel.split("+")
    columns = [result.columns[name] for result in results for name in names if name in result.columns]
    hours = [result.columns["time"] for result in results]
    longest = max(float(time[-1] - time[0]) for time in hours) or 1.0
    clock, clock_unit = (3600.0, "s") if longest < _SHORT else (1.0, "h")
    values = np.concatenate([np.empty(0), *columns])
    values = values[np.isfinite(values)]
    factor, offset, unit = display_unit(_variable(names[0], results), values)
    shown = values * factor + offset
    top = float(shown.max()) * 1.06 if shown.size else 1.0
    low = min(0.0, float(shown.min()) * 1.06) if shown.size else 0.0
    if offset and shown.size:  # temperatures are not drawn from zero
        low, top = float(shown.min()) - 1.0, float(shown.max()) + 1.0
    return Ends(longest, clock, clock_unit, low, top if top > low else low + 1.0, factor, offset, unit)


def _variable(name: str, results: Sequence[Result]) -> Variable:
    species = results[0].species if results else ()
    return find_variable(name, species)


def lines_of(result: Result, variable: str, ends: Ends) -> tuple[str, ...]:
    """Points of a variable of one result, in the panel with these ends."""
    if variable not in result.columns:
        return ()
    time: Numbers = result.columns["time"]
    x, y = ends.scales
    return tuple(polyline((time - time[0]) * ends.clock, result.columns[variable] * ends.factor + ends.offset, x, y))


def curve_panels(
    runs: Mapping[str, Result], panels: Sequence[str], ends: Mapping[str, Ends] | None = None
) -> list[CurvePanel]:
    """Panels of variables.

    Parameters
    ----------
    runs : mapping of str to Result
        By their name in the legend.
    panels : sequence of str
        Fields of the registry; ``dot+measured_dot`` share a panel.
    ends : mapping of str to Ends, optional
        Scales by panel; those of the runs by default.
    """
    results = list(runs.values())
    found = []
    for panel in panels:
        own = ends[panel] if ends is not None else ends_of(results, panel)
        lines = [
            _line(name, run, result, _DASHES[place % len(_DASHES)], own, len(runs) > 1)
            for name in panel.split("+")
            for place, (run, result) in enumerate(runs.items())
        ]
        found.append(CurvePanel(_axes(own), tuple(lines)))
    return found


def _line(name: str, run: str, result: Result, dashes: str, ends: Ends, several: bool) -> Line:
    variable = _variable(name, [result])
    symbol = str(in_html(variable.symbol))
    pieces = lines_of(result, name, ends)
    return Line(
        variable_label(variable), symbol, ends.unit or "–", run if several else "", colour(name), dashes, pieces
    )


def _axes(ends: Ends) -> str:
    """Grid, tick marks and numbers."""
    x, y = ends.scales
    parts = []
    for value in ticks(y.low, y.high, 4):
        down = y.at(value)
        parts.append(f'<line class="grid" x1="{x.start}" x2="{x.end}" y1="{down:.1f}" y2="{down:.1f}"/>')
        parts.append(f'<text x="{x.start - 6}" y="{down + 4:.1f}" text-anchor="end">{tick_text(value)}</text>')
    return "".join(parts) + time_axis(x, HEIGHT - _BOTTOM, WIDTH, 8, ends.clock_unit)

"""The batch sheet for a screen: the panels, curves, units and colours of the report's, drawn in a few milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...language import gettext as _
from ...variables import Variable, display_unit
from ..curves import PANELS, Curve, Panel, Side, concerns, curves_of
from ..protocols import Numbers, RunLike
from ..reading import Span, end_of, length_of, limit_spans, merged, phases_of, start_of
from ..style import colour, limit_colour
from ..symbols import in_html, short_label
from .scale import Scale, polyline, tick_text, ticks, time_axis

__all__ = ["SheetPanel", "sheet_panels", "variable_label"]

WIDTH, HEIGHT = 370, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 36, 8, 24
_HEADROOM, _HEADROOM_RIGHT = 1.06, 1.18
_CONDITIONS = Panel(
    Side(("ph",), floor=4.0, at_least=9.0), Side(("temperature",), floor=15.0, at_least=45.0), ("temperature", "ph")
)
_LIVE = (*PANELS, _CONDITIONS)


@dataclass(frozen=True, slots=True)
class Key:
    """A line of a panel's legend."""

    label: str
    symbol: str
    unit: str
    colour: str
    dashes: str
    right: bool


@dataclass(frozen=True, slots=True)
class SheetPanel:
    """One panel: legend, drawing, and what it shows for people who do not see it."""

    name: str
    keys: tuple[Key, ...]
    shapes: str
    """Inner SVG, of a drawing `WIDTH` by `HEIGHT`."""
    spoken: str


def variable_label(variable: Variable) -> str:
    """Label of a variable in the language of the reader."""
    return short_label(variable).replace("$_2$", "₂").replace("\\$", "$") or variable.label


def sheet_panels(run: RunLike, beside: RunLike | None = None) -> list[SheetPanel]:
    """Panels of a run's batch sheet that have something to show.

    Parameters
    ----------
    run : run
    beside : run, optional
        Another run of the same recipe, drawn thin and dashed; volumes and flows are then relative to the start.
    """
    found = []
    hours = (min(start_of(run), start_of(beside or run)), max(end_of(run), end_of(beside or run)))
    for panel in _LIVE:
        left, right = (curves_of(side, run, {}, beside) for side in (panel.left, panel.right))
        if left or right:
            found.append(_panel(panel, left, right, run, hours))
    return found


def _panel(panel: Panel, left: list[Curve], right: list[Curve], run: RunLike, hours: tuple[float, float]) -> SheetPanel:
    x = Scale(hours[0], hours[1] if hours[1] > hours[0] else hours[0] + 1.0, _LEFT, WIDTH - _RIGHT)
    shapes = [_bands(panel, run, x), time_axis(x, HEIGHT - _BOTTOM, WIDTH, 7, "h"), _phase_marks(run, x)]
    keys: list[Key] = []
    for side, curves, on_right in ((panel.left, left, False), (panel.right, right, True)):
        if curves:
            drawn, named = _side(side, curves, x, on_right)
            shapes.append(drawn)
            keys += named
    own = [curve for curve in left + right if not curve.reference]
    spoken = "; ".join(_spoken(curve) for curve in own)
    return SheetPanel(own[0].colour, tuple(keys), "".join(shapes), spoken)


def _side(side: Side, curves: list[Curve], x: Scale, on_right: bool) -> tuple[str, list[Key]]:
    """Lines, tick marks and legend of one axis."""
    common = display_unit(curves[0].variable, np.concatenate([curve.values for curve in curves]))
    shown: list[tuple[Curve, Numbers, str]] = []
    for curve in curves:
        alike = curve.variable.unit == curves[0].variable.unit
        factor, offset, unit = common if alike else display_unit(curve.variable, curve.values)
        shown.append((curve, curve.values * factor + offset, unit))
    y = _axis(side, shown, _HEADROOM_RIGHT if on_right else _HEADROOM)
    shapes = [_ticks(y, on_right)]
    keys = []
    for curve, values, unit in shown:
        shapes.append(_line(curve, values, x, y))
        if not curve.reference:
            label = variable_label(curve.variable)
            symbol = str(in_html(curve.variable.symbol))
            dashes = _dash(curve.dashes)
            keys.append(Key(label, symbol, unit or "–", colour(curve.colour), dashes, on_right))
    return "".join(shapes), keys


def _axis(side: Side, shown: list[tuple[Curve, Numbers, str]], headroom: float) -> Scale:
    """From the floor to a little above the highest value that matters."""
    own = [values for curve, values, _unit in shown if curve.colour != side.ceiling]
    values = np.concatenate(own) if own else np.empty(0)
    values = values[np.isfinite(values)]
    top = max(float(values.max()) * headroom if values.size else 1.0, side.at_least or 0.0)
    if side.at_most is not None:
        top = min(top, side.at_most)
    low = side.floor if side.floor is not None else min(0.0, float(values.min()) * headroom if values.size else 0.0)
    return Scale(low, top if top > low else low + 1.0, HEIGHT - _BOTTOM, _TOP)


def _line(curve: Curve, values: Numbers, x: Scale, y: Scale) -> str:
    dashes = "3 3" if curve.reference else _dash(curve.dashes)
    style = f' stroke-dasharray="{dashes}"' if dashes else ""
    width = "1" if curve.reference else "2"
    kind = "beside" if curve.reference else "curve"
    return "".join(
        f'<polyline class="{kind}" data-of="{curve.colour}" points="{points}" fill="none" '
        f'stroke="{colour(curve.colour)}" stroke-width="{width}"{style}/>'
        for points in polyline(curve.hours, values, x, y)
    )


def _dash(dashes: str | tuple[int, tuple[int, ...]]) -> str:
    """Dashes as SVG writes them."""
    if isinstance(dashes, tuple):
        return " ".join(str(2 * length) for length in dashes[1])
    return {"--": "7 4", ":": "2 3", "-.": "8 3 2 3"}.get(dashes, "")


def _ticks(y: Scale, on_right: bool) -> str:
    place, anchor = (WIDTH - _RIGHT + 6, "start") if on_right else (_LEFT - 6, "end")
    parts = []
    for value in ticks(y.low, y.high, 4):
        down = y.at(value)
        if not on_right:
            parts.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{down:.1f}" y2="{down:.1f}"/>')
        parts.append(f'<text x="{place}" y="{down + 4:.1f}" text-anchor="{anchor}">{tick_text(value)}</text>')
    return "".join(parts)


def _phase_marks(run: RunLike, x: Scale) -> str:
    return "".join(
        f'<line class="phase" x1="{x.at(phase.start):.1f}" x2="{x.at(phase.start):.1f}" y1="{_TOP}" '
        f'y2="{HEIGHT - _BOTTOM}"/>'
        for phase in phases_of(run)[1:]
    )


def _bands(panel: Panel, run: RunLike, x: Scale) -> str:
    """Pale bands while a limit that concerns the panel binds."""
    spans: list[tuple[str, Span]] = []
    for name, own in limit_spans(run).items():
        if concerns(panel, name, run):
            spans += [(name, span) for span in merged(own, 0.003 * length_of(run))]
    return "".join(
        f'<rect x="{x.at(span.start):.1f}" y="{_TOP}" width="{max(x.at(span.end) - x.at(span.start), 1.0):.1f}" '
        f'height="{HEIGHT - _BOTTOM - _TOP}" fill="{limit_colour(name)}" opacity="0.08"/>'
        for name, span in spans
    )


def _spoken(curve: Curve) -> str:
    """A curve in words: where it starts, ends, and what lies between."""
    values = curve.values[np.isfinite(curve.values)]
    label = variable_label(curve.variable)
    if not values.size:
        return label
    factor, offset, unit = display_unit(curve.variable, values)
    first, last, low, high = (
        tick_text(float(f"{float(value) * factor + offset:.3g}"))
        for value in (values[0], values[-1], values.min(), values.max())
    )
    text = _("{label}: from {first} to {last} {unit}, lowest {low}, highest {high}")
    return text.format(label=label, first=first, last=last, low=low, high=high, unit=unit).replace("  ", " ")

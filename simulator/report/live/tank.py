"""The vessel cut open, to scale: liquid, stirrer, bubbles; compartments coloured by what is in them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...language import gettext as _
from ...variables import display, find_variable
from ..cross_section import boxes_of
from ..protocols import Numbers
from .scale import tick_text
from .sheet import variable_label

__all__ = ["TANK_VARIABLES", "tank_svg"]

TANK_VARIABLES = ("dot", "glucose", "acetate", "formate", "ethanol")
"""What compartments can be coloured by, where a run has it."""

_WIDE, _TALL = 220.0, 300.0
_TOP = 26.0
# viridis (Smith & van der Walt 2015), nine of its colours: lightness rises all the way, so it reads without colour too
_SHADES = ("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725")


def shade(share: float) -> str:
    """Colour of a share from 0 to 1, between the nearest two of the scale."""
    place = min(max(share, 0.0), 1.0) * (len(_SHADES) - 1)
    low = min(int(place), len(_SHADES) - 2)
    pair = [[int(code[k : k + 2], 16) for k in (1, 3, 5)] for code in _SHADES[low : low + 2]]
    mixed = [round(a + (place - low) * (b - a)) for a, b in zip(*pair, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def tank_svg(result: Any, name: str, row: int) -> tuple[str, str]:
    """The vessel of a run at one moment.

    Parameters
    ----------
    result : run.Result
    name : str
        Variable that colours the liquid; where a run has no such variable the liquid stays pale.
    row : int
        Row of the run's table.

    Returns
    -------
    svg : str
        Inner SVG of a drawing of `_WIDE` by `_TALL`.
    spoken : str
        The same in words.
    """
    vessel, table = result.vessel, result.columns
    volume = float(table["volume"][row])
    total = max(vessel.height, 1e-6)
    scale = min((_WIDE - 60.0) / vessel.diameter, (_TALL - _TOP - 40.0) / total)
    left = 0.5 * (_WIDE - 40.0 - vessel.diameter * scale)
    floor = _TALL - 30.0
    box = (left, floor, vessel.diameter * scale, scale)
    level = min(vessel.liquid_height(volume), total)
    values, unit = _values(result, name, row)
    low, high = _range(values)
    shapes = [_liquid(result, values, (low, high), box, level), _wall(box, total), _stirrer(vessel, box, level)]
    shapes.append(_bubbles(float(table["gas_holdup"][row]) if "gas_holdup" in table else 0.0, box, level))
    if values.size > 1:
        shapes.append(_legend(low, high, unit))
    return "".join(shapes), _spoken(result, name, values, unit, row, level)


def _values(result: Any, name: str, row: int) -> tuple[Numbers, str]:
    """Values of every compartment, or one of the whole liquid; none where the run does not know the variable."""
    local = getattr(result, "local", {}).get(f"local_{name}")
    if local is not None:
        values, unit = display(name, local[row])
    elif name in result.columns:
        values, unit = display(name, result.columns[name][row : row + 1])
    else:
        return np.empty(0), ""
    return values, unit


def _range(values: Numbers) -> tuple[float, float]:
    """Ends of the scale of colours; from zero where the values come near it."""
    if not values.size:
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    low = min(low, 0.0) if low < 0.3 * high else low
    return low, high if high > low else low + 1.0


def _liquid(
    result: Any, values: Numbers, ends: tuple[float, float], box: tuple[float, float, float, float], level: float
) -> str:
    left, floor, wide, scale = box
    deep = level * scale
    if values.size < 2:
        return f'<rect x="{left:.1f}" y="{floor - deep:.1f}" width="{wide:.1f}" height="{deep:.1f}" fill="#cfe3f1"/>'
    boxes = boxes_of(result.compartments.network)
    middle, half = left + 0.5 * wide, 0.5 * wide
    parts = []
    for (inner, outer, low, high), value in zip(boxes.tolist(), values.tolist(), strict=True):
        paint = shade((value - ends[0]) / (ends[1] - ends[0]))
        top, tall = floor - high * deep, max((high - low) * deep, 0.5)
        for start, end in ((inner, outer), (-outer, -inner)):
            parts.append(
                f'<rect x="{middle + start * half:.1f}" y="{top:.1f}" width="{(end - start) * half:.1f}" '
                f'height="{tall:.1f}" fill="{paint}" stroke="#fff" stroke-width="0.4"/>'
            )
    return "".join(parts)


def _wall(box: tuple[float, float, float, float], height: float) -> str:
    left, floor, wide, scale = box
    top = floor - height * scale
    return (
        f'<path d="M{left:.1f} {top:.1f}V{floor:.1f}H{left + wide:.1f}V{top:.1f}" fill="none" '
        'stroke="#52606d" stroke-width="2.5"/>'
    )


def _stirrer(vessel: Any, box: tuple[float, float, float, float], level: float) -> str:
    """Shaft and impellers at their heights; pale where they turn in the gas."""
    stirrer = vessel.impellers
    if stirrer is None:
        return ""
    left, floor, wide, scale = box
    middle, half = left + 0.5 * wide, 0.5 * stirrer.diameter * scale
    lowest = stirrer.clearance
    parts = [
        f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="{_TOP - 16}" y2="{floor - lowest * scale:.1f}" '
        'stroke="#1f2933" stroke-width="2"/>'
    ]
    for place in range(stirrer.count):
        height = lowest + place * (stirrer.spacing or 0.0)
        paint = "#1f2933" if height < level else "#9aa5b1"
        parts.append(
            f'<rect x="{middle - half:.1f}" y="{floor - height * scale - 3:.1f}" width="{2 * half:.1f}" height="6" '
            f'rx="2" fill="{paint}"/>'
        )
    return "".join(parts)


def _bubbles(holdup: float, box: tuple[float, float, float, float], level: float) -> str:
    """Circles, more where more gas is held; their places are steady."""
    left, floor, wide, scale = box
    count = int(min(max(holdup, 0.0) * 220.0, 60.0))
    deep = level * scale
    places = np.modf(np.outer(np.arange(1, count + 1), (0.7548776662, 0.5698402910)))[0]
    return "".join(
        f'<circle cx="{left + 4 + a * (wide - 8):.1f}" cy="{floor - 3 - b * max(deep - 6, 1):.1f}" r="1.8" '
        'fill="#fff" stroke="#52606d" stroke-width="0.5"/>'
        for a, b in places.tolist()
    )


def _legend(low: float, high: float, unit: str) -> str:
    """Scale of colours beside the tank."""
    left, top, tall = _WIDE - 34.0, 60.0, 160.0
    step = tall / 16
    parts = [
        f'<rect x="{left}" y="{top + k * step:.1f}" width="10" height="{step + 0.5:.1f}" fill="{shade(1 - k / 15)}"/>'
        for k in range(16)
    ]
    for value, down in ((high, top - 6), (low, top + tall + 14)):
        text = tick_text(float(f"{value:.3g}"))
        parts.append(f'<text x="{left + 10}" y="{down:.1f}" text-anchor="end">{text}</text>')
    parts.append(f'<text x="{left + 10}" y="{top + tall + 30:.1f}" text-anchor="end">{unit}</text>')
    return "".join(parts)


def _spoken(result: Any, name: str, values: Numbers, unit: str, row: int, level: float) -> str:
    hour = tick_text(float(f"{float(result.columns['time'][row]):.3g}"))
    text = _("{vessel} at {hour} h, liquid {level} m high").format(
        vessel=result.vessel.name, hour=hour, level=tick_text(float(f"{level:.3g}"))
    )
    if not values.size:
        return text
    label = variable_label(find_variable(name, result.species))
    if values.size == 1:
        return f"{text}; {label}: {tick_text(float(f'{float(values[0]):.3g}'))} {unit}"
    ends = (tick_text(float(f"{float(value):.3g}")) for value in (values.min(), values.max()))
    return f"{text}; {label}: {'–'.join(ends)} {unit}"

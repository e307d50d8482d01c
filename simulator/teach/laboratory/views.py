"""What each region of the page shows, as HTML: from a learner's setting and the result of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...language import LANGUAGES, current_language
from ...language import gettext as _
from ...report.live.fragments import fragment
from ...report.live.quick import quick
from ...report.live.regimes import regime_rows
from ...report.live.sheet import HEIGHT, WIDTH, sheet_panels, variable_label
from ...report.live.tank import TANK_VARIABLES, tank_svg
from ...report.numbers import number, quantity
from ...report.reading import end_of, length_of, limit_spans, merged, phases_of, start_of, total
from ...report.style import limit_colour
from ...report.words import kpi_label, limit_label
from ...run import Result
from ...scaleup.table import peak_regime
from ...scenario import catalogue
from ...told import told
from ...variables import find_variable
from .bench import base_of, compartments_of
from .knobs import knobs_of
from .setting import Setting

__all__ = [
    "controls",
    "footer",
    "kpis",
    "limits",
    "regimes",
    "said",
    "sheet",
    "shell",
    "tank",
    "tank_drawing",
    "vessel_choices",
]

NAMES = {"en": "English", "ja": "日本語"}
_LEFT, _RIGHT = 156.0, 616.0
_ICONS = (
    (("oxygen", "dot", "air", "aeration"), "O₂"),
    (("stirrer", "motor", "flooding"), "⟳"),
    (("cooling", "heat", "temperature"), "♨"),
    (("carbon_dioxide",), "CO₂"),
    (("volume", "level", "foam"), "▲"),
    (("glucose", "substrate", "ammonium"), "S"),
)


def shell() -> str:
    """The page without its contents."""
    return fragment("shell", language=current_language(), languages=[(code, NAMES[code]) for code in LANGUAGES])


def footer(query: str) -> str:
    """The link that restores the settings."""
    return fragment("footer", query=query)


def controls(setting: Setting) -> str:
    """Pickers, switches and knobs."""
    base = base_of(setting.scenario, setting.vessel, setting.gradients)
    return fragment(
        "controls",
        setting=setting,
        vessel=base.vessel.name,
        summary=base.vessel.summary,
        scenarios=scenario_choices(),
        vessels=vessel_choices(setting.scenario),
        compartments=compartments_of(setting),
        knobs=knobs_of(base, setting),
    )


def scenario_choices() -> list[tuple[str, str]]:
    """Names of the built-in scenarios with what they are."""
    return [(name, f"{name} – {told(text)[:70]}" if text else name) for name, text in catalogue("scenario")]


def vessel_choices(scenario: str) -> list[tuple[str, str]]:
    """Vessels by size."""
    return [(name, f"{name} – {told(text)[:70]}" if text else name) for name, text in catalogue("vessel")]


@dataclass(frozen=True, slots=True)
class Lamp:
    """A limit that binds at some time."""

    label: str
    when: str
    colour: str
    icon: str


@dataclass(frozen=True, slots=True)
class Bar:
    """When a limit binds: places of its spans in the strip."""

    label: str
    colour: str
    spans: list[tuple[float, float]]


def limits(result: Result) -> str:
    """Lamps with name, icon and hours, and when each is lit."""
    run = quick(result)
    spans = limit_spans(run)
    scale = (_RIGHT - _LEFT) / length_of(run)
    lamps, bars = [], []
    for name, own in spans.items():
        when = _("{hours} h, from {start} h").format(
            hours=number(total(own)), start=number(min(span.start for span in own))
        )
        lamps.append(Lamp(limit_label(name), when, limit_colour(name), _icon(name)))
        drawn = [
            (
                round(_LEFT + (span.start - start_of(run)) * scale, 1),
                round(max((span.end - span.start) * scale, 1.5), 1),
            )
            for span in merged(own, 0.003 * length_of(run))
        ]
        bars.append(Bar(limit_label(name, short=True), limit_colour(name), drawn))
    return fragment("limits", lamps=lamps, bars=bars)


def _icon(name: str) -> str:
    words = name.rpartition(": ")[2]
    return next((icon for keys, icon in _ICONS if any(key in words for key in keys)), "!")


@dataclass(frozen=True, slots=True)
class Row:
    """A key result, and the same of the run beside it."""

    label: str
    value: str
    unit: str
    other: str = ""


def kpis(result: Result, beside: tuple[str, Result] | None = None) -> str:
    """Table of key results."""
    rows = []
    for name, figure in result.kpis.items():
        value, unit = quantity(name, figure.get("value"), str(figure.get("unit", "")))
        other = ""
        if beside is not None and name in beside[1].kpis:
            theirs = beside[1].kpis[name]
            other = " ".join(quantity(name, theirs.get("value"), str(theirs.get("unit", ""))))
        rows.append(Row(kpi_label(name), value, unit, other))
    name = "" if beside is None else beside[0]
    return fragment("kpis", rows=rows, beside=name, warnings=result.warnings)


def sheet(result: Result, beside: tuple[str, Result] | None = None) -> str:
    """The batch sheet."""
    run, other = quick(result), None if beside is None else quick(beside[1])
    return fragment(
        "sheet",
        panels=sheet_panels(run, other),
        phases=phases_of(run),
        width=WIDTH,
        height=HEIGHT,
        beside="" if beside is None else beside[0],
    )


def tank(result: Result, variable: str, moment: float) -> str:
    """The vessel cut open at a moment, a share of the run, with what chooses the moment."""
    hours = result.columns["time"]
    choices = [(name, variable_label(find_variable(name, result.species))) for name in _colours(result)]
    return fragment(
        "tank",
        drawing=tank_drawing(result, variable, moment),
        choices=choices if result.compartments is not None else [],
        variable=variable,
        moment=moment,
        hour=number(float(hours[_row(result, moment)])),
        first=float(hours[0]),
        last=float(hours[-1]),
    )


def tank_drawing(result: Result, variable: str, moment: float) -> str:
    """The drawing alone, which follows the moment."""
    shapes, spoken = tank_svg(result, variable, _row(result, moment))
    return fragment("tank_drawing", shapes=shapes, spoken=spoken)


def _row(result: Result, moment: float) -> int:
    return round(moment * (len(result.columns["time"]) - 1))


def _colours(result: Result) -> Sequence[str]:
    return [name for name in TANK_VARIABLES if name in result.columns]


def regimes(result: Result) -> str:
    """Characteristic times at the highest oxygen uptake."""
    found = peak_regime(result)
    rows: list[Any] = regime_rows(found.times)[0] if found is not None else []
    return fragment("regimes", rows=rows)


def said(result: Result) -> str:
    """One sentence for people who hear the page."""
    final = result.kpis.get("biomass_final", {}).get("value")
    run = quick(result)
    names = [limit_label(name) for name in list(limit_spans(run))[:3]]
    text = _("{hours} h, biomass {biomass} g/L at the end; limits: {limits}")
    return text.format(hours=number(end_of(run)), biomass=number(final), limits=", ".join(names) or _("none"))

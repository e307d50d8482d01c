"""Rows of the report's tables: numbers as text, units beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..language import gettext as _
from ..told import told
from ..variables import VARIABLES, Variable, display_unit, find_variable
from .criteria_dotplot import is_held
from .loss_waterfall import causes_of
from .numbers import DASH, duration_text, finite, group_text, number, percent, quantities, quantity, ratio_text
from .protocols import Measured, RunLike, ScaleUpLike, TargetLike
from .reading import end_of, has, hours_of, length_of, limit_spans, phases_of, series, total, variable_of
from .regime_diagram import damkohler, ordered
from .words import cause_label, clean, kpi_label, limit_label, regime_label

__all__ = [
    "Cells",
    "balance_rows",
    "cause_rows",
    "comparison_rows",
    "criteria_rows",
    "event_rows",
    "fit_rows",
    "interval_note",
    "kpi_rows",
    "limit_rows",
    "phase_rows",
    "regime_rows",
    "symbol_rows",
]

_CLOSED = {"energy": 1e-3}
_UNITS = {"carbon": "mol", "nitrogen": "mol", "oxygen": "mol", "charge": "mol", "mass": "kg", "energy": "kJ"}


@dataclass(frozen=True, slots=True)
class Cells:
    """A row: its heading, its cells, and a word that styles it."""

    head: str
    cells: tuple[str, ...]
    mark: str = ""


def kpi_rows(run: RunLike) -> list[Cells]:
    """Key results: value, with its interval where the strain states one, and unit."""
    rows = []
    for name, kpi in run.kpis.items():
        ends = [kpi[end] for end in ("low", "high") if end in kpi]
        texts, unit = quantities(name, [kpi.get("value"), *ends], str(kpi.get("unit", "")))
        rows.append(Cells(kpi_label(name), (texts[0] + (f" ({'–'.join(texts[1:])})" if ends else ""), unit)))
    return rows


def interval_note(run: RunLike) -> str:
    """What the intervals in brackets are; empty without any."""
    if not any("low" in kpi for kpi in run.kpis.values()):
        return ""
    strains = [getattr(run.scenario, "strain", None), *getattr(run.scenario, "strains", {}).values()]
    sources = [clean(item.source, 400) for strain in strains for item in getattr(strain, "uncertainty", {}).values()]
    return _("In brackets: the strain's stated uncertainty of oxygen demand. ") + " ".join(dict.fromkeys(sources))


def phase_rows(run: RunLike) -> list[Cells]:
    """Phases: start, end, duration in hours."""
    return [Cells(p.name, (number(p.start), number(p.end), number(p.end - p.start))) for p in phases_of(run)]


def limit_rows(run: RunLike) -> list[Cells]:
    """Binding limits: first hour, hours in all, share of the run."""
    whole = length_of(run)
    return [
        Cells(
            limit_label(name),
            (number(min(s.start for s in spans)), number(total(spans)), percent(total(spans) / whole, 0)),
        )
        for name, spans in limit_spans(run).items()
    ]


def event_rows(run: RunLike, most: int = 40) -> list[Cells]:
    """What happened when [h], beyond the phases' beginnings."""
    events = [event for event in run.events if event.get("kind") != "phase"]
    rows = [Cells(number(finite(event.get("time"))), (told(clean(event.get("what", ""), 160)),)) for event in events]
    return (
        rows if len(rows) <= most else [*rows[:most], Cells(DASH, (_("{n} more events").format(n=len(rows) - most),))]
    )


def balance_rows(run: RunLike) -> list[Cells]:
    """Balances: in, out, accumulated, unit and how far they are from closing."""
    rows = []
    for element, entry in run.balances.items():
        closure = finite(entry.get("closure"))
        gap = None if closure is None else abs(closure - 1.0)
        mark = "" if gap is None else "good" if gap <= _CLOSED.get(element, 1e-6) else "bad"
        cells = (*(number(entry.get(side), 4) for side in ("in", "out", "accumulated")), _UNITS.get(element, DASH))
        rows.append(Cells(told(clean(element).capitalize()), (*cells, _gap_text(gap)), mark))
    return rows


def _gap_text(gap: float | None) -> str:
    if gap is None:
        return DASH
    return _("exact") if gap < 1e-14 else f"{gap:.1e}"


def fit_rows(run: RunLike, measured: Measured) -> list[Cells]:
    """Measured beside simulated: number of points, root mean square deviation, unit, share of the largest value."""
    rows = []
    for name, (hours, values) in measured.items():
        if not has(run, name):
            rows.append(Cells(clean(name), (str(len(values)), DASH, DASH, _("not simulated"))))
            continue
        inside = (hours >= hours_of(run)[0]) & (hours <= end_of(run))
        if not inside.any():
            rows.append(
                Cells(variable_of(run, name).label, (str(len(values)), DASH, DASH, _("outside the run's time")))
            )
            continue
        gaps = np.interp(hours[inside], hours_of(run), series(run, name)) - values[inside]
        spread, largest = float(np.sqrt(np.mean(gaps**2))), float(np.abs(values[inside]).max())
        factor, _offset, unit = display_unit(variable_of(run, name), values)
        share = percent(spread / largest, 0) if largest > 0 else DASH
        rows.append(Cells(variable_of(run, name).label, (str(int(inside.sum())), number(spread * factor), unit, share)))
    return rows


def comparison_rows(scale_up: ScaleUpLike) -> list[Cells]:
    """Key results of source and targets side by side, with the change of the last cell's target."""
    runs = [scale_up.source, *(target.result for target in scale_up.targets)]
    names = list(dict.fromkeys(name for run in runs for name in run.kpis))
    return [_compare(name, runs) for name in names]


def _compare(name: str, runs: Sequence[RunLike]) -> Cells:
    """One key result in every vessel, each in the unit that suits it, with its change from the first."""
    cells: list[str] = []
    for index, run in enumerate(runs):
        kpi = run.kpis.get(name, {})
        text, unit = quantity(name, kpi.get("value"), str(kpi.get("unit", "")))
        cells.append(DASH if text == DASH else f"{text} {unit}".strip())
        if index:
            cells.append(_change(finite(runs[0].kpis.get(name, {}).get("value")), finite(kpi.get("value"))))
    return Cells(kpi_label(name), tuple(cells))


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None or before <= 1e-12:
        return DASH
    relative = after / before - 1.0
    return percent(relative, 1, sign=True) if abs(relative) < 2.0 else ratio_text(after / before)


def criteria_rows(target: TargetLike) -> list[Cells]:
    """Criteria at both scales: source, target, unit, ratio, limit of the target; all in one unit."""
    rows = []
    for name, entry in target.criteria.items():
        limit, reached = finite(entry.get("limit")), finite(entry.get("target"))
        texts, unit = quantities(name, [entry.get("source"), reached, limit], str(entry.get("unit", "")))
        over = limit is not None and reached is not None and reached > 1.001 * limit
        mark = "held" if is_held(name, target.criterion) else "bad" if over else ""
        cells = (texts[0], texts[1], unit or DASH, ratio_text(entry.get("ratio")), texts[2])
        rows.append(Cells(kpi_label(name), cells, mark))
    return rows


def regime_rows(target: TargetLike) -> list[Cells]:
    """Characteristic times and Damköhler numbers, vessel by vessel."""
    rows = []
    for name in ordered(target.regimes):
        ratios = [damkohler(times, name) for times in target.regimes.values()]
        seconds = [times.get(name) for times in target.regimes.values()]
        cells = [text for s, r in zip(seconds, ratios, strict=True) for text in (duration_text(s), group_text(r))]
        mark = "warn" if any(ratio is not None and ratio > 1 for ratio in ratios) else ""
        rows.append(Cells(regime_label(name), tuple(cells), mark))
    return rows


def cause_rows(target: TargetLike) -> list[Cells]:
    """Causes of the loss, one column a KPI, the total last."""
    entries = list(target.loss.values())
    rows = [
        Cells(cause_label(cause), tuple(percent(dict(e.get("causes") or {}).get(cause), 1, sign=True) for e in entries))
        for cause in causes_of(target.loss)
    ]
    return [*rows, Cells(_("Total"), tuple(percent(e.get("relative"), 1, sign=True) for e in entries), "total")]


def symbol_rows(runs: Sequence[RunLike]) -> list[Variable]:
    """Variables of the runs that have a symbol, in the registry's order."""
    present = {str(name) for run in runs for name in run.data.data_vars}
    return [find_variable(name) for name in VARIABLES if name in present and VARIABLES[name].symbol]

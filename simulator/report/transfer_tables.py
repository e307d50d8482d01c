"""Rows of the tables of a transfer protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .numbers import DASH, number, percent, quantities
from .settings import settings_of
from .tables import Cells
from .words import clean, kpi_label, limit_label

if TYPE_CHECKING:
    from ..transfer import Protocol

__all__ = ["equipment_rows", "fit_rows", "prediction_rows", "risk_rows", "set_point_rows"]

_NOT_EQUIPMENT = {"name", "summary", "sources", "typical", "kla factor", "network"}


def equipment_rows(found: Protocol) -> list[Cells]:
    """Both vessels as they stand at their sites, entry by entry; what is the same is left out."""
    here, there = (
        _entries(item) for item in (found.comparison.source.vessel, found.comparison.targets[0].result.vessel)
    )
    rows = []
    for name in {**here, **there}:
        before, after = here.get(name, DASH), there.get(name, DASH)
        if before != after:
            rows.append(Cells(name, (before, after)))
    return rows


def _entries(vessel: object) -> dict[str, str]:
    """Settings of a vessel by their names, with those of the part they belong to in front."""
    found: dict[str, str] = {}
    above: list[str] = []
    for row in settings_of(vessel):
        above = [*above[: row.depth], row.label]
        if row.value is not None and above[0] not in _NOT_EQUIPMENT:
            found[", ".join(above)] = row.value
    return found


def set_point_rows(found: Protocol, changed: bool) -> list[Cells]:
    """Set points at both sites: those that change, or those that carry over."""
    return [
        Cells(clean(item.name.replace("_", " ")), (clean(item.source), clean(item.target), clean(item.change)))
        for item in found.set_points
        if bool(item.change) is changed
    ]


def fit_rows(found: Protocol) -> list[Cells]:
    """Demands against what there is, those that do not fit marked."""
    rows = []
    for item in found.fit:
        unit = item.unit.replace("m3", "m³")
        cells = (number(item.needed), number(item.available), unit, percent(item.margin, 0), item.owner)
        rows.append(Cells(clean(item.name), cells, "" if item.fits else "bad"))
    return rows


def risk_rows(found: Protocol) -> list[Cells]:
    """Risks, the worst first."""
    rows = []
    for item in found.risks:
        label = kpi_label(item.name) if item.name.startswith("titre_") else limit_label(item.name)
        cells = (
            str(item.score),
            str(item.severity),
            str(item.likelihood),
            clean(item.why, 160),
            clean(item.action, 160),
        )
        rows.append(Cells(label, cells, "bad" if item.score >= 15 else "warn" if item.score >= 8 else ""))
    return rows


def prediction_rows(found: Protocol) -> list[Cells]:
    """Key figures at both sites, with the interval at the receiving one where it was asked for."""
    rows = []
    for item in found.prediction:
        values = [item.source, item.target, *(item.interval or (None, None, None))]
        texts, unit = quantities(item.name, list(values), item.unit)
        rows.append(Cells(kpi_label(item.name), (*texts, unit or DASH)))
    return rows

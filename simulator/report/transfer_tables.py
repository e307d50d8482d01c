"""Rows of the tables of a transfer protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language import gettext as _
from ..told import told
from .numbers import DASH, number, percent, quantities
from .tables import Cells
from .words import clean, kpi_label, limit_label

if TYPE_CHECKING:
    from ..transfer import Protocol

__all__ = ["equipment_rows", "fit_rows", "prediction_rows", "risk_rows", "set_point_rows"]


def equipment_rows(found: Protocol) -> list[Cells]:
    """What the vessels as they stand at their sites differ in, entry by entry."""
    return [Cells(_words(name), (clean(before), clean(after))) for name, before, after in found.equipment]


def _words(path: str) -> str:
    """A path in a file as a person reads it: ``limits.shaft_power`` → ``limits, shaft power``."""
    return told(clean(path.replace(".", ", ").replace("_", " ")))


def set_point_rows(found: Protocol, changed: bool) -> list[Cells]:
    """Set points at both sites: those that change, or those that carry over."""
    return [
        Cells(_words(item.name), (clean(item.source), clean(item.target), told(clean(item.change))))
        for item in found.set_points
        if bool(item.change) is changed
    ]


def fit_rows(found: Protocol) -> list[Cells]:
    """Demands against what there is, those that do not fit marked."""
    rows = []
    for item in found.fit:
        unit = item.unit.replace("m3", "m³")
        cells = (number(item.needed), number(item.available), unit, percent(item.margin, 0), told(item.owner))
        rows.append(Cells(told(clean(item.name)), cells, "" if item.fits else "bad"))
    return rows


def risk_rows(found: Protocol) -> list[Cells]:
    """Risks, the worst first."""
    rows = []
    for item in found.risks:
        label = kpi_label(item.name) if item.name.startswith("titre_") else told(limit_label(item.name))
        cells = (
            str(item.score),
            str(item.severity),
            str(item.likelihood),
            told(clean(item.why, 160)),
            told(clean(item.action, 160)),
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
        if item.anchored is not None:
            ends, unit = quantities(item.name, list(item.anchored), item.unit)
            label = _("{name}, if {site} gets {value}").format(
                name=kpi_label(item.name), site=clean(found.sender.name), value=texts[0]
            )
            rows.append(Cells(label, (texts[0], DASH, *ends, unit or DASH)))
    return rows

"""How sure a scale-up is, as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .interval_plot import compared_figures
from .numbers import DASH, percent, quantities
from .study_words import entry_labels
from .tables import Cells
from .words import clean, kpi_label, limit_label

if TYPE_CHECKING:
    from ..study.uncertain import Uncertainty

__all__ = ["binding_rows", "drawn_sentence", "interval_rows", "unsure_rows"]


def interval_rows(found: Uncertainty, source: Any, target: Any) -> list[Cells]:
    """Losses and key figures in the target: 5 %, median, 95 %, unit."""
    rows = []
    for name, item in found.loss.items():
        texts = [percent(value, 1, sign=True) for value in (item.low, item.median, item.high)]
        rows.append(Cells(_("{name}, lost").format(name=kpi_label(name)), (*texts, _("of the source")), "held"))
    for name in dict.fromkeys((*compared_figures(found, source, target), "dot_min", "heat_max", "mixing_time")):
        if name in found.kpis:
            item = found.kpis[name]
            texts, unit = quantities(name, [item.low, item.median, item.high], item.unit)
            rows.append(Cells(kpi_label(name), (*texts, unit or DASH)))
    return rows


def binding_rows(found: Uncertainty) -> list[Cells]:
    """Limits and the share of the draws in which they bind in the target."""
    return [Cells(limit_label(name), (percent(share, 0),)) for name, share in found.binding.items()]


def unsure_rows(found: Uncertainty) -> list[Cells]:
    """What was drawn, how it is spread, and which vessels have the same draw."""
    labels = entry_labels([item.path for item in found.draws.unsure])
    return [
        Cells(
            clean(labels[item.path] if item.what == "strain" else item.what),
            (clean(item.spread, 120), clean(item.path, 80), clean(", ".join(item.vessels))),
        )
        for item in found.draws.unsure
    ]


def drawn_sentence(found: Uncertainty) -> str:
    """How many draws there were, and what became of them."""
    text = _("{n} draws of {m} numbers that are not known for sure").format(
        n=f"{found.count:,}", m=len(found.draws.unsure)
    )
    if any(found.failed):
        text += _("; {n} did not come to an end in the source, {m} in the target").format(
            n=f"{found.failed[0]:,}", m=f"{found.failed[1]:,}"
        )
    return text + _(".")

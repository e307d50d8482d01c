"""The recipe at another scale, as the page shows it: loss, cause, criteria, advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ...language import gettext as _
from ...report.live.fragments import fragment
from ...report.prose import loss_sentence
from ...report.tables import cause_rows, criteria_rows
from ...report.words import kpi_label
from ...scaleup import ScaleUp
from ...scenario import CRITERIA
from .setting import Setting
from .views import vessel_choices

__all__ = ["known_criterion", "scaleup"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the page says about one target."""

    sentence: str
    losses: list[str]
    causes: list[Any]
    criteria: list[Any]
    advice: list[str]


def known_criterion(name: str) -> str:
    """A criterion of scale-up; nothing else."""
    if name not in CRITERIA:
        raise InputError(_("criterion '{name}' is not known").format(name=name[:40]))
    return name


def scaleup(setting: Setting, target: str, criterion: str, found: ScaleUp | None) -> str:
    """The form, and what came of it."""
    criteria = [(name, _criterion(name)) for name in CRITERIA]
    return fragment(
        "scaleup",
        vessels=vessel_choices(setting.scenario),
        target=target,
        criteria=criteria,
        criterion=criterion,
        found=None if found is None else _found(found),
    )


def _criterion(name: str) -> str:
    return _("the best the vessel allows") if name == "best" else kpi_label(name.replace("-", "_"))


def _found(scaled: ScaleUp) -> Found:
    target = scaled.targets[0]
    return Found(
        sentence=loss_sentence(scaled, target),
        losses=[kpi_label(name) for name in target.loss],
        causes=cause_rows(target) if target.loss else [],
        criteria=criteria_rows(target),
        advice=list(target.advice),
    )

"""Runs a learner keeps beside each other, for as long as the page is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import InputError
from ...language import gettext as _
from ...report.live.fragments import fragment
from ...report.numbers import quantity
from ...report.words import clean, kpi_label
from ...run import Result
from .setting import Setting

__all__ = ["MOST", "Saved", "place_of", "table", "with_run"]

MOST = 6
"""Runs that are kept, so that memory stays bounded."""
_LONGEST = 40
_COLUMNS = ("biomass_final", "biomass_yield_", "productivity_biomass", "dot_min", "otr_max", "heat_max")


@dataclass(frozen=True)
class Saved:
    """One kept run."""

    name: str
    setting: Setting
    result: Result


@dataclass(frozen=True, slots=True)
class Row:
    """A kept run in the table."""

    name: str
    what: str
    cells: list[str]
    beside: bool


def with_run(runs: Sequence[Saved], name: str, setting: Setting, result: Result) -> list[Saved]:
    """The kept runs and one more.

    Raises
    ------
    InputError
        There are as many as may be kept.
    """
    if len(runs) >= MOST:
        raise InputError(_("{count} runs are saved already: forget one first").format(count=MOST))
    own = clean(name, _LONGEST) or _("Run {number}").format(number=len(runs) + 1)
    return [*runs, Saved(own, setting, result)]


def place_of(runs: Sequence[Saved], value: str) -> int:
    """Which kept run is meant.

    Raises
    ------
    InputError
        None is.
    """
    if not value.isdecimal() or len(value) > 3 or int(value) >= len(runs):
        raise InputError(_("that run is no longer saved"))
    return int(value)


def table(runs: Sequence[Saved], beside: int | None) -> str:
    """Kept runs with their most telling key results, and the form that keeps another."""
    names = list(dict.fromkeys(name for run in runs for name in run.result.kpis if name.startswith(_COLUMNS)))[:7]
    rows = [
        Row(
            run.name,
            f"{run.result.scenario.name}, {run.result.vessel.name}",
            [_cell(run.result, name) for name in names],
            place == beside,
        )
        for place, run in enumerate(runs)
    ]
    return fragment("saved", runs=rows, labels=[kpi_label(name) for name in names], most=MOST)


def _cell(result: Result, name: str) -> str:
    figure = result.kpis.get(name, {})
    return " ".join(quantity(name, figure.get("value"), str(figure.get("unit", "")))).strip()

"""Results as a person reads them in a terminal: the rows of the report, without the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .output import emit_table, emit_text

if TYPE_CHECKING:
    from ..report.tables import Cells
    from ..run import Result
    from ..scaleup import ScaleUp, Target
    from ..study.uncertain import Uncertainty

__all__ = ["emit_files", "emit_run", "emit_target"]


def emit_run(result: Result) -> None:
    """Print key results, balances, limits and warnings of one run."""
    from ..report.tables import balance_rows, interval_note, kpi_rows

    title = _("{scenario} in {vessel} with {strain}").format(
        scenario=result.scenario.name, vessel=result.vessel.name, strain=result.strain_name
    )
    _emit_rows(("key result", "value", "unit"), kpi_rows(result), title)
    note = interval_note(result)
    if note:
        emit_text(note)
        emit_text()
    _emit_rows(("balance", "in", "out", "accumulated", "unit", "gap"), balance_rows(result))
    _emit_limits(result.limits)
    _emit_notes("warning", result.warnings)


def emit_target(comparison: ScaleUp, target: Target) -> None:
    """Print what changes between two vessels, what it costs, why, and what to do."""
    from ..report.prose import loss_sentence
    from ..report.tables import cause_rows, comparison_rows, criteria_rows
    from ..report.words import kpi_label

    source, there = comparison.source.vessel.name, target.result.vessel.name
    title = _("{scenario}: {source} → {target} by {criterion}").format(
        scenario=comparison.source.scenario.name, source=source, target=there, criterion=target.criterion
    )
    _emit_rows(("criterion", source, there, "unit", "ratio", "limit"), criteria_rows(target), title)
    pair = type(comparison)(comparison.source, (target,))
    _emit_rows(("key result", source, there, "change"), comparison_rows(pair))
    causes = [row for row in cause_rows(target) if any(cell != "0.0 %" for cell in row.cells) or row.mark]
    _emit_rows(("lost by", *map(kpi_label, target.loss)), causes)
    _emit_limits(target.result.limits)
    if target.uncertainty is not None:
        _emit_uncertainty(comparison, target, target.uncertainty)
    _emit_notes("warning", target.result.warnings)
    emit_text(loss_sentence(pair, target))
    _emit_notes("advice", target.advice)


def _emit_uncertainty(comparison: ScaleUp, target: Target, found: Uncertainty) -> None:
    """Print intervals of the prediction and how likely each limit binds."""
    from ..report.uncertainty_tables import binding_rows, drawn_sentence, interval_rows

    rows = interval_rows(found, comparison.source.kpis, target.result.kpis)
    _emit_rows(
        (_("in {vessel}").format(vessel=target.result.vessel.name), "5 %", "median", "95 %", "unit"),
        rows,
        drawn_sentence(found),
    )
    _emit_rows(("limit", "binds in"), binding_rows(found))
    _emit_notes("warning", (*found.draws.notes, *found.reasons))


def emit_files(folder: Path, files: Mapping[str, Path]) -> None:
    """Say where the result is and which page to open."""
    emit_text()
    emit_text(f"result: {folder}")
    if "report.html" in files:
        from ..report.fonts import font_advice

        emit_text(f"report: {files['report.html']}")
        _emit_notes("warning", filter(None, [font_advice()]))


def _emit_rows(headers: Sequence[str], rows: Iterable[Cells], title: str = "") -> None:
    emit_table(headers, [(row.head, *row.cells) for row in rows], title)
    emit_text()


def _emit_limits(limits: Iterable[Mapping[str, Any]]) -> None:
    """Print what held the culture back, and when."""
    from ..report.words import limit_label

    rows = [(limit_label(item["limit"]), f"{item['from']:.2f}", f"{item['to']:.2f}") for item in limits]
    emit_table(("binding limit", "from [h]", "to [h]"), rows)
    emit_text()


def _emit_notes(word: str, notes: Iterable[str]) -> None:
    """Print one line a note, with a word in front."""
    for note in notes:
        emit_text(f"{word}: {note}")

"""Results as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .output import emit_table, emit_text, number

__all__ = ["emit_files", "emit_limits", "emit_notes", "emit_summary"]


def emit_summary(summary: Mapping[str, Any]) -> None:
    """Print key figures, balances, limits and warnings of one run.

    Parameters
    ----------
    summary : mapping
        As in ``summary.json``.
    """
    title = f"{summary['scenario']} in {summary['vessel']} with {summary['strain']}"
    kpis = [(name, number(kpi["value"]), kpi["unit"]) for name, kpi in summary["kpis"].items()]
    emit_table(("key figure", "value", "unit"), kpis, title=title)
    emit_text()
    closures = [(name, f"{balance['closure']:.9f}") for name, balance in summary["balances"].items()]
    emit_table(("balance", "(out + accumulated) / in"), closures)
    emit_text()
    emit_limits(summary["limits"])
    emit_notes("warning", summary["warnings"])


def emit_limits(limits: list[Mapping[str, Any]]) -> None:
    """Print what held the culture back, and when."""
    rows = [(item["limit"], f"{item['from']:.2f}", f"{item['to']:.2f}") for item in limits]
    emit_table(("binding limit", "from [h]", "to [h]"), rows)


def emit_notes(word: str, notes: list[str]) -> None:
    """Print one line a note, with a word in front."""
    for note in notes:
        emit_text(f"{word}: {note}")


def emit_files(folder: Path, files: Mapping[str, Path]) -> None:
    """Say where the result is and which page to open."""
    emit_text(f"result: {folder}")
    if "report.html" in files:
        emit_text(f"report: {files['report.html']}")

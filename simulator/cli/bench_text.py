"""How times, ratios and rows of benchmarks are written for a person, and where the benchmarks are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import InputError
from .output import emit_text

__all__ = ["ratio_text", "remarks", "room", "run_cells", "say_skipped", "store", "time_text"]

SLOW_PEER = 1.5  # a peer that takes longer than this multiple of what it should is badly written


def room(module: str) -> Any:
    """A module of the benchmarks, which stand above the simulator and are therefore only found by name."""
    return import_module(f"...benchmarks.{module}", __package__)


def store(text: str, path: Path) -> None:
    """Write a text to a file, its folder made where it is missing.

    Raises
    ------
    InputError
        It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error


def say_skipped(rows: list[Mapping[str, Any]]) -> None:
    """Name what was left out, and why."""
    for row in rows:
        beside = f" beside {row['reference']}" if "reference" in row else ""
        place = f"{row['suite']}/" if "suite" in row else ""
        emit_text(f"skipped {place}{row['case']}{beside}: {row['reason']}")


def remarks(row: Mapping[str, Any]) -> Iterator[str]:
    """What a row of a run says besides its figures."""
    peer = row["reference"]
    if "cobra_imported" in row:
        yield f"cobra {'WAS' if row['cobra_imported'] else 'was not'} imported"
    if row.get("reference_end", row["size"]) < row["size"]:
        yield f"{peer} ended at {row['reference_end']:.2f} {row['unit']} (infeasible)"
    if "reference_cold_seconds" in row:
        yield f"{peer} takes {time_text(row['reference_cold_seconds'])} when it starts from nothing, too"
    if row["reference_seconds"] > SLOW_PEER * row.get("reference_expected", math.inf):
        expected = time_text(row["reference_expected"])
        yield f"{peer} is SLOWER than the {expected} it should take here: the ratio flatters us"


def run_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row of a run as a person reads it."""
    goal = row["goal"]
    verdict = "" if goal is None else f"≥ {ratio_text(goal)} {'met' if row['ratio'] >= goal else 'MISSED'}"
    errors = [f"{row[key]:.1e}" if key in row else "" for key in ("error", "reference_error")]
    size = f"{row['size']:,g} {row['unit']}"
    times = time_text(row["seconds"]), row["reference"], time_text(row["reference_seconds"])
    return (row["case"], size, *times, ratio_text(row["ratio"]), verdict, *errors)


def ratio_text(value: float) -> str:
    """A ratio in three significant digits, without an exponent."""
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


def time_text(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1.0:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"

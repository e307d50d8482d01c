"""`moromi bench`: how fast, as ratios to something else measured in the same run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import rich_click as click

from .bench_growth import growth
from .options import json_option
from .output import emit_json, emit_table, emit_text, progress

__all__ = ["bench"]

SLOW_PEER = 1.5  # a peer that takes longer than this multiple of what it should is badly written


def _room(module: str) -> Any:
    """A module of the benchmarks, which stand above the simulator and are therefore only found by name."""
    return import_module(f"...benchmarks.{module}", __package__)


@click.group()
def bench() -> None:
    """Measure speed: our way beside somebody else's, in one run."""


bench.add_command(growth)


@bench.command(name="list", epilog="Example: moromi bench list")
@json_option
def list_(as_json: bool) -> None:
    """List the suites and their cases."""
    suites = _room("suites")
    found = [suites.find_suite(name) for name in suites.SUITES]
    if as_json:
        rows = [
            {"name": s.name, "summary": s.summary, "cases": [{"name": c.name, "summary": c.summary} for c in s.cases]}
            for s in found
        ]
        emit_json({"suites": rows})
        return
    for suite in found:
        cases = [(case.name, case.summary, case.reference) for case in suite.cases]
        emit_table(("case", "what", "reference"), cases, title=f"{suite.name}: {suite.summary}")
        emit_text()


@bench.command(epilog="Example: moromi bench run dfba")
@click.argument("suite")
@click.option("--case", "cases", multiple=True, metavar="NAME", help="Only this case; may be repeated.")
@json_option
def run(suite: str, cases: tuple[str, ...], as_json: bool) -> None:
    """Run a SUITE: time, reference time and their ratio, more is better."""
    found = _room("suites").find_suite(suite)
    with progress() as say:
        outcome = _room("runner").run_suite(found, say, cases)
    if as_json:
        emit_json(outcome)
        return
    machine = outcome["machine"]
    title = f"{outcome['suite']} on {machine['processor']}, {machine['cpus']} CPUs, Python {machine['python']}"
    headers = ("case", "size", "ours", "reference", "its time", "ratio", "goal", "error", "its error")
    emit_table(headers, [_cells(row) for row in outcome["cases"]], title=title)
    emit_text("times are medians per operation; ratio = reference / ours")
    for row in outcome["cases"]:
        for remark in _remarks(row):
            emit_text(f"{row['case']}: {remark}")


def _remarks(row: Mapping[str, Any]) -> Iterator[str]:
    """What a row says besides its figures."""
    peer = row["reference"]
    if "cobra_imported" in row:
        yield f"cobra {'WAS' if row['cobra_imported'] else 'was not'} imported"
    if row.get("reference_end", row["size"]) < row["size"]:
        yield f"{peer} ended at {row['reference_end']:.2f} {row['unit']} (infeasible)"
    if "reference_cold_seconds" in row:
        yield f"{peer} takes {_time(row['reference_cold_seconds'])} when it starts from nothing, too"
    if row["reference_seconds"] > SLOW_PEER * row.get("reference_expected", math.inf):
        yield f"{peer} is SLOWER than the {_time(row['reference_expected'])} it should take here: the ratio flatters us"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row as a person reads it."""
    goal = row["goal"]
    verdict = "" if goal is None else f"≥ {_ratio(goal)} {'met' if row['ratio'] >= goal else 'MISSED'}"
    errors = [f"{row[key]:.1e}" if key in row else "" for key in ("error", "reference_error")]
    size = f"{row['size']:,g} {row['unit']}"
    times = _time(row["seconds"]), row["reference"], _time(row["reference_seconds"])
    return (row["case"], size, *times, _ratio(row["ratio"]), verdict, *errors)


def _ratio(value: float) -> str:
    """A ratio in three significant digits, without an exponent."""
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


def _time(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1.0:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"

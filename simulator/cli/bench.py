"""`moromi bench`: how fast, as ratios to something else measured in the same run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from .bench_compare import compare
from .bench_growth import growth
from .bench_history import history
from .bench_text import remarks, room, run_cells, say_skipped, store
from .options import json_option
from .output import emit_json, emit_table, emit_text, json_text, progress

__all__ = ["bench"]

_HEADERS = ("case", "size", "ours", "reference", "its time", "ratio", "goal", "error", "its error")


@click.group()
def bench() -> None:
    """Measure speed: our way beside somebody else's, in one run."""


for command in (compare, growth, history):
    bench.add_command(command)


@bench.command(name="list", epilog="Example: moromi bench list")
@json_option
def list_(as_json: bool) -> None:
    """List the suites and their cases."""
    suites = room("suites")
    found = [suites.find_suite(name) for name in suites.SUITES]
    if as_json:
        emit_json({"suites": [_listed(suite) for suite in found]})
        return
    for suite in found:
        cases = [(case.name, case.summary, case.reference, _remark(case)) for case in suite.cases]
        emit_table(("case", "what", "reference", ""), cases, title=f"{suite.name}: {suite.summary}")
        emit_text()


def _listed(suite: Any) -> dict[str, Any]:
    cases = [
        {
            "name": case.name,
            "summary": case.summary,
            "reference": case.reference,
            "size": case.size,
            "unit": case.unit,
            "slow": case.slow or case.slow_peer,
            "absent": room("needs").absent(case),
        }
        for case in suite.cases
    ]
    return {"name": suite.name, "summary": suite.summary, "cases": cases}


def _remark(case: Any) -> str:
    """What stands in the way of a case."""
    return room("needs").absent(case) or ("takes minutes: --peers" if case.slow or case.slow_peer else "")


@bench.command(epilog="Example: moromi bench run kernels --out runs/today.json")
@click.argument("suite", required=False)
@click.option("--case", "cases", multiple=True, metavar="NAME", help="Only this case, slow or not; may be repeated.")
@click.option("--peers", is_flag=True, help="Add what takes minutes: slow peers once, large problems.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep the run, raw samples and all."
)
@json_option
def run(suite: str | None, cases: tuple[str, ...], peers: bool, out: Path | None, as_json: bool) -> None:
    """Run a SUITE, or all: time, reference time and their ratio, more is better."""
    runner = room("runner")
    with progress() as say:
        if suite is None:
            outcome = runner.run_all(say, cases, peers)
        else:
            outcome = runner.run_suite(room("suites").find_suite(suite), say, cases, peers)
    if out is not None:
        store(json_text(outcome), out)
    if as_json:
        emit_json(outcome)
    else:
        _print(outcome)


def _print(outcome: Mapping[str, Any]) -> None:
    machine = outcome["machine"]
    for suite in dict.fromkeys(row["suite"] for row in outcome["cases"]):
        title = f"{suite} on {machine['processor']}, {machine['cpus']} CPUs, Python {machine['python']}"
        rows = [row for row in outcome["cases"] if row["suite"] == suite]
        emit_table(_HEADERS, [run_cells(row) for row in rows], title=title)
        emit_text()
    emit_text("times are medians per operation; ratio = reference / ours")
    for row in outcome["cases"]:
        for remark in remarks(row):
            emit_text(f"{row['case']}: {remark}")
    say_skipped(outcome["skipped"])

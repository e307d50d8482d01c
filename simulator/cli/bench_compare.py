"""`moromi bench compare`: two builds, and whether a case has become slower."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from ..errors import InputError
from .bench_text import room, say_skipped, store, time_text
from .options import json_option
from .output import emit_json, emit_table, emit_text, json_text, progress

__all__ = ["compare"]

_HEADERS = ("case", "old", "new", "new / old", "interval", "verdict")


@click.command(epilog="Example: moromi bench compare ../released . --case kernels")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--case", "cases", multiple=True, metavar="NAME", help="Only this suite or case, mixing/* say; may be repeated."
)
@click.option("--peers", "slow", is_flag=True, help="Add cases that take minutes to make ready.")
@click.option(
    "--threshold", type=click.FloatRange(0.0, 1000.0), metavar="%", help="Least change that matters, 5 by default."
)
@click.option(
    "--confidence",
    type=click.FloatRange(50.0, 99.999),
    metavar="%",
    help="That nothing is said of two builds that are the same, 95 by default; over all cases together.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 100),
    metavar="N",
    help="Pairs of processes for a first look at every case; what looks changed is then measured in five others.",
)
@click.option("--instructions", is_flag=True, help="Count instructions, too, under valgrind: slow, and hardly varies.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep the comparison as JSON."
)
@json_option
def compare(
    old: str,
    new: str | None,
    cases: tuple[str, ...],
    slow: bool,
    threshold: float | None,
    confidence: float | None,
    processes: int | None,
    instructions: bool,
    out: Path | None,
    as_json: bool,
) -> int:
    """Compare two builds, OLD with NEW or this one: exit code 1 when a case is slower.

    A build is a Python interpreter or a virtual environment with moromi in it, a source tree, or a wheel. They run in
    turns, in the same state of the machine. Or give two files of 'moromi bench run --out', which says less.
    """
    comparing = room("comparison.compare")
    rule = comparing.Rule(
        comparing.THRESHOLD if threshold is None else threshold / 100.0,
        comparing.CONFIDENCE if confidence is None else confidence / 100.0,
    )
    with progress() as say:
        if _stored(old, new, instructions, cases):
            outcome = room("comparison.stored").compare_stored(Path(old), Path(str(new)), rule, say)
        else:
            builds = room("comparison.builds")
            pair = builds.find_build(old), builds.this_build() if new is None else builds.find_build(new)
            plan = (
                room("comparison.pairs").Plan()
                if processes is None
                else room("comparison.pairs").Plan(processes=processes)
            )
            outcome = comparing.compare_builds(*pair, plan, rule, say, cases, slow)
            if instructions:
                outcome = room("comparison.instructions").counted(outcome, *pair, say)
    if out is not None:
        store(json_text(outcome), out)
    if as_json:
        emit_json(outcome)
    else:
        _print(outcome)
    return 1 if outcome["slower"] else 0


def _stored(old: str, new: str | None, instructions: bool, cases: tuple[str, ...]) -> bool:
    """Whether stored runs are compared.

    Raises
    ------
    InputError
        One is a file of a run and the other is not, or something is asked of the files that takes builds.
    """
    files = [place is not None and place.endswith(".json") for place in (old, new)]
    if files[0] != files[1]:
        raise InputError("a stored run can be compared with a stored run only: give two files, or two builds")
    if files[0] and (instructions or cases):
        raise InputError("--case and --instructions need two builds, not two files")
    return files[0]


def _print(outcome: Mapping[str, Any]) -> None:
    machine = outcome["machine"]
    title = f"{outcome['old']} → {outcome['new']} on {machine['processor']}, Python {machine['python']}"
    counted = any("instructions" in row for row in outcome["cases"])
    headers = (*_HEADERS, "instructions") if counted else _HEADERS
    emit_table(headers, [_cells(row, counted) for row in outcome["cases"]], title=title)
    say_skipped(outcome["skipped"])
    if outcome.get("instructions_skipped"):
        emit_text(f"no instructions counted: {outcome['instructions_skipped']}")
    if not outcome["interleaved"]:
        emit_text("two stored runs, not measured in turns: the machine may have changed; two builds say more")
    count, limit = len(outcome["cases"]), f"{outcome['threshold']:.3g}"
    for word in ("slower", "faster"):
        names = ", ".join(outcome[word]) or "none"
        emit_text(f"{word} by more than {float(limit):.3g} of the old time, of {count} cases: {names}")


def _cells(row: Mapping[str, Any], counted: bool) -> tuple[str, ...]:
    cells = (
        row["case"],
        time_text(row["old_seconds"]),
        time_text(row["new_seconds"]),
        f"{row['ratio']:.3f}",
        f"{row['low']:.3f} to {row['high']:.3f}",
        row["verdict"],
    )
    return (*cells, f"{row['instructions']:.4f}" if row.get("instructions") else "") if counted else cells

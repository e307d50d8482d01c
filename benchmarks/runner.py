"""Run a suite and say what came out: the object that ``moromi bench run --json`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from ..simulator.errors import InputError, nearest
from .case import Case, Progress, Suite
from .machine import machine
from .needs import absent
from .suites import ALL, every_case
from .timing import Stopwatch, clock_of

__all__ = ["run_all", "run_case", "run_suite"]

SLOW = "takes minutes: --peers adds it, and naming it with --case"


def run_case(case: Case, size: float, stopwatch: Stopwatch, progress: Progress) -> dict[str, Any]:
    """One row of a suite.

    Parameters
    ----------
    case : Case
    size : float
        In the case's unit; `case.size` unless you know better.
    stopwatch : Stopwatch
        Shared by the cases of a suite.
    progress : callable
        Told, in a line, what is going on.

    Returns
    -------
    dict
        ``case, size, unit, seconds, reference, reference_seconds, ratio, goal, clock, samples, reference_samples``
        and the case's own facts; times in seconds per operation, ratio = reference over ours.
    """
    progress(f"{case.name}: {case.summary}")
    contest = case.build(size, progress)
    clock = clock_of(case)
    ours, reference = stopwatch.race(contest, clock)
    row: dict[str, Any] = {
        "case": case.name,
        "size": size,
        "unit": case.unit,
        "seconds": ours.median,
        "reference": case.reference,
        "reference_seconds": reference.median,
        "ratio": reference.median / ours.median,
        "goal": case.goal,
        **contest.facts(ours.value, reference.value),
    }
    return row | {"clock": clock, "samples": ours.seconds, "reference_samples": reference.seconds}


def run_suite(suite: Suite, progress: Progress, only: Sequence[str] = (), peers: bool = False) -> dict[str, Any]:
    """Run a suite, or some of its cases.

    Parameters
    ----------
    suite : Suite
    progress : callable
        Told, in a line, what is going on.
    only : sequence of str, optional
        Names of cases, slow ones among them; when empty, all but the slow ones.
    peers : bool
        Whether slow cases are run, too.

    Returns
    -------
    dict
        ``suite, recorded, machine, cases, skipped``; a skipped case has ``suite, case, reference, reason``.

    Raises
    ------
    InputError
        A case of that name is not in the suite.
    """
    return _run(suite.name, [(suite.name, case) for case in suite.cases], progress, only, peers)


def run_all(progress: Progress, only: Sequence[str] = (), peers: bool = False) -> dict[str, Any]:
    """Run every case of every suite once: as `run_suite`, the suite's name being `ALL`, and each row has its own."""
    return _run(ALL, every_case(), progress, only, peers)


def _run(
    name: str, cases: Iterable[tuple[str, Case]], progress: Progress, only: Sequence[str], peers: bool
) -> dict[str, Any]:
    cases = list(cases)
    known = [case.name for _, case in cases]
    for wanted in only:
        if wanted not in known:
            place = f"suite '{name}' has" if name != ALL else "the suites have"
            raise InputError(f"{place} no case '{wanted}'{nearest(wanted, known)}")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    stopwatch = Stopwatch()
    rows, skipped = [], []
    for suite, case in cases:
        if only and case.name not in only:
            continue
        reason = absent(case) or (SLOW if (case.slow or case.slow_peer) and not peers and not only else None)
        if reason:
            skipped.append({"suite": suite, "case": case.name, "reference": case.reference, "reason": reason})
        else:
            rows.append({"suite": suite, **run_case(case, case.size, stopwatch, progress)})
    return {"suite": name, "recorded": now, "machine": machine(), "cases": rows, "skipped": skipped}

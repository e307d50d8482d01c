"""Run a suite and say what came out: the object that ``moromi bench run --json`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from ..simulator.errors import InputError, nearest
from .case import Case, Progress, Suite
from .machine import machine
from .timing import Stopwatch

__all__ = ["absent", "run_case", "run_suite"]


def absent(case: Case) -> list[str]:
    """Packages that a case needs and that are not installed."""
    modules = {"scikit-sundae": "sksundae"}
    return [name for name in case.needs if find_spec(modules.get(name, name)) is None]


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
        ``case, size, unit, seconds, reference, reference_seconds, ratio, goal, samples, reference_samples`` and the
        case's own facts; times in seconds per operation, ratio = reference over ours.
    """
    progress(f"{case.name}: {case.summary}")
    contest = case.build(size, progress)
    ours, reference = stopwatch.race(contest)
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
    return row | {"samples": ours.seconds, "reference_samples": reference.seconds}


def run_suite(suite: Suite, progress: Progress, only: Sequence[str] = ()) -> dict[str, Any]:
    """Run a suite, or some of its cases.

    Parameters
    ----------
    suite : Suite
    progress : callable
        Told, in a line, what is going on.
    only : sequence of str, optional
        Names of cases; all of them when empty.

    Returns
    -------
    dict
        ``suite, machine, cases, skipped``; a case whose peer is absent is skipped, with the reason.

    Raises
    ------
    InputError
        A case of that name is not in the suite.
    """
    known = [case.name for case in suite.cases]
    for name in only:
        if name not in known:
            raise InputError(f"suite '{suite.name}' has no case '{name}'{nearest(name, known)}")
    stopwatch = Stopwatch()
    rows, skipped = [], []
    for case in suite.cases:
        if only and case.name not in only:
            continue
        missing = absent(case)
        if missing:
            reason = f"{', '.join(missing)} is not installed"
            progress(f"{case.name} beside {case.reference} is skipped: {reason}")
            skipped.append({"case": case.name, "reference": case.reference, "reason": reason})
        else:
            rows.append(run_case(case, case.size, stopwatch, progress))
    return {"suite": suite.name, "machine": machine(), "cases": rows, "skipped": skipped}

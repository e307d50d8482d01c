"""Stored runs: read what ``moromi bench run --json`` wrote, and compare two of them on their raw samples."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...simulator.errors import InputError
from ..case import Progress
from .bootstrap import separate_ratio, verdict
from .compare import Rule, row_of, summed_up

__all__ = ["compare_stored", "read_run"]

FEWEST = 3  # samples of a side that say anything
CASE_KEYS = {"case", "size", "seconds", "reference", "reference_seconds", "ratio", "samples", "reference_samples"}


def read_run(path: Path) -> dict[str, Any]:
    """A stored run.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict
        As `runner` makes it; every case has its ``suite``.

    Raises
    ------
    InputError
        It is no such file.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"'{path}' is no JSON ({error}): give what 'moromi bench run --json' wrote") from error
    if not isinstance(content, dict) or not {"suite", "machine", "cases"} <= set(content):
        raise InputError(f"'{path}' is no run of benchmarks: give what 'moromi bench run --json' wrote")
    for case in content["cases"]:
        lacking = CASE_KEYS - set(case)
        if lacking:
            raise InputError(f"'{path}': a case lacks '{sorted(lacking)[0]}': run 'moromi bench run --json' again")
        times = [*case["samples"], *case["reference_samples"]]
        if not times or not all(isinstance(time, int | float) and 0.0 < time < float("inf") for time in times):
            raise InputError(f"'{path}': the times of '{case['case']}' are not all above zero")
        case.setdefault("suite", content["suite"])
    return content


def compare_stored(old: Path, new: Path, rule: Rule, progress: Progress) -> dict[str, Any]:
    """Judge two stored runs by their raw samples.

    Weaker than two builds in turns: the machine may have been in another state. Where both sides of a case have
    samples enough, the ratio to what it is set beside is compared, in which the speed of the machine cancels, and with
    it any change that concerns both sides; else the times are, on one and the same processor only.

    Parameters
    ----------
    old, new : Path
    rule : Rule
    progress : callable
        Told, in a line, what is going on.

    Returns
    -------
    dict
        As `compare.compare_builds`; a case also has ``reference`` and ``by``, "ratio" or "time".

    Raises
    ------
    InputError
        A file is no stored run, or the two have no case in common.
    """
    runs = [read_run(path) for path in (old, new)]
    by_name = [{_name(case): case for case in run["cases"]} for run in runs]
    both = [name for name in by_name[0] if name in by_name[1]]
    if not both:
        raise InputError(f"'{old}' and '{new}' have no case in common")
    same_machine = runs[0]["machine"].get("processor") == runs[1]["machine"].get("processor")
    rows, skipped = [], []
    for name in both:
        first, second = by_name[0][name], by_name[1][name]
        progress(name)
        reason = _incomparable(first, second, same_machine)
        if reason:
            skipped.append({"case": name, "reason": reason})
        else:
            rows.append(_judged(name, first, second, rule, rule.each(len(both))))
    skipped += [{"case": name, "reason": "stands in one of the files only"} for name in {*by_name[0]} ^ {*by_name[1]}]
    return {
        "old": str(old),
        "new": str(new),
        "machine": runs[1]["machine"],
        "old_machine": runs[0]["machine"],
        "interleaved": False,
        "threshold": rule.threshold,
        "confidence": rule.confidence,
        **summed_up(rows),
        "skipped": sorted(skipped, key=lambda item: item["case"]),
    }


def _name(case: Mapping[str, Any]) -> str:
    return f"{case['suite']}/{case['case']} beside {case['reference']}"


def _normalised(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether the other sides have samples enough to divide by."""
    return min(len(first["reference_samples"]), len(second["reference_samples"])) >= FEWEST


def _incomparable(first: Mapping[str, Any], second: Mapping[str, Any], same_machine: bool) -> str | None:
    if first["size"] != second["size"]:
        return f"of size {first['size']:g} before, {second['size']:g} now"
    if min(len(first["samples"]), len(second["samples"])) < FEWEST:
        return f"fewer than {FEWEST} samples"
    if not same_machine and not _normalised(first, second):
        return "another processor, and too few samples of what it is set beside"
    return None


def _judged(
    name: str, first: Mapping[str, Any], second: Mapping[str, Any], rule: Rule, confidence: float
) -> dict[str, Any]:
    keys = ("samples", "reference_samples") if _normalised(first, second) else ("samples",)
    old, new = ([np.asarray(run[key], dtype=float) for key in keys] for run in (first, second))
    ratio = separate_ratio(old, new, confidence)
    times = statistics.median(first["samples"]), statistics.median(second["samples"])
    return row_of(
        name,
        ratio,
        verdict(ratio, rule.threshold),
        times,
        size=first["size"],
        reference=first["reference"],
        by="ratio" if len(keys) > 1 else "time",
    )

"""Decide what has become slower or faster: two builds measured in pairs, or two stored runs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from ...simulator.errors import InputError, nearest
from ..case import Progress
from .bootstrap import SAME, SLOWER, Ratio, paired_ratio, verdict
from .builds import Build
from .pairs import Measured, Plan, Task, measure, served

__all__ = ["CONFIDENCE", "THRESHOLD", "Rule", "common_tasks", "compare_builds", "row_of", "summed_up"]

THRESHOLD = 0.05
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Rule:
    """When a case has changed.

    Parameters
    ----------
    threshold : float
        Least change that matters: 0.05 for 5 %.
    confidence : float
        That nothing is said of any case of two builds that are the same.
    """

    threshold: float = THRESHOLD
    confidence: float = CONFIDENCE

    def each(self, cases: int) -> float:
        """Confidence of one interval among so many (Bonferroni)."""
        return 1.0 - (1.0 - self.confidence) / max(cases, 1)

    def suspicious(self, ratio: float) -> bool:
        """Whether a case is worth a second look: it seems to have changed by half the threshold."""
        return abs(math.log(ratio)) > 0.5 * math.log1p(self.threshold)


def common_tasks(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], only: Sequence[str], slow: bool
) -> tuple[list[Task], list[dict[str, str]]]:
    """What can be measured of both builds, and what not and why.

    Parameters
    ----------
    old, new : mapping
        Cases as `server` lists them.
    only : sequence of str
        Names of suites or cases, or patterns such as ``mixing/*``; empty: all but what is slow.
    slow : bool
        Whether slow cases are measured, too.

    Raises
    ------
    InputError
        A name fits nothing.
    """
    wanted = [key for key in new if not only or any(_fits(key, new[key], pattern) for pattern in only)]
    for pattern in only:
        if not any(_fits(key, new[key], pattern) for key in new):
            words = {word for key in new for word in (key, key.partition("/")[2], *new[key].get("suites", ()))}
            raise InputError(f"no suite and no case is called '{pattern}'{nearest(pattern, words)}")
    tasks, skipped = [], []
    for key in wanted:
        case = new[key]
        if key not in old:
            skipped.append({"case": key, "reason": "the old build does not have it"})
        elif case["unit"] != old[key]["unit"]:
            skipped.append({"case": key, "reason": f"counts {case['unit']}, in the old build {old[key]['unit']}"})
        elif case["slow"] and not slow and key not in only:
            skipped.append({"case": key, "reason": "takes minutes to make ready: --peers adds it"})
        else:
            tasks.append(Task(key, float(case["size"]), int(case.get("threads", 1))))
    gone = [
        key for key in old if key not in new and (not only or any(_fits(key, old[key], pattern) for pattern in only))
    ]
    return tasks, [*skipped, *({"case": key, "reason": "the new build does not have it"} for key in gone)]


def _fits(key: str, case: Mapping[str, Any], pattern: str) -> bool:
    """Whether a pattern is the name of a case or of a suite that holds it, or fits ``suite/case``."""
    suite, _, name = key.partition("/")
    return pattern in (suite, name, *case.get("suites", ())) or fnmatchcase(key, pattern)


def row_of(case: str, ratio: Ratio, said: str, times: tuple[float, float], **more: Any) -> dict[str, Any]:
    """One row of a comparison."""
    return {
        "case": case,
        "old_seconds": times[0],
        "new_seconds": times[1],
        "ratio": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
        "verdict": said,
        **more,
    }


def compare_builds(
    old: Build, new: Build, plan: Plan, rule: Rule, progress: Progress, only: Sequence[str] = (), slow: bool = False
) -> dict[str, Any]:
    """Measure two builds in turns and judge every case.

    A first look at all cases finds those that may have changed; these are measured once more, from nothing and in more
    processes, and that measurement alone decides, at a confidence that allows for all cases.

    Parameters
    ----------
    old, new : Build
    plan : Plan
    rule : Rule
    progress : callable
        Told, in a line, what is going on.
    only : sequence of str
        Names of suites or cases.
    slow : bool
        Whether cases that take minutes to make ready are measured, too.

    Returns
    -------
    dict
        ``old, new, machine, old_machine, interleaved, threshold, confidence, cases, slower, faster, skipped``; a case
        has ``case, size, old_seconds, new_seconds, ratio, low, high, verdict, first_look, pairs, old_samples,
        new_samples``, ratio = new over old, and `first_look` the ratio at first where it was measured once more.

    Raises
    ------
    InputError
        There is nothing to compare.
    """
    offers = [served(build) for build in (old, new)]
    tasks, skipped = common_tasks(offers[0]["cases"], offers[1]["cases"], only, slow)
    if not tasks:
        raise InputError("the two builds have no case in common that could be measured")
    confidence = rule.each(len(tasks))
    builds = (old, new)
    found = measure(builds, tasks, plan, plan.processes, progress)
    rows = {task.key: _judged(task, found[task.key], confidence) for task in tasks if found[task.key].groups}
    suspects = [task for task in tasks if task.key in rows and rule.suspicious(rows[task.key]["ratio"])]
    if suspects:
        progress("once more: " + ", ".join(task.key for task in suspects))
        again = measure(builds, suspects, plan, plan.decisive, progress)
        for task in (task for task in suspects if again[task.key].groups):
            first = rows[task.key]["ratio"]
            rows[task.key] = _judged(task, again[task.key], confidence, rule) | {"first_look": first}
    trouble = [{"case": key, "reason": measured.trouble} for key, measured in found.items() if measured.trouble]
    return {
        "old": old.label,
        "new": new.label,
        "machine": offers[1]["machine"],
        "old_machine": offers[0]["machine"],
        "interleaved": True,
        "threshold": rule.threshold,
        "confidence": rule.confidence,
        **summed_up(rows.values()),
        "skipped": [*skipped, *trouble],
    }


def summed_up(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The rows, and the names of what has changed."""
    cases = list(rows)
    changed = [row for row in cases if row["verdict"] != SAME]
    slower = [row["case"] for row in changed if row["verdict"] == SLOWER]
    return {"cases": cases, "slower": slower, "faster": [r["case"] for r in changed if r["case"] not in slower]}


def _judged(task: Task, found: Measured, confidence: float, rule: Rule | None = None) -> dict[str, Any]:
    """A row, with a verdict where there is a rule."""
    ratio = paired_ratio(found.groups, confidence)
    return row_of(
        task.key,
        ratio,
        verdict(ratio, rule.threshold) if rule else SAME,
        (statistics.median(found.old), statistics.median(found.new)),
        size=task.size,
        first_look=None,
        pairs=found.groups,
        old_samples=found.old,
        new_samples=found.new,
    )

"""Two builds in turns, in the same state of the machine: old, new, new, old, and the other way round."""

from __future__ import annotations

import math
import os
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..case import Progress
from .builds import Build
from .serving import CaseError, Serving

__all__ = ["Measured", "Plan", "Task", "measure", "served"]

OLD, NEW = 0, 1
TURNS = ((OLD, NEW, NEW, OLD), (NEW, OLD, OLD, NEW))
MOST_RUNS = 1000  # in a turn
COLD = 5e-3  # s; what takes less is run once before a turn is timed, since the other build has just used the caches


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Parameters
    ----------
    processes : int
        Pairs of processes for every case, one after the other.
    decisive : int
        Pairs of processes for a case that looks changed in those; other ones.
    pairs : int
        Pairs in each, of the turns old, new, new, old; fewer of cases that take long, one at least.
    turn : float
        How long a turn is [s], at least one run.
    most : float
        How long a case is measured in a pair of processes [s], unless one pair takes longer.
    """

    processes: int = 2
    decisive: int = 5
    pairs: int = 12
    turn: float = 0.005
    most: float = 0.6


@dataclass(frozen=True)
class Task:
    """A case to be measured: its name ``suite/case``, its size and how many threads it uses."""

    key: str
    size: float
    threads: int = 1


@dataclass
class Measured:
    """What was found of a case.

    Attributes
    ----------
    groups : list of list of float
        Ratios of pairs, new over old, one list a pair of processes.
    old, new : list of float
        Times of turns, per operation [s].
    seconds : float
        Of one run, about.
    trouble : str
        Why there is nothing; empty: nothing is wrong.
    """

    groups: list[list[float]] = field(default_factory=list)
    old: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    seconds: float = 0.0
    trouble: str = ""


def measure(
    builds: tuple[Build, Build], tasks: Sequence[Task], plan: Plan, processes: int, progress: Progress
) -> Mapping[str, Measured]:
    """Measure cases of two builds.

    Parameters
    ----------
    builds : tuple of Build
        Old and new.
    tasks : sequence of Task
    plan : Plan
    processes : int
        Pairs of processes.
    progress : callable
        Told, in a line, what is going on.

    Returns
    -------
    mapping
        Name → what was found.

    Raises
    ------
    SimulationError
        A process died.
    """
    found = {task.key: Measured() for task in tasks}
    for number in range(processes):
        # whoever starts first may get the better memory: not the same one every time
        turned = number % 2 == 1
        first, second = reversed(builds) if turned else builds
        with Serving(first) as one, Serving(second) as other:
            sides = (other, one) if turned else (one, other)
            for task in tasks:
                if found[task.key].trouble:
                    continue
                progress(f"processes {number + 1} of {processes}: {task.key}")
                try:
                    _contest(sides, task, plan, number, found[task.key])
                except CaseError as error:
                    found[task.key].trouble = str(error)
    return found


def _contest(sides: tuple[Serving, Serving], task: Task, plan: Plan, number: int, found: Measured) -> None:
    """Pairs of one case in one pair of processes."""
    # a first run may have compiled: only the second says how long one takes
    ready = [side.ask("prepare", key=task.key, size=task.size, again=not found.seconds) for side in sides]
    found.seconds = found.seconds or max(max(float(answer["seconds"]) for answer in ready), 1e-9)
    seconds = found.seconds
    runs = min(max(1, round(plan.turn / seconds)), MOST_RUNS)
    pairs = min(plan.pairs, max(1, int(plan.most / (4 * runs * seconds))))
    group: list[float] = []
    for pair in range(pairs):
        where = _processors(task.threads, pair + number)
        logs: tuple[list[float], list[float]] = ([], [])
        for turn in TURNS[pair % 2]:
            answer = sides[turn].ask("time", key=task.key, runs=runs, warm=seconds < COLD, processor=where)
            value = statistics.median(answer["seconds"])
            logs[turn].append(math.log(value))
            (found.new if turn == NEW else found.old).append(value / ready[turn]["operations"])
        group.append(math.exp(statistics.mean(logs[NEW]) - statistics.mean(logs[OLD])))
    found.groups.append(group)
    for side in sides:
        side.ask("drop", key=task.key)


def _processors(threads: int, number: int) -> list[int] | None:
    """Processors on which both builds run next: the same one for both, another one every time."""
    ask = getattr(os, "sched_getaffinity", None)
    if ask is None:
        return None
    allowed: Iterable[int] = sorted(ask(0))
    chosen = list(allowed)
    return chosen if threads > 1 else [chosen[number % len(chosen)]]


def served(build: Build) -> dict[str, Any]:
    """What a build has to measure: ``machine`` and ``cases``, by name.

    Raises
    ------
    SimulationError
        It serves no benchmarks.
    """
    with Serving(build) as process:
        return process.ask("cases")

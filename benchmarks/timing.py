"""Time two sides alternately, so that a busy machine slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from .case import Case, Contest, Side

__all__ = ["PROCESSES", "PROCESSOR", "WALL", "Samples", "Stopwatch", "clock_of", "time_of"]

PROCESSOR, PROCESSES, WALL = "processor", "processes", "wall"
COARSE = 1e-6  # s


def _ended() -> float:
    """Processor time of the processes this one has started and seen end [s].

    Raises
    ------
    ImportError
        The system does not tell (Windows).
    """
    from resource import RUSAGE_CHILDREN, getrusage

    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_CLOCKS: Mapping[str, Callable[[], float]] = {
    PROCESSOR: time.process_time,
    PROCESSES: _ended,
    WALL: time.perf_counter,
}


def clock_of(case: Case) -> str:
    """How a case is timed.

    Returns
    -------
    str
        `PROCESSOR`, what one thread of this process computes, or `PROCESSES`, what processes it starts do: other work
        on the machine does not count in it. `WALL` where several threads do the work, and where processor time is
        coarse or not told (Windows).
    """
    if case.threads > 1 or time.get_clock_info("process_time").resolution > COARSE:
        return WALL
    if case.threads == 1:
        return PROCESSOR
    return PROCESSES if find_spec("resource") else WALL


def time_of(side: Side, clock: str) -> tuple[float, Any]:
    """Time of a run [s], of all its operations together, and what it returned."""
    now = _CLOCKS[clock]
    arguments = side.setup()
    begin = now()
    value = side.run(*arguments)
    return now() - begin, value


@dataclass
class Samples:
    """Times of one side.

    Attributes
    ----------
    seconds : list of float
        Per operation, in the order taken.
    value : object
        What the last run returned.
    """

    seconds: list[float] = field(default_factory=list)
    value: Any = None

    @property
    def median(self) -> float:
        """Median time of an operation [s]."""
        return statistics.median(self.seconds)


class Stopwatch:
    """Runs contests; a side that several of them share is timed once.

    Parameters
    ----------
    limit : int, optional
        Most repeats of any side.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._done: dict[Side, Samples] = {}

    def race(self, contest: Contest, clock: str = WALL) -> tuple[Samples, Samples]:
        """Samples of ours and of the reference, by a clock of `clock_of`."""
        sides = (contest.ours, contest.peer)
        fresh = [side for side in sides if side not in self._done]
        for side in fresh:
            self._done[side] = Samples()
            if side.warm:
                side.run(*side.setup())
        for turn in range(max((self._repeats(side) for side in fresh), default=0)):
            for side in fresh:
                if turn < self._repeats(side):
                    self._time(side, clock)
        return self._done[contest.ours], self._done[contest.peer]

    def _repeats(self, side: Side) -> int:
        return side.repeats if self._limit is None else min(side.repeats, self._limit)

    def _time(self, side: Side, clock: str) -> None:
        samples = self._done[side]
        seconds, samples.value = time_of(side, clock)
        samples.seconds.append(seconds / side.operations)

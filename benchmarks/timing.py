"""Time two sides alternately, so that a busy machine slows both."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import Any

from .case import Contest, Side

__all__ = ["Samples", "Stopwatch"]


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

    def race(self, contest: Contest) -> tuple[Samples, Samples]:
        """Samples of ours and of the reference."""
        sides = (contest.ours, contest.reference)
        fresh = [side for side in sides if side not in self._done]
        for side in fresh:
            self._done[side] = Samples()
            if side.warm:
                side.run(*side.setup())
        for turn in range(max((self._repeats(side) for side in fresh), default=0)):
            for side in fresh:
                if turn < self._repeats(side):
                    self._time(side)
        return self._done[contest.ours], self._done[contest.reference]

    def _repeats(self, side: Side) -> int:
        return side.repeats if self._limit is None else min(side.repeats, self._limit)

    def _time(self, side: Side) -> None:
        samples = self._done[side]
        arguments = side.setup()
        begin = time.perf_counter()
        samples.value = side.run(*arguments)
        samples.seconds.append((time.perf_counter() - begin) / side.operations)

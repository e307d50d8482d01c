"""How long a study would take on many workers, played through event by event before anybody rents them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import ceil

import numpy as np

__all__ = ["Costs", "Forecast", "forecast"]


@dataclass(frozen=True)
class Costs:
    """What things take [s], measured or assumed.

    Attributes
    ----------
    run : float
        One run on one processor.
    scatter : float
        Relative standard deviation of a piece's time.
    start : float
        A worker until it can run: imports, kernels and atlas from its cache, the scenario made ready.
    hand_out : float
        The process that was started, for one piece: its values, pickled and submitted.
    schedule : float
        The scheduler, for one piece.
    travel : float
        A message one way.
    take_in : float
        The process that was started, for one finished piece: unpickled and written.
    table : float
        The table, for one run.
    """

    run: float
    scatter: float
    start: float
    hand_out: float
    schedule: float
    travel: float
    take_in: float
    table: float


@dataclass(frozen=True)
class Forecast:
    """What comes out: the whole [s], share of the workers' time in which they ran, share in which the starter did."""

    seconds: float
    efficiency: float
    starter: float


def forecast(runs: int, chunk: int, workers: int, costs: Costs, ahead: int = 2, seed: int = 1) -> Forecast:
    """Play a study through.

    Parameters
    ----------
    runs, chunk, workers : int
    costs : Costs
    ahead : int
        Pieces handed out for every worker.
    seed : int
        Of the scatter.

    Returns
    -------
    Forecast

    Notes
    -----
    One process hands pieces out and takes them in, one thing at a time, finished ones first; the scheduler gives every
    piece to the worker that is free first, and no piece waits for another but there.
    """
    pieces = ceil(runs / chunk)
    lengths = costs.run * chunk * np.maximum(1.0 + costs.scatter * np.random.default_rng(seed).normal(size=pieces), 0.1)
    free = [costs.start] * workers
    arriving: list[float] = []
    clock = busy = scheduled = 0.0
    handed = done = 0
    while done < pieces:
        if arriving and arriving[0] <= clock:
            heapq.heappop(arriving)
            clock += costs.take_in
            busy += costs.take_in
            done += 1
        elif handed < pieces and handed - done < ahead * workers:
            clock += costs.hand_out
            busy += costs.hand_out
            scheduled = max(scheduled, clock) + costs.schedule
            begin = max(heapq.heappop(free), scheduled + costs.travel)
            end = begin + float(lengths[handed])
            heapq.heappush(free, end)
            heapq.heappush(arriving, end + costs.travel)
            handed += 1
        else:
            clock = arriving[0]
    seconds = clock + costs.table * runs
    return Forecast(seconds, float(lengths.sum()) / (workers * seconds), busy / seconds)

"""An ensemble in, what became of it out: arrays checked, runs dealt out to threads."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from .lane_ensemble import Advance, LaneRuns
from .lane_steps import places
from .lanes import LANES

__all__ = ["solve_lanes"]


def solve_lanes(
    advance: Advance,
    start: ArrayLike,
    parameters: ArrayLike,
    grid: ArrayLike,
    *,
    relative: float,
    absolute: ArrayLike,
    begin: float = 0.0,
    end: float | None = None,
    breaks: ArrayLike | None = None,
    max_steps: int = 100_000,
    threads: int = 1,
) -> LaneRuns:
    """Integrate an ensemble.

    Parameters
    ----------
    advance : kernel
        Of `lane_ensemble`, or a kernel that calls it.
    start : array_like, shape (R, n)
        Start states.
    parameters : array_like, shape (R, m)
    grid : array_like, shape (g,)
        Ascending output times [h].
    relative, absolute : float, array_like of shape (n,)
        Tolerances.
    begin, end : float
        Of all runs [h]; the end is the last output time where it is not said.
    breaks : array_like, shape (R, b), optional
        Ascending times [h] at which a run's phase counts one more; later than the end: never.
    max_steps : int
        Of a run.
    threads : int
        Runs are dealt out to so many threads; the results are the same.

    Returns
    -------
    LaneRuns
        `state`, `rows`, `status`, `reached` and `steps` are written.

    Raises
    ------
    ValueError
        Shapes do not fit together, times do not ascend, a tolerance is not positive.
    """
    runs = _checked(start, parameters, grid, relative, absolute, begin, end, breaks, max_steps)
    count = len(runs.start)
    rows = places(runs.start.shape[1], runs.parameters.shape[1]).size + 1
    parts = np.linspace(0, count, max(1, min(threads, count)) + 1).astype(int)
    work = [(runs, np.zeros((rows, LANES)), int(a), int(b)) for a, b in pairwise(parts)]
    if len(work) == 1:
        done = [advance(*work[0])]
    else:
        with ThreadPoolExecutor(len(work)) as pool:
            done = list(pool.map(lambda part: advance(*part), work))
    if not all(done):
        raise ValueError("start or parameters have another number of columns than the right-hand side was compiled for")
    return runs


def _checked(
    start: ArrayLike,
    parameters: ArrayLike,
    grid: ArrayLike,
    relative: float,
    absolute: ArrayLike,
    begin: float,
    end: float | None,
    breaks: ArrayLike | None,
    max_steps: int,
) -> LaneRuns:
    """What the kernel takes, refused where it would read beyond an array or never end."""
    first, constants = (np.ascontiguousarray(a, dtype=np.float64) for a in (start, parameters))
    times, floor = (np.ascontiguousarray(a, dtype=np.float64) for a in (grid, absolute))
    jumps = np.ascontiguousarray(np.empty((len(first), 0)) if breaks is None else breaks, dtype=np.float64)
    last = float(times[-1]) if end is None and times.size else end
    if first.ndim != 2 or constants.ndim != 2 or jumps.ndim != 2 or not len(first) == len(constants) == len(jumps):
        raise ValueError("start, parameters and breaks need one row for each run")
    if floor.shape != first.shape[1:]:
        raise ValueError(f"absolute needs {first.shape[1]} tolerances, one for each state")
    if not (relative > 0.0 and np.all(floor > 0.0)):
        raise ValueError("tolerances must be greater than 0")
    if times.ndim != 1 or not np.all(np.isfinite(times)) or np.any(np.diff(times) <= 0.0):
        raise ValueError("grid must ascend")
    if np.any(np.isnan(jumps)) or np.any(np.diff(jumps, axis=1) < 0.0):
        raise ValueError("breaks must ascend")
    if last is None or not begin < last < math.inf:
        raise ValueError("end must be later than begin")
    runs, outputs = len(first), len(times)
    return LaneRuns(
        first,
        constants,
        jumps,
        times,
        float(begin),
        float(last),
        float(relative),
        floor,
        int(max_steps),
        np.zeros((runs, outputs, first.shape[1])),
        np.zeros(runs, np.int64),
        np.zeros(runs, np.int64),
        np.full(runs, float(begin)),
        np.zeros((runs, 2), np.int64),
    )

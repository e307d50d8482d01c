"""Drive the compiled integrator: start it, answer its atlas misses, hand over trajectories.

A miss stops a run with its full state; the strain it is of solves the linear program there, and the run resumes. After
a call with misses every run starts once more on the grown atlas, which costs milliseconds and makes the result
independent of what the atlas knew beforehand.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...kernels.ensemble import UNSTARTED, Rows, integrate_batch
from ...kernels.records import CURSOR, Batch
from ...kernels.state import signal_size
from ...kernels.status import Status
from ...strains import StrainError
from ..errors import SimulationError
from ..plant import Job
from .stopped import RunStopped
from .trajectory import Event, Trajectory

__all__ = ["attempt_job", "finished", "fresh", "integrate_job"]

R = TypeVar("R")

_SPARE_EVENTS = 8
_MAX_ROUNDS = 10_000
_FIRST_STEP = 1e-5  # h


def integrate_job(
    job: Job, *, threads: int | None = None, progress: Callable[[str], None] | None = None
) -> list[Trajectory]:
    """Integrate every run of a job; errors as in `attempt_job`, and of the first run that cannot go on."""
    return [finished(run) for run in attempt_job(job, threads=threads, progress=progress)]


def finished(run: R | RunStopped) -> R:
    """A run that came to its end.

    Raises
    ------
    RunStopped
        It did not.
    """
    if isinstance(run, RunStopped):
        raise run
    return run


def attempt_job(
    job: Job, *, threads: int | None = None, progress: Callable[[str], None] | None = None
) -> list[Trajectory | RunStopped]:
    """Integrate every run of a job, as far as each goes.

    Parameters
    ----------
    job : Job
    threads : int, optional
        Threads to use; the number of processors by default.
    progress : callable, optional
        Called with a line whenever the atlas grows.

    Returns
    -------
    list of Trajectory or RunStopped
        In the order of the job; why a run could not go on.

    Raises
    ------
    SimulationError
        The atlas of a strain could not be made to cover what a run asked for.
    """
    while True:
        states, cursors, rows = fresh(job)
        added = _rounds(job, states, cursors, rows, threads or os.cpu_count() or 1, progress)
        if not added:
            break
    return [_trajectory(job, cursors[run], rows, run) for run in range(len(cursors))]


def fresh(job: Job) -> tuple[NDArray[np.float64], NDArray[np.void], Rows]:
    """Start states, cursors and empty output rows."""
    runs, size = job.states.shape
    cursors = np.zeros(runs, CURSOR)
    cursors["time"] = job.start
    cursors["phase_start"] = job.start
    cursors["step"] = _FIRST_STEP
    cursors["region"] = UNSTARTED
    cursors["status"] = int(Status.ATLAS_MISS)
    layout = job.batch.layout
    count = job.grid.size + 1
    events = job.batch.phases.shape[1] + _SPARE_EVENTS
    rows = Rows(
        job.grid,
        np.full((runs, count), np.nan),
        np.full((runs, count, size), np.nan),
        np.full((runs, count, signal_size(layout)), np.nan),
        np.full((runs, count, job.batch.maximum.shape[1]), np.nan),
        np.full((runs, count, layout.outputs), np.nan),
        np.full((runs, count, layout.strains), -1),
        np.zeros((runs, events)),
        np.zeros((runs, events), np.int64),
        np.zeros((runs, events), np.int64),
        np.zeros(job.batch.maximum.shape),
    )
    return job.states.copy(), cursors, rows


def _rounds(
    job: Job,
    states: NDArray[np.float64],
    cursors: NDArray[np.void],
    rows: Rows,
    threads: int,
    progress: Callable[[str], None] | None,
) -> int:
    """Integrate and answer misses until no run waits; how many regions were added."""
    added = 0
    for _ in range(_MAX_ROUNDS):
        if not _call(job, states, job.known(), cursors, rows, threads):
            return added
        added += _answered(job, cursors, rows)
        if progress is not None:
            progress(f"flux atlas: {job.regions} regions")
    raise SimulationError("the flux atlas grew without end: report this strain as a defect")


def _answered(job: Job, cursors: NDArray[np.void], rows: Rows) -> int:
    """Ask every strain for what was missed of its atlas; how many regions were added."""
    waiting = cursors["status"] == int(Status.ATLAS_MISS)
    added, asked = 0, ""
    for place, (strain, member) in enumerate(zip(job.community.strains, job.community.members, strict=True)):
        missing = waiting & (cursors["region"][:, place] < 0)
        if not missing.any():
            continue
        thetas = rows.missed[missing, member.parameter : member.parameter + len(member.parameters)]
        name = member.name or strain.definition.name
        try:
            added += strain.answer(thetas)
        except StrainError as error:
            raise SimulationError(f"strain '{name}': {error}") from error
        asked = asked or f"strain '{name}' does not cover θ = {thetas[0].tolist()}"
    if not added:
        raise SimulationError(f"the flux atlas of {asked}: the linear program there belongs to a region it already has")
    return added


def _call(
    job: Job,
    states: NDArray[np.float64],
    batch: Batch,
    cursors: NDArray[np.void],
    rows: Rows,
    threads: int,
) -> int:
    """One pass over all runs, cut between threads; number of misses."""
    runs = len(cursors)
    workers = min(threads, runs)

    def integrate(first: int, last: int) -> int:
        return int(
            integrate_batch(states, batch, cursors, job.relative, job.absolute, job.max_steps, rows, first, last)
        )

    if workers <= 1:
        return integrate(0, runs)
    edges = np.linspace(0, runs, workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(integrate, edges[:-1].tolist(), edges[1:].tolist()))


def _by_columns(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """A copy whose columns lie side by side in memory: that is how rows are read, one variable after the other."""
    return rows.copy(order="F")


def _trajectory(job: Job, cursor: np.void, rows: Rows, run: int) -> Trajectory | RunStopped:
    """Copy of one run's rows, or why it stopped."""
    status = Status(int(cursor["status"]))
    if status is not Status.DONE:
        return RunStopped(status, float(cursor["time"]))
    count = int(cursor["output"])
    events = tuple(
        Event(float(rows.event_time[run, k]), int(rows.event_kind[run, k]), int(rows.event_phase[run, k]))
        for k in range(int(cursor["events"]))
    )
    return Trajectory(
        layout=job.batch.layout,
        species=job.community.species,
        members=job.community.members,
        time=rows.time[run, :count].copy(),
        state=_by_columns(rows.state[run, :count]),
        signals=_by_columns(rows.signals[run, :count]),
        theta=_by_columns(rows.theta[run, :count]),
        fluxes=_by_columns(rows.fluxes[run, :count]),
        region=rows.region[run, :count].copy(),
        events=events,
        steps=int(cursor["steps"]),
        rejected=int(cursor["rejected"]),
        crossings=int(cursor["crossings"]),
    )

"""An ensemble of whole fermenters, full physics and genome-scale fluxes, on two threads beside one."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

import numpy as np

from ..kernels.ensemble import integrate_batch
from ..kernels.status import Status
from ..simulator.errors import SimulationError
from ..simulator.plant import Job
from ..simulator.run.drive import fresh, integrate_job
from ..simulator.run.simulate import prepare
from ..simulator.scenario import load_scenario
from .case import Case, Contest, Progress, Side

__all__ = ["CASE"]

SCENARIO = "ecoli-fedbatch"
RUNS = 128
CHANGES = {"vessel.kla_factor": (0.7, 1.3), "recipe.feed_factor": (0.8, 1.2)}
SEED = 1


@cache
def _job(runs: int) -> Job:
    """Fed-batches that differ in oxygen transfer and feed; the atlas has every region they visit."""
    random = np.random.default_rng(SEED)
    scenarios = [
        load_scenario(SCENARIO, tuple(f"{path}={random.uniform(*ends)!r}" for path, ends in CHANGES.items()))
        for _ in range(runs)
    ]
    job = prepare(scenarios)
    integrate_job(job)
    return job


def _run(job: Job, threads: int, states: Any, cursors: Any, rows: Any) -> Any:
    """The compiled calls; the rows.

    Raises
    ------
    SimulationError
        A run did not finish.
    """
    batch = job.known()
    edges = np.linspace(0, len(cursors), threads + 1).astype(int).tolist()

    def part(first: int, last: int) -> int:
        arguments = (job.relative, job.absolute, job.max_steps, rows, first, last)
        return int(integrate_batch(states, batch, cursors, *arguments))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, edges[:-1], edges[1:]))
    if np.any(cursors["status"] != int(Status.DONE)):
        raise SimulationError("a fermenter of the ensemble did not finish")
    return rows


def _facts(job: Job, ours: Any, reference: Any) -> Mapping[str, Any]:
    """Whether both give the same bytes, and the size of the problem."""
    return {
        "same": ours.state.tobytes() == reference.state.tobytes(),
        "states": job.states.shape[1],
        "regions": job.regions,
    }


def _build(size: float, progress: Progress) -> Contest:
    job = _job(int(size))
    both, one = (
        Side(partial(_run, job, threads), partial(fresh, job), repeats=7, operations=int(size)) for threads in (2, 1)
    )
    return Contest(both, one, partial(_facts, job))


CASE = Case(
    name="fermenter-threads",
    summary=f"{SCENARIO} with other oxygen transfer and feed in every run, two threads beside one",
    reference="one thread",
    size=float(RUNS),
    unit="runs",
    tiny=2.0,
    build=_build,
    goal=1.8,
    threads=2,
)

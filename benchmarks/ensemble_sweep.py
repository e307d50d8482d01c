"""A sweep as users run it, beside the same recipe with a linear program at every call of the right-hand side.

Forty hours of *E. coli*'s fed-batch with full physics; six numbers vary. Ours is a whole piece of a study: scenarios
made, assembled, integrated, key figures and limits read, packed, on one thread. The other side is one run, at the
loosest tolerance at which CVODE is as good as ours on that run; what a study would add to it is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..kernels.state import dynamic_size
from ..simulator.errors import InputError
from ..simulator.plant import Job
from ..simulator.run.drive import integrate_job
from ..simulator.run.simulate import prepare
from ..simulator.scenario import load_scenario
from ..simulator.study.sweep.plan import plan_of
from ..simulator.study.sweep.study import study_of
from ..simulator.study.sweep.task import Task, compute, make_ready
from .case import Case, Contest, Progress, Side
from .program_a_call import ProgramRun, a_program_a_call

__all__ = ["CASE", "VARIED"]

Array = NDArray[np.float64]
Choose: TypeAlias = Callable[[], tuple[float, Side]]
"""Tolerance of the other side, and that side."""

SCENARIO = "ecoli-fedbatch"
CHANGES = ("recipe.duration=40 h", "recipe.phases.constant-feed.until=[]")
VARIED = {
    "vessel.kla_factor": "0.7:1.3",
    "recipe.feed_factor": "0.8:1.2",
    "recipe.feeds.glucose-feed.concentrations.glucose": "400:600 g/L",
    "recipe.phases.exponential-feed.feed.growth_rate": "0.15 1/h:0.25 1/h",
    "recipe.start.biomass": "0.05 g/L:0.2 g/L",
    "recipe.start.concentrations.glucose": "8 g/L:15 g/L",
}
LADDER = (1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7)
RELATIVE, EXACT = 1e-6, 1e-10
RELEVANT = 1e-9
"""Of the largest state: below, a state is only rounding, and errors are relative to this."""


@cache
def _job(relative: float) -> Job:
    """One run, the scenario as it is."""
    return prepare([load_scenario(SCENARIO, (*CHANGES, f"tolerance.relative={relative}"))])


@cache
def _exact() -> Array:
    job = _job(EXACT)
    return integrate_job(job)[0].state[: len(job.grid), : dynamic_size(job.batch.layout)]


def _error(states: Array) -> float:
    """Largest difference of any state at any output, relative to the state's largest value."""
    exact = _exact()
    scale = np.maximum(np.abs(exact).max(axis=0), RELEVANT * np.abs(exact).max())
    return float((np.abs(states - exact) / scale).max())


@cache
def _task(runs: int) -> Task:
    """A piece of a study with as many runs."""
    plan = plan_of({"scenarios": [SCENARIO], "set": list(CHANGES), "vary": VARIED, "runs": max(runs, 2), "chunk": runs})
    study = study_of(plan)
    task = study.task(next(study.chunks()))
    make_ready(task)
    return replace(task, texts=task.texts[:runs])


def _facts(choose: Choose, _: bytes, theirs: ProgramRun) -> Mapping[str, Any]:
    return {
        "error": _own()[0],
        "reference_error": _error(theirs.states),
        "reference_tolerance": choose()[0],
        "reference_programs": theirs.programs,
    }


@cache
def _own() -> tuple[float, tuple[float, ...]]:
    """Error of our run, and the times [h] at which its phases end."""
    job = _job(RELATIVE)
    run = integrate_job(job)[0]
    error = _error(run.state[: len(job.grid), : dynamic_size(job.batch.layout)])
    return error, tuple(event.time for event in run.events if event.time < run.time[-1])


def _as_good(progress: Progress) -> tuple[float, Side]:
    """Loosest tolerance at which the other side's error is no larger, and that side; the last one tried, if none is."""
    found: tuple[float, Side] | None = None
    error, ends = _own()
    for relative in LADDER:
        side = a_program_a_call(_job(RELATIVE), relative, ends)
        try:
            theirs = _error(side.run().states)
        except InputError as stopped:
            progress(str(stopped))
            continue
        found = relative, side
        progress(f"a program a call at {relative:.0e}: error {theirs:.1e}, ours {error:.1e}")
        if theirs <= error:
            break
    if found is None:
        raise InputError("CVODE with a program a call came to no end at any tolerance")
    return found


def _build(size: float, progress: Progress) -> Contest:
    """Ours beside CVODE with a program a call."""
    runs = int(size)
    choose = cache(partial(_as_good, progress))
    ours = Side(partial(compute, _task(runs)), repeats=5, operations=runs)
    return Contest(ours, lambda: replace(choose()[1], repeats=3), partial(_facts, choose))


CASE = Case(
    name="sweep",
    summary="a piece of a genome-scale study, 40 h fed-batches with full physics, all that Python adds, one thread",
    reference="CVODE with a program a call",
    size=64.0,
    unit="runs",
    tiny=2.0,
    build=_build,
    goal=200.0,
    needs=("scikit-sundae", "swiglpk"),
)

"""Suite `fermenter`: a whole fed-batch by our integrator beside CVODE on the same compiled right-hand side.

Full physics: temperature under its controller, pH from the ions with pumps for base and acid, dynamic gas phase,
oxygen cascade, capacity-limited feed. CVODE (SUNDIALS through scikit-sundae) takes the flux atlas as a black box,
looked up at every call, and gets every favour: only the states that influence anything, while ours integrates all
books as well; a compiled Jacobian; the end of every phase, where it starts afresh, without searching for it. Both
errors are against our own integrator at a relative tolerance of 1e-10, which CVODE at 1e-10 confirms. CVODE runs at the
loosest tolerance at which it is as good as ours. Its calls come through Python, which is most of its time:
`reference_compiled_seconds` is what the same calls take in compiled code alone, a bound on what CVODE could do from C.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.ensemble import integrate_batch
from ..kernels.state import dynamic_size
from ..simulator.plant import Job
from ..simulator.run.drive import fresh, integrate_job
from ..simulator.run.simulate import prepare
from ..simulator.run.trajectory import Trajectory
from ..simulator.scenario import load_scenario
from .case import Case, Contest, Progress, Side, Suite
from .cvode_phases import DynamicStates, StoppedError, through_phases
from .fermenter_kernels import black_box, black_box_jacobian, black_box_loop
from .timing import PROCESSOR, time_of

__all__ = ["SUITE", "CvodeRun", "achieved_error"]

Array = NDArray[np.float64]

SCENARIO = "ecoli-fedbatch-ph"
CHANGES = (
    "strain.death={rate: 0.002 1/h}",
    "recipe.start.volume=0.8 L",
    "recipe.start.concentrations={glucose: 12 g/L, ammonium: 300 mmol/L, phosphate: 180 mmol/L, sulphate: 50 mmol/L, "
    "potassium: 60 mmol/L}",  # enough that nothing runs out of what no feed brings
    "recipe.phases.fed.feed.growth_rate=0.12 1/h",
    "recipe.phases.fed.until=[]",
    "output.interval=0.5 h",
)
RELATIVE = 1e-6
EXACT = 1e-10
LADDER = (1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 3e-8, 1e-8, 1e-9)  # tolerances tried for CVODE
CALLS = 20_000  # timed to know a call's compiled share


@cache
def _job(hours: float, relative: float) -> Job:
    """The fed-batch, assembled; its atlas has every region it visits."""
    changes = (*CHANGES, f"recipe.duration={hours} h", f"tolerance.relative={relative}")
    job = prepare([load_scenario(SCENARIO, changes)])
    integrate_job(job)
    return job


@cache
def _exact(hours: float) -> Trajectory:
    return integrate_job(_job(hours, EXACT))[0]


def achieved_error(states: Array, exact: Array) -> float:
    """Largest difference of any state at any output time, relative to the state's largest value."""
    scale = np.maximum(np.abs(exact).max(axis=0), 1e-300)
    return float((np.abs(states - exact) / scale).max())


@dataclass(frozen=True)
class CvodeRun:
    """What CVODE made of it: states at the output times, shape (rows, d), and its calls."""

    states: Array
    calls: int
    jacobians: int


class _BlackBox(DynamicStates):
    """Slopes and Jacobian with the flux atlas as a black box."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.calls = self.jacobians = 0

    def slope(self, time: float, state: Array, out: Array) -> None:
        """Slopes of the dynamic states."""
        self.calls += 1
        self.work.point[: self.size] = state
        black_box(time, self.plant, self.cursor, self.work, out)

    def jacobian(self, time: float, state: Array, slope: Array, out: Array) -> None:
        """Their Jacobian."""
        self.jacobians += 1
        self.work.point[: self.size] = state
        black_box_jacobian(time, self.floor, self.plant, self.cursor, self.work, out)


def _cvode(job: Job, relative: float, ends: tuple[float, ...]) -> CvodeRun:
    """Integrate with CVODE, afresh at every phase."""
    box = _BlackBox(job)
    states = through_phases(box, job.grid, relative, ends, jacfn=box.jacobian)
    return CvodeRun(states, box.calls, box.jacobians)


def _compiled_seconds(job: Job, run: CvodeRun) -> float:
    """Time the calls of a run take in compiled code [s]."""
    box = _BlackBox(job)
    out = np.zeros(box.size)
    box.work.point[:] = box.state
    black_box_loop(1, job.start, box.plant, box.cursor, box.work, out)
    loop = partial(black_box_loop, CALLS, job.start, box.plant, box.cursor, box.work, out)
    each = time_of(Side(loop), PROCESSOR)[0] / CALLS
    return each * (run.calls + run.jacobians * (box.size + 1))


def _facts(hours: float, progress: Progress, ours: Any, theirs: CvodeRun) -> Mapping[str, Any]:
    """Both errors, the work done, and what CVODE would take if a call cost no more than its compiled code."""
    job = _job(hours, RELATIVE)
    relative, ends = _as_good(hours, progress), _ends(hours)
    size = dynamic_size(job.batch.layout)
    exact = _exact(hours).state[:, :size]
    rows = len(job.grid)
    run = integrate_job(job)[0]
    confirmed = _cvode(_job(hours, EXACT), EXACT, ends)
    whole, _ = time_of(Side(partial(_cvode, job, relative, ends)), PROCESSOR)
    compiled = _compiled_seconds(job, theirs)
    return {
        "dynamic_states": size,
        "error": achieved_error(run.state[:rows, :size], exact[:rows]),
        "reference_error": achieved_error(theirs.states, exact[:rows]),
        "reference_tolerance": relative,
        "confirmed": achieved_error(confirmed.states, exact[:rows]),
        "steps": run.steps,
        "rejected": run.rejected,
        "reference_calls": theirs.calls,
        "reference_jacobians": theirs.jacobians,
        "reference_compiled_share": compiled / whole,
        "reference_compiled_seconds": compiled,
    }


def _ends(hours: float) -> tuple[float, ...]:
    """Times at which phases end."""
    last = _job(hours, RELATIVE).grid[-1]
    return tuple(event.time for event in _exact(hours).events if event.time < last)


@cache
def _as_good(hours: float, progress: Progress) -> float:
    """Loosest tolerance at which CVODE's error is no larger than ours."""
    job = _job(hours, RELATIVE)
    ends = _ends(hours)
    size, rows = dynamic_size(job.batch.layout), len(job.grid)
    exact = _exact(hours).state[:rows, :size]
    ours = achieved_error(integrate_job(job)[0].state[:rows, :size], exact)
    for relative in LADDER:
        try:
            error = achieved_error(_cvode(job, relative, ends).states, exact)
        except StoppedError as stopped:
            progress(f"at {relative:.0e} {stopped}")
            continue
        progress(f"CVODE at {relative:.0e}: error {error:.2e}, ours {ours:.2e}")
        if error <= ours:
            return relative
    return LADDER[-1]


def _build(hours: float, progress: Progress) -> Contest:
    job = _job(hours, RELATIVE)
    batch = job.known()

    def run(states: Any, cursors: Any, rows: Any) -> None:
        integrate_batch(states, batch, cursors, job.relative, job.absolute, job.max_steps, rows, 0, 1)

    ours = Side(run, partial(fresh, job), repeats=30)
    return Contest(ours, partial(_peer, hours, progress), partial(_facts, hours, progress))


def _peer(hours: float, progress: Progress) -> Side:
    """CVODE at the tolerance at which it is as good as ours."""
    return Side(partial(_cvode, _job(hours, RELATIVE), _as_good(hours, progress), _ends(hours)), repeats=5)


SUITE = Suite(
    "fermenter",
    "a fed-batch with all the physics beside CVODE on the same compiled right-hand side (needs scikit-sundae)",
    (
        Case(
            name="fed-batch",
            summary="temperature, pH by pumps, gas phase, cascade, 40 h, at equal achieved error",
            reference="CVODE",
            size=40.0,
            unit="h",
            tiny=0.5,
            build=_build,
            goal=5.0,
            needs=("scikit-sundae",),
        ),
    ),
)

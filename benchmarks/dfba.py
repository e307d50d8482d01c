"""Suite `dfba`: the flux atlas in the integrator, beside what people do now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from ..kernels.ensemble import integrate_batch
from ..simulator.plant import Job
from ..simulator.run.drive import fresh, integrate_job
from ..simulator.run.simulate import prepare
from .batch import TEXTBOOK, achieved_error, batch_scenario, concentrations, truth
from .case import Case, Contest, Progress, Side, Suite
from .cobrapy import CobrapyBatch, documented
from .cobrapy_slim import slim
from .rhs import CASES as RIGHT_HAND_SIDE
from .start_up import CASES as START_UP

__all__ = ["SUITE"]


@cache
def _job(hours: float) -> Job:
    """The batch, assembled; its atlas has every region the batch visits."""
    job = prepare([batch_scenario(hours)])
    integrate_job(job)
    return job


@cache
def _truth(hours: float) -> Any:
    return truth(_job(hours).strain, hours)


def _errors(hours: float, progress: Progress, ours: Any, reference: Any) -> Mapping[str, Any]:
    """What both sides got wrong, and where COBRApy stopped."""
    progress("errors: LSODA with a direct linear program at every call")
    run = integrate_job(_job(hours))[0]
    true = _truth(hours)
    facts = {
        "error": achieved_error(concentrations(run), true),
        "reference_error": achieved_error(reference.states, true),
        "steps": run.steps,
        "reference_calls": reference.calls,
    }
    return facts | ({"reference_end": reference.end} if isinstance(reference, CobrapyBatch) else {})


def _slim(hours: float, progress: Progress) -> Side:
    return slim(TEXTBOOK, hours, progress)


_PEERS: Mapping[str, Callable[[float, Progress], Side]] = {"COBRApy documented": documented, "COBRApy slim": _slim}


def _kernel(reference: str, hours: float, progress: Progress) -> Contest:
    """The compiled call alone, from the start state to the last row."""
    job = _job(hours)
    batch = job.known()

    def run(states: Any, cursors: Any, rows: Any) -> None:
        integrate_batch(states, batch, cursors, job.relative, job.absolute, job.max_steps, rows, 0, 1)

    ours = Side(run, partial(fresh, job), repeats=200)
    return Contest(ours, partial(_PEERS[reference], hours, progress), partial(_errors, hours, progress))


def _whole(reference: str, hours: float, progress: Progress) -> Contest:
    """The call as Python makes it: fresh arrays, the compiled call, the trajectory."""
    ours = Side(partial(integrate_job, _job(hours)), repeats=200)
    return Contest(ours, partial(_PEERS[reference], hours, progress), partial(_errors, hours, progress))


def _case(name: str, summary: str, reference: str, build: Callable[[str, float, Progress], Contest]) -> Case:
    documented_way = reference == "COBRApy documented"
    return Case(
        name=name,
        summary=summary,
        reference=reference,
        size=10.0,
        unit="h",
        tiny=0.1,
        build=partial(build, reference),
        goal=10_000.0 if documented_way else None,
        needs=("cobra",),
        slow_peer=documented_way,
    )


_COMPILED = "dFBA batch on cobra's core model, the compiled call"
_PYTHON = "the same batch, with what Python adds"

SUITE = Suite(
    "dfba",
    "one dFBA batch beside COBRApy, the genome-scale right-hand side beside Monod, start-up",
    (
        *(_case("textbook", _COMPILED, reference, _kernel) for reference in _PEERS),
        *(_case("textbook-job", _PYTHON, reference, _whole) for reference in _PEERS),
        *RIGHT_HAND_SIDE,
        *START_UP,
    ),
)

"""Run scenarios: from the checked scenario to the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from ...kernels.integrate import EVENT_TIMEOUT
from ...strains import Strain, StrainDefinition, open_strain
from ..plant import Job, assemble
from ..plant.operation import NEUTRALISATION
from ..scenario import Scenario
from .balances import balances
from .columns import columns
from .drive import integrate_job
from .kpis import key_figures
from .limits import binding_limits
from .result import Result
from .trajectory import Trajectory

__all__ = ["finish", "main_substrate", "prepare", "simulate", "simulate_many"]

Progress = Callable[[str], None]


@lru_cache(maxsize=8)
def _strain(definition: StrainDefinition) -> Strain:
    """The open strain of a definition; one per process, so that its atlas is shared."""
    return open_strain(definition)


def simulate(scenario: Scenario, *, progress: Progress | None = None) -> Result:
    """Run one scenario.

    Parameters
    ----------
    scenario : Scenario
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Raises
    ------
    SimulationError
        The integration could not go on.
    """
    return simulate_many([scenario], progress=progress)[0]


def simulate_many(scenarios: Sequence[Scenario], *, progress: Progress | None = None) -> list[Result]:
    """Run scenarios that share strain and recipe structure together, in one ensemble.

    Parameters
    ----------
    scenarios : sequence of Scenario
    progress : callable, optional

    Returns
    -------
    list of Result
        In the order given.
    """
    return finish(scenarios, prepare(scenarios, progress=progress), progress=progress)


def prepare(scenarios: Sequence[Scenario], *, progress: Progress | None = None) -> Job:
    """The job of some scenarios, ready to integrate (and, before that, to be varied)."""
    _announce_compilation(progress)
    return assemble(scenarios, _strain(scenarios[0].strain.definition()))


def finish(scenarios: Sequence[Scenario], job: Job, *, progress: Progress | None = None) -> list[Result]:
    """Integrate a job and make a result of every run; what the atlas learned is kept."""
    before = job.strain.regions
    trajectories = integrate_job(job, progress=progress)
    if job.strain.regions > before:
        job.strain.save()
    return [
        _result(scenario, job, row, run)
        for row, (scenario, run) in enumerate(zip(scenarios, trajectories, strict=True))
    ]


def _announce_compilation(progress: Progress | None) -> None:
    from ...kernels.jit import cache_is_warm

    if progress is not None and not cache_is_warm():
        progress("compiling the kernels; this happens once and takes up to a minute and a half")


def _result(scenario: Scenario, job: Job, row: int, run: Trajectory) -> Result:
    """Everything a person wants to know about one trajectory."""
    strain = job.strain
    table = columns(run, scenario)
    substrate = main_substrate(scenario)
    place = run.species.index(substrate)
    streams = job.batch.streams[row]
    fed = sum(float(run.stream_volume(k)[-1]) * float(streams[k, place]) for k in range(len(streams)))
    table["q_s"] = -run.flux(substrate)
    neutralised = 0.0
    if job.batch.layout.ammonia_stream >= 0:
        stream = job.batch.layout.ammonia_stream
        amount = float(run.stream_volume(stream)[-1]) * float(streams[stream, job.batch.layout.ammonium])
        neutralised = amount * NEUTRALISATION
    return Result(
        scenario=scenario,
        trajectory=run,
        columns=table,
        kpis=key_figures(run, table, strain.chemistry, substrate, fed),
        balance_sheet=balances(run, strain.chemistry, streams, neutralised),
        limits=binding_limits(run, strain, job.batch.maximum[row]),
        events=_events(scenario, run),
        warnings=_warnings(scenario, run),
    )


def main_substrate(scenario: Scenario) -> str:
    """The carbon substrate yields refer to: the first feed's first species, else the first uptake."""
    for feed in scenario.recipe.feeds.values():
        for name in feed.concentrations:
            return name
    return next(iter(scenario.strain.uptakes))


def _events(scenario: Scenario, run: Trajectory) -> list[dict[str, float | str]]:
    """Phases as they began, why the last ones ended."""
    phases = scenario.recipe.phases
    found = [_begin(float(run.time[0]), phases[0].name)]
    for event in run.events:
        late = " at its time limit" if event.kind == EVENT_TIMEOUT else ""
        found.append({"time": event.time, "kind": "end", "what": f"{phases[event.phase].name} ends{late}"})
        if event.phase + 1 < len(phases):
            found.append(_begin(event.time, phases[event.phase + 1].name))
    return found


def _begin(time: float, name: str) -> dict[str, float | str]:
    return {"time": time, "kind": "phase", "name": name, "what": f"{name} begins"}


def _warnings(scenario: Scenario, run: Trajectory) -> list[str]:
    """What a careful person would add to the numbers."""
    texts = []
    for event in run.events:
        if event.kind == EVENT_TIMEOUT:
            name = scenario.recipe.phases[event.phase].name
            texts.append(f"phase '{name}' ran into its time limit at {event.time:.3g} h: check its end condition")
    if np.any(run.signal("motor") > 1.0):
        texts.append("the stirrer would draw more than the motor's power: lower the upper stirrer speed")
    if np.any(run.signal("cooling") > 1.0):
        texts.append("the heat load exceeds the cooling capacity: the temperature could not be held")
    if np.any(run.signal("fill") > 1.0):
        texts.append("the broth rose above the working volume")
    return texts

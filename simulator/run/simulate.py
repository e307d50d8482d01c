"""Run scenarios: from the checked scenario to the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..plant import Job, assemble
from ..scenario import Scenario
from .balances import balances
from .columns import Column, columns
from .compartments import Compartments
from .demand import demand_uncertainty, with_demand_interval
from .equipment import equipment_limits
from .gradients import gradient_figures, local_columns, sensed_columns
from .inoculum import mixed
from .kpis import key_figures
from .limits import binding_limits
from .opened import opened_strain
from .remarks import main_substrate, phase_events, run_warnings
from .result import Result
from .side_by_side import announce_compilation, integrate_runs
from .trajectory import Trajectory

__all__ = ["announce_compilation", "finish", "inoculated", "prepare", "simulate", "simulate_many"]

Progress = Callable[[str], None]


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
    announce_compilation(progress)
    scenarios = [inoculated(scenario, progress=progress) for scenario in scenarios]
    return finish(scenarios, prepare(scenarios, progress=progress), progress=progress)


def inoculated(scenario: Scenario, *, progress: Progress | None = None) -> Scenario:
    """The scenario with the inoculum that its seed gives; itself where it has none."""
    if scenario.inoculum is not None and progress is not None:
        progress(f"growing the inoculum: {scenario.inoculum.scenario.name}")
    return mixed(scenario, lambda seed: simulate(seed, progress=progress))


def prepare(scenarios: Sequence[Scenario], *, progress: Progress | None = None) -> Job:
    """The job of some scenarios, ready to integrate (and, before that, to be varied)."""
    strains = [opened_strain(strain.definition(), progress) for strain in scenarios[0].members.values()]
    return assemble(scenarios, *strains)


def finish(scenarios: Sequence[Scenario], job: Job, *, progress: Progress | None = None) -> list[Result]:
    """Integrate a job and make a result of every run; what the atlas learned is kept."""
    before = job.regions
    runs = integrate_runs(scenarios, job, progress)
    if job.regions > before and not _saved(job) and progress is not None:
        progress(
            "the flux atlas cannot be written to the cache (is the disk full?): what it learned ends with this run"
        )
    return [
        _result(scenario, job, row, run, compartments)
        for row, (scenario, (run, compartments)) in enumerate(zip(scenarios, runs, strict=True))
    ]


def _saved(job: Job) -> bool:
    """Keep what the atlases learned; False where the cache cannot be written."""
    return all([strain.save() for strain in dict.fromkeys(job.community.strains)])


def _result(
    scenario: Scenario, job: Job, row: int, run: Trajectory, compartments: Compartments | None = None
) -> Result:
    """Everything a person wants to know about one trajectory."""
    community = job.community
    table = columns(run, scenario)
    substrate = main_substrate(scenario)
    streams = job.batch.streams[row]
    poured = np.array([run.stream_volume(stream)[-1] for stream in range(len(streams))])
    fed = poured @ streams + np.array([run.blown_in(name) for name in run.species])
    table["q_s"] = -run.mean_flux(substrate)
    neutralised = float(poured @ job.batch.stream_heat[row])
    capacity = float(job.batch.operation[row]["heat_capacity"])
    figures = key_figures(run, table, community.chemistry, substrate, fed, scenario.reactions)
    local: dict[str, Column] = {}
    if compartments is not None:
        local = local_columns(run, compartments)
        table |= sensed_columns(local, run.species, compartments.network.probe)
        gradients = gradient_figures(run, compartments, local, community.chemistry, substrate)
        figures |= {name: {"value": value, "unit": unit} for name, (value, unit) in gradients.items()}
    return Result(
        scenario=scenario,
        trajectory=run,
        columns=table,
        kpis=with_demand_interval(figures, table, demand_uncertainty(scenario, run)),
        balance_sheet=balances(run, community, streams, neutralised, capacity),
        limits=binding_limits(run, community, job.batch.maximum[row], equipment_limits(run, scenario), compartments),
        events=phase_events(scenario, run),
        warnings=run_warnings(scenario, run, table),
        molar_masses=dict(zip(run.species, community.chemistry.molar_mass.tolist(), strict=True)),
        compartments=compartments,
        local=local,
    )

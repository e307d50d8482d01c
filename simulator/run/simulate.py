"""Run scenarios: from the checked scenario to the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ...strains import Strain, StrainDefinition, StrainError, shared_definition
from ..errors import InputError
from ..plant import Job, assemble
from ..plant.definitions import Definitions
from ..scenario import Scenario
from .astray import astray_remarks
from .balances import balances
from .combustible import refuse
from .compartments import Compartments
from .demand import demand_uncertainty, with_demand_interval
from .inoculum import mixed
from .opened import opened_strain
from .outcome import outcome_of
from .remarks import phase_events, run_warnings
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


def prepare(
    scenarios: Sequence[Scenario], *, strains: Sequence[Strain] | None = None, progress: Progress | None = None
) -> Job:
    """The job of some scenarios, ready to integrate (and, before that, to be varied).

    Parameters
    ----------
    scenarios : sequence of Scenario
    strains : sequence of Strain, optional
        With room for what the cells of all scenarios can do, where they are open already.
    progress : callable, optional
    """
    kinds = Definitions()
    definitions = [kinds.of(scenario) for scenario in scenarios]
    if strains is None:
        strains = [opened_strain(_shared(own), progress) for own in zip(*definitions, strict=True)]
    return assemble(scenarios, *strains, definitions=definitions)


def _shared(definitions: Sequence[StrainDefinition]) -> StrainDefinition:
    """One strain with room for what any of these can do."""
    try:
        return shared_definition(definitions)
    except StrainError as error:
        raise InputError(str(error)) from error


def finish(
    scenarios: Sequence[Scenario], job: Job, *, what_if: Collection[int] = (), progress: Progress | None = None
) -> list[Result]:
    """Integrate a job and make a result of every run; what the atlas learned is kept.

    Parameters
    ----------
    scenarios : sequence of Scenario
    job : Job
    what_if : collection of int
        Rows that nobody proposes to run, as with a cause of a loss taken away: their gas may burn.
    progress : callable, optional

    Raises
    ------
    CombustibleGas
        The gas of another row can burn, and may not.
    """
    before = job.regions
    runs = integrate_runs(scenarios, job, progress)
    if job.regions > before and not _saved(job) and progress is not None:
        progress(
            "the flux atlas cannot be written to the cache (is the disk full?): what it learned ends with this run"
        )
    return [
        _result(scenario, job, row, run, compartments, row in what_if)
        for row, (scenario, (run, compartments)) in enumerate(zip(scenarios, runs, strict=True))
    ]


def _saved(job: Job) -> bool:
    """Keep what the atlases learned; False where the cache cannot be written."""
    return all([strain.save() for strain in dict.fromkeys(job.community.strains)])


def _result(
    scenario: Scenario, job: Job, row: int, run: Trajectory, compartments: Compartments | None, what_if: bool
) -> Result:
    """Everything a person wants to know about one trajectory."""
    community = job.community
    found = outcome_of(scenario, job, row, run, compartments)
    if not what_if:
        refuse(run, scenario, found.columns)
    neutralised = float(found.poured @ job.batch.stream_heat[row])
    capacity = float(job.batch.operation[row]["heat_capacity"])
    return Result(
        scenario=scenario,
        trajectory=run,
        columns=found.columns,
        kpis=with_demand_interval(found.kpis, found.columns, demand_uncertainty(scenario, run)),
        balance_sheet=balances(run, community, job.batch.streams[row], neutralised, capacity),
        limits=found.limits,
        events=phase_events(scenario, run),
        warnings=run_warnings(scenario, run, found.columns) + astray_remarks(found.local),
        molar_masses=dict(zip(run.species, community.chemistry.molar_mass.tolist(), strict=True)),
        compartments=compartments,
        local=found.local,
    )

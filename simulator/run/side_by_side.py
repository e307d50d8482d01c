"""Integrate the runs of a job: the ideally mixed ones as an ensemble, those in compartments each on its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast

from numpy.typing import ArrayLike

from ...kernels.atlas_arrays import Atlas
from ...strains import Strain
from ..errors import InputError
from ..plant import Job
from ..plant.flows import stream_places
from ..plant.network import Network
from ..plant.networks.build import network_of
from ..scenario import Scenario
from .compartments import Compartments
from .drive import attempt_job, finished
from .stopped import RunStopped
from .trajectory import Trajectory

__all__ = ["Progress", "Run", "announce_compilation", "attempt_runs", "integrate_runs"]

Progress = Callable[[str], None]
Run = tuple[Trajectory, Compartments | None]
"""A run, and its compartments where the vessel is not ideally mixed."""


def integrate_runs(scenarios: Sequence[Scenario], job: Job, progress: Progress | None = None) -> list[Run]:
    """Every run of a job; errors as in `attempt_runs`, and of the first run that cannot go on."""
    return [finished(run) for run in attempt_runs(scenarios, job, progress)]


def attempt_runs(
    scenarios: Sequence[Scenario], job: Job, progress: Progress | None = None, threads: int | None = None
) -> list[Run | RunStopped]:
    """Every run of a job, as far as each goes.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Of the job, in its order.
    job : Job
    progress : callable, optional
    threads : int, optional
        The number of processors by default.

    Returns
    -------
    list of (Trajectory, Compartments or None), or of RunStopped
        None where the vessel is ideally mixed.

    Raises
    ------
    InputError
        A recipe asks for what compartments cannot do.
    SimulationError
        The atlas of a strain could not be made to cover what a run asked for.

    Notes
    -----
    Runs in compartments take seconds; as many go on at a time as there are processors, since the kernels let each other
    work.
    """
    networks = {row: network for row, item in enumerate(scenarios) if (network := _cut(item)) is not None}
    mixed = [row for row in range(len(scenarios)) if row not in networks]
    found: dict[int, Run | RunStopped] = {}
    if mixed:
        own = job if not networks else job.some(mixed)
        for row, run in zip(mixed, attempt_job(own, threads=threads, progress=progress), strict=True):
            found[row] = run if isinstance(run, RunStopped) else (run, None)
    if networks:
        found |= _in_networks(scenarios, job, networks, progress, threads)
    return [found[row] for row in range(len(scenarios))]


def announce_compilation(
    progress: Progress | None, integrator: str = "ensemble.integrate_batch", minutes: str = "two"
) -> None:
    """Say so when an integrator has yet to be compiled."""
    from ...kernels.cache import cache_is_warm

    if progress is not None and not cache_is_warm(integrator):
        progress(f"compiling the kernels; this happens once and takes {minutes} minutes or so")


def _cut(scenario: Scenario) -> Network | None:
    """Compartments of a scenario's liquid; one compartment is an ideally mixed vessel."""
    network = network_of(scenario)
    return None if network is None or network.size == 1 else network


def _in_networks(
    scenarios: Sequence[Scenario],
    job: Job,
    networks: dict[int, Network],
    progress: Progress | None,
    threads: int | None = None,
) -> dict[int, Run | RunStopped]:
    """Runs in compartments, by row."""
    from .tank_drive import integrate_network

    _refuse_recycle(scenarios, networks)
    announce_compilation(progress, "tank_steps.advance_tank", "four")

    def one(row: int) -> Run | RunStopped:
        own = job.one(row)
        if len(networks) > 1:
            own = replace(own, community=replace(own.community, strains=_readers(own.community.strains)))
        say = _numbered(progress, list(networks).index(row), len(networks))
        try:
            return integrate_network(own, networks[row], stream_places(networks[row], scenarios[row]), progress=say)
        except RunStopped as stopped:
            return stopped

    workers = min(len(networks), threads or os.cpu_count() or 1)
    if workers == 1:  # nobody to wait for when it is interrupted
        return {row: one(row) for row in networks}
    with ThreadPoolExecutor(workers) as pool:
        return dict(zip(networks, pool.map(one, networks), strict=True))


def _refuse_recycle(scenarios: Sequence[Scenario], networks: dict[int, Network]) -> None:
    """Say what to do where a vessel's gradients, which it may have by default, cannot be had."""
    for row in networks:
        recipe = scenarios[row].recipe
        if recipe.gas_recycle > 0.0 and recipe.gas.held_at == "fresh":
            raise InputError(
                "recipe.gas_recycle: in a vessel in compartments off-gas returns where the sparger's gas is held "
                "(recipe.gas.held_at=sparger), not beside fresh gas of fixed composition; or run it well mixed (--set "
                "network.kind=ideal; scale-up --well-mixed)"
            )


def _numbered(progress: Progress | None, place: int, count: int) -> Progress | None:
    """Progress of one run among several, which talk at the same time."""
    if progress is None or count == 1:
        return progress
    say = progress
    return lambda text: say(f"run {place + 1} of {count}: {text}")


class _Reader:
    """A strain as one of several runs at a time sees it: what the others taught its atlas is new to this run, too."""

    def __init__(self, strain: Strain) -> None:
        self._strain = strain
        self._known = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._strain, name)

    def kernel_atlas(self) -> Atlas:
        """The regions as arrays; counted before, since some may come while they are packed."""
        self._known = self._strain.regions
        return self._strain.kernel_atlas()

    def answer(self, thetas: ArrayLike) -> int:
        """Add the regions that hold θ; how many there are that this run has not seen."""
        self._strain.answer(thetas)
        return self._strain.regions - self._known


def _readers(strains: Sequence[Strain]) -> tuple[Strain, ...]:
    """One reader a strain; a strain that stands in two places keeps one."""
    readers = {strain: cast("Strain", _Reader(strain)) for strain in dict.fromkeys(strains)}
    return tuple(readers[strain] for strain in strains)

"""A piece of a study: some runs in compiled ensembles, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ....kernels.status import Status
from ...errors import InputError, SimulationError
from ...plant import Job
from ...run.combustible import CombustibleGas, refuse
from ...run.outcome import Outcome, outcome_of
from ...run.side_by_side import Run, attempt_runs
from ...run.simulate import inoculated, prepare
from ...run.stopped import RunStopped
from ...scenario import Scenario
from .cell import Cell
from .plan import Keep

__all__ = ["FAILED", "OWN_STATUSES", "Piece", "run_piece", "status_name"]

REFUSED = 100
"""Status of a run whose values make no scenario."""
FAILED = 101
"""Of one whose strain could not be solved."""
COMBUSTIBLE = 102
"""Of one whose gas can burn, which its recipe does not allow."""

OWN_STATUSES: Mapping[int, str] = MappingProxyType(
    {REFUSED: "REFUSED", FAILED: "FAILED", COMBUSTIBLE: "COMBUSTIBLE_GAS"}
)
"""Names of what a study adds to `kernels.status.Status`."""
_LONGEST = 400


def status_name(code: int) -> str:
    """Name of a status, `kernels.status.Status` or one of the above."""
    return OWN_STATUSES.get(code) or Status(code).name


@dataclass(frozen=True)
class Piece:
    """What is kept of some runs.

    Parameters
    ----------
    status : shape (runs,)
    stopped : shape (runs,)
        Clock time [h] at which a run ended early; NaN where it did not.
    messages : tuple of str
        Why it did; empty where it did not.
    kpis : dict of str to shape (runs,)
        In their units; NaN where a run has none.
    units : dict of str to str
        Of the key figures.
    limits : dict of str to shape (runs,)
        Hours in which each limit bound.
    kept : dict of str to shape (runs, times)
        Trajectories; NaN beyond the end of a run.
    """

    status: NDArray[np.int16]
    stopped: NDArray[np.float64]
    messages: tuple[str, ...]
    kpis: dict[str, NDArray[np.float64]]
    units: dict[str, str]
    limits: dict[str, NDArray[np.float64]]
    kept: dict[str, NDArray[np.float64]]


Found = Outcome | SimulationError | InputError


def run_piece(cell: Cell, texts: Sequence[Sequence[str]], keep: Keep | None, times: int) -> Piece:
    """Run a scenario at some points.

    Parameters
    ----------
    cell : Cell
    texts : sequence of sequences of str
        Values of every run.
    keep : Keep, optional
    times : int
        Rows of what is kept.
    """
    found: list[Found | None] = [None] * len(texts)
    members: dict[int, Scenario] = {}
    for row, values in enumerate(texts):
        try:
            members[row] = inoculated(cell.family.member(values))
        except (InputError, SimulationError) as error:
            found[row] = error
    for rows in _alike(members):
        for row, outcome in zip(rows, _outcomes([members[row] for row in rows], cell), strict=True):
            found[row] = outcome
    return _piece([item for item in found if item is not None], keep, times)


def _alike(members: dict[int, Scenario]) -> Iterator[list[int]]:
    """Rows of scenarios that one ensemble can hold."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, scenario in members.items():
        recipe = scenario.recipe
        shape = (
            recipe.start.time,
            scenario.output.interval,
            scenario.tolerance.relative,
            recipe.sensors.dissolved_oxygen.lag > 0.0,
            recipe.temperature_control.ideal,
            bool(recipe.outlet),
            recipe.steps,
            tuple(len(phase.until) for phase in recipe.phases),
            scenario.network_plan is None,
        )
        groups.setdefault(shape, []).append(row)
    yield from groups.values()


def _outcomes(scenarios: Sequence[Scenario], cell: Cell) -> list[Found]:
    """Outcomes of alike scenarios; where one of them cannot be solved, of each on its own."""
    try:
        job = prepare(scenarios, strains=cell.strains)
        runs = attempt_runs(scenarios, job, threads=1)
    except (SimulationError, InputError) as error:
        if len(scenarios) == 1:
            return [error]
        return [item for scenario in scenarios for item in _outcomes([scenario], cell)]
    return [_read(scenario, job, row, runs[row]) for row, scenario in enumerate(scenarios)]


def _read(scenario: Scenario, job: Job, row: int, run: Run | RunStopped) -> Found:
    if isinstance(run, RunStopped):
        return run
    found = outcome_of(scenario, job, row, *run)
    try:
        refuse(run[0], scenario, found.columns)
    except CombustibleGas as burns:
        return burns
    return found


def _piece(found: Sequence[Found], keep: Keep | None, times: int) -> Piece:
    """Columns of the outcomes."""
    runs = len(found)
    kpis: dict[str, NDArray[np.float64]] = {}
    limits: dict[str, NDArray[np.float64]] = {}
    units: dict[str, str] = {}
    kept = {name: np.full((runs, times), np.nan) for name in (keep.variables if keep else ())}
    for row, item in enumerate(found):
        if not isinstance(item, Outcome):
            continue
        for name, kpi in item.kpis.items():
            units[name] = str(kpi["unit"])
            kpis.setdefault(name, np.full(runs, np.nan))[row] = kpi["value"]
        for limit in item.limits:
            column = limits.setdefault(str(limit["limit"]), np.zeros(runs))
            column[row] += float(limit["to"]) - float(limit["from"])
        for name, column in kept.items():
            column[row] = _sampled(item, name, keep.interval if keep else 1.0, times)
    return Piece(
        status=np.array([_status(item) for item in found], np.int16),
        stopped=np.array([item.time if isinstance(item, RunStopped) else np.nan for item in found]),
        messages=tuple("" if isinstance(item, Outcome) else str(item)[:_LONGEST] for item in found),
        kpis=kpis,
        units=units,
        limits=limits,
        kept=kept,
    )


def _status(item: Found) -> int:
    if isinstance(item, RunStopped):
        return int(item.status)
    if isinstance(item, CombustibleGas):
        return COMBUSTIBLE
    if isinstance(item, InputError):
        return REFUSED
    return FAILED if isinstance(item, SimulationError) else int(Status.DONE)


def _sampled(item: Outcome, name: str, interval: float, times: int) -> NDArray[np.float64]:
    """A column at the kept times; NaN where the run has no such variable, and beyond its end."""
    if name not in item.columns:
        return np.full(times, np.nan)
    time = item.columns["time"]
    wanted = time[0] + interval * np.arange(times)
    return np.asarray(np.interp(wanted, time, item.columns[name], right=np.nan))

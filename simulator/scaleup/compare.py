"""A recipe in other vessels: run, compare, attribute, advise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..run import Result
from ..run.api import resolve_scenario, resolve_vessel
from ..run.crate import crate_metadata
from ..run.kpis import Kpi
from ..run.simulate import announce_compilation, finish, inoculated, prepare
from ..run.store import MARK, write_folder, write_json
from ..scenario import Scenario, Vessel
from .advice import advise, advise_mixing
from .attribution import Loss, has_inertia, lift, lose, products_of, switchable, variant, without_inertia
from .table import criteria_table, peak_regime
from .transfer import Transfer, transfer, well_mixed

if TYPE_CHECKING:
    from ..study.uncertain import Uncertainty

__all__ = ["ScaleUp", "Target", "scale_up"]

Named = str | PathLike[str]
Progress = Callable[[str], None]
Pair = tuple[dict[str, Kpi], dict[str, Kpi]]
"""Key figures of source and target."""


@dataclass(frozen=True)
class Target:
    """The recipe in one target vessel.

    Attributes
    ----------
    result : Result
    criterion : str
        What was kept on the way.
    criteria : dict
        ``{name: {"source", "target", "ratio", "unit"}}`` at the top of the cascade.
    regimes : dict
        ``{vessel: {time: seconds}}`` at peak oxygen uptake.
    loss : dict
        ``{kpi: {"relative", "causes"}}``; positive means lost.
    advice : list of str
    uncertainty : Uncertainty or None
        How sure it is, where that was asked for.
    """

    result: Result
    criterion: str
    criteria: dict[str, dict[str, float | str]]
    regimes: dict[str, dict[str, float]]
    loss: dict[str, Loss]
    advice: list[str]
    uncertainty: Uncertainty | None = None

    def summary(self) -> dict[str, Any]:
        """As in ``--json``: the run's summary and what the comparison adds."""
        told = self.result.summary() | {
            "criterion": self.criterion,
            "criteria": self.criteria,
            "regimes": self.regimes,
            "loss": self.loss,
            "advice": self.advice,
        }
        return told if self.uncertainty is None else told | self.uncertainty.summary()


@dataclass(frozen=True)
class ScaleUp:
    """One recipe at its source and in its targets."""

    source: Result
    targets: tuple[Target, ...]

    def summary(self) -> dict[str, Any]:
        """What `summary.json` and ``--json`` hold."""
        return {
            "scenario": self.source.scenario.name,
            "source": self.source.summary(),
            "targets": [target.summary() for target in self.targets],
            "files": {},
        }

    def save(self, folder: str | Path, *, report: bool = True) -> dict[str, Path]:
        """Write one folder: the report, the comparison, and each run in a folder of its own.

        Parameters
        ----------
        folder : str or Path
            Final name; appears only when everything is written.
        report : bool
            Whether to draw the HTML report.

        Returns
        -------
        dict of str to Path
            What was written, by its name in the folder.
        """
        return write_folder(Path(folder), lambda place: self._fill(place, report))

    def _fill(self, place: Path, report: bool) -> None:
        write_json(place / "summary.json", self.summary())
        for name, result in self._runs().items():
            inner = place / name
            inner.mkdir()
            result.write_files(inner, report=False)
        if report:
            from ..report import write_scale_up_figures, write_scale_up_report

            write_scale_up_figures(self, place / "figures")
            write_scale_up_report(self, place / "report.html")
        created = str(self.source.provenance["created"])
        vessels = ", ".join(target.result.vessel.name for target in self.targets)
        description = f"{self.source.scenario.name} from {self.source.vessel.name} to {vessels}, simulated by Moromi"
        write_json(place / MARK, crate_metadata(place, self.source.scenario.name, description, created))

    def _runs(self) -> dict[str, Result]:
        """Folder names of the runs; a vessel named twice gets a number."""
        runs = {f"source-{self.source.vessel.name}": self.source}
        for target in self.targets:
            base = name = f"target-{target.result.vessel.name}"
            number = 2
            while name in runs:
                name = f"{base}-{number}"
                number += 1
            runs[name] = target.result
        return runs


def scale_up(
    scenario: Named | Scenario,
    to: Sequence[Named | Vessel],
    *,
    by: str | None = None,
    mixed: bool = False,
    overrides: Sequence[str] = (),
    uncertain: int = 0,
    progress: Progress | None = None,
) -> ScaleUp:
    """Carry a recipe to other vessels and tell what is lost, why, and what to change.

    Parameters
    ----------
    scenario : str, path or Scenario
    to : sequence of str, path or Vessel
        Target vessels.
    by : str, optional
        Criterion kept on the way; the scenario's own by default.
    mixed : bool
        Whether gradients are left out: source and targets run ideally mixed, whatever `network` their files have.
    overrides : sequence of str
        ``"path=value"`` changes to the scenario.
    uncertain : int
        Draws of what is not known for sure, see `moromi.simulator.study.unsure`; none by default.
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    ScaleUp

    Raises
    ------
    InputError
        Something in the input is wrong, or the criterion cannot be met.
    SimulationError
        An integration could not go on.
    """
    announce_compilation(progress)
    source = inoculated(resolve_scenario(scenario, overrides), progress=progress)
    if mixed:
        source = well_mixed(source)
    transfers = [transfer(source, resolve_vessel(vessel), by) for vessel in to]
    base, runs = _switched(source, transfers, progress)
    calm = _calm(source, transfers, progress) if has_inertia(source) else [None] * len(transfers)
    targets = [
        _compare(base, item, own, still, progress) for item, own, still in zip(transfers, runs, calm, strict=True)
    ]
    if uncertain:
        from ..study.uncertain import uncertain_runs

        found = uncertain_runs(source, [item.scenario for item in transfers], uncertain, progress=progress)
        targets = [replace(target, uncertainty=own) for target, own in zip(targets, found, strict=True)]
    return ScaleUp(base, tuple(targets))


def _switched(
    source: Scenario, transfers: Sequence[Transfer], progress: Progress | None
) -> tuple[Result, list[dict[str, Result]]]:
    """The source, and for every target its runs by the cause that is switched off ('' for none)."""
    plan: list[tuple[int, str]] = [
        (place, cause) for place, item in enumerate(transfers) for cause in ("", *switchable(source, item))
    ]
    scenarios = [source, *(variant(cause, transfers[place]) for place, cause in plan)]
    job = prepare(scenarios, progress=progress)
    for row, (place, cause) in enumerate(plan, start=1):
        if cause:
            lift(cause, job, row, source, transfers[place])
    what_if = [row for row, (_, cause) in enumerate(plan, start=1) if cause]
    base, *results = finish(scenarios, job, what_if=what_if, progress=progress)
    runs: list[dict[str, Result]] = [{} for _ in transfers]
    for (place, cause), result in zip(plan, results, strict=True):
        runs[place][cause] = result
    return base, runs


def _calm(source: Scenario, transfers: Sequence[Transfer], progress: Progress | None) -> list[Pair | None]:
    """Source and target with cells that re-optimise at once."""
    scenarios = [without_inertia(item) for item in (source, *(one.scenario for one in transfers))]
    job = prepare(scenarios, progress=progress)
    before, *after = finish(scenarios, job, what_if=range(len(scenarios)), progress=progress)
    return [(before.kpis, result.kpis) for result in after]


def _compare(
    source: Result, item: Transfer, runs: dict[str, Result], calm: Pair | None, progress: Progress | None
) -> Target:
    """Everything about one target; `runs` by the cause that was switched off ('' for none)."""
    result = runs[""].with_warnings(item.notes)
    without: dict[str, Pair] = {cause: (source.kpis, run.kpis) for cause, run in runs.items() if cause}
    if calm is not None:
        without["inertia"] = calm
    here, there = peak_regime(source), peak_regime(result)
    regimes = {run.vessel.name: times.times for run, times in ((source, here), (result, there)) if times is not None}
    loss = lose(source.kpis, result.kpis, without, products_of(source.scenario))
    return Target(
        result=result,
        criterion=item.criterion,
        criteria=criteria_table(item.source, item.target),
        regimes=regimes,
        loss=loss,
        advice=[*advise_mixing(result, loss, item.target, progress), *advise(source, result, item.target, there)],
    )

"""The transfer protocol: a process from a sending to a receiving site, run at both and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..run.api import resolve_scenario
from ..run.crate import crate_metadata
from ..run.store import MARK, write_folder, write_json
from ..scaleup import ScaleUp, scale_up
from ..scaleup.attribution import Loss
from ..scaleup.impossible import CriterionImpossible
from ..scenario import Scenario, Site, load_site
from .facility_fit import Demand, facility_fit, missing_analyses
from .installed import at_sender, receiving_vessel
from .products import Change, predicted_changes
from .risks import Risk, ranked_risks
from .set_points import SetPoint, equipment, set_points

__all__ = ["Protocol", "technology_transfer"]

Named = str | PathLike[str]


@dataclass(frozen=True)
class Protocol:
    """Everything the transfer of a process rests on.

    Attributes
    ----------
    sender, receiver : Site
    comparison : ScaleUp
        The process at the sending site and, as its one target, at the receiving site.
    set_points : list of SetPoint
    fit : list of Demand
    missing : list of str
        Analyses the receiving site does not have.
    risks : list of Risk
        The worst first.
    prediction : list of Change
        Titres first.
    """

    sender: Site
    receiver: Site
    comparison: ScaleUp
    set_points: list[SetPoint]
    fit: list[Demand]
    missing: list[str]
    risks: list[Risk]
    prediction: list[Change]

    @property
    def equipment(self) -> list[tuple[str, str, str]]:
        """What the two vessels, as installed, differ in: entry, sending and receiving site."""
        return equipment(self.comparison.source.vessel, self.comparison.targets[0].result.vessel)

    @property
    def loss(self) -> dict[str, Loss]:
        """What is lost on the way, and by which cause."""
        return self.comparison.targets[0].loss

    def summary(self) -> dict[str, Any]:
        """What `summary.json` and ``--json`` hold."""
        source, target = self.comparison.source, self.comparison.targets[0]
        return {
            "scenario": source.scenario.name,
            "from": {"site": self.sender.name, "vessel": source.vessel.name},
            "to": {"site": self.receiver.name, "vessel": target.result.vessel.name},
            "criterion": target.criterion,
            "equipment": [{"name": name, "source": here, "target": there} for name, here, there in self.equipment],
            "criteria": target.criteria,
            "set_points": [item.summary() for item in self.set_points],
            "fit": [item.summary() for item in self.fit],
            "missing_analyses": self.missing,
            "risks": [item.summary() for item in self.risks],
            "prediction": {item.name: item.summary() for item in self.prediction},
            "loss": self.loss,
            "limits": {"from": source.limits, "to": target.result.limits},
            "advice": target.advice,
            "warnings": target.result.warnings,
            "files": {},
        }

    def save(self, folder: str | Path, *, report: bool = True) -> dict[str, Path]:
        """Write one folder: the protocol as JSON and HTML, and the run at either site in a folder of its own.

        Parameters
        ----------
        folder : str or Path
            Final name; appears only when everything is written.
        report : bool
            Whether to write the HTML protocol.

        Returns
        -------
        dict of str to Path
            What was written, by its name in the folder.
        """
        return write_folder(Path(folder), lambda place: self._fill(place, report))

    def _fill(self, place: Path, report: bool) -> None:
        write_json(place / "summary.json", self.summary())
        source, target = self.comparison.source, self.comparison.targets[0].result
        for name, result in ((self.sender.name, source), (self.receiver.name, target)):
            inner = place / f"{'from' if result is source else 'to'}-{name}"
            inner.mkdir()
            result.write_files(inner, report=False)
        if report:
            from ..report import write_transfer_protocol

            write_transfer_protocol(self, place / "report.html")
        description = f"{source.scenario.name} from {self.sender.name} to {self.receiver.name}, simulated by Moromi"
        created = str(source.provenance["created"])
        write_json(place / MARK, crate_metadata(place, source.scenario.name, description, created))


def technology_transfer(
    scenario: Named | Scenario,
    sender: Named | Site,
    receiver: Named | Site,
    *,
    vessel: str | None = None,
    by: str | None = None,
    overrides: Sequence[str] = (),
    mixed: bool = False,
    uncertain: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Protocol:
    """Carry a process from one site to another and tell what changes, what fits and what is at risk.

    Parameters
    ----------
    scenario : str, path or Scenario
    sender, receiver : str, path or Site
    vessel : str, optional
        Of the receiving site; its largest with the same law for oxygen transfer by default.
    by : str, optional
        Criterion kept on the way; the scenario's own by default.
    overrides : sequence of str
        ``"path=value"`` changes to the scenario.
    mixed : bool
        Whether gradients are left out.
    uncertain : int
        Draws of what is not known for sure; none by default.
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    Protocol

    Raises
    ------
    InputError
        A site is unknown or has no vessel that fits, or the criterion cannot be met.
    """
    here, there = (site if isinstance(site, Site) else load_site(site) for site in (sender, receiver))
    process = at_sender(resolve_scenario(scenario, overrides), here, by)
    target = receiving_vessel(process, there, vessel)
    try:
        comparison = scale_up(process, [target], by=by, mixed=mixed, uncertain=uncertain, progress=progress)
    except CriterionImpossible as error:
        raise InputError(f"{error}; keep another criterion (--by best), or name another --vessel") from None
    result = comparison.targets[0].result
    fit, missing = facility_fit(result, there), missing_analyses(process, there)
    changes = predicted_changes(comparison)
    return Protocol(
        sender=here,
        receiver=there,
        comparison=comparison,
        set_points=set_points(process, result.scenario, comparison.targets[0].criterion),
        fit=fit,
        missing=missing,
        risks=ranked_risks(comparison, fit, missing, changes),
        prediction=changes,
    )

"""A bench rig that lets cells feel a large tank: its settings, how well they fit, and what tank and rig give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..run import Result, simulate_many
from ..run.api import resolve_scenario, resolve_vessel
from ..run.crate import crate_metadata
from ..run.remarks import main_substrate
from ..run.simulate import inoculated, simulate
from ..run.store import MARK, write_folder, write_json
from ..scaleup.transfer import transfer, well_mixed
from ..scenario import Scenario, Vessel
from .regimes import REGIMES, Exposure, regimes_of
from .rig import RIGS, Rig, rig_for
from .rig_recipe import rig_plan, rig_scenario
from .tank_exposure import TankExposure, feed_window, highest_uptake, local_uptake, tank_exposure

__all__ = ["ScaleDown", "scale_down"]

Named = str | PathLike[str]
Progress = Callable[[str], None]

_JAR = "jar-10l"


@dataclass(frozen=True)
class ScaleDown:
    """A tank and the rig that imitates it.

    Attributes
    ----------
    tank : Result
        With its gradients.
    exposure : TankExposure
        What cells meet there.
    rig : Rig
        Settings, and what cells meet in it.
    run : Result
        The rig, simulated with the tank's feed.
    mixed : Result
        The same jar with the same feed, ideally mixed: what the rig adds to it.
    """

    tank: Result
    exposure: TankExposure
    rig: Rig
    run: Result
    mixed: Result

    @property
    def yield_name(self) -> str:
        """Key figure that tank and rig are compared by."""
        return f"biomass_yield_{main_substrate(self.tank.scenario)}"

    def shares(self) -> dict[str, float]:
        """Share of the rig's liquid in each regime, by the uptake it has over the last quarter of its feed."""
        parts = self.run.compartments
        if parts is None:
            return {}
        zones = regimes_of(local_uptake(self.run, feed_window(self.run)), highest_uptake(self.run))
        found = np.bincount(zones, parts.network.fraction, len(REGIMES))
        return dict(zip(REGIMES, found.tolist(), strict=True))

    def settings(self) -> dict[str, dict[str, float | str]]:
        """What a person sets at the rig."""
        volume = self.run.vessel.working_volume
        rig = self.rig
        return {
            "volume": {"value": volume, "unit": "m3"},
            "fed_share": {"value": rig.share, "unit": ""},
            "residence_time": {"value": rig.residence_time, "unit": "s"},
            "circulation_time": {"value": rig.circulation_time, "unit": "s"},
            "recirculation": {"value": 3600.0 * volume / rig.circulation_time, "unit": "m3/h"},
        }

    def pulses(self) -> dict[str, dict[str, float | str]]:
        """The same durations in one vessel: the feed on for as long as cells stay, as often as they come."""
        return {
            "period": {"value": self.rig.circulation_time, "unit": "s"},
            "length": {"value": self.rig.residence_time, "unit": "s"},
            "rate": {"value": 1.0 / self.rig.share, "unit": "mean feed"},
        }

    def summary(self) -> dict[str, Any]:
        """What `summary.json` and ``--json`` hold."""
        runs = {"tank": self.tank, "rig": self.run, "mixed": self.mixed}
        figures = {
            name: {kpi: run.kpis[kpi] for kpi in self.compared() if kpi in run.kpis} for name, run in runs.items()
        }
        found = {name: self._yield(run) for name, run in runs.items()}
        shares = self.shares()
        return {
            "scenario": self.tank.scenario.name,
            "vessel": self.tank.vessel.name,
            "jar": self.run.vessel.name,
            "kind": self.rig.kind,
            "window": {"from": self.exposure.window[0], "to": self.exposure.window[1], "unit": "h"},
            "regimes": {
                name: _told(item) | {"share_rig": shares.get(name, 0.0)}
                for name, item in self.exposure.exposures.items()
            },
            "settings": self.settings(),
            "feed": "second" if self.rig.kind == "two-compartment" else "inlet",
            "pulses": self.pulses(),
            "fit": {
                "kolmogorov": self.rig.misfit,
                "fed_zone": {"tank": _told(self.exposure.fed), "rig": _told(self.rig.meets)},
            },
            "yield": found | {"difference": found["rig"] - found["tank"], "unit": "kg/kg"},
            "kpis": figures,
            "files": {},
        }

    def compared(self) -> list[str]:
        """Key figures worth setting side by side: the yield, the cells, by-products of either."""
        names = dict.fromkeys([*self.tank.kpis, *self.run.kpis])
        return [
            name
            for name in names
            if name in (self.yield_name, "biomass_final", "otr_max", "anoxic_share")
            or name.startswith(("titre_", "reassimilated_"))
        ]

    def _yield(self, run: Result) -> float:
        return float(run.kpis[self.yield_name]["value"])

    def save(self, folder: str | Path, *, report: bool = True) -> dict[str, Path]:
        """Write one folder: the rig as a scenario that runs, the comparison, the figure, both runs.

        Parameters
        ----------
        folder : str or Path
            Final name; appears only when everything is written.
        report : bool
            Whether to draw the figure.

        Returns
        -------
        dict of str to Path
            What was written, by its name in the folder.
        """
        return write_folder(Path(folder), lambda place: self._fill(place, report))

    def _fill(self, place: Path, report: bool) -> None:
        place.joinpath("rig.yaml").write_text(self.run.scenario_yaml, encoding="utf-8", newline="\n")
        write_json(place / "summary.json", self.summary())
        for name, result in (("tank", self.tank), ("rig", self.run)):
            inner = place / name
            inner.mkdir()
            result.write_files(inner, report=False)
        if report:
            from ..report import write_regimes

            met = self.exposure.met
            stays = {name: item.distribution for name, item in self.exposure.exposures.items()}
            stays["fed part, tank"] = self.exposure.fed.distribution
            write_regimes(3600.0 * met.edges, stays | {"fed part, rig": self.rig.meets.distribution}, place)
        names = f"{self.tank.scenario.name} in {self.tank.vessel.name} and in a rig of {self.run.vessel.name}"
        created = str(self.tank.provenance["created"])
        write_json(
            place / MARK, crate_metadata(place, self.tank.scenario.name, f"{names}, simulated by Moromi", created)
        )


def _told(item: Exposure) -> dict[str, float]:
    """Share [-], mean stay [s] and stays a cell and hour [1/h]."""
    return {"share": item.share, "duration": item.duration, "frequency": item.frequency}


def scale_down(
    scenario: Named | Scenario,
    *,
    vessel: Named | Vessel | None = None,
    by: str | None = None,
    kind: str = RIGS[0],
    jar: Named | Vessel | None = None,
    overrides: Sequence[str] = (),
    seed: int = 1,
    progress: Progress | None = None,
) -> ScaleDown:
    """Find the settings of a rig in which cells meet what they meet in a tank, and simulate both.

    Parameters
    ----------
    scenario : str, path or Scenario
    vessel : str, path or Vessel, optional
        The tank, which the recipe is carried to; the scenario's own vessel by default.
    by : str, optional
        Criterion kept on the way to the tank; the scenario's own by default.
    kind : str
        Of the rig, one of `rig.RIGS`.
    jar : str, path or Vessel, optional
        That holds the rig's liquid; the vessel the recipe was carried from by default, else a jar of 10 L.
    overrides : sequence of str
        ``"path=value"`` changes to the scenario.
    seed : int
        Of the lifelines.
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    ScaleDown

    Raises
    ------
    InputError
        The tank has no gradients, its cells are all in one regime, or the jar cannot do what the tank does.
    SimulationError
        An integration could not go on.
    """
    if kind not in RIGS:
        raise InputError(f"there is no rig '{kind}'; valid are {', '.join(RIGS)}")
    given = resolve_scenario(scenario, overrides)
    holds = resolve_vessel(jar) if jar is not None else given.vessel if vessel is not None else resolve_vessel(_JAR)
    given = inoculated(given, progress=progress)
    large = given if vessel is None else transfer(given, resolve_vessel(vessel), by).scenario
    _check_gradients(large)
    tank = simulate(large, progress=progress)
    exposure = tank_exposure(tank, seed)
    rig = rig_for(exposure.wanted, kind, seed)
    small = rig_scenario(tank, holds, rig_plan(rig))
    run, mixed = simulate_many([small, well_mixed(small)], progress=progress)
    return ScaleDown(tank, exposure, rig, run, mixed)


def _check_gradients(scenario: Scenario) -> None:
    """Refuse an ideally mixed tank before it is simulated."""
    plan = scenario.network_plan
    if plan is None or plan.kind == "ideal":
        raise InputError(
            f"{scenario.vessel.name} is ideally mixed: there is nothing to scale down; name a vessel with a 'network' "
            "(--vessel tank-30m3), or give it one (--set network.kind=impeller-loops)"
        )

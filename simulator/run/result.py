"""The result of one run: columns, key figures, balances, limits; it saves and draws itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..scenario import Scenario, Vessel, dump_yaml
from ..variables import find_variable
from .balances import Balance
from .columns import Column
from .compartments import Compartments
from .crate import crate_metadata
from .kpis import Kpi
from .limits import Limit
from .provenance import provenance
from .store import HEIGHT, MARK, SHARE, LocalTable, write_csv, write_folder, write_json, write_netcdf
from .trajectory import Trajectory

if TYPE_CHECKING:
    import xarray
    from matplotlib.figure import Figure

    from ..report.protocols import Measured

__all__ = ["Result"]

_COORDINATES = ("time", "compartment", "compartment_height", "compartment_share")


@dataclass(frozen=True)
class Result:
    """One finished run.

    Attributes
    ----------
    scenario : Scenario
        Resolved: exactly what was run.
    trajectory : Trajectory
        Kernel rows.
    columns : dict of str to array
        Variables over time, units as in `simulator.variables`.
    kpis : dict
        ``{name: {"value", "unit"}}``.
    balance_sheet : dict of str to Balance
    limits : list of dict
        ``{"limit", "from", "to"}`` in clock hours.
    events : list of dict
        ``{"time", "what"}``.
    warnings : list of str
    molar_masses : dict of str to float
        Of the species [kg/mol].
    compartments : Compartments or None
        Where the vessel is a network: what each of them went through. Everything else is the whole vessel's.
    local : dict of str to array, shape (rows, N)
        Variables of every compartment, ``local_<name>``; empty where the vessel is ideally mixed.
    """

    scenario: Scenario
    trajectory: Trajectory = field(repr=False)
    columns: dict[str, Column] = field(repr=False)
    kpis: dict[str, Kpi]
    balance_sheet: dict[str, Balance] = field(repr=False)
    limits: list[Limit] = field(repr=False)
    events: list[dict[str, float | str]] = field(repr=False)
    warnings: list[str] = field(repr=False)
    molar_masses: dict[str, float] = field(repr=False)
    compartments: Compartments | None = field(repr=False, default=None)
    local: dict[str, Column] = field(repr=False, default_factory=dict)

    @property
    def vessel(self) -> Vessel:
        """The vessel that was simulated."""
        return self.scenario.vessel

    @property
    def strain_name(self) -> str:
        """Name of the strain; of several those of the scenario, joined by plus signs."""
        return self.scenario.strain_name

    @property
    def species(self) -> tuple[str, ...]:
        """Species of all strains."""
        return self.trajectory.species

    @property
    def strains(self) -> tuple[str, ...]:
        """What the scenario calls its strains, where there are several."""
        return tuple(self.scenario.strains)

    @property
    def balances(self) -> dict[str, dict[str, float]]:
        """Carbon, nitrogen, oxygen, charge, energy, mass: in, out, accumulated, closure."""
        return {name: balance.as_dict() for name, balance in self.balance_sheet.items()}

    @property
    def data(self) -> xarray.Dataset:
        """The columns as an xarray dataset with units and labels."""
        return self._dataset

    @cached_property
    def _dataset(self) -> xarray.Dataset:
        import xarray

        variables: dict[str, Any] = {
            name: ("time", values, find_variable(name, self.species, self.strains).attributes())
            for name, values in self.columns.items()
        }
        if self.compartments is not None:
            for name, values in self.local.items():
                attributes = find_variable(name, self.species, self.strains).attributes()
                variables[name] = (("time", "compartment"), values, attributes)
            network = self.compartments.network
            variables["compartment"] = ("compartment", list(network.places), {})
            variables["compartment_height"] = ("compartment", network.height, HEIGHT)
            variables["compartment_share"] = ("compartment", network.fraction, SHARE)
        found = xarray.Dataset(variables, attrs={"title": self.scenario.name})
        return found.set_coords([name for name in _COORDINATES if name in variables])

    @cached_property
    def scenario_yaml(self) -> str:
        """The resolved scenario as a file that runs again."""
        return dump_yaml(self.scenario)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Versions, hashes, platform, time."""
        return provenance(self.scenario_yaml)

    def summary(self) -> dict[str, Any]:
        """What `summary.json` and ``--json`` hold: the same for the same scenario, wherever it runs."""
        return {
            "scenario": self.scenario.name,
            "vessel": self.vessel.name,
            "strain": self.strain_name,
            "kpis": self.kpis,
            "balances": self.balances,
            "limits": self.limits,
            "events": self.events,
            "warnings": self.warnings,
            "provenance": {
                "scenario_hash": self.provenance["scenario_hash"],
                "versions": self.provenance["versions"],
            },
            "files": {},
        }

    def with_warnings(self, more: Sequence[str]) -> Result:
        """The same result with further warnings in front."""
        return replace(self, warnings=[*more, *self.warnings])

    def plot(self, measured: Measured | None = None) -> Figure:
        """Draw the batch sheet.

        Parameters
        ----------
        measured : Measured, optional
            Points to draw over the curves.
        """
        from ..report import batch_sheet

        return batch_sheet(self, measured=measured)

    def save(self, folder: str | Path, *, report: bool = True, measured: Measured | None = None) -> dict[str, Path]:
        """Write the result folder.

        Parameters
        ----------
        folder : str or Path
            Final name; appears only when everything is written.
        report : bool
            Whether to draw figures and the HTML report, too.
        measured : Measured, optional
            Points for the figures.

        Returns
        -------
        dict of str to Path
            What was written.
        """
        found = write_folder(Path(folder), lambda place: self.write_files(place, report=report, measured=measured))
        return {path.name: path for path in found.values()}

    def write_files(self, place: Path, *, report: bool, measured: Measured | None = None) -> None:
        """Write every file of the result into an existing folder."""
        place.joinpath("scenario.yaml").write_text(self.scenario_yaml, encoding="utf-8", newline="\n")
        parts = None
        if self.compartments is not None:
            network = self.compartments.network
            parts = LocalTable(network.places, network.height, network.fraction, self.local)
        write_netcdf(place / "result.nc", self.columns, self.species, self.scenario.name, self.strains, parts)
        write_csv(place / "timeseries.csv", self.columns, self.species, self.strains)
        write_json(place / "summary.json", self.summary())
        write_json(place / "provenance.json", self.provenance)
        if report:
            from ..report import write_figures, write_run_report

            write_figures(self, place / "figures", measured)
            write_run_report(self, place / "report.html", measured=measured)
        description = f"{self.scenario.name} in {self.vessel.name} with {self.strain_name}, simulated by Moromi"
        write_json(place / MARK, crate_metadata(place, self.scenario.name, description, self.provenance["created"]))

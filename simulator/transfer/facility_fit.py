"""Facility fit: each demand of the predicted run against what the vessel and the site have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...kernels.gas import STANDARD_MOLAR_VOLUME
from ..run import Result
from ..scenario import Scenario, Site
from ..scenario.gas import AIR_CARBON_DIOXIDE

__all__ = ["Demand", "facility_fit", "missing_analyses"]

_AIR = 0.2095
_DAY = 24.0  # h, in which medium and feeds are made


@dataclass(frozen=True)
class Demand:
    """What the run needs of one thing.

    Attributes
    ----------
    name : str
    needed, available : float
    unit : str
        Of both.
    owner : str
        ``vessel`` or ``site``.
    rests_on : str
        Correlation that the demand stands on, as `uncertain_of` names it; empty where it is a matter of volumes.
    held : bool
        Whether the recipe itself keeps it below what there is: gas, pressure, volume.
    """

    name: str
    needed: float
    available: float
    unit: str
    owner: str
    rests_on: str = ""
    held: bool = False

    @property
    def fits(self) -> bool:
        """Whether there is enough."""
        return self.needed <= self.available * (1.0 + 1e-9)

    @property
    def margin(self) -> float:
        """Share of what is available that stays free; negative: so much is missing."""
        return 1.0 - self.needed / self.available if self.available > 0.0 else -1.0 if self.needed > 0.0 else 1.0

    def summary(self) -> dict[str, str | float | bool]:
        """As in ``--json``."""
        return {
            "demand": self.name,
            "needed": self.needed,
            "available": self.available,
            "unit": self.unit,
            "owner": self.owner,
            "margin": self.margin,
            "fits": self.fits,
        }


def facility_fit(result: Result, site: Site) -> list[Demand]:
    """Demands of a run that something could fall short of.

    Parameters
    ----------
    result : Result
        In the receiving vessel.
    site : Site
        The receiving site.

    Returns
    -------
    list of Demand
        Gases at 0 °C and 1.01325 bar; those not used are left out.
    """
    return [*_gases(result, site), *_power_and_heat(result, site), *_volumes(result, site), *_holds(result, site)]


def missing_analyses(scenario: Scenario, site: Site) -> list[str]:
    """What the process is watched by and the site cannot measure."""
    needed = ["dissolved-oxygen", "ph", "metabolites"]
    strains = scenario.members.values()
    needed.append("cell-count" if any(item.cells is not None for item in strains) else "dry-mass")
    if any(item.tolerates is not None and item.tolerates.carbon_dioxide_pressure is not None for item in strains):
        needed.append("carbon-dioxide")
    if any(item.demands.keys() - {"maintenance"} for item in strains):
        needed.append("titre")
    return [name for name in needed if name not in site.analyses]


def _gases(result: Result, site: Site) -> Iterator[Demand]:
    table, has, own = result.columns, site.utilities, result.scenario.recipe.gas
    flow = table["gas_flow"] * STANDARD_MOLAR_VOLUME
    enriched = np.maximum(table["oxygen_fraction"] - _AIR, 0.0) / (1.0 - _AIR)
    oxygen, air = float(np.max(flow * enriched)), float(np.max(flow * (1.0 - enriched)))
    yield Demand("compressed air", air, has.compressed_air, "m3/h", "site", "kLa")
    if oxygen > 0.0:
        yield Demand("oxygen", oxygen, has.oxygen, "m3/h", "site", "kLa")
    if own.carbon_dioxide > AIR_CARBON_DIOXIDE:
        yield Demand("carbon dioxide", float(np.max(flow)) * own.carbon_dioxide, has.carbon_dioxide, "m3/h", "site")
    limits = result.vessel.limits
    most = limits.aeration * result.vessel.working_volume
    yield Demand("gas through the sparger", float(np.max(flow)), most, "m3/h", "vessel", "kLa", held=True)
    yield Demand("head pressure", float(np.max(table["pressure"])), limits.head_pressure, "bar", "vessel", held=True)


def _power_and_heat(result: Result, site: Site) -> Iterator[Demand]:
    table = result.columns
    row = int(np.argmax(table["heat"] / table["cooling_capacity"]))
    heat, capacity = float(table["heat"][row]), float(table["cooling_capacity"][row])
    if heat > 0.0:
        yield Demand("cooling by the jacket", heat, capacity, "W", "vessel", "heat transfer")
        yield Demand("cooling water", heat, site.utilities.cooling, "W", "site")
    power = float(np.max(table["power_ungassed"]))
    if power > 0.0:
        yield Demand("shaft power", power, result.vessel.limits.shaft_power, "W", "vessel", "gassed power")
        yield Demand("electricity of the drive", power, site.utilities.power, "W", "site", "gassed power")


def _poured(result: Result) -> dict[str, NDArray[np.float64]]:
    """Volume [m³] of every feed over time."""
    run = result.trajectory
    return {name: run.stream_volume(place) for place, name in enumerate(result.scenario.recipe.feeds)}


def _volumes(result: Result, site: Site) -> Iterator[Demand]:
    start, tanks = result.scenario.recipe.start.volume, site.tanks
    fed = {name: float(volume[-1] - volume[0]) for name, volume in _poured(result).items()}
    highest = float(np.max(result.columns["volume"]))
    yield Demand("broth", highest, result.vessel.working_volume, "m3", "vessel", held=True)
    yield Demand("medium", start, tanks.medium, "m3", "site")
    for name, volume in fed.items():
        yield Demand(f"feed '{name}'", volume, tanks.feed, "m3", "site")
    yield Demand("harvest", float(result.columns["volume"][-1]), tanks.harvest, "m3", "site")
    yield Demand("water, within a day", (start + sum(fed.values())) / _DAY, site.utilities.water, "m3/h", "site")


def _holds(result: Result, site: Site) -> Iterator[Demand]:
    """How long each feed stands, made once: from the first to the last of it."""
    time = result.trajectory.time
    for name, volume in _poured(result).items():
        used = np.flatnonzero(np.diff(volume) > 0.0)
        if used.size:
            hours = float(time[used[-1] + 1] - time[used[0]])
            yield Demand(f"hold of feed '{name}'", hours, site.holds.feed, "h", "site")

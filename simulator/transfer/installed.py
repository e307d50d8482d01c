"""A vessel as it stands at a site: its own limits, and those of the utilities."""

from __future__ import annotations

import math

from ..errors import InputError, nearest
from ..scaleup import transfer
from ..scenario import Scenario, Site, Vessel, load_vessel, revise

__all__ = ["at_sender", "installed", "receiving_vessel"]

_AIR = 0.2095


def installed(vessel: Vessel, site: Site) -> Vessel:
    """The vessel with what reaches it at a site.

    Parameters
    ----------
    vessel : Vessel
    site : Site

    Returns
    -------
    Vessel
        Its gas is at most what the site's compressed air and oxygen give, its enrichment that of air where there is no
        oxygen, its head pressure at most what the site allows, its coolant and hot water those of the site (hot water
        no hotter than the vessel bears).
    """
    has, limits, cooling = site.utilities, vessel.limits, vessel.cooling
    supply = (has.compressed_air + has.oxygen) / vessel.working_volume
    changed = limits.model_copy(
        update={
            "aeration": min(limits.aeration, supply),
            "head_pressure": min(limits.head_pressure, has.gas_pressure),
            "oxygen_fraction": limits.oxygen_fraction if has.oxygen > 0.0 else min(limits.oxygen_fraction, _AIR),
        }
    )
    water = cooling.model_copy(
        update={
            "coolant_temperature": has.coolant_temperature,
            "hot_temperature": min(cooling.hot_temperature, has.hot_temperature),
        }
    )
    return vessel.model_copy(update={"limits": changed, "cooling": water})


def at_sender(scenario: Scenario, site: Site, by: str | None = None) -> Scenario:
    """The process as the sending site runs it.

    Parameters
    ----------
    scenario : Scenario
    site : Site
    by : str, optional
        Criterion by which the recipe is carried over where the scenario's own vessel is not there.

    Raises
    ------
    InputError
        No vessel of the site is of the process's kind.
    """
    if scenario.vessel.name in site.vessels:
        return revise(scenario, vessel=installed(scenario.vessel, site))
    found = _of_kind(scenario, site)
    alike = [item for item in found if item.kla == scenario.vessel.kla] or found
    closest = min(alike, key=lambda item: abs(math.log(item.working_volume / scenario.vessel.working_volume)))
    return transfer(scenario, installed(closest, site), by).scenario


def receiving_vessel(scenario: Scenario, site: Site, name: str | None = None) -> Vessel:
    """Where the process is to run at the receiving site.

    Parameters
    ----------
    scenario : Scenario
        As the sending site runs it.
    site : Site
    name : str, optional
        One of the site's vessels; the largest with the same law for its oxygen transfer by default.

    Raises
    ------
    InputError
        The site has no vessel of that name, or none that fits.
    """
    if name is not None:
        if name not in site.vessels:
            raise InputError(f"site '{site.name}' has no vessel '{name}'{nearest(name, site.vessels)}")
        return installed(load_vessel(name), site)
    found = _of_kind(scenario, site)
    alike = [item for item in found if item.kla == scenario.vessel.kla]
    if not alike:
        raise InputError(
            f"site '{site.name}' has no vessel whose oxygen transfer follows the same law as {scenario.vessel.name}: "
            f"name one by --vessel ({', '.join(item.name for item in found)})"
        )
    return installed(max(alike, key=lambda item: item.working_volume), site)


def _of_kind(scenario: Scenario, site: Site) -> list[Vessel]:
    """Vessels of the site of the process's kind."""
    vessels = [load_vessel(name) for name in site.vessels]
    found = [vessel for vessel in vessels if vessel.kind == scenario.vessel.kind]
    if not found:
        raise InputError(
            f"site '{site.name}' has no {scenario.vessel.kind} vessel, which '{scenario.name}' needs; "
            f"it has {', '.join(site.vessels)}"
        )
    return found

"""A trajectory in the registry's names: what a person plots and a file holds."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from ...kernels.gas import STANDARD_MOLAR_VOLUME
from ...kernels.series import mixing_times, mixing_times_column
from ..scenario import Scenario
from .aggregates import aggregate_columns
from .continuous import continuous_columns
from .counted import cell_columns
from .cultivated import cultivated
from .medium import medium_columns
from .offgas import gas_columns
from .thick import cavern_diameter, yield_stress
from .trajectory import Trajectory

__all__ = ["columns"]

Column = NDArray[np.float64]

_SAME = (
    "biomass",
    "volume",
    "dot",
    "kla",
    "otr",
    "our",
    "ctr",
    "cer",
    "gas_flow",
    "oxygen_fraction",
    "pressure_mean",
    "p_co2",
    "power_gassed",
    "power_ungassed",
    "gas_velocity",
    "gas_holdup",
    "viscosity",
    "feed_rate",
    "base_rate",
    "ph",
    "heat",
    "heat_metabolic",
    "heat_removed",
    "heat_evaporation",
    "evaporation",
    "cooling_capacity",
    "valve",
    "temperature",
    "cascade",
)


def columns(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """Every reported variable over time, in the units of `simulator.variables`.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
        What was run.

    Returns
    -------
    dict of str to array, shape (rows,)
        ``time`` first.
    """
    table: dict[str, Column] = {"time": run.time}
    for name in _SAME:
        table[name] = run.signal(name)
    for name in run.species:
        table["inorganic_carbon" if name == "carbon_dioxide" else name] = run.concentration(name)
    table |= _rates(run)
    table |= _stirring(run, scenario)
    table |= _carried(run, scenario)
    table |= cell_columns(run, scenario) | aggregate_columns(run, scenario)
    table |= medium_columns(run, scenario)
    table |= continuous_columns(run)
    table |= gas_columns(run, scenario.recipe)
    table |= _feeds(run, scenario)
    if scenario.recipe.ph_control is not None:
        table["acid_rate"] = run.signal("acid_rate")
    table["pressure"] = run.signal("pressure")
    return table


def _rates(run: Trajectory) -> dict[str, Column]:
    """Specific rates, respiratory quotient, shortfalls; rates of several strains together are per all their cells."""
    table = {"mu": run.mean_flux("growth")}
    for name in run.species:
        if any(name in member.species for member in run.members):
            table[f"q_{name}"] = run.mean_flux(name)
    for place, member in enumerate(run.members):
        if member.name:
            table[f"biomass_{member.name}"] = run.density(place)
            table |= {f"mu_{member.name}": run.flux("growth", place)}
            table |= {f"q_{name}_{member.name}": run.flux(name, place) for name in member.species}
        for name in member.outputs:
            if name.startswith("shortfall_"):
                table[name + member.suffix] = run.flux(name, place)
    table["q_o2"] = -run.mean_flux("oxygen")
    table["q_co2"] = run.mean_flux("carbon_dioxide")
    uptake, release = run.signal("our"), run.signal("cer")
    breathing = uptake > 1e-3 * max(float(np.max(uptake)), 1e-12)
    table["rq"] = np.divide(release, uptake, out=np.full_like(uptake, np.nan), where=breathing)
    return table


_PREFIX = {"growth": "recent_mu", "flux": "recent_q", "number": "fluctuation"}


def _carried(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """What the cells remember and keep, and how many have died."""
    table: dict[str, Column] = {}
    for place, member, strain in cultivated(run, scenario):
        end = member.suffix
        bases = strain.inertia.carried() if strain.inertia is not None else {}
        for name in member.carried:
            table[f"{_PREFIX[bases[name]]}_{name}{end}"] = run.carries(name, place)
        for name, species in strain.species.items():
            if species.stored:
                table[f"content_{name}{end}"] = run.concentration(name) / np.maximum(run.density(place), 1e-300)
        if strain.death is not None:
            table[f"dead_biomass{end}"] = run.dead(place) / run.volume()
            table[f"death_rate{end}"] = run.death_rate(place)
    return table


def _feeds(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """Flow of each feed, where there are several."""
    feeds = list(scenario.recipe.feeds)
    if len(feeds) < 2:
        return {}
    return {f"feed_rate_{field_name(name)}": run.stream_rate(place) for place, name in enumerate(feeds)}


def field_name(name: str) -> str:
    """A name of the scenario as part of a field name: small letters, digits, underscores."""
    return re.sub(r"[^a-z0-9_]", "_", name.lower())


def _stirring(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """Stirrer speed in rpm, aeration in vvm and what follows from them."""
    vessel = scenario.vessel
    volume = run.volume()
    speed = run.signal("stirrer_speed")
    flow = run.signal("gas_flow") * STANDARD_MOLAR_VOLUME / 60.0
    table = {
        "stirrer_speed": 60.0 * speed,
        "aeration": flow / vessel.working_volume,
        "power_per_volume": run.signal("power_gassed") / volume,
    }
    if vessel.kind == "column":
        height = volume / vessel.cross_section
        table["mixing_time"] = vessel.mixing_factor * mixing_times_column(
            vessel.diameter, height, run.signal("gas_velocity")
        )
    stirrer = vessel.impellers
    if stirrer is None:
        return table
    medium = scenario.medium
    viscosity = run.signal("viscosity")
    if medium.rheology.yield_stress > 0.0:
        table["yield_stress"] = yield_stress(run, scenario)
        table["cavern_diameter"] = cavern_diameter(run, scenario)
    table["tip_speed"] = np.pi * speed * stirrer.diameter
    table["reynolds"] = medium.density * speed * stirrer.diameter**2 / viscosity
    height = volume / vessel.cross_section
    middles = stirrer.clearance + (stirrer.spacing or 0.0) * np.arange(stirrer.count)
    table["mixing_time"] = vessel.mixing_factor * mixing_times(
        stirrer.power_number,
        np.sum(middles[:, np.newaxis] < height, axis=0, dtype=float),
        speed,
        stirrer.diameter,
        vessel.diameter,
        height,
        medium.density,
        viscosity,
    )
    return table

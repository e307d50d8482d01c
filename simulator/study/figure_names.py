"""Names a study may give to key figures and limits, known before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..errors import InputError, nearest
from ..run.inhibition import inhibition_names
from ..scenario import Scenario
from .sweep.table import limit_name

__all__ = ["check_figures", "figure_names", "limit_names"]

_FIXED: Mapping[str, str] = MappingProxyType(
    {
        "biomass_final": "kg/m3",
        "productivity_biomass": "kg/m3/h",
        "duration": "h",
        "mu_max": "1/h",
        "otr_max": "mol/m3/h",
        "kla_max": "1/h",
        "dot_min": "%",
        "p_co2_max": "bar",
        "heat_max": "W",
        "volume_final": "m3",
        "mixing_time": "s",
        # with an outflow
        "dilution_rate": "1/h",
        "residence_times": "",
        "steady_state_drift": "",
    }
)
_GRADIENTS: Mapping[str, str] = MappingProxyType({"compartments": "", "dot_min_local": "%", "anoxic_share": ""})
_CELLS: Mapping[str, str] = MappingProxyType(
    {
        "cells_final": "",
        "cell_density_max": "1/m3",
        "cell_density_final": "1/m3",
        "viability_final": "",
        "expansion": "",
        "doses": "",
        "banks": "",
    }
)
_AGGREGATES: Mapping[str, str] = MappingProxyType(
    {
        "aggregate_diameter_max": "m",
        "aggregate_oxygen_min": "mol/m3",
        "aggregate_respiration_min": "",
        "anoxic_core_max": "",
        "kolmogorov_length_min": "m",
    }
)
_EQUIPMENT = (
    "oxygen_transfer",
    "cooling",
    "heating",
    "volume",
    "level",
    "base",
    "acid",
    "motor",
    "air",
    "pressure",
    "foam",
    "flooding",
    "shear",
    "aggregate_size",
    "aggregate_oxygen",
    "aggregate_shear",
    "carbon_dioxide_pressure",
    "viscosity",
    "yield_stress",
)


def figure_names(scenario: Scenario) -> dict[str, str]:
    """Key figures that runs of a scenario can have, whatever varies, and their units."""
    names, species = dict(_FIXED), scenario.species
    if scenario.network_plan is not None:
        names |= _GRADIENTS
        names |= {f"{name}_{end}_local": "kg/m3" for name in species for end in ("max", "min")}
        names |= {f"reassimilated_{name}": "" for name in species}
    for name in species:
        names |= {f"biomass_yield_{name}": "kg/kg", f"titre_{name}": "kg/m3", f"conversion_{name}": ""}
        names |= {f"productivity_{name}": "kg/m3/h"}
        names |= {f"yield_{name}_{other}": "kg/kg" for other in species if other != name}
    for member, strain_file in scenario.members.items():
        end = f"_{member}" if member else ""
        own = {**(_CELLS if strain_file.cells else {}), **(_AGGREGATES if strain_file.aggregates else {})}
        names |= {name + end: unit for name, unit in own.items()}
    for strain in scenario.strains:
        names |= {f"biomass_final_{strain}": "kg/m3", f"biomass_share_{strain}": "", f"mu_max_{strain}": "1/h"}
    return names


def limit_names(scenario: Scenario) -> dict[str, str]:
    """Limits that runs of a scenario can have, by their names in a table (``limit_cooling``), and their unit."""
    names = set(_EQUIPMENT)
    for member, strain in scenario.members.items():
        definition = strain.definition()
        own = {uptake.species for uptake in definition.uptakes}
        own |= {f"{name}_uptake" for name in own} | {"washout", "growth_cap"}
        own |= {item.name for item in definition.capacities} | {item.name for item in definition.demands}
        own |= set(inhibition_names(definition))
        names |= {f"{member}: {name}" if member else name for name in own}
    return {limit_name(name): "h" for name in sorted(names)}


def check_figures(names: Iterable[str], scenarios: Iterable[Scenario]) -> dict[str, str]:
    """Units of key figures and limits by their names.

    Raises
    ------
    InputError
        No run can have one of them, or one stands there twice.
    """
    known: dict[str, str] = {}
    for scenario in scenarios:
        known |= figure_names(scenario) | limit_names(scenario)
    given = list(names)
    for name in given:
        if name not in known:
            close = nearest(name, known)
            hint = close if "nearest" in close else "; for example biomass_final, otr_max, dot_min, limit_cooling"
            raise InputError(f"no key figure or limit '{name}' in runs of this scenario{hint}")
        if given.count(name) > 1:
            raise InputError(f"'{name}' is named twice")
    return {name: known[name] for name in given}

"""Names a study may give to key figures and limits, known before anything runs."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import InputError, nearest
from ..scenario import Scenario
from .sweep.table import limit_name

__all__ = ["check_figures", "figure_names", "limit_names"]

_FIXED = (
    "biomass_final",
    "productivity_biomass",
    "duration",
    "mu_max",
    "otr_max",
    "kla_max",
    "dot_min",
    "p_co2_max",
    "heat_max",
    "volume_final",
    "mixing_time",
)
_FLOWING = ("dilution_rate", "residence_times", "steady_state_drift")
_GRADIENTS = ("compartments", "dot_min_local", "anoxic_share")
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
)


def figure_names(scenario: Scenario) -> set[str]:
    """Key figures that runs of a scenario can have, whatever varies."""
    names = {*_FIXED, *_FLOWING}
    if scenario.network_plan is not None:
        names |= {*_GRADIENTS, *(f"{name}_{end}_local" for name in scenario.species for end in ("max", "min"))}
        names |= {f"reassimilated_{name}" for name in scenario.species}
    for name in scenario.species:
        names |= {f"biomass_yield_{name}", f"titre_{name}", f"productivity_{name}", f"conversion_{name}"}
        names |= {f"yield_{name}_{other}" for other in scenario.species if other != name}
    for strain in scenario.strains:
        names |= {f"biomass_final_{strain}", f"biomass_share_{strain}", f"mu_max_{strain}"}
    return names


def limit_names(scenario: Scenario) -> set[str]:
    """Limits that runs of a scenario can have, by their names in a table: ``limit_cooling``."""
    names = set(_EQUIPMENT)
    for member, strain in scenario.members.items():
        definition = strain.definition()
        own = {uptake.species for uptake in definition.uptakes}
        own |= {f"{name}_uptake" for name in own} | {"washout", "growth_cap"}
        own |= {item.name for item in (*definition.capacities, *definition.demands)}
        names |= {f"{member}: {name}" if member else name for name in own}
    return {limit_name(name) for name in names}


def check_figures(names: Iterable[str], scenarios: Iterable[Scenario], limits: bool = True) -> None:
    """Refuse names that no run can have.

    Raises
    ------
    InputError
        There is one, or one stands there twice.
    """
    known: set[str] = set()
    for scenario in scenarios:
        known |= figure_names(scenario) | (limit_names(scenario) if limits else set())
    given = list(names)
    for name in given:
        if name not in known:
            kind = "key figure or limit" if limits else "key figure"
            close = nearest(name, known)
            hint = close if "nearest" in close else "; for example biomass_final, otr_max, dot_min, limit_cooling"
            raise InputError(f"no {kind} '{name}' in runs of this scenario{hint}")
        if given.count(name) > 1:
            raise InputError(f"'{name}' is named twice")

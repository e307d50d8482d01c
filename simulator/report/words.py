"""Words for people: labels of key results, limits, causes and processes; foreign text made harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from ..language import current_language
from ..language import gettext as _
from ..told import told
from ..variables import VARIABLES, display_name

__all__ = [
    "cause_label",
    "clean",
    "kpi_label",
    "limit_label",
    "lower",
    "regime_label",
    "root_of",
    "slug",
    "species_name",
]

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "duration": "Duration",
        "residence_times": "Residence times in the last phase",
        "steady_state_drift": "Change over the last residence time",
        "heat_max": "Highest heat load",
        "flooding_ratio": "Flooding (1 = impeller floods)",
        "carbon_dioxide_stripping": "CO2 stripping",
        "otr_capacity": "Oxygen transfer with air",
        "circulation_time": "Circulation time",
        "kolmogorov_length": "Kolmogorov length",
        "pressure_bottom": "Pressure at the bottom",
        "cooling_per_volume": "Cooling capacity per volume",
        "compartments": "Compartments",
        "dot_min_local": "Lowest dissolved oxygen tension anywhere",
        "recycle_ratio": "Recycled over fresh gas",
        "anoxic_share": "Share of the cells' time without oxygen",
        "cells_final": "Cells at the end",
        "expansion": "Cells made per cell inoculated",
        "doses": "Doses for patients",
        "banks": "Cell banks",
        "anoxic_core_max": "Largest anoxic core of aggregates, by volume",
    }
)
_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "oxygen_transfer": "Oxygen transfer",
        "motor": "Motor power",
        "cooling": "Cooling",
        "volume": "Working volume",
        "level": "Level under the lid",
        "air": "Air at its maximum",
        "pressure": "Head pressure",
        "foam": "Foam",
        "combustible_gas": "Combustible gas",
        "carbon_dioxide_pressure": "CO2 pressure",
        "flooding": "Impeller flooded",
        "viscosity": "Too viscous for turbulent mixing",
        "yield_stress": "Broth at the wall stands still",
        "substrate": "Substrate supply",
        "maintenance": "Maintenance not met",
        "growth_cap": "Growth capacity of the cells",
        "washout": "Washout",
        "respiration": "Respiratory capacity",
        "stirrer_speed": "Stirrer at its maximum",
        "aeration": "Aeration at its maximum",
        "gas_velocity": "Gas velocity",
        "aggregate_size": "Aggregates too large",
        "aggregate_oxygen": "Oxygen inside aggregates",
        "aggregate_shear": "Eddies smaller than aggregates",
    }
)
_CAUSES: Mapping[str, str] = MappingProxyType({"co2": "CO2", "oxygen": "Oxygen supply", "heat": "Heat removal"})
_REGIMES: Mapping[str, str] = MappingProxyType(
    {
        "oxygen_transfer": "Oxygen transfer (1/kLa)",
        "gas_residence": "Gas residence",
        "gas_oxygen_consumption": "Oxygen use from the gas",
        "oxygen_consumption": "Oxygen consumption",
        "substrate_consumption": "Substrate consumption",
    }
)


def clean(text: object, length: int = 80) -> str:
    """One short printable line of anything; foreign text reaches figures and tables only through this."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def slug(text: object) -> str:
    """Part of a file name or an id: letters, digits and dashes only."""
    return re.sub(r"[^a-z0-9]+", "-", clean(text, 40).lower()).strip("-") or "unnamed"


def lower(text: str) -> str:
    """Label as it stands in the middle of a sentence; abbreviations stay as they are."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def species_name(name: str) -> str:
    """A species in the middle of a sentence: ``carbon_monoxide`` → ``carbon monoxide``."""
    found = VARIABLES.get(name)
    if current_language() == "ja" and found is not None and found.unit == "mol/m³" and name != "oxygen":
        return found.label_ja
    return told(name.replace("_", " "))


def _sentence(name: str) -> str:
    words = clean(species_name(name))
    return words[:1].upper() + words[1:]


def root_of(name: str) -> str:
    """Variable that a key result is the extreme or the end of: ``otr_max`` → ``otr``."""
    root = re.sub(r"_(max|min|final)$", "", name)
    return root if root in VARIABLES else name


def kpi_label(name: str) -> str:
    """Label of a key result or criterion: ``biomass_yield_glucose`` → ``Biomass yield on glucose``."""
    if name in _NAMES:
        return _(_NAMES[name])
    if match := re.fullmatch(r"(biomass_final|mu_max|biomass_share)_(\w+)", name):
        return f"{_('Share of biomass') if match[1] == 'biomass_share' else kpi_label(match[1])}, {match[2]}"
    if match := re.fullmatch(r"biomass_yield_(\w+)", name):
        return _("Biomass yield on {substrate}").format(substrate=species_name(match[1]))
    if match := re.fullmatch(r"titre_(\w+)", name):
        return _("Final {what}").format(what=species_name(match[1]))
    if match := re.fullmatch(r"yield_(\w+)_([a-z0-9]+)", name):
        return _("Yield of {product} on {substrate}").format(
            product=species_name(match[1]), substrate=species_name(match[2])
        )
    if match := re.fullmatch(r"productivity_(\w+)", name):
        return _("{product} productivity").format(product=_sentence(match[1]))
    if match := re.fullmatch(r"(fed|purged|utilisation)_(\w+)", name):
        what = {"fed": _("{gas} fed"), "purged": _("{gas} purged"), "utilisation": _("Share of the {gas} used")}
        text = what[match[1]].format(gas=species_name(match[2]))
        return text[:1].upper() + text[1:]
    if match := re.fullmatch(r"(hydrogen|carbon_monoxide|methane)_per_(\w+)", name):
        return _("{gas} fed per {what}").format(gas=_sentence(match[1]), what=species_name(match[2]))
    if match := re.fullmatch(r"(\w+)_(max|min)_local", name):
        highest = match[2] == "max"
        text = _("Final {what}, highest anywhere") if highest else _("Final {what}, lowest anywhere")
        return text.format(what=species_name(match[1]))
    if match := re.fullmatch(r"reassimilated_(\w+)", name):
        return _("{what} taken up elsewhere, of what is made").format(what=_sentence(match[1]))
    if root_of(name) != name:
        end = {"max": _("Highest {what}"), "min": _("Lowest {what}"), "final": _("Final {what}")}
        return end[name.rsplit("_", 1)[1]].format(what=lower(display_name(root_of(name))))
    return clean(display_name(name))


def limit_label(name: str, short: bool = False) -> str:
    """What binds: a part of the vessel, the supply of a species, or what the cells can take up of it."""
    owner, colon, rest = name.rpartition(": ")
    if colon:  # of one strain of several
        return f"{owner}: {lower(limit_label(rest, short))}"
    if name in _LIMITS:
        return _(_LIMITS[name])
    species = name.removesuffix("_uptake")
    if name.endswith("_uptake"):
        text = _("Max. {what} uptake") if short else _("{what} uptake at maximum")
        return text.format(what=species_name(species) if short else _sentence(species))
    if name.endswith(("_inhibition", "_burden")):
        text = _("{what} inhibition") if name.endswith("_inhibition") else _("{what} burden")
        return text.format(what=_sentence(name.rpartition("_")[0]))
    return _("{what} supply").format(what=_sentence(species)) if _is_species(name) else _sentence(name)


def _is_species(name: str) -> bool:
    return name in VARIABLES and VARIABLES[name].unit == "mol/m³"


def cause_label(name: str) -> str:
    """Cause of a loss."""
    return _(_CAUSES[name]) if name in _CAUSES else _sentence(name)


def regime_label(name: str) -> str:
    """Process that a characteristic time belongs to."""
    return _(_REGIMES[name]) if name in _REGIMES else _sentence(name)

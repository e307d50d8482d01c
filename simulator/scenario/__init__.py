"""The door: scenarios, vessels, media and strains from YAML, checked, in the units used inside."""

from __future__ import annotations

from .builtin import built_in_files, catalogue
from .concentration import Concentration
from .condition import Condition
from .criteria import CRITERIA, Criterion, check_criterion
from .dump import dump_yaml
from .feeding import FeedProgramme
from .law import Law
from .load import load_medium, load_reactions, load_scenario, load_site, load_strain, load_vessel, revise
from .medium import Medium
from .network_plan import NetworkPlan
from .reactions import Reactions, Step
from .recipe import DissolvedOxygen, Phase, Recipe, SetPointChange
from .schema import Scenario
from .site import Site
from .strain_file import StrainFile
from .vessel import Vessel

__all__ = [
    "CRITERIA",
    "Concentration",
    "Condition",
    "Criterion",
    "DissolvedOxygen",
    "FeedProgramme",
    "Law",
    "Medium",
    "NetworkPlan",
    "Phase",
    "Reactions",
    "Recipe",
    "Scenario",
    "SetPointChange",
    "Site",
    "Step",
    "StrainFile",
    "Vessel",
    "built_in_files",
    "catalogue",
    "check_criterion",
    "dump_yaml",
    "load_medium",
    "load_reactions",
    "load_scenario",
    "load_site",
    "load_strain",
    "load_vessel",
    "revise",
]

"""The door: scenarios, vessels, media and strains from YAML, checked, in the units used inside."""

from __future__ import annotations

from .builtin import built_in_files, catalogue
from .concentration import Concentration
from .condition import Condition
from .criteria import CRITERIA, Criterion, check_criterion
from .dump import dump_yaml
from .feeding import FeedProgramme
from .load import load_medium, load_scenario, load_strain, load_vessel, revise
from .medium import Medium
from .recipe import Phase, Recipe, SetPointChange
from .schema import Scenario
from .strain_file import StrainFile
from .vessel import Vessel

__all__ = [
    "CRITERIA",
    "Concentration",
    "Condition",
    "Criterion",
    "FeedProgramme",
    "Medium",
    "Phase",
    "Recipe",
    "Scenario",
    "SetPointChange",
    "StrainFile",
    "Vessel",
    "built_in_files",
    "catalogue",
    "check_criterion",
    "dump_yaml",
    "load_medium",
    "load_scenario",
    "load_strain",
    "load_vessel",
    "revise",
]

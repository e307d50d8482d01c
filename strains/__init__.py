"""COBRA models in, flux atlas out: the only place that knows cobra and linear programming."""

from __future__ import annotations

from .added import AddedMetabolite, AddedReaction
from .cells import CellLimit, Death, Fluctuation, Memory
from .chemistry import Chemistry
from .compilation import Compilation
from .definition import (
    Capacity,
    Demand,
    Objective,
    StrainDefinition,
    TrackedSpecies,
    Uptake,
)
from .errors import StrainError
from .kinetics import Factor, FactorKind
from .shared import shared_definition
from .strain import Strain, open_strain

__all__ = [
    "AddedMetabolite",
    "AddedReaction",
    "Capacity",
    "CellLimit",
    "Chemistry",
    "Compilation",
    "Death",
    "Demand",
    "Factor",
    "FactorKind",
    "Fluctuation",
    "Memory",
    "Objective",
    "Strain",
    "StrainDefinition",
    "StrainError",
    "TrackedSpecies",
    "Uptake",
    "open_strain",
    "shared_definition",
]

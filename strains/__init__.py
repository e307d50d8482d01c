"""COBRA models in, flux atlas out: the only place that knows cobra and linear programming."""

from __future__ import annotations

from .chemistry import Chemistry
from .compilation import Compilation
from .definition import (
    Capacity,
    Demand,
    Factor,
    FactorKind,
    Objective,
    StrainDefinition,
    TrackedSpecies,
    Uptake,
)
from .errors import StrainError
from .strain import Strain, open_strain

__all__ = [
    "Capacity",
    "Chemistry",
    "Compilation",
    "Demand",
    "Factor",
    "FactorKind",
    "Objective",
    "Strain",
    "StrainDefinition",
    "StrainError",
    "TrackedSpecies",
    "Uptake",
    "open_strain",
]

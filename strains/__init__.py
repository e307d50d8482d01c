"""COBRA models in, flux atlas out: the only place that knows cobra and linear programming."""

from __future__ import annotations

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

__all__ = [
    "Capacity",
    "Demand",
    "Factor",
    "FactorKind",
    "Objective",
    "StrainDefinition",
    "StrainError",
    "TrackedSpecies",
    "Uptake",
]

"""The liquid: what it does to bubbles, to oxygen and to the stirrer."""

from __future__ import annotations

from typing import Literal

from .measures import Density, Duration, Factor, HeatCapacity, MolarConcentration, Viscosity
from .model import Name, Part, Text

__all__ = ["Medium"]


class Medium(Part):
    """A culture medium's physical properties (what is dissolved in it stands in the recipe)."""

    name: Name
    summary: Text = ""
    liquid: Literal["coalescing", "non-coalescing"]
    """Whether bubbles merge (water) or stay small (salts): which of van 't Riet's two correlations holds."""
    oxygen_solubility: Factor = 1.0
    """Solubility of oxygen relative to pure water [-]."""
    density: Density = 1000.0
    """kg/m³"""
    viscosity: Viscosity = 1e-3
    """Pa·s, at broth temperature"""
    heat_capacity: HeatCapacity = 4180.0
    """J/kg/K; water at 20-40 °C, and within 4 % of any broth below 100 g/L of solutes"""
    ionic_strength: MolarConcentration = 150.0
    """mol/m³, for the activities behind the pH"""
    foaminess: Duration = 10.0 / 3600.0
    """h, life of a bubble in the foam (Bikerman 1938): 10 s assumed for mineral media, protein solutions some 100 s"""
    sources: tuple[Text, ...] = ()

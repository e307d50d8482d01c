"""The liquid: what it does to bubbles, to gases and to the stirrer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .measures import (
    Consistency,
    Density,
    Duration,
    Factor,
    Fraction,
    HeatCapacity,
    MolarConcentration,
    SpecificVolume,
    Thickening,
    Viscosity,
    complain,
)
from .model import Name, Part, Text

__all__ = ["Medium", "Rheology"]

_NEUTRAL = 0.02  # share of all charges that may be left over in a composition


class Rheology(Part):
    """What cells make of the viscosity: a suspension thickens, mycelia thin under shear as well."""

    wet_volume: SpecificVolume = 0.0
    """m³ of wet cells per kg of dry ones, 3-4 mL/g of bacteria and yeast; suspension after Roscoe (1952)"""
    consistency: Consistency = 0.0
    """K of the power law K γ^(n−1) at 1 g/L of cells [Pa sⁿ]; instead of the suspension"""
    consistency_exponent: Factor = 1.0
    """Of the cells in g/L; 1.8-2.5 of mycelia"""
    flow_index: Factor = 1.0
    """n [-]; 0.3-0.8 of mycelia, 0.2-0.3 of xanthan"""
    shear_constant: Factor = 11.5
    """Shear rate over stirrer speed (Metzner & Otto 1957) [-]; in columns 5000 times the gas velocity instead"""

    @model_validator(mode="after")
    def _check(self) -> Rheology:
        if self.wet_volume > 0.0 and self.consistency > 0.0:
            raise complain("either a suspension or a power law: leave one out", "consistency")
        return self


class Medium(Part):
    """A culture medium's physical properties (what is dissolved in it stands in the recipe)."""

    name: Name
    summary: Text = ""
    liquid: Literal["coalescing", "non-coalescing"]
    """Whether bubbles merge (water) or stay small (salts): which of van 't Riet's two correlations holds."""
    oxygen_solubility: Factor | None = None
    """Solubility of oxygen relative to pure water [-]; by default 1, or what the composition makes of it."""
    composition: dict[Text, MolarConcentration] = Field(default_factory=dict)
    """Ions and sugars, which salt every gas out (Weisenberger & Schumpe 1996): ``Na+: 50 mmol/L``."""
    solubility_factor: Factor = 1.0
    """Multiplier on the solubility of every gas [-]; salting-out is good to 3 % (Weisenberger & Schumpe)."""
    antifoam: Fraction = 1.0
    """kLa over that without antifoam; silicone and polypropylene glycol take 30-70 % at first"""
    broth_factor: Factor = 1.0
    """kLa over that in water, by whatever else is in the broth [-], 0.5-1.5"""
    viscosity_exponent: Thickening = 0.0
    """Of viscosity over water's in kLa [-]; −0.67 (Garcia-Ochoa & Gomez 2009), −0.38 to −0.86. 0: does not count."""
    rheology: Rheology = Rheology()
    density: Density = 1000.0
    """kg/m³"""
    viscosity: Viscosity = 1e-3
    """Pa·s, of the liquid between the cells at broth temperature"""
    heat_capacity: HeatCapacity = 4180.0
    """J/kg/K; water at 20-40 °C, and within 4 % of any broth below 100 g/L of solutes"""
    ionic_strength: MolarConcentration = 150.0
    """mol/m³, for the activities behind the pH"""
    foaminess: Duration = 10.0 / 3600.0
    """h, life of a bubble in the foam (Bikerman 1938): 10 s assumed for mineral media, protein solutions some 100 s"""
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Medium:
        if self.composition and self.oxygen_solubility is not None:
            raise complain("follows from the composition: leave one out", "oxygen_solubility")
        charges = [_charge(ion) * amount for ion, amount in self.composition.items()]
        left = sum(charges)
        if abs(left) > _NEUTRAL * sum(map(abs, charges)):
            raise complain(f"the ions carry {left:+.3g} mmol/L of charge: salts are neutral", "composition")
        return self


def _charge(ion: str) -> int:
    """Of ``SO4--``."""
    return ion.count("+") - ion.count("-")

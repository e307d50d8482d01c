"""The liquid: what it does to bubbles, to gases and to the stirrer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .concentration import Concentration
from .measures import (
    Consistency,
    Density,
    Duration,
    Factor,
    Fraction,
    HeatCapacity,
    MolarConcentration,
    SpecificVolume,
    Stress,
    Thickening,
    Viscosity,
    complain,
)
from .model import Name, Part, Text

__all__ = ["CELLS", "Medium", "Rheology"]

CELLS = "biomass"
"""What thickens a broth unless its rheology says something else."""

_NEUTRAL = 0.02  # share of all charges that may be left over in a composition


class Rheology(Part):
    """What thickens the broth: cells in suspension, mycelia that thin under shear, solids that have to yield first.

    Shear stress τy + K γⁿ (Herschel & Bulkley); τy and K each follow a power of what thickens over its `reference`.
    """

    wet_volume: SpecificVolume = 0.0
    """m³ of wet cells per kg of dry ones, 3-4 mL/g of bacteria and yeast; suspension after Roscoe (1952)"""
    of: Name = CELLS
    """What thickens: the cells (biomass), or a group of species in the scenario's reactions (solids)."""
    reference: Concentration = Concentration(1.0, "mass")
    """Of it, at which `consistency` and `yield_stress` are stated"""
    consistency: Consistency = 0.0
    """K of the power law K γ^(n−1) at the reference [Pa sⁿ]; instead of the suspension"""
    consistency_exponent: Factor = 1.0
    """Of what thickens over its reference; 1.8-2.5 of mycelia"""
    yield_stress: Stress = 0.0
    """Below which the broth does not flow, at the reference [Pa]"""
    yield_exponent: Factor = 1.0
    """Of what thickens over its reference; 4-6 of corn stover"""
    flow_index: Factor = 1.0
    """n [-]; 0.3-0.8 of mycelia, 0.2-0.3 of xanthan"""
    shear_constant: Factor = 11.5
    """Shear rate over stirrer speed (Metzner & Otto 1957) [-]; in columns 5000 times the gas velocity instead"""

    @property
    def by_shear(self) -> bool:
        """Whether the viscosity depends on shear."""
        return self.consistency > 0.0 or self.yield_stress > 0.0

    @model_validator(mode="after")
    def _check(self) -> Rheology:
        if self.wet_volume > 0.0 and self.by_shear:
            key = "consistency" if self.consistency > 0.0 else "yield_stress"
            raise complain("either a suspension or a power law: leave one out", key)
        if self.reference.basis != "mass" or self.reference.value <= 0.0:
            raise complain("is a mass per volume above 0, for example '100 g/L'", "reference")
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

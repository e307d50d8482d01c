"""The plain numbers of a stirred tank and its broth that scale-up needs."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

from ...kernels.transfer import KlaLaw

__all__ = ["Broth", "Limits", "Tank", "make_floats"]


def make_floats(instance: Any) -> None:
    """Turn whole numbers in the float fields of a frozen dataclass into floats.

    Kernels compile once more for each new combination of argument types; an `int` must not cost a second.
    """
    for field in fields(instance):
        value = getattr(instance, field.name)
        if field.type == "float" and isinstance(value, int):
            object.__setattr__(instance, field.name, float(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a tank's equipment cannot exceed."""

    shaft_power: float = math.inf
    """W that the motor brings to the shaft"""
    stirrer_speed: float = math.inf
    """1/s"""
    vvm: float = math.inf
    """1/min, gas at 0 °C and 1.01325 bar per *working* volume of the tank"""
    gas_velocity: float = 0.15
    """m/s at mean pressure: above 0.03-0.15 foam and entrainment end aeration (Garcia-Ochoa & Gomez 2009)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tank:
    """A stirred, sparged, baffled tank; the liquid stands in a cylinder."""

    name: str
    diameter: float
    """m"""
    working_volume: float
    """m³"""
    impeller_diameter: float
    """m"""
    impeller_count: int
    power_number: float
    """Of one impeller, turbulent, ungassed [-]."""
    flow_number: float
    """Pumped liquid over N·D³, of one impeller [-]."""
    impeller_clearance: float
    """m, bottom to the middle of the lowest impeller"""
    impeller_spacing: float = 0.0
    """m, between the middles of neighbouring impellers"""
    gassed_a: float = 0.783
    gassed_b: float = 0.459
    """Coefficients of Michel & Miller in SI (defaults: Rushton) [-]."""
    kla_law: KlaLaw = KlaLaw.VAN_T_RIET_COALESCING
    kla_factor: float = 1.0
    """Multiplier on every kLa of this tank [-]."""
    record: Any = None
    """Record VESSEL, where kLa needs more of the tank than power and gas velocity: it then goes before both above"""
    holdup_factor: float = 1.0
    """Multiplier on the gas hold-up [-]; so are the next two on mixing time and flooding."""
    mixing_factor: float = 1.0
    flooding_factor: float = 1.0
    cooling_conductance: float = math.inf
    """W/K, U·A of jacket and coil"""
    coolant_temperature: float = 288.15
    """K, mean of the coolant at full flow"""
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        make_floats(self)

    @property
    def area(self) -> float:
        """Cross-section [m²]."""
        return 0.25 * math.pi * self.diameter**2

    @property
    def diameter_ratio(self) -> float:
        """Impeller over tank diameter [-]."""
        return self.impeller_diameter / self.diameter

    def liquid_height(self, volume: float) -> float:
        """Height [m] of the ungassed liquid `volume` [m³]."""
        return volume / self.area

    def submerged(self, volume: float) -> float:
        """Impellers under the surface of `volume` [m³]; one that is partly covered counts in part [-]."""
        height = self.liquid_height(volume)
        margin = 0.2 * self.impeller_diameter
        covered = (
            (height - self.impeller_clearance - stage * self.impeller_spacing) / margin
            for stage in range(self.impeller_count)
        )
        return float(sum(min(max(part, 0.0), 1.0) for part in covered))


@dataclass(frozen=True, slots=True, kw_only=True)
class Broth:
    """Liquid properties at process conditions."""

    temperature: float
    """K"""
    density: float = 1000.0
    """kg/m³"""
    viscosity: float = 0.001
    """Pa s; that of water holds for bacteria and yeast up to about 20 kg/m³ of cells"""
    oxygen_solubility: float = 1.0
    """Solubility of oxygen over that in pure water [-]; 0.90-0.95 in usual media"""
    carbon_dioxide_solubility: float = 1.0
    """The same of carbon dioxide [-]"""

    def __post_init__(self) -> None:
        make_floats(self)

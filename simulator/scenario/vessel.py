"""A vessel: dimensions, stirrer, gas, cooling, and what its motor and valves cannot exceed."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import model_validator

from .measures import (
    Aeration,
    Area,
    Count,
    Factor,
    Fraction,
    HeatTransfer,
    Length,
    Power,
    Pressure,
    Rate,
    Speed,
    Temperature,
    Volume,
    complain,
)
from .model import Name, Part, Text
from .network_plan import NetworkPlan

__all__ = ["Cooling", "Impellers", "Limits", "Shaking", "Vessel"]


class MichelMiller(Part):
    """Gassed power of Michel & Miller (1962): P_g = factor·(P₀² N D³/Q^0.56)^exponent, in SI."""

    factor: Factor = 0.783
    exponent: Factor = 0.459


class Impellers(Part):
    """Equal impellers on one shaft."""

    type: Literal["rushton", "concave", "pitched-blade", "hydrofoil"] = "rushton"
    count: Count = 1
    diameter: Length
    """m"""
    power_number: Factor
    """Of one impeller, turbulent, ungassed [-]."""
    flow_number: Factor
    """Pumped liquid over N·D³, of one impeller [-]."""
    clearance: Length
    """m, vessel bottom to the middle of the lowest impeller"""
    spacing: Length | None = None
    """m, between the middles of neighbouring impellers; needed from two impellers on"""
    michel_miller: MichelMiller = MichelMiller()


class Limits(Part):
    """What the equipment cannot exceed."""

    shaft_power: Power
    """W that the motor brings to the shaft"""
    stirrer_speed: Speed
    """1/s"""
    aeration: Aeration
    """1/h at standard conditions, per working volume"""
    head_pressure: Pressure = 1.01325
    """bar absolute"""
    oxygen_fraction: Fraction = 0.2095
    """Highest mole fraction of oxygen in the dry inlet gas; 20.95 % means air only."""


class Cooling(Part):
    """Jacket and coil together."""

    area: Area
    """m²"""
    coefficient: HeatTransfer
    """Overall heat transfer coefficient [W/m²/K]."""
    coolant_temperature: Temperature
    """K, mean of the coolant at full flow"""
    hot_temperature: Temperature = 333.15
    """K, mean of the water in jacket and coil when they heat: 60 °C, usual for a hot-water loop"""
    heating: Power | None = None
    """W of a heater or of steam, instead of hot water"""


class Shaking(Part):
    """An orbitally shaken flask; Meier et al. (2016) give its oxygen transfer."""

    frequency: Speed
    """1/s"""
    diameter: Length
    """m, shaking diameter (twice the eccentricity of the drive)"""
    ventilation: Rate
    """1/h, renewal of the gas volume through the closure"""
    osmolality: Factor = 0.3
    """osmol/kg of the medium"""


class Vessel(Part):
    """A fermenter or a flask with its dimensions and limits; the liquid stands in a cylinder."""

    name: Name
    summary: Text = ""
    kind: Literal["stirred", "flask"] = "stirred"
    nominal_volume: Volume
    """m³, what the maker calls it: the whole vessel"""
    working_volume: Volume
    """m³, highest volume of liquid without gas"""
    diameter: Length
    """m, inner; of a flask the largest inner"""
    height: Length
    """m, of the straight cylinder; dished ends are not counted"""
    baffles: bool = True
    """Whether the wall has its four standard baffles (T/10)."""
    impellers: Impellers | None = None
    limits: Limits
    cooling: Cooling
    shaking: Shaking | None = None
    kla_factor: Factor = 1.0
    """Multiplier on every kLa of this vessel [-]; its correlations are good to 20-40 % (van 't Riet 1979)."""
    gas_mixing: Literal["mixed", "plug"] = "mixed"
    """Gas in the broth: mixed (below about 1 m³), or a plug that rises through it (tall vessels)."""
    condenser: Fraction | None = None
    """Share of the water vapour in the off-gas that returns; stirred vessels 90 % (off-gas cooled to 5 °C keeps 13 %
    of the vapour it has at 37 °C, by the vapour pressure of water), flasks none."""
    power_factor: Factor = 1.0
    """Multiplier on the stirrer's power [-]; power numbers are good to 10 %, gassed power to 30 % (Michel & Miller)."""
    network: NetworkPlan | None = None
    """Compartments of its liquid; none: ideally mixed"""
    heat_transfer_factor: Factor = 1.0
    """Multiplier on the heat transfer coefficient [-]; film correlations are good to 30 % (Chilton et al. 1944)."""
    typical: bool = True
    """True: dimensions of a usual vessel of this size; False: those of one published vessel."""
    sources: tuple[Text, ...] = ()

    @property
    def cooling_conductance(self) -> float:
        """U·A of jacket and coil [W/K]."""
        return self.cooling.area * self.cooling.coefficient * self.heat_transfer_factor

    @property
    def condensed(self) -> float:
        """Share of the vapour that returns [-]."""
        if self.condenser is not None:
            return self.condenser
        return 0.9 if self.kind == "stirred" else 0.0

    @property
    def cross_section(self) -> float:
        """Area of the free liquid surface [m²]."""
        return math.pi / 4.0 * self.diameter**2

    def liquid_height(self, volume: float) -> float:
        """Height [m] of an ungassed liquid `volume` [m³] in the cylinder."""
        return volume / self.cross_section

    @model_validator(mode="after")
    def _check(self) -> Vessel:
        if self.working_volume > self.nominal_volume:
            raise complain("the working volume is larger than the nominal volume", "working_volume")
        if self.kind == "stirred":
            self._check_stirred()
        elif self.shaking is None:
            raise complain("a flask needs its 'shaking'")
        elif self.impellers is not None:
            raise complain("a flask has no impellers", "impellers")
        return self

    def _check_stirred(self) -> None:
        stirrer = self.impellers
        if stirrer is None:
            raise complain("a stirred vessel needs its 'impellers'")
        if self.shaking is not None:
            raise complain("a stirred vessel is not shaken", "shaking")
        if stirrer.diameter >= self.diameter:
            raise complain("the impeller is as wide as the vessel", "impellers", "diameter")
        if stirrer.count > 1 and stirrer.spacing is None:
            raise complain("more than one impeller: their 'spacing' is missing", "impellers")
        top = stirrer.clearance + (stirrer.count - 1) * (stirrer.spacing or 0.0)
        if top >= self.height:
            raise complain("the uppermost impeller is above the vessel", "impellers")
        if self.liquid_height(self.working_volume) > self.height:
            raise complain("the working volume does not fit into the cylinder", "working_volume")

"""A manufacturing site: which vessels stand there, and what its utilities, tanks and laboratories can do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .measures import Duration, Power, Pressure, Temperature, Volume, VolumeRate
from .model import Name, Part, Text

__all__ = ["Analysis", "Holds", "Site", "Tanks", "Utilities"]

Analysis = Literal[
    "dissolved-oxygen",
    "ph",
    "off-gas",
    "carbon-dioxide",
    "cell-count",
    "dry-mass",
    "osmolality",
    "metabolites",
    "titre",
]
"""What can be measured at the vessel or the same day."""


class Utilities(Part):
    """What reaches the hall; gases at 0 °C and 1.01325 bar."""

    compressed_air: VolumeRate
    """m³/h"""
    oxygen: VolumeRate = 0.0
    """m³/h of pure oxygen; 0: there is none"""
    carbon_dioxide: VolumeRate = 0.0
    """m³/h"""
    gas_pressure: Pressure
    """bar absolute, the highest head pressure the site allows its vessels"""
    coolant_temperature: Temperature
    """K, mean of the coolant in a jacket at full flow"""
    cooling: Power
    """W that the chillers take from one vessel's jacket"""
    hot_temperature: Temperature
    """K of hot water or tempered steam"""
    power: Power
    """W of electricity for one vessel's drive"""
    water: VolumeRate
    """m³/h of water for media and feeds"""


class Tanks(Part):
    """Largest vessels beside the fermenter."""

    medium: Volume
    """m³, preparation of the medium"""
    feed: Volume
    """m³, of each feed"""
    harvest: Volume
    """m³, what is harvested at once"""


class Holds(Part):
    """How long something may stand before it is used up, as the site has shown it."""

    medium: Duration
    feed: Duration


class Site(Part):
    """A manufacturing site."""

    name: Name
    summary: Text = ""
    vessels: Annotated[tuple[Name, ...], Field(min_length=1, max_length=100)]
    """Names of vessels, built in or files."""
    utilities: Utilities
    tanks: Tanks
    holds: Holds
    analyses: tuple[Analysis, ...] = ()
    sources: tuple[Text, ...] = ()

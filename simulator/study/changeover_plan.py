"""How a vessel is cleaned and made ready between two products, as a file says it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ...scenarios.index import built_in
from ..errors import InputError, nearest
from ..scenario.explain import validate
from ..scenario.measures import (
    Duration,
    Enthalpy,
    Fraction,
    Length,
    Measure,
    MolarConcentration,
    Temperature,
)
from ..scenario.model import Name, Part, Text
from ..scenario.quantity import Kind
from ..scenario.sourced import Sourced
from ..scenario.yaml_file import read_yaml

__all__ = ["DOSE", "ChangeoverPlan", "CleaningStep", "load_plan", "plan_names"]

_SPRAY = Kind("a flow per length of wall", "m2/h", ("L/min/m",), "31 L/min/m")
_SPORES = Kind("a number per volume", "1/m3", ("1/mL", "1/m3"), "1e5 1/mL")
_KILL_RATE = Kind("a rate", "1/h", ("1/h",), "5.7e39 1/h")
_HOT = Kind("a temperature", "K", ("degC",), "121 degC")
DOSE = Kind("a dose", "kg", ("g", "mg", "ug"), "50 ug")
"""Of a product, for one patient [kg]."""

Spray = Annotated[float, Measure(_SPRAY, 0.0, 1e3, above=True)]
"""m²/h, above 0"""
Spores = Annotated[float, Measure(_SPORES, 0.0, 1e18, above=True)]
"""1/m³, above 0"""
KillRate = Annotated[float, Measure(_KILL_RATE, 0.0, 1e60, above=True)]
"""1/h, above 0"""
Hot = Annotated[float, Measure(_HOT, 273.15, 473.15)]
"""K, 0 to 200 °C: steam"""


class CleaningStep(Part):
    """One step of cleaning in place."""

    name: Name
    time: Sourced[Duration]
    temperature: Temperature
    """K; what is warmer than the tap is heated by steam"""
    recirculated: bool = False
    """Whether the same bath goes round; otherwise fresh liquid goes through to the drain."""
    caustic: Sourced[MolarConcentration] | None = None
    """mol/m³ of NaOH"""
    acid: Sourced[MolarConcentration] | None = None
    """mol/m³ of phosphoric acid"""


class ChangeoverPlan(Part):
    """Steps between two products, with what the rules take from publications."""

    name: Name
    summary: Text = ""
    drain: Sourced[Duration]
    """h, harvest pumped out and lines blown empty"""
    spray: Sourced[Spray]
    """Flow through the spray device over the circumference of the vessel [m²/h]."""
    bath: Sourced[Fraction]
    """Volume of a recirculated bath over the working volume."""
    tap: Temperature
    """K, of water before it is heated"""
    steps: Annotated[tuple[CleaningStep, ...], Field(min_length=1, max_length=20)]
    film: Sourced[Length]
    """m, of broth left on the wall when it is drained"""
    carry_over: Sourced[Fraction]
    """Mass of the last product over that of the next batch that is allowed."""
    dose_share: Sourced[Fraction]
    """Share of a smallest dose of the last product that a largest dose of the next may carry."""
    carbon: Sourced[Fraction]
    """Carbon of a protein, by mass: what a TOC analyser sees of it."""
    release: Sourced[Duration]
    """h, until swabs and rinse are analysed and the vessel is released"""
    pressure_test: Sourced[Duration]
    set_up: Sourced[Duration]
    """h, probes, filters, calibration"""
    fill: Sourced[Duration]
    """h, medium made up in the vessel"""
    held: Sourced[Duration]
    """h at the temperature of sterilisation, at least"""
    sterile: Hot
    """K, of sterilisation"""
    steam: Hot
    """K, of the steam in the jacket"""
    efficiency: Sourced[Fraction]
    """Heat that arrives in the liquid over that of the steam."""
    spores: Sourced[Spores]
    survivors: Sourced[Fraction]
    """Chance that a batch has a survivor."""
    kill_rate: Sourced[KillRate]
    kill_energy: Sourced[Enthalpy]
    sources: tuple[Text, ...] = ()


def plan_names() -> list[str]:
    """Names of the built-in plans."""
    return list(built_in("changeovers"))


def load_plan(name_or_path: str) -> ChangeoverPlan:
    """A plan by its name, or from a YAML file.

    Raises
    ------
    InputError
        There is none of that name, or the file says something else.
    """
    files = built_in("changeovers")
    if name_or_path in files:
        return validate(ChangeoverPlan, read_yaml(files[name_or_path]))
    path = Path(os.path.expanduser(name_or_path))
    if not os.path.exists(path):
        raise InputError(f"change-over plan '{name_or_path[:60]}' is not known{nearest(name_or_path, files)}")
    return validate(ChangeoverPlan, read_yaml(path))

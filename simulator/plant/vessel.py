"""A vessel's file and its medium → the kernel's vessel record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ...kernels.diffusivity import MEASURED, diffusivity_at
from ...kernels.records import VESSEL
from ...kernels.transfer import KlaLaw
from ...kernels.transfer_small import critical_shaking_speed, tilted_surface
from ...kernels.vessel_record import COLUMN, SHAKEN, STIRRED
from ...kernels.vessel_transfer import VesselLaw
from ...kernels.water import water_surface_tension, water_viscosity
from ..scenario import Medium, Scenario, Vessel
from ..scenario.kla import KLA_LAWS, KlaName
from ..scenario.medium import CELLS

__all__ = ["kla_law", "vessel_record"]

Law = KlaLaw | VesselLaw

_KINDS: Mapping[str, int] = MappingProxyType(
    {"stirred": STIRRED, "column": COLUMN, "flask": SHAKEN, "microplate": SHAKEN}
)
_BY_LIQUID: Mapping[str, Mapping[str, Law]] = MappingProxyType(
    {
        "van-t-riet": {
            "coalescing": KlaLaw.VAN_T_RIET_COALESCING,
            "non-coalescing": KlaLaw.VAN_T_RIET_NONCOALESCING,
        },
        "linek": {"coalescing": KlaLaw.LINEK_WATER, "non-coalescing": KlaLaw.LINEK_SULPHATE},
    }
)
_LAWS: Mapping[str, Law] = MappingProxyType(
    {
        "figueiredo-calderbank": KlaLaw.FIGUEIREDO_CALDERBANK,
        "smith": KlaLaw.SMITH,
        "zhu": KlaLaw.ZHU,
        "gill": KlaLaw.GILL,
        "labik": VesselLaw.LABIK,
        "bubbles": VesselLaw.BUBBLES,
        "heijnen": KlaLaw.HEIJNEN_COLUMN,
        "akita-yoshida": VesselLaw.AKITA_YOSHIDA,
        "dewes-schumpe": VesselLaw.DEWES_SCHUMPE,
        "meier": VesselLaw.FLASK,
        "maier": VesselLaw.MAIER_FLASK,
        "shaken-cylinder": VesselLaw.SHAKEN_CYLINDER,
        "round-well": VesselLaw.ROUND_WELL,
    }
)
_MASSES: Mapping[str, float] = MappingProxyType(
    {"oxygen": 0.03200, "carbon_dioxide": 0.04401, "hydrogen": 0.002016, "carbon_monoxide": 0.02801, "methane": 0.01604}
)
_NITROGEN = 0.02801  # kg/mol
_LAMINAR: Mapping[str, float] = MappingProxyType(
    {"rushton": 70.0, "concave": 70.0, "pitched-blade": 50.0, "hydrofoil": 40.0}
)
"""Np·Re in laminar flow (`power_laminar`)."""


def kla_law(vessel: Vessel, medium: Medium) -> Law:
    """The kLa correlation of a vessel with a medium; some authors have one for each kind of bubbles."""
    if vessel.kla_measured is not None:
        return VesselLaw.OWN
    name: KlaName = vessel.kla or KLA_LAWS[vessel.kind][0]
    return _BY_LIQUID[name][medium.liquid] if name in _BY_LIQUID else _LAWS[name]


def vessel_record(scenario: Scenario, other: Vessel | None = None) -> np.void:
    """Numbers of a scenario's vessel, or of another one, with its medium.

    Liquid properties are those at the first set point of the temperature.

    Returns
    -------
    record VESSEL
    """
    vessel, medium = other or scenario.vessel, scenario.medium
    record = np.zeros(1, VESSEL)
    record["kind"] = _KINDS[vessel.kind]
    record["holdup_factor"] = vessel.holdup_factor
    record["total_volume"] = vessel.nominal_volume
    record["working_volume"] = vessel.working_volume
    record["area"] = vessel.cross_section
    record["diameter"] = vessel.diameter
    record["motor_power"] = vessel.limits.shaft_power
    record["plug"] = int(vessel.gas_mixing == "plug")
    record["condenser"] = vessel.condensed
    record["hydrostatic"] = 1.0
    record["cooling_conductance"] = vessel.cooling_conductance
    record["coolant_temperature"] = vessel.cooling.coolant_temperature
    record["heating_power"] = vessel.cooling.heating or 0.0
    record["hot_temperature"] = vessel.cooling.hot_temperature
    _stirrer(record, vessel)
    _transfer(record, vessel, medium)
    _liquid(record, medium, scenario.recipe.set_points.temperature)
    _thickening(record, vessel, scenario)
    _shaking(record, vessel, medium)
    record["gas_mass"] = _inlet_mass(scenario)
    row: np.void = record[0]
    return row


def _stirrer(record: np.ndarray, vessel: Vessel) -> None:
    stirrer = vessel.impellers
    if stirrer is None:
        return
    record["impeller_count"] = stirrer.count
    record["impeller_diameter"] = stirrer.diameter
    record["impeller_clearance"] = stirrer.clearance
    record["impeller_spacing"] = stirrer.spacing or 0.0
    record["power_number"] = vessel.power_factor * stirrer.power_number
    record["gassed_a"] = stirrer.michel_miller.factor
    record["gassed_b"] = stirrer.michel_miller.exponent


def _transfer(record: np.ndarray, vessel: Vessel, medium: Medium) -> None:
    record["kla_code"] = int(kla_law(vessel, medium))
    record["kla_factor"] = vessel.kla_factor * medium.antifoam * medium.broth_factor
    record["kla_warming"] = math.log(vessel.kla_temperature)
    record["kla_thickening"] = medium.viscosity_exponent
    record["bubble_diameter"] = vessel.bubble_diameter or 0.0
    own = vessel.kla_measured
    if own is not None:
        record["kla_value"] = own.value
        record["kla_power"] = own.power_per_volume
        record["kla_velocity"] = own.gas_velocity
        record["kla_power_exponent"] = own.power_exponent
        record["kla_velocity_exponent"] = own.velocity_exponent


def _liquid(record: np.ndarray, medium: Medium, temperature: float) -> None:
    record["viscosity"] = medium.viscosity
    record["water_viscosity"] = water_viscosity(temperature)
    record["surface_tension"] = water_surface_tension(temperature)
    record["diffusivity"] = diffusivity_at(MEASURED["oxygen"], temperature)


def _thickening(record: np.ndarray, vessel: Vessel, scenario: Scenario) -> None:
    rheology = scenario.medium.rheology
    if rheology.of != CELLS and scenario.reactions is not None:
        record["thickener"] = 1 + [*scenario.reactions.groups].index(rheology.of)
    record["wet_volume"] = rheology.wet_volume
    record["thickener_reference"] = rheology.reference.value
    record["consistency"] = rheology.consistency
    record["consistency_exponent"] = rheology.consistency_exponent
    record["yield_stress"] = rheology.yield_stress
    record["yield_exponent"] = rheology.yield_exponent
    record["flow_index"] = rheology.flow_index
    record["shear_constant"] = rheology.shear_constant
    if rheology.by_shear and vessel.impellers is not None:
        record["laminar"] = vessel.power_factor * _LAMINAR[vessel.impellers.type]


def _shaking(record: np.ndarray, vessel: Vessel, medium: Medium) -> None:
    shaking = vessel.shaking
    if shaking is None:
        return
    record["shaking_speed"] = shaking.frequency
    record["shaking_diameter"] = shaking.diameter
    record["osmolality"] = shaking.osmolality
    tension = float(record["surface_tension"][0])
    least = critical_shaking_speed(vessel.diameter, vessel.working_volume, shaking.diameter, medium.density, tension)
    surface = vessel.cross_section
    record["surface"] = tilted_surface(surface, shaking.frequency, shaking.diameter, least)


def _inlet_mass(scenario: Scenario) -> float:
    """Molar mass of the dry inlet gas [kg/mol], at the lower end of the cascade."""
    shares = {"oxygen": scenario.recipe.inlet_oxygen[0], **scenario.recipe.gas.others}
    rest = 1.0 - sum(shares.values())
    return rest * _NITROGEN + sum(share * _MASSES[name] for name, share in shares.items())

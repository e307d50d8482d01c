"""From the files' words to the plain numbers of scale-up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...kernels.gas import STANDARD_MOLAR_VOLUME, actual_flow, mean_pressure
from ...kernels.solubility import OXYGEN_IN_AIR, water_vapour_pressure
from ...kernels.transfer import KlaLaw
from ...kernels.vessel_transfer import broth_share, sparged_kla
from ..plant.operation import gas_flow
from ..plant.solubility import solubility_in
from ..plant.vessel import kla_law, vessel_record
from ..scenario import Medium, Scenario, Vessel
from .geometry import Broth, Limits, Tank
from .operating_point import OperatingPoint

__all__ = ["broth_of", "dimensions_of", "gas_per_working_volume", "kla_at_top", "point_at", "tank_of", "top_point"]

_HOUR = 3600.0  # s


def tank_of(vessel: Vessel, scenario: Scenario) -> Tank:
    """A stirred vessel with the scenario's medium as plain numbers.

    Raises
    ------
    ValueError
        The vessel is not stirred.
    """
    medium = scenario.medium
    law = kla_law(vessel, medium)
    plain = isinstance(law, KlaLaw) and vessel.kla_temperature == 1.0 and medium.viscosity_exponent == 0.0
    return replace(dimensions_of(vessel, medium), record=None if plain else vessel_record(scenario, vessel))


def dimensions_of(vessel: Vessel, medium: Medium) -> Tank:
    """A stirred vessel as plain numbers, its kLa where power and gas velocity say it.

    Raises
    ------
    ValueError
        The vessel is not stirred.
    """
    stirrer = vessel.impellers
    if stirrer is None:
        raise ValueError(f"{vessel.name} is not a stirred vessel")
    law = kla_law(vessel, medium)
    return Tank(
        name=vessel.name,
        diameter=vessel.diameter,
        working_volume=vessel.working_volume,
        impeller_diameter=stirrer.diameter,
        impeller_count=stirrer.count,
        power_number=vessel.power_factor * stirrer.power_number,
        flow_number=stirrer.flow_number,
        impeller_clearance=stirrer.clearance,
        impeller_spacing=stirrer.spacing or 0.0,
        gassed_a=stirrer.michel_miller.factor,
        gassed_b=stirrer.michel_miller.exponent,
        kla_law=law if isinstance(law, KlaLaw) else KlaLaw.VAN_T_RIET_COALESCING,
        kla_factor=vessel.kla_factor * medium.antifoam * medium.broth_factor,
        holdup_factor=vessel.holdup_factor,
        mixing_factor=vessel.mixing_factor,
        flooding_factor=vessel.flooding_factor,
        cooling_conductance=vessel.cooling_conductance,
        coolant_temperature=vessel.cooling.coolant_temperature,
        limits=Limits(
            shaft_power=vessel.limits.shaft_power,
            stirrer_speed=vessel.limits.stirrer_speed,
            vvm=vessel.limits.aeration / 60.0,
        ),
    )


def broth_of(scenario: Scenario) -> Broth:
    """The broth at process temperature."""
    return Broth(
        temperature=scenario.recipe.set_points.temperature,
        density=scenario.medium.density,
        viscosity=scenario.medium.viscosity,
        oxygen_solubility=solubility_in(scenario.medium, "oxygen", scenario.recipe.set_points.temperature),
        carbon_dioxide_solubility=solubility_in(
            scenario.medium, "carbon_dioxide", scenario.recipe.set_points.temperature
        ),
    )


def top_point(scenario: Scenario) -> OperatingPoint:
    """The filled vessel with stirrer and gas at the top of the oxygen cascade."""
    oxygen = scenario.recipe.dissolved_oxygen
    flow = gas_flow(oxygen.aeration[1], scenario.vessel.working_volume)
    return point_at(scenario, scenario.vessel.working_volume, oxygen.stirrer_speed[1], flow)


def point_at(scenario: Scenario, volume: float, stirrer_speed: float, flow: float) -> OperatingPoint:
    """A scenario's vessel at a liquid volume [m³], stirrer speed [1/s] and dry gas flow [mol/h]."""
    return OperatingPoint(
        tank=tank_of(scenario.vessel, scenario),
        broth=broth_of(scenario),
        volume=volume,
        stirrer_speed=stirrer_speed,
        gas_flow=flow,
        head_pressure=scenario.recipe.set_points.pressure,
        oxygen_fraction=OXYGEN_IN_AIR if scenario.recipe.gas.oxygen is None else scenario.recipe.gas.oxygen,
    )


def gas_per_working_volume(point: OperatingPoint) -> float:
    """Aeration [1/h at standard conditions] per working volume, as a recipe states it."""
    return point.gas_flow * STANDARD_MOLAR_VOLUME / point.tank.working_volume


def kla_at_top(scenario: Scenario, flow: float) -> float:
    """KLa [1/h] of a sparged vessel, filled, with its stirrer, if any, at the top of the oxygen cascade.

    Parameters
    ----------
    scenario : Scenario
        In a stirred vessel or a column.
    flow : float
        Dry gas [mol/h].
    """
    vessel = scenario.vessel
    if vessel.impellers is not None:
        return point_at(scenario, vessel.working_volume, scenario.recipe.dissolved_oxygen.stirrer_speed[1], flow).kla
    broth, held = broth_of(scenario), scenario.recipe.set_points.pressure
    pressure = mean_pressure(held, broth.density, vessel.liquid_height(vessel.working_volume))
    dry = pressure - water_vapour_pressure(broth.temperature)
    velocity = actual_flow(flow / _HOUR, broth.temperature, dry) / vessel.cross_section
    record: Any = vessel_record(scenario)
    own = sparged_kla(record, 0.0, velocity, 0.0, broth.density, pressure, broth.temperature)
    return float(own * broth_share(record, broth.temperature, broth.viscosity))

"""kLa of a vessel by the law its file chose, and what temperature and viscosity of the broth make of it.

Only the chosen law is evaluated. Liquid properties are those at the recipe's first set point: they are data of the
vessel's record.
"""

from __future__ import annotations

import math
from enum import IntEnum

from .column import holdup_column, kla_dewes_schumpe
from .column_akita import holdup_akita_yoshida, kla_akita_yoshida
from .gas import GAS_CONSTANT
from .jit import inlined
from .laws import powers
from .transfer import kla
from .transfer_factors import viscosity_factor
from .transfer_flask import kla_flask, kla_maier_flask
from .transfer_small import kla_bubbles, kla_round_well, kla_shaken_cylinder
from .transfer_stirred import kla_labik
from .vessel_record import STIRRED, Vessel
from .viscosity import (
    apparent_viscosity,
    plastic_viscosity,
    shear_rate_column,
    shear_rate_stirred,
    suspension_viscosity,
    volume_fraction,
)

__all__ = [
    "VesselLaw",
    "broth_share",
    "broth_viscosity",
    "kla_own",
    "sparged_holdup",
    "sparged_kla",
    "surface_kla",
]

_TWENTY = 293.15  # K


class VesselLaw(IntEnum):
    """Opcodes of laws that need more of the vessel than power and gas velocity; smaller ones are `KlaLaw`."""

    OWN = 20
    LABIK = 21
    BUBBLES = 22
    DEWES_SCHUMPE = 23
    AKITA_YOSHIDA = 24
    FLASK = 30
    MAIER_FLASK = 31
    SHAKEN_CYLINDER = 32
    ROUND_WELL = 33


@inlined
def kla_own(
    value: float, relative_power: float, relative_velocity: float, power_exponent: float, velocity_exponent: float
) -> float:
    """Oxygen kLa by a measured value and two exponents.

    Parameters
    ----------
    value : float
        kLa [1/h] that was measured.
    relative_power, relative_velocity : float
        Power per volume and gas velocity over those of the measurement [-].
    power_exponent, velocity_exponent : float
        0.4 and 0.5 in water, 0.7 and 0.2 with salts (van 't Riet 1979).

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Confidence: definition.
    """
    return value * powers(relative_power, power_exponent, relative_velocity, velocity_exponent)


@inlined
def sparged_kla(
    vessel: Vessel,
    power_per_volume: float,
    gas_velocity: float,
    stirrer_speed: float,
    density: float,
    pressure: float,
    temperature: float,
) -> float:
    """KLa [1/h] of a stirred tank or a column, without its factors.

    Parameters
    ----------
    vessel : record VESSEL
    power_per_volume : float
        Gassed [W/m³].
    gas_velocity : float
        Superficial, local [m/s].
    stirrer_speed : float
        [1/s]
    density : float
        Of the liquid [kg/m³].
    pressure, temperature : float
        Of the gas [bar], [K].
    """
    code = vessel.kla_code
    if code < VesselLaw.OWN:
        return kla(code, power_per_volume, gas_velocity)
    if code == VesselLaw.OWN:
        return kla_own(
            vessel.kla_value,
            power_per_volume / vessel.kla_power,
            gas_velocity / vessel.kla_velocity,
            vessel.kla_power_exponent,
            vessel.kla_velocity_exponent,
        )
    if code == VesselLaw.LABIK:
        return kla_labik(stirrer_speed, vessel.impeller_diameter, gas_velocity, vessel.power_number)
    if code == VesselLaw.BUBBLES:
        return kla_bubbles(
            gas_velocity, vessel.bubble_diameter, vessel.diffusivity, density, vessel.viscosity, vessel.surface_tension
        )
    if code == VesselLaw.DEWES_SCHUMPE:
        thickness = vessel.gas_mass * pressure / (GAS_CONSTANT * temperature)
        return kla_dewes_schumpe(gas_velocity, vessel.viscosity, thickness)
    return kla_akita_yoshida(
        gas_velocity, vessel.diameter, density, vessel.viscosity, vessel.surface_tension, vessel.diffusivity
    )


@inlined
def sparged_holdup(vessel: Vessel, gas_velocity: float, density: float) -> float:
    """Gas hold-up [-] of a column, by the author of its kLa where he has one, else by Heijnen & van 't Riet."""
    if vessel.kla_code == VesselLaw.AKITA_YOSHIDA:
        return holdup_akita_yoshida(gas_velocity, vessel.diameter, density, vessel.viscosity, vessel.surface_tension)
    return holdup_column(gas_velocity)


@inlined
def surface_kla(vessel: Vessel, volume: float, temperature: float, density: float) -> float:
    """KLa [1/h] of a shaken flask, cylinder or well that holds `volume` [m³] of liquid."""
    code = vessel.kla_code
    if code == VesselLaw.ROUND_WELL:
        return kla_round_well(vessel.surface / volume)
    if code == VesselLaw.OWN:
        return vessel.kla_value
    if code == VesselLaw.SHAKEN_CYLINDER:
        return kla_shaken_cylinder(
            vessel.shaking_speed,
            vessel.shaking_diameter,
            vessel.diameter,
            volume,
            vessel.diffusivity,
            vessel.viscosity / density,
        )
    if code == VesselLaw.MAIER_FLASK:
        return kla_maier_flask(vessel.shaking_speed, volume, vessel.shaking_diameter, vessel.diameter)
    return kla_flask(
        vessel.shaking_speed, volume, vessel.shaking_diameter, vessel.diameter, vessel.osmolality, temperature
    )


@inlined
def broth_viscosity(vessel: Vessel, thickener: float, stirrer_speed: float, gas_velocity: float) -> float:
    """Apparent viscosity [Pa s] of the broth: liquid, suspension, or Herschel & Bulkley at the mean shear rate.

    Parameters
    ----------
    vessel : record VESSEL
    thickener : float
        Cells, or the solids that thicken the broth [kg/m³].
    stirrer_speed : float
        [1/s]
    gas_velocity : float
        Superficial [m/s].
    """
    if vessel.consistency > 0.0 or vessel.yield_stress > 0.0:
        amount = max(thickener, 0.0) / vessel.thickener_reference
        consistency = vessel.consistency * amount**vessel.consistency_exponent
        stress = vessel.yield_stress * amount**vessel.yield_exponent
        shear_rate = shear_rate_column(gas_velocity)
        if vessel.kind == STIRRED:
            shear_rate = shear_rate_stirred(stirrer_speed, vessel.shear_constant)
        flowing = apparent_viscosity(consistency, vessel.flow_index, shear_rate, vessel.viscosity)
        return flowing + plastic_viscosity(stress, shear_rate)
    if vessel.wet_volume > 0.0:
        return suspension_viscosity(vessel.viscosity, volume_fraction(thickener, vessel.wet_volume))
    return vessel.viscosity


@inlined
def broth_share(vessel: Vessel, temperature: float, viscosity: float) -> float:
    """KLa in this broth over that in water at the correlation's own temperature [-]; 1 where nothing is switched on.

    Parameters
    ----------
    vessel : record VESSEL
    temperature : float
        [K]
    viscosity : float
        Apparent [Pa s].
    """
    share = vessel.kla_factor
    if vessel.kla_warming > 0.0:
        share *= math.exp(vessel.kla_warming * (temperature - _TWENTY))
    if vessel.kla_thickening < 0.0:
        share *= viscosity_factor(viscosity, vessel.water_viscosity, vessel.kla_thickening)
    return share

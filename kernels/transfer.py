"""Gas-liquid mass transfer: the choice of a kLa law, its scaling with temperature and gas, driving forces.

Inputs in SI as in the literature: gassed power per liquid volume in W/m³ (never kW/m³), superficial gas
velocity in m/s at local temperature and pressure. kLa comes out in 1/h.
"""

from __future__ import annotations

import math
from enum import IntEnum

from .column import kla_heijnen_column
from .jit import inlined
from .transfer_stirred import (
    kla_figueiredo_calderbank,
    kla_gill,
    kla_linek_sulphate,
    kla_linek_water,
    kla_smith,
    kla_van_t_riet_coalescing,
    kla_van_t_riet_noncoalescing,
    kla_zhu,
)

__all__ = [
    "CARBON_DIOXIDE_FACTOR",
    "KlaLaw",
    "diffusivity_factor",
    "kla",
    "log_mean_driving_force",
    "temperature_factor",
]

CARBON_DIOXIDE_FACTOR = 0.89
"""kLa of CO2 over that of O2 [-]; Royce & Thornhill (1991) AIChE J. 37:1680."""


class KlaLaw(IntEnum):
    """Opcode of `kla`: the correlations that need power per volume and gas velocity only."""

    VAN_T_RIET_COALESCING = 0
    VAN_T_RIET_NONCOALESCING = 1
    FIGUEIREDO_CALDERBANK = 2
    SMITH = 3
    LINEK_WATER = 4
    LINEK_SULPHATE = 5
    ZHU = 6
    GILL = 7
    HEIJNEN_COLUMN = 8


@inlined
def kla(law: int, power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa by the law of a `KlaLaw` opcode.

    Parameters
    ----------
    law : int
        A `KlaLaw`.
    power_per_volume : float
        Gassed power per liquid volume [W/m³].
    gas_velocity : float
        Superficial gas velocity [m/s].

    Returns
    -------
    float
        kLa of oxygen [1/h]; 0 without gas.

    Notes
    -----
    Ranges, confidence and sources as in the single laws.
    """
    if law == KlaLaw.VAN_T_RIET_NONCOALESCING:
        return kla_van_t_riet_noncoalescing(power_per_volume, gas_velocity)
    if law == KlaLaw.FIGUEIREDO_CALDERBANK:
        return kla_figueiredo_calderbank(power_per_volume, gas_velocity)
    if law == KlaLaw.SMITH:
        return kla_smith(power_per_volume, gas_velocity)
    if law == KlaLaw.LINEK_WATER:
        return kla_linek_water(power_per_volume, gas_velocity)
    if law == KlaLaw.LINEK_SULPHATE:
        return kla_linek_sulphate(power_per_volume, gas_velocity)
    if law == KlaLaw.ZHU:
        return kla_zhu(power_per_volume, gas_velocity)
    if law == KlaLaw.GILL:
        return kla_gill(power_per_volume, gas_velocity)
    if law == KlaLaw.HEIJNEN_COLUMN:
        return kla_heijnen_column(gas_velocity)
    return kla_van_t_riet_coalescing(power_per_volume, gas_velocity)


@inlined
def temperature_factor(temperature: float) -> float:
    """Oxygen kLa over its value at 20 °C, 1.022 per kelvin.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 278-318 K.

    Returns
    -------
    float
        Factor [-]; 1.45 at 37 °C.

    Notes
    -----
    Confidence: checked (1.024 is common too); uncertainty 5 %.

    References
    ----------
    ASCE (2007) Measurement of Oxygen Transfer in Clean Water, ASCE/EWRI 2-06, doi:10.1061/9780784408483.
    """
    return math.exp((temperature - 293.15) * math.log(1.022))


@inlined
def diffusivity_factor(molar_volume: float) -> float:
    """Ratio of a gas's kLa to that of oxygen, by the diffusivities of Hayduk & Laudie and surface renewal.

    Parameters
    ----------
    molar_volume : float
        Molar volume of the gas at its boiling point [cm³/mol]: O2 25.6, CO2 34.0, N2 31.2, CO 30.7, H2 7.4
        (14.3 by Le Bas).

    Returns
    -------
    float
        Factor [-]: CO2 0.92 (measured 0.89, `CARBON_DIOXIDE_FACTOR`), H2 1.44, CO 0.95, N2 0.94.

    Notes
    -----
    D ~ V^-0.589 and kL ~ D^0.5. Confidence: checked; uncertainty 5 %.

    References
    ----------
    Hayduk & Laudie (1974) AIChE J. 20:611, doi:10.1002/aic.690200329.
    """
    factor: float = (molar_volume / 25.6) ** (-0.5 * 0.589)
    return factor


@inlined
def log_mean_driving_force(saturation_out: float, saturation_in: float, concentration: float) -> float:
    """Mean driving force between gas in plug flow and a well-mixed liquid.

    Parameters
    ----------
    saturation_out, saturation_in : float
        Saturation concentrations at gas outlet and inlet [mol/m³].
    concentration : float
        Concentration in the liquid [mol/m³].

    Returns
    -------
    float
        Logarithmic mean of the two differences [mol/m³]; their arithmetic mean where the signs differ (no
        logarithm exists) or the differences are equal.

    Notes
    -----
    Confidence: definition.
    """
    out = saturation_out - concentration
    entry = saturation_in - concentration
    if out * entry <= 0.0 or abs(out - entry) < 1.0e-6 * abs(out):
        return 0.5 * (out + entry)
    return (out - entry) / math.log(out / entry)

"""Viscosity of broths: suspensions of cells; mycelia, polymers and slurries that thin under shear or only then flow."""

from __future__ import annotations

import math

from .jit import inlined

__all__ = [
    "apparent_viscosity",
    "cavern_ratio",
    "plastic_viscosity",
    "shear_rate_column",
    "shear_rate_stirred",
    "suspension_viscosity",
    "volume_fraction",
]

_LEAST_SHEAR = 0.01  # 1/s


@inlined
def volume_fraction(biomass: float, specific_volume: float) -> float:
    """Volume fraction of wet cells.

    Parameters
    ----------
    biomass : float
        Dry biomass [kg/m³].
    specific_volume : float
        Wet volume per dry mass [m³/kg]; 0.003-0.004 for bacteria and yeast.

    Returns
    -------
    float
        Volume fraction [-].

    Notes
    -----
    Confidence: definition.
    """
    return max(biomass, 0.0) * specific_volume


@inlined
def suspension_viscosity(liquid_viscosity: float, fraction: float) -> float:
    """Viscosity of a suspension of cells, µ (1 - φ)^-2.5.

    Parameters
    ----------
    liquid_viscosity : float
        Of the liquid between the cells [Pa s].
    fraction : float
        Volume fraction of the cells [-], valid 0-0.3; counted as 0.6 above that.

    Returns
    -------
    float
        Viscosity [Pa s]; 1.6 times that of water at 50 kg/m³ dry yeast.

    Notes
    -----
    1 + 2.5 φ for small φ (Einstein). Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Roscoe (1952) Br. J. Appl. Phys. 3:267, doi:10.1088/0508-3443/3/8/306; Brinkman (1952) J. Chem. Phys. 20:571.
    """
    viscosity: float = liquid_viscosity * (1.0 - min(max(fraction, 0.0), 0.6)) ** -2.5
    return viscosity


@inlined
def apparent_viscosity(consistency: float, index: float, shear_rate: float, least: float) -> float:
    """Apparent viscosity of a power-law liquid, K γ^(n-1).

    Parameters
    ----------
    consistency : float
        Consistency index K [Pa s^n]; 0.01-10 for A. niger and P. chrysogenum, 10-15 for 15 g/L xanthan.
    index : float
        Flow index n [-], 1 for Newtonian liquids, 0.2-0.8 for mycelia and xanthan.
    shear_rate : float
        Shear rate [1/s]; below 0.01 taken as 0.01 (the law has no end).
    least : float
        Viscosity that shear cannot take away, that of water [Pa s].

    Returns
    -------
    float
        Apparent viscosity [Pa s].

    Notes
    -----
    Confidence: definition.

    References
    ----------
    Ostwald (1929) Kolloid-Z. 47:176; de Waele (1923).
    """
    viscosity: float = consistency * max(shear_rate, _LEAST_SHEAR) ** (index - 1.0)
    return max(viscosity, least)


@inlined
def plastic_viscosity(yield_stress: float, shear_rate: float) -> float:
    """What a yield stress adds to the apparent viscosity, τy/γ (Bingham; Herschel & Bulkley).

    Parameters
    ----------
    yield_stress : float
        Stress below which the broth does not flow [Pa]; 0.2-5000 of pretreated corn stover, 5-17 % solids by mass.
    shear_rate : float
        Shear rate [1/s]; below 0.01 taken as 0.01.

    Returns
    -------
    float
        Share of the apparent viscosity [Pa s].

    Notes
    -----
    Confidence: definition.

    References
    ----------
    Herschel & Bulkley (1926) Kolloid-Z. 39:291, doi:10.1007/BF01432034.
    """
    return yield_stress / max(shear_rate, _LEAST_SHEAR)


@inlined
def cavern_ratio(
    power_number: float, density: float, stirrer_speed: float, impeller_diameter: float, yield_stress: float
) -> float:
    """Diameter over the impeller's of the cavern in which a liquid with a yield stress moves.

    Parameters
    ----------
    power_number : float
        Power number of the impeller [-].
    density : float
        Density [kg/m³].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].
    yield_stress : float
        [Pa]

    Returns
    -------
    float
        Dc/D [-], valid from 1 to where the cavern meets the wall; infinite without a yield stress.

    Notes
    -----
    (Dc/D)³ = 1.36/π² · Np ρ N² D²/τy: a cylinder 0.4 Dc high, at whose surface the torque is the yield stress.
    Outside it the broth stands still. Confidence: recalled; uncertainty 20 %.

    References
    ----------
    Elson, Cheesman & Nienow (1986) Chem. Eng. Sci. 41:2555.
    """
    if yield_stress <= 0.0:
        return math.inf
    tip = max(stirrer_speed, 0.0) * impeller_diameter
    ratio: float = (1.36 / math.pi**2 * power_number * density * tip * tip / yield_stress) ** (1.0 / 3.0)
    return ratio


@inlined
def shear_rate_stirred(stirrer_speed: float, constant: float) -> float:
    """Mean shear rate around an impeller, k N.

    Parameters
    ----------
    stirrer_speed : float
        Stirrer speed [1/s].
    constant : float
        k [-]: Rushton 11.5, pitched blade 11-13, propeller 10, helical ribbon 25-30.

    Returns
    -------
    float
        Shear rate [1/s].

    Notes
    -----
    Found in laminar flow (Re < 10), used beyond for want of better. Confidence: recalled; uncertainty 20 %.

    References
    ----------
    Metzner & Otto (1957) AIChE J. 3:3, doi:10.1002/aic.690030103.
    """
    return constant * max(stirrer_speed, 0.0)


@inlined
def shear_rate_column(gas_velocity: float) -> float:
    """Mean shear rate of a bubble column, 5000 vs.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.04-0.1.

    Returns
    -------
    float
        Shear rate [1/s].

    Notes
    -----
    Confidence: doubtful (1500 vs is used too); uncertainty a factor of 3.

    References
    ----------
    Nishikawa, Kato & Hashimoto (1977) Ind. Eng. Chem. Process Des. Dev. 16:133.
    """
    return 5000.0 * max(gas_velocity, 0.0)

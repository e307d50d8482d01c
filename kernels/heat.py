"""Heat of a vessel: sources, wall and coil, what the coolant can take away.

W, W/m²/K, m², K; oxygen uptake in mol/h as everywhere in the simulator.
"""

from __future__ import annotations

import math

from .gas import GRAVITY
from .jit import inlined

__all__ = [
    "HEAT_PER_OXYGEN",
    "cooling_capacity",
    "evaporation_heat",
    "film_coefficient",
    "gas_expansion_power",
    "log_mean_temperature_difference",
    "overall_coefficient",
    "oxygen_heat",
]

HEAT_PER_OXYGEN = 460.0e3
"""Heat per oxygen respired [J/mol], 4 electrons at 115 kJ; Roels (1983), see `oxygen_heat`."""


@inlined
def overall_coefficient(
    broth_film: float, coolant_film: float, wall_thickness: float, wall_conductivity: float, fouling: float
) -> float:
    """Overall heat transfer coefficient, 1/U = 1/h_b + x/k + 1/h_w + 1/h_f.

    Parameters
    ----------
    broth_film, coolant_film : float
        Film coefficients on both sides [W/m²/K].
    wall_thickness : float
        Thickness of the wall [m].
    wall_conductivity : float
        Conductivity of the wall [W/m/K]; stainless steel 16.
    fouling : float
        Fouling coefficient [W/m²/K]; infinite when clean.

    Returns
    -------
    float
        Overall coefficient [W/m²/K]. Usual: glass jacket 150-250, steel jacket 300-500, coil 500-1000.

    Notes
    -----
    Confidence: definition.
    """
    resistance = 1.0 / broth_film + 1.0 / coolant_film + wall_thickness / wall_conductivity + 1.0 / fouling
    return 1.0 / resistance


@inlined
def film_coefficient(
    factor: float,
    reynolds_exponent: float,
    reynolds_number: float,
    prandtl: float,
    conductivity: float,
    tank_diameter: float,
) -> float:
    """Film coefficient of the stirred broth, h T/k = factor Re^n Pr^0.33.

    Parameters
    ----------
    factor, reynolds_exponent : float
        Jacket: 0.54-0.74 (Rushton), 0.36 (paddle) with 0.67; coil: 0.87 with 0.62.
    reynolds_number : float
        Impeller Reynolds number [-], valid 400-1e6.
    prandtl : float
        Prandtl number of the broth [-].
    conductivity : float
        Heat conductivity of the broth [W/m/K].
    tank_diameter : float
        Tank diameter [m].

    Returns
    -------
    float
        Film coefficient [W/m²/K], at wall viscosity equal to bulk viscosity.

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Chilton, Drew & Jebens (1944) Ind. Eng. Chem. 36:510, doi:10.1021/ie50414a006.
    """
    nusselt: float = factor * max(reynolds_number, 0.0) ** reynolds_exponent * prandtl ** (1.0 / 3.0)
    return nusselt * conductivity / tank_diameter


@inlined
def log_mean_temperature_difference(broth_temperature: float, coolant_in: float, coolant_out: float) -> float:
    """Logarithmic mean difference between a well-mixed broth and its coolant.

    Parameters
    ----------
    broth_temperature, coolant_in, coolant_out : float
        Temperatures [K] (any one scale does).

    Returns
    -------
    float
        Mean difference [K]; 0 when the coolant would pass the broth's temperature.

    Notes
    -----
    Confidence: definition.
    """
    entry = broth_temperature - coolant_in
    out = broth_temperature - coolant_out
    if entry * out <= 0.0:
        return 0.0
    if abs(entry - out) < 1.0e-6 * abs(entry):
        return 0.5 * (entry + out)
    return (entry - out) / math.log(entry / out)


@inlined
def cooling_capacity(
    overall_coefficient: float,
    area: float,
    broth_temperature: float,
    coolant_in: float,
    coolant_heat_rate: float,
) -> float:
    """Heat that jacket or coil can take from a well-mixed broth.

    Parameters
    ----------
    overall_coefficient : float
        Overall coefficient U [W/m²/K].
    area : float
        Transfer area wetted by the broth [m²].
    broth_temperature, coolant_in : float
        Temperatures of broth and entering coolant [K].
    coolant_heat_rate : float
        Mass flow times heat capacity of the coolant [W/K]; infinite for a coolant that does not warm up.

    Returns
    -------
    float
        Heat removed [W]; negative when the coolant is the warmer.

    Notes
    -----
    C (Tb - Tin) (1 - exp(-U A/C)), the log-mean law solved for the outlet. Confidence: definition.

    References
    ----------
    Doran (2013) Bioprocess Engineering Principles, 2nd ed., ch. 9, Academic Press.
    """
    difference = broth_temperature - coolant_in
    conductance = overall_coefficient * area
    if coolant_heat_rate <= 0.0 or conductance <= 0.0:
        return 0.0
    if conductance < 1.0e-9 * coolant_heat_rate:
        return conductance * difference
    return -coolant_heat_rate * math.expm1(-conductance / coolant_heat_rate) * difference


@inlined
def oxygen_heat(oxygen_uptake: float) -> float:
    """Metabolic heat estimated from oxygen uptake, a check on the heat of the actual fluxes.

    Parameters
    ----------
    oxygen_uptake : float
        Oxygen uptake [mol/h] (or per m³).

    Returns
    -------
    float
        Heat [W] (or per m³); 100 mol/m³/h give 12.8 kW/m³.

    Notes
    -----
    460 kJ/mol, usual range 430-490. Confidence: checked; aerobic growth only.

    References
    ----------
    Roels (1983) Energetics and Kinetics in Biotechnology, Elsevier. Cooney, Wang & Mateles (1969) Biotechnol.
    Bioeng. 11:269, measured 502 kJ/mol.
    """
    return HEAT_PER_OXYGEN * oxygen_uptake / 3600.0


@inlined
def evaporation_heat(water_flow: float, temperature: float) -> float:
    """Heat carried off by evaporating water.

    Parameters
    ----------
    water_flow : float
        Water evaporated [mol/h].
    temperature : float
        Temperature [K], valid 273-373 K.

    Returns
    -------
    float
        Heat [W].

    Notes
    -----
    Latent heat 2501 - 2.361 t kJ/kg (t in °C), 2430 at 30 °C. Confidence: checked; uncertainty 0.3 %.

    References
    ----------
    Linear fit of the steam table; 2430.7 kJ/kg at 30 °C in Doran (2013), table C.
    """
    latent = 2501.0e3 - 2361.0 * (temperature - 273.15)
    return latent * 0.01801528 * water_flow / 3600.0


@inlined
def gas_expansion_power(density: float, gas_velocity: float) -> float:
    """Power per volume that rising gas gives to the liquid, ρ g vs.

    Parameters
    ----------
    density : float
        Density of the liquid [kg/m³].
    gas_velocity : float
        Superficial gas velocity at the mean pressure [m/s].

    Returns
    -------
    float
        Power per volume [W/m³]; 981 W/m³ at 0.1 m/s.

    Notes
    -----
    The power stirrers of airlift and bubble columns run on. Confidence: definition.
    """
    return density * GRAVITY * gas_velocity

"""The gas in the vessel: flows, velocities, local pressure, hold-up.

Pressures in bar (absolute), temperatures in K. Flows are per any time (per second in, per second out), except
where a velocity is asked for.
"""

from __future__ import annotations

from .jit import inlined
from .laws import powers

__all__ = [
    "GAS_CONSTANT",
    "GRAVITY",
    "STANDARD_MOLAR_VOLUME",
    "actual_flow",
    "holdup_kudrewizki",
    "holdup_stirred",
    "hydrostatic_pressure",
    "mean_pressure",
    "standard_molar_flow",
    "superficial_velocity",
]

GAS_CONSTANT = 8.314462618e-5  # m³ bar/mol/K
GRAVITY = 9.80665  # m/s²
STANDARD_MOLAR_VOLUME = GAS_CONSTANT * 273.15 / 1.01325  # m³/mol at 0 °C and 1.01325 bar


@inlined
def standard_molar_flow(flow: float) -> float:
    """Molar flow of a gas whose volume flow is given at standard conditions.

    Parameters
    ----------
    flow : float
        Volume flow at 0 °C and 1.01325 bar, dry [m³ per unit of time].

    Returns
    -------
    float
        Molar flow [mol per the same unit of time]; 44.615 mol/m³.

    Notes
    -----
    Confidence: definition (DIN 1343).
    """
    return flow / STANDARD_MOLAR_VOLUME


@inlined
def actual_flow(molar_flow: float, temperature: float, pressure: float) -> float:
    """Volume flow of an ideal gas where it is.

    Parameters
    ----------
    molar_flow : float
        Molar flow [mol per unit of time].
    temperature : float
        Temperature [K].
    pressure : float
        Pressure [bar absolute], > 0.

    Returns
    -------
    float
        Volume flow [m³ per the same unit of time].

    Notes
    -----
    Confidence: definition.
    """
    return molar_flow * GAS_CONSTANT * temperature / pressure


@inlined
def superficial_velocity(molar_flow: float, temperature: float, pressure: float, area: float) -> float:
    """Superficial gas velocity at local temperature and pressure.

    Parameters
    ----------
    molar_flow : float
        Molar flow of gas [mol/s] (per second, unlike most flows of the simulator).
    temperature : float
        Temperature [K].
    pressure : float
        Local pressure [bar absolute], > 0.
    area : float
        Cross-section of the vessel [m²], > 0.

    Returns
    -------
    float
        Gas velocity [m/s].

    Notes
    -----
    Confidence: definition.
    """
    return actual_flow(molar_flow, temperature, pressure) / area


@inlined
def hydrostatic_pressure(head_pressure: float, density: float, depth: float, gas_holdup: float) -> float:
    """Pressure below the surface of an aerated liquid.

    Parameters
    ----------
    head_pressure : float
        Pressure of the headspace [bar absolute].
    density : float
        Density of the liquid [kg/m³].
    depth : float
        Depth below the surface of the dispersion [m]; with `gas_holdup` 0, below that of the clear liquid.
    gas_holdup : float
        Gas volume fraction [-], 0-1.

    Returns
    -------
    float
        Local pressure [bar absolute]; 10 m of water add 0.98 bar.

    Notes
    -----
    Confidence: definition.
    """
    return head_pressure + 1.0e-5 * density * GRAVITY * depth * (1.0 - gas_holdup)


@inlined
def mean_pressure(head_pressure: float, density: float, liquid_height: float) -> float:
    """Pressure halfway down the liquid.

    Parameters
    ----------
    head_pressure : float
        Pressure of the headspace [bar absolute].
    density : float
        Density of the liquid [kg/m³].
    liquid_height : float
        Height of the clear (ungassed) liquid [m].

    Returns
    -------
    float
        Arithmetic mean of surface and bottom pressure [bar absolute].

    Notes
    -----
    Hold-up lifts the surface and thins the dispersion by the same factor, so it drops out. Confidence:
    definition.
    """
    return hydrostatic_pressure(head_pressure, density, 0.5 * liquid_height, 0.0)


@inlined
def holdup_stirred(power_per_volume: float, gas_velocity: float) -> float:
    """Gas hold-up of a stirred tank with a coalescing liquid.

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³].
    gas_velocity : float
        Superficial gas velocity [m/s].

    Returns
    -------
    float
        Gas volume fraction of the dispersion [-], at most 0.5.

    Notes
    -----
    0.13 (Pg/V)^(1/3) vs^(2/3). Confidence: recalled, range not known; uncertainty 40 %. Capped at 0.5, where
    no dispersion of this kind exists.

    References
    ----------
    van 't Riet & Tramper (1991) Basic Bioreactor Design, Dekker, New York.
    """
    holdup = 0.13 * powers(power_per_volume, 1.0 / 3.0, gas_velocity, 2.0 / 3.0)
    return min(holdup, 0.5)


@inlined
def holdup_kudrewizki(
    gas_velocity: float,
    stirrer_speed: float,
    impeller_diameter: float,
    density: float,
    gas_density: float,
    surface_tension: float,
) -> float:
    """Gas hold-up of a stirred tank from drift of bubbles in isotropic turbulence.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Diameter [m]; some printings write the tank's instead.
    density, gas_density : float
        Densities of liquid and gas [kg/m³].
    surface_tension : float
        Surface tension [N/m].

    Returns
    -------
    float
        Gas volume fraction of the dispersion [-].

    Notes
    -----
    Confidence: doubtful (impeller or tank diameter), range not known; uncertainty 40 %.

    References
    ----------
    Kudrewizki (1982); Garcia-Ochoa & Gomez (2004) Chem. Eng. Sci. 59:2489.
    """
    ratio: float = (
        0.819
        * max(gas_velocity, 0.0) ** (2.0 / 3.0)
        * max(stirrer_speed, 0.0) ** 0.4
        * impeller_diameter ** (4.0 / 15.0)
        * GRAVITY ** (-1.0 / 3.0)
        * (density / surface_tension) ** 0.2
        * (density / (density - gas_density))
        * (density / gas_density) ** (-1.0 / 15.0)
    )
    return ratio / (1.0 + ratio)

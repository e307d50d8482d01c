"""Mixing time and circulation of stirred tanks.

SI units as in the literature. Mixing times are to 95 % homogeneity unless said otherwise. Gas changes the
mixing time by at most ±30 % at the same gassed power (Vrábel et al. 1999), so pass gassed power numbers.
"""

from __future__ import annotations

import math

from .impeller import reynolds
from .jit import inlined

__all__ = [
    "TURBULENT",
    "circulation_time",
    "mixing_time",
    "mixing_time_cooke",
    "mixing_time_doran",
    "mixing_time_grenville",
    "mixing_time_ruszkowski",
    "other_homogeneity",
    "turbulence_lost",
]

TURBULENT = 6370.0
"""Np^(1/3) Re above which mixing is turbulent (Grenville & Nienow 2004)."""


@inlined
def other_homogeneity(mixing_time: float, homogeneity: float, wanted: float) -> float:
    """Mixing time to another homogeneity; inhomogeneity decays exponentially.

    Parameters
    ----------
    mixing_time : float
        Mixing time to `homogeneity` [s].
    homogeneity, wanted : float
        Degrees of homogeneity [-], 0-1, for example 0.90 and 0.95.

    Returns
    -------
    float
        Mixing time to `wanted` [s]; 90 → 95 % multiplies by ln 20/ln 10 = 1.30.

    Notes
    -----
    Confidence: definition.
    """
    return mixing_time * math.log(1.0 - wanted) / math.log(1.0 - homogeneity)


@inlined
def mixing_time_grenville(
    power_number: float,
    stirrer_speed: float,
    impeller_diameter: float,
    tank_diameter: float,
    liquid_height: float,
    density: float,
    viscosity: float,
) -> float:
    """Mixing time (95 %) of a tank with one impeller, turbulent or transitional.

    Parameters
    ----------
    power_number : float
        Power number [-].
    stirrer_speed : float
        Stirrer speed [1/s], > 0.
    impeller_diameter, tank_diameter : float
        Diameters [m], D/T valid 0.33-0.5.
    liquid_height : float
        Liquid height [m], valid for H about T.
    density : float
        Density [kg/m³].
    viscosity : float
        Dynamic viscosity [Pa s].

    Returns
    -------
    float
        Mixing time to 95 % [s].

    Notes
    -----
    θ = 5.2 T^1.5 H^0.5/(Np^(1/3) N D²) above Np^(1/3) Re = 6370; below, Np^(1/3) Re Fo^0.5 = 183 with
    Fo = µ θ/(ρ T^1.5 H^0.5). Laminar flow takes longer. Confidence: checked; uncertainty 20 %.

    References
    ----------
    Grenville & Nienow (2004) in Paul, Atiemo-Obeng & Kresta (eds), Handbook of Industrial Mixing, ch. 9,
    doi:10.1002/0471451452.
    """
    number = reynolds(density, stirrer_speed, impeller_diameter, viscosity)
    strength = power_number ** (1.0 / 3.0) * number
    fourier = 5.2 / strength if strength >= TURBULENT else (183.0 / strength) ** 2
    time: float = fourier * density * tank_diameter**1.5 * math.sqrt(liquid_height) / viscosity
    return time


@inlined
def mixing_time_ruszkowski(tank_diameter: float, dissipation: float, diameter_ratio: float) -> float:
    """Mixing time (95 %) from the power, any impeller, turbulent.

    Parameters
    ----------
    tank_diameter : float
        Tank diameter [m].
    dissipation : float
        Mean power per mass of liquid [W/kg], > 0.
    diameter_ratio : float
        Impeller over tank diameter [-], valid 0.33-0.5.

    Returns
    -------
    float
        Mixing time to 95 % [s].

    Notes
    -----
    5.9 T^(2/3) ε^(-1/3) (D/T)^(-1/3), liquid as high as wide. Confidence: recalled; uncertainty 20 %.

    References
    ----------
    Ruszkowski (1994) Proc. 8th Eur. Conf. Mixing, 283; Nienow (1997) Chem. Eng. Sci. 52:2557,
    doi:10.1016/S0009-2509(97)00072-9.
    """
    time: float = 5.9 * tank_diameter ** (2.0 / 3.0) * (dissipation * diameter_ratio) ** (-1.0 / 3.0)
    return time


@inlined
def mixing_time_cooke(
    power_number: float, stirrer_speed: float, impeller_diameter: float, liquid_height: float
) -> float:
    """Mixing time (90 %) of a tall tank with several Rushton impellers, turbulent.

    Parameters
    ----------
    power_number : float
        Power number of a single impeller [-].
    stirrer_speed : float
        Stirrer speed [1/s], > 0.
    impeller_diameter : float
        Impeller diameter [m].
    liquid_height : float
        Liquid height [m], valid for 1 < H/T ≤ 3.

    Returns
    -------
    float
        Mixing time to 90 % [s].

    Notes
    -----
    N θ90 = 3.3 Np^(-1/3) (H/D)^2.43. Confidence: recalled, and at H = T = 3 D within 30 % of Grenville;
    uncertainty 30 %.

    References
    ----------
    Cooke, Middleton & Bush (1988) Proc. 2nd Int. Conf. Bioreactor Fluid Dynamics, Cambridge, 37-64.
    """
    slenderness = liquid_height / impeller_diameter
    time: float = 3.3 * power_number ** (-1.0 / 3.0) * slenderness**2.43 / stirrer_speed
    return time


@inlined
def mixing_time_doran(liquid_volume: float, stirrer_speed: float, impeller_diameter: float) -> float:
    """Mixing time of a tank with one Rushton impeller, 1.54 V/(N D³).

    Parameters
    ----------
    liquid_volume : float
        Liquid volume [m³], liquid as high as wide.
    stirrer_speed : float
        Stirrer speed [1/s], > 0.
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Mixing time [s].

    Notes
    -----
    For Re > 5e3. Confidence: recalled, worked example agrees; uncertainty 30 %.

    References
    ----------
    Doran (2013) Bioprocess Engineering Principles, 2nd ed., ch. 8, Academic Press.
    """
    return 1.54 * liquid_volume / (stirrer_speed * impeller_diameter**3)


@inlined
def turbulence_lost(power_number: float, reynolds_number: float) -> float:
    """How many times more slowly a stirrer mixes below turbulence, 6370/(Np^(1/3) Re).

    Parameters
    ----------
    power_number : float
        Power number of one impeller, turbulent [-], > 0.
    reynolds_number : float
        Reynolds number of the stirrer [-], > 0.

    Returns
    -------
    float
        1 and more [-]: what `mixing_time_grenville` has between its two branches.

    Notes
    -----
    Found with single impellers between Re 200 and 10 000. Confidence: checked; uncertainty 20 %.

    References
    ----------
    Grenville & Nienow (2004), see `mixing_time_grenville`.
    """
    slower: float = TURBULENT / (power_number ** (1.0 / 3.0) * reynolds_number)
    return max(1.0, slower)


@inlined
def mixing_time(
    power_number: float,
    impeller_count: float,
    stirrer_speed: float,
    impeller_diameter: float,
    tank_diameter: float,
    liquid_height: float,
    density: float,
    viscosity: float,
) -> float:
    """Mixing time (95 %) of a stirred vessel, by the correlation that fits its shape.

    Parameters
    ----------
    power_number : float
        Power number of one impeller [-], gassed if gas flows.
    impeller_count : float
        Submerged impellers [-].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter, tank_diameter, liquid_height : float
        Diameters and clear liquid height [m], H/T valid 0.5-3.
    density : float
        Density [kg/m³].
    viscosity : float
        Dynamic viscosity [Pa s].

    Returns
    -------
    float
        Mixing time to 95 % [s]; infinite without stirring.

    Notes
    -----
    One impeller, H ≤ 1.2 T: Grenville. Several, H ≤ 1.2 T: Ruszkowski on their total power. Taller: Cooke,
    but never faster than the former; both are turbulent, and longer below Np^(1/3) Re = 6370 in proportion to what
    it is less, as Grenville's. Confidence: that of the weakest, recalled; uncertainty 30 %.

    References
    ----------
    See `mixing_time_grenville`, `mixing_time_ruszkowski`, `mixing_time_cooke`.
    """
    if stirrer_speed <= 0.0 or impeller_count <= 0.0 or power_number <= 0.0 or liquid_height <= 0.0:
        return math.inf
    slowdown = turbulence_lost(power_number, reynolds(density, stirrer_speed, impeller_diameter, viscosity))
    if impeller_count < 1.5:
        squat = mixing_time_grenville(
            power_number, stirrer_speed, impeller_diameter, tank_diameter, liquid_height, density, viscosity
        )
    else:
        volume = 0.25 * math.pi * tank_diameter * tank_diameter * liquid_height
        dissipation = impeller_count * power_number * stirrer_speed**3 * impeller_diameter**5 / volume
        squat = mixing_time_ruszkowski(tank_diameter, dissipation, impeller_diameter / tank_diameter)
        squat *= slowdown
    if liquid_height <= 1.2 * tank_diameter:
        return squat
    tall = mixing_time_cooke(power_number, stirrer_speed, impeller_diameter, liquid_height)
    slowest: float = max(slowdown * other_homogeneity(tall, 0.90, 0.95), squat)
    return slowest


@inlined
def circulation_time(
    liquid_volume: float,
    impeller_count: float,
    flow_number: float,
    stirrer_speed: float,
    impeller_diameter: float,
) -> float:
    """Circulation time of one impeller's stage, V/(n Fl N D³).

    Parameters
    ----------
    liquid_volume : float
        Liquid volume [m³].
    impeller_count : float
        Submerged impellers, one stage each [-].
    flow_number : float
        Pumping flow number of the impeller [-], 0.72-0.75 for a Rushton.
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Circulation time [s]; infinite without stirring.

    Notes
    -----
    The time in which the impeller discharges its stage's volume once. Entrained liquid circulates two to four
    times as much, so loops are that much shorter. Confidence: definition.

    References
    ----------
    Revill (1982) Proc. 4th Eur. Conf. Mixing, Noordwijkerhout, 11-24 (flow numbers).
    """
    pumped = impeller_count * flow_number * stirrer_speed * impeller_diameter**3
    return liquid_volume / pumped if pumped > 0.0 else math.inf

"""Oxygen transfer without a stirrer's power: wells, shaken cylinders, and bubbles rising through quiet cell culture.

SI inputs; kLa in 1/h. Doig et al. (2005) for microwells is left out: two of its exponents could not be confirmed.
"""

from __future__ import annotations

import math

from .gas import GRAVITY
from .jit import inlined

__all__ = [
    "bubble_velocity",
    "critical_shaking_speed",
    "kla_bubbles",
    "kla_round_well",
    "kla_shaken_cylinder",
    "tilted_surface",
]

_HOUR = 3600.0  # s
_WELL = 0.2  # m/h, liquid film of round wells
_RIGID = 0.0025  # m: bubbles smaller than this behave as rigid spheres in media with protein


@inlined
def kla_round_well(specific_area: float) -> float:
    """Oxygen kLa of a shaken round well (96 per plate), kL a with kL 0.2 m/h at every shaking intensity.

    Parameters
    ----------
    specific_area : float
        Surface of the liquid per volume while shaken [1/m]; at rest one over the height of the liquid, up to three
        times as much when shaken hard. Below a critical speed the surface tension keeps it at rest.

    Returns
    -------
    float
        kLa of oxygen [1/h]; 34 for 0.2 mL at rest in a well 6.6 mm wide.

    Notes
    -----
    Square wells transfer more, their corners act as baffles: a deep well plate (96, 0.75 mL, 300 1/min, 50 mm) gave
    35-40 mmol/L/h (Duetz et al. 2000). Confidence: checked (abstract); uncertainty 30 %.

    References
    ----------
    Hermann, Lehmann & Büchs (2003) Biotechnol. Bioeng. 81:178, doi:10.1002/bit.10456; Duetz et al. (2000) Appl.
    Environ. Microbiol. 66:2641, doi:10.1128/AEM.66.6.2641-2646.2000.
    """
    return _WELL * max(specific_area, 0.0)


@inlined
def critical_shaking_speed(
    well_diameter: float, filling_volume: float, shaking_diameter: float, density: float, surface_tension: float
) -> float:
    """Shaking frequency below which surface tension keeps the liquid of a well at rest, (σ d/(4 π V ρ d0))^0.5.

    Parameters
    ----------
    well_diameter : float
        [m]
    filling_volume : float
        [m³]
    shaking_diameter : float
        Throw [m].
    density, surface_tension : float
        Of the liquid [kg/m³], [N/m].

    Returns
    -------
    float
        [1/s]

    Notes
    -----
    Confidence: recalled; uncertainty 20 %.

    References
    ----------
    Hermann, Lehmann & Büchs (2003) Biotechnol. Bioeng. 81:178, doi:10.1002/bit.10456.
    """
    return math.sqrt(surface_tension * well_diameter / (4.0 * math.pi * filling_volume * density * shaking_diameter))


@inlined
def tilted_surface(area: float, shaking_speed: float, shaking_diameter: float, critical_speed: float) -> float:
    """Surface of the liquid in an upright, orbitally shaken cylinder.

    Parameters
    ----------
    area : float
        Cross-section [m²].
    shaking_speed : float
        [1/s]
    shaking_diameter : float
        [m]
    critical_speed : float
        Below it surface tension keeps the liquid at rest [1/s], from `critical_shaking_speed`.

    Returns
    -------
    float
        [m²], at most three times the cross-section.

    Notes
    -----
    Every point of a cylinder that is carried round without turning has the same acceleration, a = 2 π² n² d0; the
    surface is therefore a plane at the angle of a/g, as long as it meets neither bottom nor rim, and
    sqrt(1 + (a/g)²) times the cross-section. Confidence: definition; the limit of three is measured (Hermann et al.).

    References
    ----------
    Hermann, Lehmann & Büchs (2003) Biotechnol. Bioeng. 81:178, doi:10.1002/bit.10456.
    """
    if shaking_speed < critical_speed:
        return area
    tilt = 2.0 * math.pi * math.pi * shaking_speed * shaking_speed * shaking_diameter / GRAVITY
    return area * min(math.sqrt(1.0 + tilt * tilt), 3.0)


@inlined
def kla_shaken_cylinder(
    shaking_speed: float,
    shaking_diameter: float,
    vessel_diameter: float,
    filling_volume: float,
    diffusivity: float,
    kinematic_viscosity: float,
) -> float:
    """Oxygen kLa of an orbitally shaken cylinder, 0.5 d^(73/36) n d0^(1/4) V^(-8/9) D^(1/2) ν^(-13/54) g^(-7/54).

    Parameters
    ----------
    shaking_speed : float
        Shaking frequency [1/s].
    shaking_diameter : float
        Throw [m].
    vessel_diameter : float
        Inner diameter [m].
    filling_volume : float
        Liquid [m³], vessels of 0.002-0.2 m³.
    diffusivity : float
        Of oxygen [m²/s].
    kinematic_viscosity : float
        [m²/s].

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Confidence: recalled (and its dimensions come out right, to which seven exponents must conspire); uncertainty 30 %.

    References
    ----------
    Klöckner et al. (2013) J. Biol. Eng. 7:28, doi:10.1186/1754-1611-7-28.
    """
    rate: float = (
        0.5
        * vessel_diameter ** (73.0 / 36.0)
        * max(shaking_speed, 0.0)
        * shaking_diameter**0.25
        * filling_volume ** (-8.0 / 9.0)
        * math.sqrt(diffusivity)
        * kinematic_viscosity ** (-13.0 / 54.0)
        * GRAVITY ** (-7.0 / 54.0)
    )
    return _HOUR * rate


@inlined
def bubble_velocity(bubble_diameter: float, density: float, viscosity: float, surface_tension: float) -> float:
    """Rise of a single bubble: rigid while small, a wave when large, whichever is the slower.

    Parameters
    ----------
    bubble_diameter : float
        [m], valid 0.0001-0.02.
    density, viscosity, surface_tension : float
        Of the liquid [kg/m³], [Pa s], [N/m].

    Returns
    -------
    float
        Velocity [m/s]; 0.20-0.25 for 2-6 mm in water.

    Notes
    -----
    Rigid sphere Re = Ar/(18 + 0.61 Ar^0.5); large (2 σ/(ρ d) + g d/2)^0.5. Confidence: checked; uncertainty 15 %.

    References
    ----------
    Mendelson (1967) AIChE J. 13:250, doi:10.1002/aic.690130213; rigid spheres: Darby & Chhabra (2017) Chemical
    Engineering Fluid Mechanics, 3rd ed., CRC Press.
    """
    archimedes = GRAVITY * bubble_diameter**3 * (density / viscosity) ** 2
    rigid = archimedes / (18.0 + 0.61 * math.sqrt(archimedes)) * viscosity / (density * bubble_diameter)
    wave = math.sqrt(2.0 * surface_tension / (density * bubble_diameter) + 0.5 * GRAVITY * bubble_diameter)
    return min(rigid, wave)


@inlined
def kla_bubbles(
    gas_velocity: float,
    bubble_diameter: float,
    diffusivity: float,
    density: float,
    viscosity: float,
    surface_tension: float,
) -> float:
    """Oxygen kLa of a sparged vessel whose stirrer does not break the bubbles: cell culture at 10-50 W/m³.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid below 0.005.
    bubble_diameter : float
        As the sparger makes them [m]: 0.0005-0.002 sintered, 0.004-0.007 drilled holes.
    diffusivity : float
        Of oxygen [m²/s].
    density, viscosity, surface_tension : float
        Of the liquid [kg/m³], [Pa s], [N/m].

    Returns
    -------
    float
        kLa [1/h], 1-15 in use.

    Notes
    -----
    a = 6 vs/(u d) with the rise u of single bubbles; kL by Frössling for rigid bubbles below 2.5 mm,
    0.6 D^(2/3) ν^(-1/6) (u/d)^(1/2), by Higbie above, 2 (D u/(π d))^(1/2). Confidence: recalled; uncertainty 50 %,
    mostly the size of the bubbles.

    References
    ----------
    Higbie (1935) Trans. AIChE 31:365; Frössling (1938) Gerlands Beitr. Geophys. 52:170; as used by Garcia-Ochoa & Gomez
    (2009) Biotechnol. Adv. 27:153, doi:10.1016/j.biotechadv.2008.10.006.
    """
    rise = bubble_velocity(bubble_diameter, density, viscosity, surface_tension)
    area = 6.0 * max(gas_velocity, 0.0) / (rise * bubble_diameter)
    if bubble_diameter < _RIGID:
        film: float = (
            0.6 * diffusivity ** (2.0 / 3.0) * (viscosity / density) ** (-1.0 / 6.0) * math.sqrt(rise / bubble_diameter)
        )
    else:
        film = 2.0 * math.sqrt(diffusivity * rise / (math.pi * bubble_diameter))
    return _HOUR * film * area

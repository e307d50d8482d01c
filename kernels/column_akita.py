"""Bubble columns after Akita & Yoshida: hold-up and transfer with the properties of the liquid. SI; kLa in 1/h."""

from __future__ import annotations

import math

from .gas import GRAVITY
from .jit import inlined

__all__ = ["holdup_akita_yoshida", "kla_akita_yoshida"]

_HOUR = 3600.0  # s
_WIDEST = 0.6  # m, a column is not counted wider
_STEPS = 40


@inlined
def holdup_akita_yoshida(
    gas_velocity: float, tank_diameter: float, density: float, viscosity: float, surface_tension: float
) -> float:
    """Gas hold-up of a bubble column, ε/(1 - ε)^4 = 0.20 Bo^(1/8) Ga^(1/12) Fr.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.005-0.33.
    tank_diameter : float
        Column diameter [m], valid 0.15-0.6, counted as 0.6 above.
    density : float
        Of the liquid [kg/m³], valid 790-1600.
    viscosity : float
        Of the liquid [Pa s], valid 0.0006-0.021.
    surface_tension : float
        [N/m], valid 0.022-0.079.

    Returns
    -------
    float
        Gas volume fraction [-].

    Notes
    -----
    Bo = g T² ρ/σ, Ga = g T³/ν², Fr = vs/(g T)^0.5; pure liquids, 0.25 instead of 0.20 with electrolytes.
    Confidence: recalled; uncertainty 20 %.

    References
    ----------
    Akita & Yoshida (1973) Ind. Eng. Chem. Process Des. Dev. 12:76, doi:10.1021/i260045a015.
    """
    width = min(tank_diameter, _WIDEST)
    bond = GRAVITY * width * width * density / surface_tension
    galilei = GRAVITY * width**3 * (density / viscosity) ** 2
    ratio: float = 0.20 * bond**0.125 * galilei ** (1.0 / 12.0) * max(gas_velocity, 0.0) / math.sqrt(GRAVITY * width)
    low, high = 0.0, 1.0
    for _ in range(_STEPS):  # bisection: the left side rises from 0 to infinity
        middle = 0.5 * (low + high)
        if middle > ratio * (1.0 - middle) ** 4:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high) if ratio > 0.0 else 0.0


@inlined
def kla_akita_yoshida(
    gas_velocity: float,
    tank_diameter: float,
    density: float,
    viscosity: float,
    surface_tension: float,
    diffusivity: float,
) -> float:
    """Gas kLa of a bubble column, kLa T²/D = 0.6 Sc^0.5 Bo^0.62 Ga^0.31 ε^1.1.

    Parameters
    ----------
    gas_velocity, tank_diameter, density, viscosity, surface_tension : float
        As in `holdup_akita_yoshida`, with its ranges.
    diffusivity : float
        Of the gas in the liquid [m²/s].

    Returns
    -------
    float
        kLa [1/h].

    Notes
    -----
    Confidence: checked (constants in open code, whose Galilei number wants µ²); uncertainty 30 %.

    References
    ----------
    Akita & Yoshida (1973) Ind. Eng. Chem. Process Des. Dev. 12:76, doi:10.1021/i260045a015.
    """
    width = min(tank_diameter, _WIDEST)
    kinematic = viscosity / density
    bond = GRAVITY * width * width * density / surface_tension
    galilei = GRAVITY * width**3 / (kinematic * kinematic)
    holdup = holdup_akita_yoshida(gas_velocity, tank_diameter, density, viscosity, surface_tension)
    sherwood: float = 0.6 * math.sqrt(kinematic / diffusivity) * bond**0.62 * galilei**0.31 * holdup**1.1
    return _HOUR * sherwood * diffusivity / (width * width)

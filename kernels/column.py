"""Bubble columns: hold-up, oxygen transfer, circulation, mixing.

SI units as in the literature; kLa comes out in 1/h. Gas velocities are at the mean pressure of the column.
"""

from __future__ import annotations

from .gas import GRAVITY
from .jit import inlined

__all__ = [
    "circulation_velocity_column",
    "holdup_column",
    "holdup_column_homogeneous",
    "kla_dewes_schumpe",
    "kla_heijnen_column",
    "mixing_time_column",
]

_HOUR = 3600.0  # s


@inlined
def holdup_column(gas_velocity: float) -> float:
    """Gas hold-up of a bubble column in the heterogeneous regime, coalescing liquid.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.04-0.5.

    Returns
    -------
    float
        Gas volume fraction [-].

    Notes
    -----
    0.6 vs^0.7. Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Heijnen & van 't Riet (1984) Chem. Eng. J. 28:B21, doi:10.1016/0300-9467(84)85025-X.
    """
    holdup: float = 0.6 * max(gas_velocity, 0.0) ** 0.7
    return min(holdup, 0.9)


@inlined
def holdup_column_homogeneous(gas_velocity: float) -> float:
    """Gas hold-up of a bubble column in the homogeneous regime.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid below 0.04.

    Returns
    -------
    float
        Gas volume fraction [-]; 4 vs, the bubbles rising at 0.25 m/s.

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Heijnen & van 't Riet (1984) Chem. Eng. J. 28:B21, doi:10.1016/0300-9467(84)85025-X.
    """
    return min(4.0 * max(gas_velocity, 0.0), 0.9)


@inlined
def kla_heijnen_column(gas_velocity: float) -> float:
    """Oxygen kLa of a bubble column, heterogeneous, coalescing, 20 °C: 0.32 vs^0.7 [1/s].

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity at the mean pressure [m/s], valid 0.04-0.5.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Confidence: checked; uncertainty 30 %.

    References
    ----------
    Heijnen & van 't Riet (1984) Chem. Eng. J. 28:B21, doi:10.1016/0300-9467(84)85025-X.
    """
    rate: float = _HOUR * 0.32 * max(gas_velocity, 0.0) ** 0.7
    return rate


@inlined
def kla_dewes_schumpe(gas_velocity: float, viscosity: float, gas_density: float) -> float:
    """Oxygen kLa of a bubble column 0.115 m wide: vs^0.90 µ^-0.55 ρG^0.46 (µ in mPa s) [1/s].

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.01-0.08.
    viscosity : float
        Dynamic viscosity of the liquid [Pa s], valid 0.001 35-0.583.
    gas_density : float
        Density of the gas [kg/m³], valid 0.4-18.8.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Not for tanks: one column, 1.37 m high. Confidence: checked; uncertainty 30 %.

    References
    ----------
    Dewes & Schumpe (1997) Chem. Eng. Sci. 52:4105, doi:10.1016/S0009-2509(97)00252-2.
    """
    rate: float = _HOUR * max(gas_velocity, 0.0) ** 0.90 * (1000.0 * viscosity) ** -0.55 * gas_density**0.46
    return rate


@inlined
def circulation_velocity_column(tank_diameter: float, gas_velocity: float) -> float:
    """Liquid circulation velocity of a bubble column, 0.9 (g T vs)^(1/3).

    Parameters
    ----------
    tank_diameter : float
        Column diameter [m].
    gas_velocity : float
        Superficial gas velocity [m/s].

    Returns
    -------
    float
        Velocity on the axis [m/s].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Heijnen & van 't Riet (1984) Chem. Eng. J. 28:B21, doi:10.1016/0300-9467(84)85025-X.
    """
    velocity: float = 0.9 * (GRAVITY * tank_diameter * max(gas_velocity, 0.0)) ** (1.0 / 3.0)
    return velocity


@inlined
def mixing_time_column(tank_diameter: float, liquid_height: float, gas_velocity: float) -> float:
    """Mixing time of a bubble column, 11 (H/T) (g vs/T²)^(-1/3).

    Parameters
    ----------
    tank_diameter, liquid_height : float
        Column diameter and liquid height [m], H/T valid 1-3.
    gas_velocity : float
        Superficial gas velocity [m/s], > 0.

    Returns
    -------
    float
        Mixing time [s].

    Notes
    -----
    Confidence: recalled; uncertainty 40 %.

    References
    ----------
    Heijnen & van 't Riet (1984) Chem. Eng. J. 28:B21, doi:10.1016/0300-9467(84)85025-X.
    """
    drive: float = (GRAVITY * gas_velocity / (tank_diameter * tank_diameter)) ** (1.0 / 3.0)
    return 11.0 * (liquid_height / tank_diameter) / drive

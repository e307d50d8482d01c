"""The dimensionless numbers of a stirrer, its tip speed, and when gas floods it.

SI units as in the literature: 1/s, m, kg/m³, Pa s, m³/s.
"""

from __future__ import annotations

import math

from .gas import GRAVITY
from .jit import inlined

__all__ = [
    "dispersion_flow_number",
    "flooding_flow_number",
    "froude",
    "gas_flow_number",
    "reynolds",
    "tip_speed",
]


@inlined
def reynolds(density: float, stirrer_speed: float, impeller_diameter: float, viscosity: float) -> float:
    """Impeller Reynolds number ρ N D²/µ; turbulent above 1e4 in a baffled tank.

    Parameters
    ----------
    density : float
        Density of the liquid [kg/m³].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].
    viscosity : float
        Dynamic viscosity [Pa s].

    Returns
    -------
    float
        Reynolds number [-].

    Notes
    -----
    Confidence: definition.
    """
    return density * stirrer_speed * impeller_diameter * impeller_diameter / viscosity


@inlined
def froude(stirrer_speed: float, impeller_diameter: float) -> float:
    """Impeller Froude number N² D/g.

    Parameters
    ----------
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Froude number [-].

    Notes
    -----
    Confidence: definition.
    """
    return stirrer_speed * stirrer_speed * impeller_diameter / GRAVITY


@inlined
def tip_speed(stirrer_speed: float, impeller_diameter: float) -> float:
    """Speed of the impeller's tip, π N D.

    Parameters
    ----------
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Tip speed [m/s].

    Notes
    -----
    Confidence: definition.
    """
    return math.pi * stirrer_speed * impeller_diameter


@inlined
def gas_flow_number(gas_flow: float, stirrer_speed: float, impeller_diameter: float) -> float:
    """Gas flow number Q/(N D³).

    Parameters
    ----------
    gas_flow : float
        Gas flow at the impeller [m³/s].
    stirrer_speed : float
        Stirrer speed [1/s], > 0.
    impeller_diameter : float
        Impeller diameter [m], > 0.

    Returns
    -------
    float
        Gas flow number [-].

    Notes
    -----
    Confidence: definition.
    """
    return gas_flow / (stirrer_speed * impeller_diameter**3)


@inlined
def flooding_flow_number(diameter_ratio: float, froude_number: float) -> float:
    """Gas flow number above which a Rushton impeller floods.

    Parameters
    ----------
    diameter_ratio : float
        Impeller over tank diameter [-], valid 0.22-0.55.
    froude_number : float
        Impeller Froude number [-], valid to about 2.

    Returns
    -------
    float
        Flooding gas flow number [-].

    Notes
    -----
    30 (D/T)^3.5 Fr. Confidence: checked, and at D/T 0.4 the 1.2 Fr of Warmoeskerken & Smith (1985);
    uncertainty 20 %.

    References
    ----------
    Nienow, Warmoeskerken, Smith & Konno (1985) Proc. 5th Eur. Conf. Mixing, Würzburg, 143-154.
    """
    flooding: float = 30.0 * diameter_ratio**3.5 * froude_number
    return flooding


@inlined
def dispersion_flow_number(diameter_ratio: float, froude_number: float) -> float:
    """Gas flow number below which a Rushton impeller disperses the gas through the whole tank.

    Parameters
    ----------
    diameter_ratio : float
        Impeller over tank diameter [-], valid 0.22-0.55.
    froude_number : float
        Impeller Froude number [-].

    Returns
    -------
    float
        Gas flow number at complete dispersion [-].

    Notes
    -----
    0.2 (D/T)^0.5 Fr^0.5. Confidence: checked; uncertainty 20 %.

    References
    ----------
    Nienow, Warmoeskerken, Smith & Konno (1985) Proc. 5th Eur. Conf. Mixing, Würzburg, 143-154.
    """
    return 0.2 * math.sqrt(diameter_ratio * max(froude_number, 0.0))

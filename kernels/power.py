"""Stirrer power, ungassed and gassed.

SI units as in the literature: 1/s, m, W, kg/m³, m³/s. Gas flows are at the pressure of the impeller.
"""

from __future__ import annotations

from enum import IntEnum

from .gas import GRAVITY
from .jit import inlined
from .laws import powers

__all__ = [
    "GassedPowerLaw",
    "gassed_cui",
    "gassed_hughmark",
    "gassed_michel_miller",
    "power_gassed",
    "power_laminar",
    "power_ungassed",
]


class GassedPowerLaw(IntEnum):
    """Opcode of `power_gassed`: how much power an impeller keeps under gas."""

    MICHEL_MILLER = 0
    CUI = 1
    HUGHMARK = 2
    CONSTANT = 3


_TINY_FLOW = 1.0e-12  # m³/s, below which there is no gas
_CUI_FLOOR = 0.3  # an impeller full of gas still draws about this share


@inlined
def power_ungassed(power_number: float, density: float, stirrer_speed: float, impeller_diameter: float) -> float:
    """Power of one impeller without gas, Np ρ N³ D⁵.

    Parameters
    ----------
    power_number : float
        Power number of the impeller [-], constant above Re 1e4.
    density : float
        Density of the liquid [kg/m³].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Power to the liquid [W].

    Notes
    -----
    Impellers at least one diameter apart add up. Confidence: definition.
    """
    return power_number * density * stirrer_speed**3 * impeller_diameter**5


@inlined
def power_laminar(constant: float, viscosity: float, stirrer_speed: float, impeller_diameter: float) -> float:
    """What viscosity adds to the power of one impeller, A µ N² D³; alone in laminar flow, nothing beside turbulence.

    Parameters
    ----------
    constant : float
        A = Np Re in laminar flow [-]: Rushton 70, pitched blades 50, hydrofoils 40.
    viscosity : float
        Apparent viscosity [Pa s].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Power to the liquid [W].

    Notes
    -----
    Np = A/Re + Np(turbulent): the first and the last term of Nagata (1975). Between Re 10 and 1e4 a Rushton turbine
    draws up to 30 % less. Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Rushton, Costich & Everett (1950) Chem. Eng. Prog. 46:395, 467; Nagata (1975) Mixing, Kodansha.
    """
    return constant * viscosity * stirrer_speed * stirrer_speed * impeller_diameter**3


@inlined
def gassed_michel_miller(
    power_ungassed: float,
    stirrer_speed: float,
    impeller_diameter: float,
    gas_flow: float,
    a: float,
    b: float,
) -> float:
    """Gassed power of one impeller after Michel & Miller, never above the ungassed power.

    Parameters
    ----------
    power_ungassed : float
        Power of the impeller without gas [W].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].
    gas_flow : float
        Gas flow at the impeller [m³/s] (not per hour or minute: the law is dimensional).
    a, b : float
        Coefficients in SI, 0.783 and 0.459 for a Rushton impeller.

    Returns
    -------
    float
        Gassed power [W].

    Notes
    -----
    Pg = a (P0² N D³/Qg^0.56)^b. Fitted on small tanks; meaningless as Qg → 0, where P0 caps it.
    Confidence: checked; uncertainty 30 %.

    References
    ----------
    Michel & Miller (1962) AIChE J. 8:262; SI constants in Garcia-Ochoa & Gomez (2009)
    Biotechnol. Adv. 27:153, doi:10.1016/j.biotechadv.2008.10.006.
    """
    if gas_flow <= _TINY_FLOW or power_ungassed <= 0.0:
        return max(power_ungassed, 0.0)
    group = power_ungassed * power_ungassed * stirrer_speed * impeller_diameter**3
    gassed = a * powers(group, b, gas_flow, -0.56 * b)
    return min(gassed, power_ungassed)


@inlined
def gassed_cui(
    power_ungassed: float,
    stirrer_speed: float,
    impeller_diameter: float,
    gas_flow: float,
    upper: bool,
    floor: float,
) -> float:
    """Gassed power of one Rushton impeller after Cui, van der Lans & Luyben.

    Parameters
    ----------
    power_ungassed : float
        Power of the impeller without gas [W].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].
    gas_flow : float
        Gas flow at the impeller [m³/s].
    upper : bool
        True for an impeller above another one, False for the lowest.
    floor : float
        Smallest Pg/P0 to return [-]; 0 for the bare equation, 0.3 in production.

    Returns
    -------
    float
        Gassed power [W].

    Notes
    -----
    With x = Qg N^0.25/D² (SI), the lowest impeller loses 9.9 x (x ≤ 0.055) or 0.52 + 0.62 x of its power, the
    others 37.56 x (x ≤ 0.013) or 0.48 + 0.62 x. Confidence: doubtful, the offset of the upper branch is
    deduced by continuity. Large x lies far outside the fit. Uncertainty 30 %.

    References
    ----------
    Cui, van der Lans & Luyben (1996) Chem. Eng. Sci. 51:2631.
    """
    x: float = max(gas_flow, 0.0) * max(stirrer_speed, 0.0) ** 0.25 / (impeller_diameter * impeller_diameter)
    if upper:
        loss = 37.56 * x if x <= 0.013 else 0.48 + 0.62 * x
    else:
        loss = 9.9 * x if x <= 0.055 else 0.52 + 0.62 * x
    return power_ungassed * max(1.0 - loss, floor)


@inlined
def gassed_hughmark(
    power_ungassed: float,
    stirrer_speed: float,
    impeller_diameter: float,
    gas_flow: float,
    liquid_volume: float,
) -> float:
    """Gassed power of one Rushton impeller after Hughmark, never above the ungassed power.

    Parameters
    ----------
    power_ungassed : float
        Power of the impeller without gas [W].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m]; the blade is taken D/5 high.
    gas_flow : float
        Gas flow at the impeller [m³/s].
    liquid_volume : float
        Liquid volume [m³], of one stage in a tank with several impellers.

    Returns
    -------
    float
        Gassed power [W].

    Notes
    -----
    Pg/P0 = 0.10 (Qg/(N V))^-1/4 (N² D⁴/(g w V^(2/3)))^-1/5. Confidence: recalled; uncertainty 15 %
    on 391 points.

    References
    ----------
    Hughmark (1980) Ind. Eng. Chem. Process Des. Dev. 19:638.
    """
    if gas_flow <= _TINY_FLOW or power_ungassed <= 0.0:
        return max(power_ungassed, 0.0)
    blade = impeller_diameter / 5.0
    inertia = stirrer_speed**2 * impeller_diameter**4 / (GRAVITY * blade * liquid_volume ** (2.0 / 3.0))
    ratio: float = 0.10 * (gas_flow / (stirrer_speed * liquid_volume)) ** -0.25 * inertia**-0.2
    return power_ungassed * min(ratio, 1.0)


@inlined
def power_gassed(
    law: int,
    power_ungassed: float,
    stirrer_speed: float,
    impeller_diameter: float,
    gas_flow: float,
    liquid_volume: float,
    upper: bool,
    a: float,
    b: float,
) -> float:
    """Gassed power of one impeller by the law of a `GassedPowerLaw` opcode.

    Parameters
    ----------
    law : int
        A `GassedPowerLaw`.
    power_ungassed, stirrer_speed, impeller_diameter, gas_flow, liquid_volume : float
        As in the single laws [W], [1/s], [m], [m³/s], [m³].
    upper : bool
        Whether another impeller lies below (used by Cui).
    a, b : float
        Coefficients of Michel & Miller; `a` is the ratio Pg/P0 under full gas for CONSTANT.

    Returns
    -------
    float
        Gassed power [W].

    Notes
    -----
    Confidence and sources as in the single laws. CONSTANT is the rule of thumb 0.8-0.95 for concave and
    hydrofoil impellers (0.4-0.6 Rushton) and applies as soon as gas flows.
    """
    if law == GassedPowerLaw.CUI:
        return gassed_cui(power_ungassed, stirrer_speed, impeller_diameter, gas_flow, upper, _CUI_FLOOR)
    if law == GassedPowerLaw.HUGHMARK:
        return gassed_hughmark(power_ungassed, stirrer_speed, impeller_diameter, gas_flow, liquid_volume)
    if law == GassedPowerLaw.CONSTANT:
        return power_ungassed * (a if gas_flow > _TINY_FLOW else 1.0)
    return gassed_michel_miller(power_ungassed, stirrer_speed, impeller_diameter, gas_flow, a, b)

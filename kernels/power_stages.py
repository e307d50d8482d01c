"""Power of several impellers on one shaft, how close they stand, and how gas spreads over them. SI."""

from __future__ import annotations

from .jit import inlined
from .power import power_gassed, power_ungassed

__all__ = ["gassed_stages", "spacing_factor", "ungassed_stages"]

_CLOSE = 0.5  # spacing over diameter at which two Rushtons draw 1.4 times one
_CLOSE_FACTOR = 0.7
_APART = 1.0


@inlined
def spacing_factor(spacing: float, impeller_diameter: float) -> float:
    """Power of a row of Rushton impellers over the sum of the single ones.

    Parameters
    ----------
    spacing : float
        Distance between neighbours [m], valid from 0.5 D.
    impeller_diameter : float
        Impeller diameter [m].

    Returns
    -------
    float
        Factor [-]: 0.7 at 0.5 D and less, 1 from 1 D, straight between (assumed).

    Notes
    -----
    Confidence: recalled; uncertainty 15 %.

    References
    ----------
    Hudcova, Machon & Nienow (1989) Biotechnol. Bioeng. 34:617.
    """
    place = (spacing / impeller_diameter - _CLOSE) / (_APART - _CLOSE)
    return _CLOSE_FACTOR + (1.0 - _CLOSE_FACTOR) * min(max(place, 0.0), 1.0)


@inlined
def ungassed_stages(
    impeller_count: int,
    spacing: float,
    power_number: float,
    density: float,
    stirrer_speed: float,
    impeller_diameter: float,
) -> float:
    """Power of a shaft with several Rushton impellers, without gas.

    Parameters
    ----------
    impeller_count : int
        Submerged impellers.
    spacing : float
        Distance between neighbours [m]; of no account for one impeller.
    power_number, density, stirrer_speed, impeller_diameter : float
        As in `power.power_ungassed`.

    Returns
    -------
    float
        Power [W].

    Notes
    -----
    Confidence: recalled; uncertainty 15 %.

    References
    ----------
    Hudcova, Machon & Nienow (1989) Biotechnol. Bioeng. 34:617.
    """
    one = power_ungassed(power_number, density, stirrer_speed, impeller_diameter)
    if impeller_count < 2:
        return one * max(impeller_count, 0)
    return impeller_count * one * spacing_factor(spacing, impeller_diameter)


@inlined
def gassed_stages(
    law: int,
    impeller_count: int,
    ungassed: float,
    stirrer_speed: float,
    impeller_diameter: float,
    gas_flow: float,
    liquid_volume: float,
    a: float,
    b: float,
) -> float:
    """Power of a shaft with several impellers under gas that enters below the lowest.

    Parameters
    ----------
    law : int
        A `power.GassedPowerLaw`.
    impeller_count : int
        Submerged impellers.
    ungassed : float
        Power of the whole shaft without gas [W].
    stirrer_speed, impeller_diameter, gas_flow, liquid_volume, a, b : float
        As in `power.power_gassed`; the volume is that of all stages.

    Returns
    -------
    float
        Power [W].

    Notes
    -----
    The lowest impeller meets all the gas; the others are taken as upper ones of Cui et al., and as single ones by laws
    that know no difference: those overstate the loss, since the upper impellers keep more. Confidence and sources as in
    the single laws; uncertainty 30 %.
    """
    if impeller_count < 1:
        return 0.0
    share, stage = ungassed / impeller_count, liquid_volume / impeller_count
    total = 0.0
    for place in range(impeller_count):
        total += power_gassed(law, share, stirrer_speed, impeller_diameter, gas_flow, stage, place > 0, a, b)
    return total

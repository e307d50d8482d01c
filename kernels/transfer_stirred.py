"""kLa of stirred tanks, one correlation an author.

Inputs in SI as in the literature: gassed power per liquid volume in W/m³ (never kW/m³), superficial gas
velocity in m/s at local temperature and pressure. kLa comes out in 1/h.
"""

from __future__ import annotations

from .jit import inlined
from .laws import powers

__all__ = [
    "kla_figueiredo_calderbank",
    "kla_gill",
    "kla_labik",
    "kla_linek_sulphate",
    "kla_linek_water",
    "kla_smith",
    "kla_van_t_riet_coalescing",
    "kla_van_t_riet_noncoalescing",
    "kla_zhu",
]

_HOUR = 3600.0  # s


@inlined
def _power_law(
    factor: float, power_exponent: float, gas_exponent: float, power_per_volume: float, gas_velocity: float
) -> float:
    """Law factor (P/V)^b vs^c [1/s] as 1/h; zero without stirring or gas."""
    return _HOUR * factor * powers(power_per_volume, power_exponent, gas_velocity, gas_exponent)


@inlined
def kla_van_t_riet_coalescing(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank, coalescing liquid (water): 0.026 (Pg/V)^0.4 vs^0.5 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³], valid 500-10 000.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.002-0.05.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Volumes 2 L-2.6 m³. Confidence: checked; uncertainty 40 %.

    References
    ----------
    van 't Riet (1979) Ind. Eng. Chem. Process Des. Dev. 18:357, doi:10.1021/i260071a001.
    """
    return _power_law(0.026, 0.4, 0.5, power_per_volume, gas_velocity)


@inlined
def kla_van_t_riet_noncoalescing(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank, non-coalescing liquid (salts): 0.002 (Pg/V)^0.7 vs^0.2 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³], valid 500-10 000.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.002-0.05.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Volumes 2 L-4.4 m³. Confidence: checked; uncertainty 40 %.

    References
    ----------
    van 't Riet (1979) Ind. Eng. Chem. Process Des. Dev. 18:357, doi:10.1021/i260071a001.
    """
    return _power_law(0.002, 0.7, 0.2, power_per_volume, gas_velocity)


@inlined
def kla_figueiredo_calderbank(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank of 0.6 m³ with water: 0.026 (Pg/V)^0.6 vs^0.8 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³].
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.006-0.013.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Some codes call it "Riet", whose exponents are 0.4 and 0.5. Confidence: checked; uncertainty 40 %.

    References
    ----------
    Lopes de Figueiredo & Calderbank (1979) Chem. Eng. Sci. 34:1333.
    """
    return _power_law(0.026, 0.6, 0.8, power_per_volume, gas_velocity)


@inlined
def kla_smith(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank up to 1.8 m wide, water: 0.01 (Pg/V)^0.475 vs^0.4 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³], valid 20-5000.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.004-0.05.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Smith, van 't Riet & Middleton (1977) Proc. 2nd Eur. Conf. Mixing, Cambridge, F4-51.
    """
    return _power_law(0.01, 0.475, 0.4, power_per_volume, gas_velocity)


@inlined
def kla_linek_water(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank, water, dynamic pressure method: 0.00495 (Pg/V)^0.593 vs^0.4 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³], valid 100-3500.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.002-0.009.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Tank 0.29 m wide. Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Linek, Vacek & Beneš (1987) Chem. Eng. J. 34:11.
    """
    return _power_law(0.00495, 0.593, 0.4, power_per_volume, gas_velocity)


@inlined
def kla_linek_sulphate(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank, 0.5 mol/L Na2SO4 (non-coalescing): 0.00135 (Pg/V)^0.946 vs^0.4 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³], valid 100-3500.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.002-0.009.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Tank 0.29 m wide. Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Linek, Vacek & Beneš (1987) Chem. Eng. J. 34:11.
    """
    return _power_law(0.00135, 0.946, 0.4, power_per_volume, gas_velocity)


@inlined
def kla_zhu(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a stirred tank: 0.031 (Pg/V)^0.4 vs^0.5 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³].
    gas_velocity : float
        Superficial gas velocity [m/s].

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Confidence: recalled, range not known; uncertainty 30 %.

    References
    ----------
    Zhu, Bandopadhayay & Wu (2001) J. Chem. Eng. Japan 34:600.
    """
    return _power_law(0.031, 0.4, 0.5, power_per_volume, gas_velocity)


@inlined
def kla_gill(power_per_volume: float, gas_velocity: float) -> float:
    """Oxygen kLa of a 100 mL stirred tank: 0.224 (Pg/V)^0.35 vs^0.52 [1/s].

    Parameters
    ----------
    power_per_volume : float
        Gassed power per liquid volume [W/m³].
    gas_velocity : float
        Superficial gas velocity [m/s].

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %. For vessels of 0.1 L only.

    References
    ----------
    Gill, Appleton, Baganz & Lye (2008) Biochem. Eng. J. 39:164.
    """
    return _power_law(0.224, 0.35, 0.52, power_per_volume, gas_velocity)


@inlined
def kla_labik(stirrer_speed: float, impeller_diameter: float, gas_velocity: float, power_number: float) -> float:
    """Oxygen kLa of a multi-impeller vessel with viscous liquid: 0.295 (N D)^2.083 vs^0.461 Np^0.737 [1/s].

    Parameters
    ----------
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].
    gas_velocity : float
        Superficial gas velocity [m/s].
    power_number : float
        Power number of the impeller [-].

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    Tanks 0.3-0.6 m wide. Confidence: checked; uncertainty 25 %.

    References
    ----------
    Labík, Moucha, Petříček, Rejl, Valenz & Haidl (2017) Chem. Eng. Sci. 170:451,
    doi:10.1016/j.ces.2017.04.006.
    """
    speed = max(stirrer_speed, 0.0) * impeller_diameter
    rate: float = _HOUR * 0.295 * speed**2.083 * max(gas_velocity, 0.0) ** 0.461 * power_number**0.737
    return rate

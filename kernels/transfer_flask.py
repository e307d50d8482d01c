"""Oxygen transfer in shake flasks.

Inputs in SI (1/s, m, m³), pressure in bar; the correlation's own rpm, mL, cm and mm stay inside.
"""

from __future__ import annotations

from .jit import inlined
from .solubility import oxygen_henry

__all__ = ["kla_flask", "kla_maier_flask", "otr_max_meier_flask"]


@inlined
def otr_max_meier_flask(
    shaking_speed: float,
    filling_volume: float,
    shaking_diameter: float,
    flask_diameter: float,
    osmolality: float,
    pressure: float,
    oxygen_fraction: float,
) -> float:
    """Maximum oxygen transfer rate of an unbaffled shake flask.

    Parameters
    ----------
    shaking_speed : float
        Shaking frequency [1/s], valid 1.7-7.5 (100-450 rpm).
    filling_volume : float
        Liquid volume [m³], valid 2e-6-1.6e-4.
    shaking_diameter : float
        Throw of the shaker [m], valid 0.0125-0.1.
    flask_diameter : float
        Largest inner diameter [m], valid 0.051-0.131.
    osmolality : float
        Osmolality of the medium [osmol/kg], valid 0.08-1.2.
    pressure : float
        Pressure [bar absolute].
    oxygen_fraction : float
        Mole fraction of oxygen in the flask's gas [-].

    Returns
    -------
    float
        OTR at zero dissolved oxygen [mol/m³/h].

    Notes
    -----
    For water-like viscosity and a plug that breathes. Confidence: checked; uncertainty 30 %.

    References
    ----------
    Meier, Klöckner, Bonhage, Antonov, Regestein & Büchs (2016) Biochem. Eng. J. 109:228,
    doi:10.1016/j.bej.2016.01.014.
    """
    rpm = 60.0 * max(shaking_speed, 0.0)
    millilitres = 1.0e6 * filling_volume
    rate: float = (
        3.72e-7
        * osmolality**0.05
        * rpm ** (1.18 - osmolality / 10.1)
        * millilitres**-0.74
        * (100.0 * shaking_diameter) ** 0.33
        * (1000.0 * flask_diameter) ** 1.88
    )
    return 1000.0 * rate * pressure * oxygen_fraction


@inlined
def kla_flask(
    shaking_speed: float,
    filling_volume: float,
    shaking_diameter: float,
    flask_diameter: float,
    osmolality: float,
    temperature: float,
) -> float:
    """Oxygen kLa of an unbaffled shake flask, from its maximum oxygen transfer rate.

    Parameters
    ----------
    shaking_speed, filling_volume, shaking_diameter, flask_diameter, osmolality : float
        As in `otr_max_meier_flask` [1/s], [m³], [m], [m], [osmol/kg].
    temperature : float
        Temperature [K], valid 298-313 K.

    Returns
    -------
    float
        kLa of oxygen [1/h].

    Notes
    -----
    OTR_max = kLa H p y, so pressure and composition cancel. The solubility is that of pure water, whereas the
    correlation saw media: kLa comes out about 10 % low, and OTR right. Confidence: checked; uncertainty 30 %.

    References
    ----------
    Meier et al. (2016) Biochem. Eng. J. 109:228, doi:10.1016/j.bej.2016.01.014.
    """
    rate = otr_max_meier_flask(shaking_speed, filling_volume, shaking_diameter, flask_diameter, osmolality, 1.0, 1.0)
    return rate / oxygen_henry(temperature)


@inlined
def kla_maier_flask(
    shaking_speed: float, filling_volume: float, shaking_diameter: float, flask_diameter: float
) -> float:
    """Oxygen kLa of an unbaffled shake flask, 6.67e-6 n^1.16 V^-0.83 d0^0.38 d^1.92 [1/s; rpm, mL, cm, cm].

    Parameters
    ----------
    shaking_speed : float
        Shaking frequency [1/s], valid 0.83-8.3 (50-500 rpm).
    filling_volume : float
        Liquid volume [m³], valid 2e-6-1.6e-4 (4-16 % of the flask).
    shaking_diameter : float
        Throw of the shaker [m], valid 0.0125-0.1.
    flask_diameter : float
        Largest inner diameter [m], valid 0.051-0.131.

    Returns
    -------
    float
        kLa of oxygen [1/h]; 113 for 25 mL in 250 mL at 250 rpm and 5 cm.

    Notes
    -----
    Confidence: checked (form and constants in an open text that uses it); uncertainty 30 %.

    References
    ----------
    Maier & Büchs (2001) Biochem. Eng. J. 7:99, doi:10.1016/S1369-703X(00)00107-8; as used by Seletzky et al. (2007)
    Biotechnol. Bioeng. 98:800.
    """
    rate: float = (
        6.67e-6
        * (60.0 * max(shaking_speed, 0.0)) ** 1.16
        * (1.0e6 * filling_volume) ** -0.83
        * (100.0 * shaking_diameter) ** 0.38
        * (100.0 * flask_diameter) ** 1.92
    )
    return 3600.0 * rate

"""How fast carbon dioxide becomes bicarbonate, and whether that matters.

CO2 + H2O and CO2 + OH⁻ go to HCO3⁻ with rate constants of seconds, unlike every other acid. Where gas is stripped or
absorbed faster (kLa of several hundred 1/h, high pH, cold), CO2(aq) and bicarbonate are not at equilibrium.
"""

from __future__ import annotations

import math

from .jit import inlined

__all__ = [
    "hydration_constant",
    "hydration_constant_pinsent",
    "hydration_rate",
    "hydration_relaxation",
    "hydroxide_constant",
]

_HOUR = 3600.0  # s


@inlined
def hydration_constant(temperature: float) -> float:
    """Rate constant of CO2 + H2O = H2CO3.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 278-310 K.

    Returns
    -------
    float
        Rate constant [1/h]; 134 at 25 °C (0.037 1/s), 301 at 37 °C.

    Notes
    -----
    exp(1246.98 - 6.19e4/T - 183.0 ln T) [1/s]. Confidence: checked; uncertainty 20 % (Pinsent has 30 % less).

    References
    ----------
    Johnson (1982) Limnol. Oceanogr. 27:849, doi:10.4319/lo.1982.27.5.0849.
    """
    return _HOUR * math.exp(1246.98 - 6.19e4 / temperature - 183.0 * math.log(temperature))


@inlined
def hydration_constant_pinsent(temperature: float) -> float:
    """Rate constant of CO2 + H2O = H2CO3 by another author.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-311 K.

    Returns
    -------
    float
        Rate constant [1/h]; 93.6 at 25 °C (0.026 1/s).

    Notes
    -----
    log10 k = 329.850 - 110.541 log10 T - 17265.4/T [1/s]. Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Pinsent, Pearson & Roughton (1956) Trans. Faraday Soc. 52:1512, doi:10.1039/TF9565201512.
    """
    logarithm = 329.850 - 110.541 * math.log10(temperature) - 17265.4 / temperature
    rate: float = _HOUR * 10.0**logarithm
    return rate


@inlined
def hydroxide_constant(temperature: float) -> float:
    """Rate constant of CO2 + OH⁻ = HCO3⁻.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 283-313 K.

    Returns
    -------
    float
        Rate constant [m³/mol/h]; 8400 L/mol/s at 25 °C.

    Notes
    -----
    log10 k = 13.635 - 2895/T [L/mol/s]; as much as water's above pH 8.5. Confidence: doubtful: in sea water Johnson
    (1982) found half the rise with temperature, the same at 20 °C and a quarter less at 37 °C; uncertainty 50 %.

    References
    ----------
    Pinsent, Pearson & Roughton (1956) Trans. Faraday Soc. 52:1512, doi:10.1039/TF9565201512.
    """
    rate: float = _HOUR * 1.0e-3 * 10.0 ** (13.635 - 2895.0 / temperature)
    return rate


@inlined
def hydration_rate(
    carbon_dioxide: float, bicarbonate: float, ph: float, pk1: float, hydroxide: float, temperature: float
) -> float:
    """Net rate at which CO2(aq) becomes bicarbonate.

    Parameters
    ----------
    carbon_dioxide, bicarbonate : float
        Concentrations [mol/m³].
    ph, pk1 : float
        pH and the first pK of carbonic acid at this temperature and ionic strength [-].
    hydroxide : float
        Concentration of OH⁻ [mol/m³].
    temperature : float
        Temperature [K], valid 278-310 K.

    Returns
    -------
    float
        Rate [mol/m³/h]; 0 at equilibrium.

    Notes
    -----
    (k + k_OH [OH⁻]) ([CO2] - [HCO3⁻] 10^(pK1 - pH)): the way back by detailed balance. Confidence: definition.
    """
    forward = hydration_constant(temperature) + hydroxide_constant(temperature) * hydroxide
    back: float = 10.0 ** (pk1 - ph)
    return forward * (carbon_dioxide - bicarbonate * back)


@inlined
def hydration_relaxation(ph: float, pk1: float, hydroxide: float, temperature: float) -> float:
    """Rate at which CO2(aq) and bicarbonate find back to equilibrium at constant pH.

    Parameters
    ----------
    ph, pk1, hydroxide, temperature : float
        As in `hydration_rate`.

    Returns
    -------
    float
        Rate [1/h]; where kLa of CO2 comes near it, hydration must be a rate and not an equilibrium. 360 at pH 7, 37 °C.

    Notes
    -----
    Confidence: definition.
    """
    forward = hydration_constant(temperature) + hydroxide_constant(temperature) * hydroxide
    back: float = 10.0 ** (pk1 - ph)
    return forward * (1.0 + back)

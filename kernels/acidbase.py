"""Acid-base constants of carbonate and ammonia, and the shares of their uncharged forms.

Constants are thermodynamic (infinite dilution); at the ionic strength of a medium (0.1-0.2 mol/L) the
apparent pK1 is 0.1-0.2 lower.
"""

from __future__ import annotations

from .jit import inlined

__all__ = [
    "ammonia_fraction",
    "ammonium_pka",
    "carbon_dioxide_fraction",
    "carbonic_pk1",
    "carbonic_pk2",
]


@inlined
def carbonic_pk1(temperature: float) -> float:
    """First dissociation of carbonic acid, CO2(aq) + H2O = HCO3⁻ + H⁺.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-323 K.

    Returns
    -------
    float
        pK1 [-]; 6.351 at 25 °C, 6.303 at 37 °C.

    Notes
    -----
    Confidence: checked (value at 25 °C); uncertainty 0.01.

    References
    ----------
    Harned & Davis (1943) J. Am. Chem. Soc. 65:2030, doi:10.1021/ja01250a059.
    """
    return 3404.71 / temperature + 0.032786 * temperature - 14.8435


@inlined
def carbonic_pk2(temperature: float) -> float:
    """Second dissociation of carbonic acid, HCO3⁻ = CO3²⁻ + H⁺.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-323 K.

    Returns
    -------
    float
        pK2 [-]; 10.33 at 25 °C.

    Notes
    -----
    Confidence: checked (value at 25 °C); uncertainty 0.01.

    References
    ----------
    Harned & Scholes (1941) J. Am. Chem. Soc. 63:1706.
    """
    return 2902.39 / temperature + 0.02379 * temperature - 6.4980


@inlined
def ammonium_pka(temperature: float) -> float:
    """Dissociation of ammonium, NH4⁺ = NH3(aq) + H⁺.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-323 K.

    Returns
    -------
    float
        pKa [-]; 9.246 at 25 °C, 8.89 at 37 °C.

    Notes
    -----
    Confidence: checked (value at 25 °C); uncertainty 0.01.

    References
    ----------
    Emerson, Russo, Lund & Thurston (1975) J. Fish. Res. Board Can. 32:2379, doi:10.1139/f75-274.
    """
    return 0.09018 + 2729.92 / temperature


@inlined
def carbon_dioxide_fraction(ph: float, temperature: float) -> float:
    """Share of dissolved CO2 in the inorganic carbon, at equilibrium.

    Parameters
    ----------
    ph : float
        pH [-].
    temperature : float
        Temperature [K], valid 273-323 K.

    Returns
    -------
    float
        CO2(aq) / (CO2(aq) + HCO3⁻ + CO3²⁻) [mol/mol], 0-1.

    Notes
    -----
    Hydration is taken as instantaneous (half-life about 7 s at 37 °C). Confidence: definition.

    References
    ----------
    Harned & Davis (1943), Harned & Scholes (1941): see `carbonic_pk1`, `carbonic_pk2`.
    """
    bicarbonate: float = 10.0 ** (ph - carbonic_pk1(temperature))
    carbonate: float = bicarbonate * 10.0 ** (ph - carbonic_pk2(temperature))
    return 1.0 / (1.0 + bicarbonate + carbonate)


@inlined
def ammonia_fraction(ph: float, temperature: float) -> float:
    """Share of uncharged ammonia in the total of NH3 and NH4⁺.

    Parameters
    ----------
    ph : float
        pH [-].
    temperature : float
        Temperature [K], valid 273-323 K.

    Returns
    -------
    float
        NH3 / (NH3 + NH4⁺) [mol/mol], 0-1.

    Notes
    -----
    Confidence: definition.

    References
    ----------
    Emerson et al. (1975): see `ammonium_pka`.
    """
    ammonium: float = 10.0 ** (ammonium_pka(temperature) - ph)
    return 1.0 / (1.0 + ammonium)

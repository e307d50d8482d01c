"""Activity of ions in water."""

from __future__ import annotations

import math

from .jit import inlined

__all__ = ["davies", "debye_hueckel_slope"]


@inlined
def debye_hueckel_slope(temperature: float) -> float:
    """Slope A of the Debye-Hückel law for decadic logarithms in water.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-373 K.

    Returns
    -------
    float
        A [(L/mol)^0.5]; 0.510 at 25 °C, 0.522 at 37 °C.

    Notes
    -----
    1.82e6 (ε T)^-1.5 with the permittivity ε of water. Confidence: checked (0.509 at 25 °C in every table);
    uncertainty 0.5 %.

    References
    ----------
    Malmberg & Maryott (1956) J. Res. Natl. Bur. Stand. 56:1, doi:10.6028/jres.056.001 (permittivity); Stumm & Morgan
    (1996) Aquatic Chemistry, 3rd ed., Wiley, ch. 3.
    """
    t = temperature - 273.15
    permittivity = 87.740 + t * (-0.40008 + t * (9.398e-4 - t * 1.410e-6))
    slope: float = 1.82e6 * (permittivity * temperature) ** -1.5
    return slope


@inlined
def davies(ionic_strength: float, temperature: float) -> float:
    """-log10 γ of a singly charged ion by Davies; times z² for other charges.

    Parameters
    ----------
    ionic_strength : float
        Ionic strength [mol/m³], valid to 500.
    temperature : float
        Temperature [K], valid 273-373 K.

    Returns
    -------
    float
        -log10 of the activity coefficient [-]; 0.107 at 100 mol/m³ and 25 °C.

    Notes
    -----
    A (√I/(1 + √I) - 0.3 I), I in mol/L. Confidence: checked; uncertainty of γ 2 % to 100, 5 % to 500 mol/m³.

    References
    ----------
    Davies (1962) Ion Association, Butterworths, London.
    """
    molar = 1.0e-3 * max(ionic_strength, 0.0)
    root = math.sqrt(molar)
    return debye_hueckel_slope(temperature) * (root / (1.0 + root) - 0.3 * molar)

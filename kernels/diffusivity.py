"""Diffusivities of dissolved gases, and what they make of a kLa that was measured with oxygen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from .jit import inlined
from .water import water_viscosity

__all__ = [
    "MEASURED",
    "MOLAR_VOLUME",
    "diffusivity_at",
    "diffusivity_hayduk_laudie",
    "diffusivity_wilke_chang",
    "kla_ratio",
]

MEASURED: Mapping[str, float] = MappingProxyType(
    {
        "oxygen": 2.10e-9, "carbon_dioxide": 1.92e-9, "hydrogen": 4.50e-9, "carbon_monoxide": 2.03e-9,
        "methane": 1.49e-9, "nitrogen": 1.88e-9, "ammonia": 1.64e-9, "glucose": 0.67e-9,
    }
)  # fmt: skip
"""In water at 25 °C [m²/s], Cussler (2009) Diffusion, 3rd ed.; methane 1.84e-9 elsewhere. ± 5 %, methane 20 %."""

MOLAR_VOLUME: Mapping[str, float] = MappingProxyType(
    {
        "oxygen": 25.6, "carbon_dioxide": 34.0, "hydrogen": 14.3, "carbon_monoxide": 30.7, "methane": 37.7,
        "nitrogen": 31.2, "ammonia": 25.8,
    }
)  # fmt: skip
"""At the boiling point [cm³/mol], Le Bas and Wilke & Chang; some codes have 7.4 for hydrogen."""


@inlined
def diffusivity_at(measured: float, temperature: float) -> float:
    """Diffusivity in water at another temperature than 25 °C, D µ/T constant (Stokes & Einstein).

    Parameters
    ----------
    measured : float
        At 25 °C [m²/s].
    temperature : float
        Temperature [K], valid 273-333 K.

    Returns
    -------
    float
        Diffusivity [m²/s]; oxygen 2.81e-9 at 37 °C.

    Notes
    -----
    Confidence: checked (four gases at 37 °C); uncertainty 5 %.

    References
    ----------
    Cussler (2009) Diffusion: Mass Transfer in Fluid Systems, 3rd ed., Cambridge University Press.
    """
    return measured * (temperature / 298.15) * water_viscosity(298.15) / water_viscosity(temperature)


@inlined
def diffusivity_hayduk_laudie(molar_volume: float, viscosity: float) -> float:
    """Diffusivity of a small molecule in water by Hayduk & Laudie, 13.26e-5 µ^-1.14 V^-0.589 [cm²/s, cP, cm³/mol].

    Parameters
    ----------
    molar_volume : float
        At the boiling point [cm³/mol], valid 15-350.
    viscosity : float
        Of the water [Pa s].

    Returns
    -------
    float
        Diffusivity [m²/s].

    Notes
    -----
    Confidence: checked; uncertainty 15 % (hydrogen by its 14.3 cm³/mol 30 %).

    References
    ----------
    Hayduk & Laudie (1974) AIChE J. 20:611, doi:10.1002/aic.690200329.
    """
    diffusivity: float = 13.26e-9 * (1000.0 * viscosity) ** -1.14 * molar_volume**-0.589
    return diffusivity


@inlined
def diffusivity_wilke_chang(molar_volume: float, viscosity: float, temperature: float) -> float:
    """Diffusivity of a small molecule in water by Wilke & Chang, 7.4e-8 (2.6 M)^0.5 T/(µ V^0.6) [cm²/s, cP, cm³/mol].

    Parameters
    ----------
    molar_volume : float
        At the boiling point [cm³/mol], valid 15-350.
    viscosity : float
        Of the water [Pa s].
    temperature : float
        Temperature [K], valid 273-373 K.

    Returns
    -------
    float
        Diffusivity [m²/s].

    Notes
    -----
    Confidence: recalled; uncertainty 15 %.

    References
    ----------
    Wilke & Chang (1955) AIChE J. 1:264, doi:10.1002/aic.690010222.
    """
    diffusivity: float = 7.4e-12 * math.sqrt(2.6 * 18.015) * temperature / (1000.0 * viscosity * molar_volume**0.6)
    return diffusivity


@inlined
def kla_ratio(diffusivity: float, reference: float, exponent: float) -> float:
    """KLa of a gas over that of another, by their diffusivities.

    Parameters
    ----------
    diffusivity, reference : float
        Of the gas and of the one whose kLa is known [m²/s].
    exponent : float
        0.5 for surfaces that renew themselves, 2/3 for rigid ones (small bubbles in dirty water).

    Returns
    -------
    float
        Ratio [-]: with 0.5 CO2 over O2 0.96 (measured 0.89), H2 1.46, CO 0.98.

    Notes
    -----
    Confidence: checked; uncertainty 5 %.

    References
    ----------
    Higbie (1935) Trans. AIChE 31:365; Royce & Thornhill (1991) AIChE J. 37:1680 (CO2).
    """
    ratio: float = (diffusivity / reference) ** exponent
    return ratio

"""Liquid water: density, viscosity, heat conductivity, surface tension. Temperatures in K, SI otherwise."""

from __future__ import annotations

from .jit import inlined

__all__ = ["water_conductivity", "water_density", "water_surface_tension", "water_viscosity"]

_CRITICAL = 647.096  # K


@inlined
def water_density(temperature: float) -> float:
    """Density of water at 1 atm.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-373 K.

    Returns
    -------
    float
        Density [kg/m³]; 997.05 at 25 °C.

    Notes
    -----
    Confidence: checked (tables); uncertainty 0.001 %.

    References
    ----------
    Kell (1975) J. Chem. Eng. Data 20:97, doi:10.1021/je60064a005.
    """
    t = temperature - 273.15
    above = 999.83952 + t * (
        16.945176 + t * (-7.9870401e-3 + t * (-46.170461e-6 + t * (105.56302e-9 - t * 280.54253e-12)))
    )
    return above / (1.0 + 16.879850e-3 * t)


@inlined
def water_viscosity(temperature: float) -> float:
    """Dynamic viscosity of water.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-373 K.

    Returns
    -------
    float
        Viscosity [Pa s]; 8.90e-4 at 25 °C, 6.91e-4 at 37 °C.

    Notes
    -----
    Confidence: checked (tables); uncertainty 1 %.

    References
    ----------
    Kestin, Sokolov & Wakeham (1978) J. Phys. Chem. Ref. Data 7:941, doi:10.1063/1.555581.
    """
    below = 293.15 - temperature  # K under 20 °C
    exponent = below / (temperature - 177.15) * (1.2364 + below * (-1.37e-3 + below * 5.7e-6))
    viscosity: float = 1.002e-3 * 10.0**exponent
    return viscosity


@inlined
def water_conductivity(temperature: float) -> float:
    """Heat conductivity of water.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 274-370 K.

    Returns
    -------
    float
        Conductivity [W/m/K]; 0.6065 at 25 °C.

    Notes
    -----
    Confidence: checked (tables); uncertainty 0.7 %.

    References
    ----------
    Ramires et al. (1995) J. Phys. Chem. Ref. Data 24:1377, doi:10.1063/1.555963.
    """
    ratio = temperature / 298.15
    return 0.6065 * (-1.48445 + ratio * (4.12292 - 1.63866 * ratio))


@inlined
def water_surface_tension(temperature: float) -> float:
    """Surface tension of water against air.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-647 K.

    Returns
    -------
    float
        Surface tension [N/m]; 0.0720 at 25 °C. Media with protein or antifoam have 0.03-0.06.

    Notes
    -----
    Confidence: checked (tables); uncertainty 0.5 %.

    References
    ----------
    Vargaftik, Volkov & Voljak (1983) J. Phys. Chem. Ref. Data 12:817, doi:10.1063/1.555688.
    """
    distance = max(1.0 - temperature / _CRITICAL, 0.0)
    tension: float = 0.2358 * distance**1.256 * (1.0 - 0.625 * distance)
    return tension

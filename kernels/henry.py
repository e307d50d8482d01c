"""Henry constants of hydrogen, carbon monoxide, methane and ammonia in pure water [mol/m³/bar].

Oxygen, carbon dioxide and nitrogen, which every fermenter has, stand in `solubility`.
"""

from __future__ import annotations

import math

from .jit import inlined
from .solubility import ATMOSPHERE, henry
from .water import water_density

__all__ = ["ammonia_henry", "carbon_monoxide_henry", "hydrogen_henry", "methane_henry"]

_WATER = 0.01801528  # kg/mol
_AMMONIA_CONSTANT = 5.9e4  # mol/m³/bar at 298.15 K
_AMMONIA_ENTHALPY = 4200.0  # K


@inlined
def _from_mole_fraction(logarithm: float, temperature: float) -> float:
    """Henry constant from ln of the mole fraction under 1 atm of the gas."""
    return math.exp(logarithm) * water_density(temperature) / _WATER / ATMOSPHERE


@inlined
def hydrogen_henry(temperature: float) -> float:
    """Henry constant of hydrogen.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-353 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar]; 0.771 at 25 °C, 0.730 at 37 °C.

    Notes
    -----
    Confidence: checked (Sander 2015 has 0.78 and 500 K); uncertainty 1 %.

    References
    ----------
    Young (1981) IUPAC Solubility Data Series 5/6, Pergamon; equation in the CRC Handbook.
    """
    hundreds = 0.01 * temperature
    logarithm = -48.1611 + 55.2845 / hundreds + 16.8893 * math.log(hundreds)
    return _from_mole_fraction(logarithm, temperature)


@inlined
def carbon_monoxide_henry(temperature: float) -> float:
    """Henry constant of carbon monoxide.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-353 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar]; 0.969 at 25 °C, 0.831 at 37 °C.

    Notes
    -----
    Confidence: checked (Sander 2015 has 0.95-0.97 and 1300 K); uncertainty 1 %.

    References
    ----------
    Cargill (1990) IUPAC Solubility Data Series 43, Pergamon.
    """
    logarithm = -427.656 + 15259.9 / temperature + 67.8429 * math.log(temperature) - 0.0704595 * temperature
    return _from_mole_fraction(logarithm, temperature)


@inlined
def methane_henry(temperature: float) -> float:
    """Henry constant of methane.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-328 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar]; 1.394 at 25 °C, 1.154 at 37 °C.

    Notes
    -----
    Confidence: checked (Sander 2015 has 1.4 and 1400-2400 K); uncertainty 1 %.

    References
    ----------
    Clever & Young (1987) IUPAC Solubility Data Series 27/28, Pergamon; equation in the CRC Handbook.
    """
    hundreds = 0.01 * temperature
    logarithm = -115.6477 + 155.5756 / hundreds + 65.2553 * math.log(hundreds) - 6.1698 * hundreds
    return _from_mole_fraction(logarithm, temperature)


@inlined
def ammonia_henry(temperature: float) -> float:
    """Henry constant of uncharged ammonia.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid about 273-333 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar]; 5.9e4 at 25 °C, 3.4e4 at 37 °C.

    Notes
    -----
    Confidence: recalled, and within 4 % of Clegg & Brimblecombe (1989) J. Phys. Chem. 93:7237; uncertainty 5 %.

    References
    ----------
    Sander (2015) Atmos. Chem. Phys. 15:4399, doi:10.5194/acp-15-4399-2015.
    """
    return henry(_AMMONIA_CONSTANT, _AMMONIA_ENTHALPY, temperature)

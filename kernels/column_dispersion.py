"""Axial dispersion of the liquid in a bubble column, by two authors. SI."""

from __future__ import annotations

from .gas import GRAVITY
from .jit import inlined

__all__ = ["dispersion_baird_rice", "dispersion_deckwer"]


@inlined
def dispersion_deckwer(tank_diameter: float, gas_velocity: float) -> float:
    """Axial dispersion coefficient, 0.678 T^1.4 vs^0.3.

    Parameters
    ----------
    tank_diameter : float
        Column diameter [m], valid 0.1-3.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.003-0.5.

    Returns
    -------
    float
        Dispersion coefficient [m²/s].

    Notes
    -----
    Confidence: recalled; uncertainty 40 %.

    References
    ----------
    Deckwer, Burckhart & Zoll (1974) Chem. Eng. Sci. 29:2177.
    """
    coefficient: float = 0.678 * tank_diameter**1.4 * max(gas_velocity, 0.0) ** 0.3
    return coefficient


@inlined
def dispersion_baird_rice(tank_diameter: float, gas_velocity: float) -> float:
    """Axial dispersion coefficient, 0.35 T^(4/3) (g vs)^(1/3).

    Parameters
    ----------
    tank_diameter : float
        Column diameter [m], valid 0.08-1.5.
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.003-0.45.

    Returns
    -------
    float
        Dispersion coefficient [m²/s].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Baird & Rice (1975) Chem. Eng. J. 9:171.
    """
    coefficient: float = 0.35 * tank_diameter ** (4.0 / 3.0) * (GRAVITY * max(gas_velocity, 0.0)) ** (1.0 / 3.0)
    return coefficient

"""Foam as a height: what the gas brings up per second times the seconds a bubble lives in the foam."""

from __future__ import annotations

from .jit import inlined

__all__ = ["FOAMINESS", "foam_height", "foam_index"]

FOAMINESS = 10.0
"""Life of a bubble in the foam [s] of a mineral medium: assumed. Water has less than 1, protein solutions some 100
(recalled); measure it: foam volume in a column over gas flow."""


@inlined
def foam_height(gas_velocity: float, foaminess: float) -> float:
    """Steady height of the foam, Σ vs.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity at the surface of the broth [m/s].
    foaminess : float
        Bikerman's Σ, mean life of a bubble in the foam [s]: a property of the broth, to be measured.

    Returns
    -------
    float
        Height [m].

    Notes
    -----
    Holds while the foam does not dry out or touch the lid; Σ rises with protein and falls with antifoam and heat.
    Confidence: definition (of Σ); uncertainty 50 % (of Σ).

    References
    ----------
    Bikerman (1938) Trans. Faraday Soc. 34:634, doi:10.1039/TF9383400634.
    """
    return max(gas_velocity, 0.0) * foaminess


@inlined
def foam_index(gas_velocity: float, foaminess: float, freeboard: float) -> float:
    """Height of the foam over the room above the broth; 1 means foam in the exhaust filter.

    Parameters
    ----------
    gas_velocity, foaminess : float
        As in `foam_height` [m/s], [s].
    freeboard : float
        Room between aerated broth and lid [m], > 0.

    Returns
    -------
    float
        Index [-].

    Notes
    -----
    Confidence: definition; the uncertainty is that of Σ.

    References
    ----------
    Bikerman (1938) Trans. Faraday Soc. 34:634, doi:10.1039/TF9383400634.
    """
    return foam_height(gas_velocity, foaminess) / freeboard

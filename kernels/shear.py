"""What cells feel of the turbulence."""

from __future__ import annotations

from .jit import inlined

__all__ = ["kolmogorov_length"]


@inlined
def kolmogorov_length(kinematic_viscosity: float, dissipation: float) -> float:
    """Size of the smallest eddies, (ν³/ε)^0.25.

    Parameters
    ----------
    kinematic_viscosity : float
        Kinematic viscosity [m²/s].
    dissipation : float
        Power per mass of liquid [W/kg], > 0: the mean, or the local maximum, which is 20-70 times the mean
        at a Rushton impeller.

    Returns
    -------
    float
        Kolmogorov length [m].

    Notes
    -----
    Confidence: definition.
    """
    length: float = (kinematic_viscosity**3 / dissipation) ** 0.25
    return length

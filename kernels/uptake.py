"""Concentrations → the parameters θ of the flux problem (uptake capacities and demands).

θ_i = maximum_i · Π factor(c), each factor between 0 and 1, smooth at zero and continued below it without
clipping: a state that undershoots zero by rounding is pulled back instead of chattering.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

__all__ = ["HALDANE", "HILL", "INHIBITION", "KINDS", "MONOD", "uptake_bounds"]

MONOD = 0
HILL = 1
HALDANE = 2
INHIBITION = 3
KINDS = {"monod": MONOD, "hill": HILL, "haldane": HALDANE, "inhibition": INHIBITION}
"""Text name of each law in a strain file → its opcode."""


@inlined
def _factor(kind: int, concentration: float, constant: float, second: float) -> float:
    """One factor of an uptake law.

    Parameters
    ----------
    kind : int
        Opcode: Monod c/(K+c); Hill c^n/(K^n+c^n); Haldane c/(K+c+c²/Ki); inhibition 1/(1+c/Ki).
    concentration, constant : float
        c and K (or Ki) [mol/m³].
    second : float
        Hill exponent n [-] or Haldane Ki [mol/m³].
    """
    c = concentration
    if kind == MONOD:
        # below zero the tangent goes on: the law itself has a pole at -K, and drives a state beyond it away
        return c / constant if c < 0.0 else c / (constant + c)
    if kind == HILL:
        if c <= 0.0:
            return 0.0
        ratio: float = (c / constant) ** second
        return ratio / (1.0 + ratio)
    if kind == HALDANE:
        return c / constant if c < 0.0 else c / (constant + c + c * c / second)
    # below zero the inhibitor is absent, and 1/(1+c/Ki) would have a pole there
    return 1.0 / (1.0 + max(c, 0.0) / constant)


@inlined
def uptake_bounds(
    factors: NDArray[np.void],
    maximum: NDArray[np.float64],
    concentrations: NDArray[np.float64],
    theta: NDArray[np.float64],
) -> None:
    """Write θ [mol/kg/h] for the given liquid concentrations.

    Parameters
    ----------
    factors : records FACTOR, shape (k,)
        Each multiplies one parameter.
    maximum : shape (p,)
        θ at saturation [mol/kg/h].
    concentrations : shape (species,)
        [mol/m³]
    theta : shape (p,)
        Written.
    """
    for i in range(theta.size):
        theta[i] = maximum[i]
    for k in range(factors.size):
        law = factors[k]
        concentration = float(concentrations[law.species])
        theta[law.parameter] *= _factor(law.kind, concentration, law.constant, law.second)

"""Signals → the parameters θ of the flux problem (uptake capacities, demands, capacities that vary).

θ_i = maximum_i · Π factor, each factor a law of one signal (`laws`), smooth at zero and continued below it without
clipping: a state that undershoots zero by rounding is pulled back instead of chattering.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .laws import INHIBITION, KINDS, MONOD, rare_law, share
from .records import UptakeFactor

__all__ = ["KINDS", "law_value", "uptake_bounds"]


@inlined
def _common(law: UptakeFactor, signals: NDArray[np.float64]) -> float:
    """A Monod law or an inhibition."""
    x = float(signals[law.signal])
    if law.kind == MONOD:
        return share(x, law.constant)
    # below zero the inhibitor is absent, and 1/(1+c/Ki) would have a pole there
    return 1.0 / (1.0 + max(x, 0.0) / law.constant)


@inlined
def law_value(law: UptakeFactor, signals: NDArray[np.float64]) -> float:
    """One factor of whatever kind, from the signals it watches."""
    if law.kind <= INHIBITION:
        return _common(law, signals)
    x = float(signals[law.signal])
    return rare_law(law.kind, x, float(signals[law.other]), law.constant, law.second, law.third)


@inlined
def uptake_bounds(
    factors: NDArray[np.void],
    maximum: NDArray[np.float64],
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
) -> None:
    """Write θ [mol/kg/h; a growth cap 1/h] of all strains for the given signals.

    Parameters
    ----------
    factors : records FACTOR, shape (k,)
        Each multiplies one parameter, or a death rate. In any order, but fastest where Monod laws and inhibitions
        of parameters come first: they have a loop of their own.
    maximum : shape (p,)
        θ with every factor at 1.
    signals : shape (signal_size,)
        Of the vessel, concentrations of the species [mol/m³] behind them, then what the cells carry.
    theta : shape (p,)
        Written.
    """
    for i in range(theta.size):
        theta[i] = maximum[i]
    plain = 0
    for k in range(factors.size):
        law = factors[k]
        if law.kind > INHIBITION or law.parameter < 0:
            break
        theta[law.parameter] *= _common(law, signals)
        plain = k + 1
    for k in range(plain, factors.size):
        law = factors[k]
        if law.parameter >= 0:
            theta[law.parameter] *= law_value(law, signals)
        else:
            signals[-law.parameter] *= law_value(law, signals)

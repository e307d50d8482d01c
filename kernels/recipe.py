"""The recipe while it runs: feed rate of the present phase and the distance to its end."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .records import Phase

__all__ = ["CONSTANT", "EXPONENTIAL", "FEED_KINDS", "HOLD", "NONE", "end_distance", "feed_rate"]

NONE = 0
CONSTANT = 1
EXPONENTIAL = 2
HOLD = 3
FEED_KINDS = {"none": NONE, "constant": CONSTANT, "exponential": EXPONENTIAL, "hold": HOLD}
"""Text name of a feed law in a scenario → its opcode."""


@inlined
def feed_rate(
    phase: Phase,
    feed_factor: float,
    strength: float,
    time: float,
    rate_at_start: float,
    inventory: float,
) -> float:
    """Feed flow [m³/h] of a phase.

    Parameters
    ----------
    phase : record PHASE
        Feed law; exponential: F = µ X₀V₀ exp(µ t)/(Y c_S), Pirt-type feeding without maintenance.
    feed_factor : float
        Multiplier of the recipe [-].
    strength : float
        Substrate in the feed [mol/m³].
    time : float
        Time since the phase began [h].
    rate_at_start : float
        Feed flow when the phase began [m³/h]; what a *hold* keeps.
    inventory : float
        Biomass when the phase began [kg].
    """
    if phase.feed_kind == CONSTANT:
        return feed_factor * phase.rate
    if phase.feed_kind == EXPONENTIAL:
        start = phase.growth_rate * inventory / (phase.biomass_yield * strength)
        return feed_factor * start * math.exp(phase.growth_rate * time)
    if phase.feed_kind == HOLD:
        return rate_at_start
    return 0.0


@inlined
def end_distance(phase: Phase, conditions: NDArray[np.void], signals: NDArray[np.float64]) -> float:
    """How far the phase is past its nearest end condition (> 0: over), dimensionless."""
    distance = -math.inf
    for k in range(phase.first_condition, phase.last_condition):
        rule = conditions[k]
        past = rule.sign * (signals[rule.signal] - rule.threshold) / rule.scale
        distance = max(distance, past)
    return distance

"""The recipe while it runs: feed rate of the present phase, overflow, and the distance to the phase's end."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .records import Phase

__all__ = [
    "CONSTANT",
    "DILUTION",
    "EXPONENTIAL",
    "FEED_KINDS",
    "HOLD",
    "NONE",
    "end_distance",
    "feed_rate",
    "overflow_rate",
]

NONE = 0
CONSTANT = 1
EXPONENTIAL = 2
HOLD = 3
DILUTION = 4
FEED_KINDS = {"none": NONE, "constant": CONSTANT, "exponential": EXPONENTIAL, "hold": HOLD}
"""Text name of a feed law in a scenario → its opcode; a constant feed given as a dilution rate is a `DILUTION`."""

OVERFLOW_TIME = 1.0 / 3600.0  # h, in which the liquid well above the overflow runs off
OVERFLOW_REACH = 1e-3  # of the volume at the overflow, over which it opens


@inlined
def feed_rate(
    phase: Phase,
    feed_factor: float,
    strength: float,
    time: float,
    rate_at_start: float,
    inventory: float,
    volume: float,
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
    volume : float
        Present volume of the broth [m³]; what a dilution rate refers to.
    """
    if phase.feed_kind == CONSTANT:
        return feed_factor * phase.rate
    if phase.feed_kind == DILUTION:
        return feed_factor * phase.rate * volume
    if phase.feed_kind == EXPONENTIAL:
        start = phase.growth_rate * inventory / (phase.biomass_yield * strength)
        return feed_factor * start * math.exp(phase.growth_rate * time)
    if phase.feed_kind == HOLD:
        return rate_at_start
    return 0.0


@inlined
def overflow_rate(volume: float, level: float) -> float:
    """Flow through an overflow [m³/h]: nothing below it, h²/(h + w)/τ at h above it, smooth where it begins.

    At w = 0.1 % of the volume and τ = 1 s the volume is held to 0.2 % up to a dilution rate of 4 1/h.

    Parameters
    ----------
    volume : float
        Broth [m³].
    level : float
        Volume at the overflow [m³]; 0: there is none.
    """
    height = volume - level
    if level <= 0.0 or height <= 0.0:
        return 0.0
    return height * height / ((height + OVERFLOW_REACH * level) * OVERFLOW_TIME)


@inlined
def end_distance(phase: Phase, conditions: NDArray[np.void], signals: NDArray[np.float64]) -> float:
    """How far the phase is past its nearest end condition (> 0: over), dimensionless."""
    distance = -math.inf
    for k in range(phase.first_condition, phase.last_condition):
        rule = conditions[k]
        past = rule.sign * (signals[rule.signal] - rule.threshold) / rule.scale
        distance = max(distance, past)
    return distance

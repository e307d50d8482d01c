"""The recipe while it runs: what the pumps do in the present phase, what runs off, and the distance to its end."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .jit import inlined
from .laws import smooth_step
from .records import Feed, Phase

__all__ = [
    "ACID",
    "BASE",
    "CONSTANT",
    "DILUTION",
    "EXPONENTIAL",
    "FEEDING",
    "FEED_KINDS",
    "HOLD",
    "ROLES",
    "STAT",
    "SUBSTRATE",
    "TABLE",
    "end_distance",
    "feed_rate",
    "level_switch",
    "overflow_rate",
]

CONSTANT = 1
EXPONENTIAL = 2
HOLD = 3
DILUTION = 4
TABLE = 5
STAT = 6
SUBSTRATE = 7
FEED_KINDS = {
    "constant": CONSTANT,
    "exponential": EXPONENTIAL,
    "hold": HOLD,
    "table": TABLE,
    "dot-stat": STAT,
    "ph-stat": STAT,
    "substrate-stat": SUBSTRATE,
}
"""Text name of a feed law in a scenario → its opcode; a constant feed given as a dilution rate is a `DILUTION`."""

FEEDING = 0
BASE = 1
ACID = 2
ROLES = {"feed": FEEDING, "base": BASE, "acid": ACID}
"""What a stream is poured in for → its number."""

OVERFLOW_TIME = 1.0 / 3600.0  # h, in which the liquid well above the overflow runs off
OVERFLOW_REACH = 1e-3  # of the volume at the overflow, over which it opens
LID_SHUT = 0.01  # free room under the lid, share of the vessel, at which the level switch has stopped every pump
LID_OPEN = 0.03  # and below which it begins to
MOST_GROWTH = 700.0  # exponent beyond which a double overflows


@inlined
def _interpolated(points: NDArray[np.float64], first: int, last: int, time: float) -> float:
    """Rate of a table [(h, m³/h)] at a time: linear between points, constant before the first and after the last."""
    if time <= points[first, 0]:
        return float(points[first, 1])
    for k in range(first + 1, last):
        if time < points[k, 0]:
            share = (time - points[k - 1, 0]) / (points[k, 0] - points[k - 1, 0])
            return float(points[k - 1, 1] + share * (points[k, 1] - points[k - 1, 1]))
    return float(points[last - 1, 1])


@inlined
def _law(
    feed: Feed,
    points: NDArray[np.float64],
    strength: float,
    time: float,
    inventory: float,
    signals: NDArray[np.float64],
) -> float:
    """Flow [m³/h] of a feed's law, before the recipe's multiplier and the limits of the pump."""
    if feed.kind == CONSTANT:
        return feed.rate
    if feed.kind == DILUTION:
        return feed.rate * float(signals[at.VOLUME])
    if feed.kind == EXPONENTIAL:
        start = feed.growth_rate * inventory / (feed.biomass_yield * strength)
        return start * math.exp(min(feed.growth_rate * time, MOST_GROWTH))
    if feed.kind == TABLE:
        return _interpolated(points, feed.first_point, feed.last_point, time)
    away = float(signals[feed.signal]) - feed.set_point
    if feed.kind == STAT:
        return feed.rate * smooth_step(feed.sign * away / feed.band)
    if strength <= 0.0:
        return 0.0
    return max(-feed.gain * float(signals[at.VOLUME]) * away / strength, 0.0)


@inlined
def feed_rate(
    feed: Feed,
    points: NDArray[np.float64],
    feed_factor: float,
    strength: float,
    time: float,
    inventory: float,
    signals: NDArray[np.float64],
) -> float:
    """Flow [m³/h] of one feed.

    Parameters
    ----------
    feed : record FEED
        Its law. Constant; per volume of broth; exponential, F = µ X₀V₀ exp(µ t)/(Y c_S), Pirt-type feeding without
        maintenance; a table; a stat of dissolved oxygen or pH, F = F_max·s(±(x − x*)/band) with s the smooth step: the
        further the signal is above its set point (as it is when the substrate is used up) or below it, the faster; a
        stat of the substrate itself, F = k V (S* − S)/c_S ≥ 0; or what flowed when the phase before ended.
    points : shape (n, 2)
        Tables of all feeds: time since the phase began [h], flow [m³/h].
    feed_factor : float
        Multiplier of the recipe [-].
    strength : float
        Substrate in the feed [mol/m³].
    time : float
        Time since the phase began [h].
    inventory : float
        Biomass when the phase began [kg].
    signals : shape (signal_size,)
        Of the vessel; volume, what a stat watches, and what overrides leave (`override`).
    """
    if feed.kind == HOLD:
        rate = feed.rate
    else:
        rate = feed_factor * _law(feed, points, strength, time, inventory, signals)
    if feed.maximum > 0.0:
        rate = min(rate, feed.maximum)
    if feed.oxygen:
        rate *= float(signals[at.OXYGEN_PERMIT])
    if feed.cooling:
        rate *= float(signals[at.COOLING_PERMIT])
    return rate


@inlined
def level_switch(broth: float, gas_holdup: float, vessel_volume: float) -> float:
    """Share of their flow that a full vessel leaves to the pumps: 1 well below the lid, 0 as the broth reaches it.

    The high-level probe of a fermenter stops whatever is pumped in before broth leaves with the exhaust gas.

    Parameters
    ----------
    broth : float
        Liquid [m³].
    gas_holdup : float
        Share of gas in the dispersion [-].
    vessel_volume : float
        The whole vessel [m³].
    """
    room = 1.0 - broth / ((1.0 - gas_holdup) * vessel_volume)
    return smooth_step((room - LID_SHUT) / (LID_OPEN - LID_SHUT))


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
    """How far the phase is past its nearest end condition (> 0: over), dimensionless; not before its least duration."""
    distance = -math.inf
    for k in range(phase.first_condition, phase.last_condition):
        rule = conditions[k]
        past = rule.sign * (signals[rule.signal] - rule.threshold) / rule.scale
        distance = max(distance, past)
    if phase.at_least > 0.0:
        distance = min(distance, float(signals[at.TIME]) / phase.at_least - 1.0)
    return distance

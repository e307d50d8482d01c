"""Excess, limitation, starvation: how long and how often cells are in each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..plant.lifelines import Regimes

__all__ = ["REGIMES", "Exposure", "distance", "exposures", "regimes_of"]

REGIMES = ("starvation", "limitation", "excess")
"""Of the substrate, in the order of their numbers."""

_STARVED, _SATED = 0.05, 0.95


def regimes_of(uptake: NDArray[np.float64], highest: float) -> NDArray[np.int64]:
    """Regime of each compartment, by its number in `REGIMES`.

    Parameters
    ----------
    uptake : (N,) array
        Specific uptake of the substrate [mol/kg/h].
    highest : float
        What cells can take up at most, in the same unit.

    Notes
    -----
    Below 5 % of the highest uptake cells starve, above 95 % there is excess (Haringa et al. 2016, Eng. Life Sci.
    16:652, recalled).
    """
    share = np.asarray(uptake, dtype=np.float64) / highest
    return (share >= _STARVED).astype(np.int64) + (share > _SATED)


@dataclass(frozen=True, slots=True)
class Exposure:
    """What cells meet of one regime.

    Attributes
    ----------
    share : float
        Of all time [-].
    duration : float
        Mean of a stay [s]; not-a-number where there was none.
    frequency : float
        Stays a cell and hour [1/h].
    distribution : (B,) array
        Share of the stays in each class of duration [-].
    """

    share: float
    duration: float
    frequency: float
    distribution: NDArray[np.float64]


def exposures(met: Regimes) -> list[Exposure]:
    """Statistics of every regime that cells met, in the order of their numbers.

    Parameters
    ----------
    met : Regimes
        Of one call of `Lifelines.advance`, or of several added up.
    """
    everything = float(met.time.sum())
    found = []
    for regime, hours in enumerate(met.time):
        entered = int(met.changes[:, regime].sum())
        stays = int(met.dwells[regime].sum())
        found.append(
            Exposure(
                share=float(hours) / everything,
                duration=3600.0 * float(hours) / entered if entered else math.nan,
                frequency=entered / everything,
                distribution=met.dwells[regime] / max(stays, 1),
            )
        )
    return found


def distance(one: Exposure, other: Exposure) -> float:
    """Largest difference of the two distributions of durations [-]: 0 alike, 1 nothing in common (Kolmogorov)."""
    return float(np.abs(np.cumsum(one.distribution) - np.cumsum(other.distribution)).max())

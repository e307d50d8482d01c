"""What samples say about the ratio of two times: a bootstrap interval, and the verdict on a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FASTER", "SAME", "SLOWER", "Ratio", "paired_ratio", "separate_ratio", "verdict"]

Array = NDArray[np.float64]

SLOWER, FASTER, SAME = "slower", "faster", "no change"
DRAWS = 20_000


@dataclass(frozen=True)
class Ratio:
    """Ratio of the new time to the old one, above 1 when the new one is slower, with its interval."""

    value: float
    low: float
    high: float


def _interval(value: float, draws: Array, confidence: float) -> Ratio:
    tail = 50.0 * (1.0 - confidence)
    low, high = np.percentile(draws, [tail, 100.0 - tail])
    return Ratio(float(np.exp(value)), float(np.exp(low)), float(np.exp(high)))


def _medians(samples: Array, random: np.random.Generator, draws: int) -> Array:
    """Medians of samples drawn anew with replacement."""
    chosen = random.integers(len(samples), size=(draws, len(samples)))
    return np.asarray(np.median(samples[chosen], axis=1))


def paired_ratio(groups: Sequence[Sequence[float]], confidence: float, draws: int = DRAWS) -> Ratio:
    """Ratio from pairs that were measured in several pairs of processes.

    Times in one process share its accidents (where its code and data came to lie), so that it is processes that are
    drawn anew, each by the median of its pairs, whatever a burst of other work did to some of these; the mean of the
    processes is the ratio. All of it on logarithms. Of a single process, pairs are drawn.

    Parameters
    ----------
    groups : sequence of sequences of float
        Ratios of pairs, new over old, one group a pair of processes.
    confidence : float
        Of the interval, below 1.
    draws : int

    Returns
    -------
    Ratio
        Of few processes the interval hardly leaves the range of their medians.

    References
    ----------
    Davison & Hinkley (1997) Bootstrap Methods and their Application, §3.8 (whole groups are drawn) and §5.3
    (percentiles); Kalibera & Jones (2013) ISMM, doi:10.1145/2464157.2464160 (levels of repetition).
    """
    random = np.random.default_rng(1)
    logs = [np.log(np.asarray(group, dtype=float)) for group in groups]
    if len(logs) == 1:
        return _interval(float(np.median(logs[0])), _medians(logs[0], random, draws), confidence)
    medians = np.array([np.median(group) for group in logs])
    chosen = random.integers(len(medians), size=(draws, len(medians)))
    return _interval(float(medians.mean()), medians[chosen].mean(axis=1), confidence)


def separate_ratio(old: Sequence[Array], new: Sequence[Array], confidence: float, draws: int = DRAWS) -> Ratio:
    """Ratio from samples that were taken at different times.

    Parameters
    ----------
    old, new : sequence of ndarray
        Times of ours, and where there are two, those of what ours is set beside in the same run: then the ratio is
        that of the ratios, and the speed of the machine cancels.
    confidence : float
        Of the interval, below 1.
    draws : int

    Returns
    -------
    Ratio
    """
    random = np.random.default_rng(1)
    total, value = np.zeros(draws), 0.0
    for sign, samples in ((1.0, new), (-1.0, old)):
        for side, times in zip((1.0, -1.0), samples, strict=False):
            logs = np.log(np.asarray(times, dtype=float))
            total += sign * side * _medians(logs, random, draws)
            value += sign * side * float(np.median(logs))
    return _interval(value, total, confidence)


def verdict(ratio: Ratio, threshold: float) -> str:
    """Whether the new one is slower or faster by more than the threshold, with all of the interval.

    Parameters
    ----------
    ratio : Ratio
    threshold : float
        Least change that matters, 0.05 for 5 %.

    Returns
    -------
    str
        `SLOWER`, `FASTER` or `SAME`.
    """
    if ratio.low > 1.0 + threshold:
        return SLOWER
    if ratio.high < 1.0 / (1.0 + threshold):
        return FASTER
    return SAME

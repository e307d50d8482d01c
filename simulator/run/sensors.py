"""Readings of imperfect sensors, made from the true values of a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..scenario.sensors import OffgasAnalyser

__all__ = ["delayed", "lagged", "scattered", "through_the_analyser"]

Column = NDArray[np.float64]


def delayed(time: Column, values: Column, delay: float) -> Column:
    """Values as they were `delay` [h] before; before the run began, as at its start."""
    return np.asarray(np.interp(time - delay, time, values))


def lagged(time: Column, values: Column, lag: float) -> Column:
    """Response of a first-order lag [h] to values that run straight from row to row; exact for such values.

    Parameters
    ----------
    time, values : shape (rows,)
    lag : float
        Time constant; 0 changes nothing.
    """
    if lag <= 0.0:
        return values
    answer = np.array(values, dtype=np.float64)
    for row in range(1, time.size):
        step = time[row] - time[row - 1]
        if step <= 0.0:
            answer[row] = answer[row - 1]
            continue
        behind = lag * (values[row] - values[row - 1]) / step  # how far a ramp is behind in the end
        answer[row] = values[row] - behind + (answer[row - 1] - values[row - 1] + behind) * np.exp(-step / lag)
    return answer


def scattered(values: Column, deviation: float, seed: int, name: str) -> Column:
    """Values with Gaussian noise; every name has a stream of its own, so that one sensor does not move another's."""
    if deviation <= 0.0:
        return values
    key = np.random.SeedSequence([seed, *name.encode()])
    return np.asarray(values + np.random.default_rng(key).normal(0.0, deviation, values.size))


def through_the_analyser(time: Column, fraction: Column, analyser: OffgasAnalyser, seed: int, name: str) -> Column:
    """A mole fraction as the analyser shows it."""
    late = lagged(time, delayed(time, fraction, analyser.delay), analyser.lag)
    return scattered(late, analyser.noise, seed, name)

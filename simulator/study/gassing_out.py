"""The gassing-out experiment: simulated as a probe shows it, and evaluated to a kLa, wrongly and rightly.

Oxygen is stripped from the liquid, air comes on at time 0, and a probe follows: dC/dt = kLa (C* − C) − OUR in the
liquid, dP/dt = (C − P)/τ in the probe. The reading lags: two time constants in series, 1/kLa and τ. Who takes the slope
of ln(deficit) for kLa finds too little. Bubbles that the liquid robs of oxygen are a third lag (4 % at 200 1/h and
1 vvm), which only a run of a vessel shows. Hours and 1/h; levels in any one unit, usually % of saturation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

__all__ = [
    "Experiment",
    "Fit",
    "Readings",
    "apparent_kla",
    "deficit",
    "gassing_out",
    "kla_by_area",
    "kla_by_lags",
    "kla_by_slope",
    "through_probe",
]

Numbers = NDArray[np.float64]

_EQUAL = 1e-6  # relative distance of the two time constants below which their limit is taken
_WINDOW = (0.2, 0.8)
_LEAST = 5  # readings a fit of three numbers wants


@dataclass(frozen=True)
class Experiment:
    """What is done.

    Attributes
    ----------
    kla : float
        Of the vessel [1/h], > 0.
    probe : float
        Time constant of the probe [h], ≥ 0: it shows 63 % of a jump after this time.
    duration, interval : float
        Of the readings [h].
    saturation, start : float
        Levels: of air, and at time 0, in liquid and probe alike.
    uptake : float
        Oxygen uptake of cells in the vessel [level/h]; the final level is then below saturation (dynamic method).
    noise : float
        Standard deviation of a reading [level].
    seed : int
        Of the noise.
    """

    kla: float
    probe: float
    duration: float
    interval: float
    saturation: float = 100.0
    start: float = 0.0
    uptake: float = 0.0
    noise: float = 0.0
    seed: int = 0

    @property
    def final(self) -> float:
        """Level at which transfer and uptake balance."""
        return self.saturation - self.uptake / self.kla


@dataclass(frozen=True)
class Readings:
    """What comes of it.

    Attributes
    ----------
    time : ndarray
        [h].
    liquid, probe : ndarray
        Level in the liquid, and as the probe shows it, noise included.
    """

    time: Numbers
    liquid: Numbers
    probe: Numbers


@dataclass(frozen=True)
class Fit:
    """A kLa with its standard error [1/h], and the levels found with it."""

    kla: float
    error: float
    start: float
    final: float


def deficit(time: Numbers | float, kla: float, probe: float) -> Numbers:
    """What a reading lacks of its final level, as a share of the whole jump.

    Parameters
    ----------
    time : array_like
        Since the jump [h].
    kla : float
        [1/h].
    probe : float
        Time constant of the probe [h]; 0 is a probe without lag.

    Returns
    -------
    ndarray
        (τ₁ e^(−t/τ₁) − τ₂ e^(−t/τ₂))/(τ₁ − τ₂), from 1 to 0; τ₁ = 1/kLa and τ₂ = `probe`, in any order.
    """
    hours = np.asarray(time, float)
    if probe <= 0.0:
        return np.asarray(np.exp(-kla * hours))
    slow, fast = max(1.0 / kla, probe), min(1.0 / kla, probe)
    if slow - fast < _EQUAL * slow:
        mean = 0.5 * (slow + fast)
        return np.asarray((1.0 + hours / mean) * np.exp(-hours / mean))
    return np.asarray((slow * np.exp(-hours / slow) - fast * np.exp(-hours / fast)) / (slow - fast))


def gassing_out(experiment: Experiment) -> Readings:
    """Simulate a gassing-out experiment.

    Parameters
    ----------
    experiment : Experiment

    Returns
    -------
    Readings
        The same for the same experiment.
    """
    time = np.arange(0.0, experiment.duration + 0.5 * experiment.interval, experiment.interval)
    jump = experiment.final - experiment.start
    liquid = experiment.final - jump * np.exp(-experiment.kla * time)
    probe = experiment.final - jump * deficit(time, experiment.kla, experiment.probe)
    if experiment.noise > 0.0:
        probe = probe + np.random.default_rng(experiment.seed).normal(0.0, experiment.noise, time.size)
    return Readings(time, liquid, probe)


def through_probe(time: Numbers, level: Numbers, probe: float) -> Numbers:
    """What a first-order probe shows of a level that is known at some times and straight between them.

    Parameters
    ----------
    time, level : ndarray
        Rising times [h]; levels. The probe starts at the first level.
    probe : float
        Time constant of the probe [h].

    Returns
    -------
    ndarray
        Readings at the same times, exact for the straight pieces.
    """
    if probe <= 0.0:
        return level.copy()
    shown = np.empty_like(level)
    shown[0] = level[0]
    for row in range(1, time.size):
        step = time[row] - time[row - 1]
        slope = (level[row] - level[row - 1]) / step
        left = shown[row - 1] - level[row - 1] + slope * probe
        shown[row] = level[row] - slope * probe + left * math.exp(-step / probe)
    return shown


def kla_by_slope(time: Numbers, readings: Numbers, final: float, window: tuple[float, float] | None = _WINDOW) -> float:
    """KLa as a student finds it: the slope of the logarithm of the deficit, the probe believed.

    Parameters
    ----------
    time, readings : ndarray
        [h]; levels, at least two.
    final : float
        Final level.
    window : pair of float or None
        Shares of the way from the first to the final level between which readings count; None: all of them.

    Returns
    -------
    float
        kLa [1/h], too low by the lag of the probe (`apparent_kla`).

    Raises
    ------
    ValueError
        Fewer than two readings count.
    """
    counts = np.ones(time.size, bool)
    if window is not None:
        way = (readings - readings[0]) / (final - readings[0])
        counts = (way >= window[0]) & (way <= window[1])
    counts &= (final - readings) * np.sign(final - readings[0]) > 0.0
    if counts.sum() < 2:
        raise ValueError("fewer than two readings count: read more often, or widen the window")
    logarithm = np.log(np.abs(final - readings[counts]))
    return -float(np.polyfit(time[counts], logarithm, 1)[0])


def kla_by_area(time: Numbers, readings: Numbers, final: float, probe: float = 0.0) -> float:
    """KLa from the area above the curve, which is 1/kLa + τ: no logarithm, and the lag comes off by subtraction.

    Parameters
    ----------
    time, readings : ndarray
        [h]; levels, from the jump to (nearly) the final level.
    final : float
        Final level.
    probe : float
        Time constant of the probe [h]; 0 ignores it.

    Returns
    -------
    float
        kLa [1/h]; with the lag ignored kLa/(1 + kLa τ).
    """
    area = float(np.trapezoid((final - readings) / (final - readings[0]), time))
    return 1.0 / (area - probe)


def kla_by_lags(time: Numbers, readings: Numbers, probe: float) -> Fit:
    """KLa as it should be found: both lags fitted to all readings, the probe's time constant known.

    Parameters
    ----------
    time, readings : ndarray
        [h] since the jump; levels.
    probe : float
        Time constant of the probe [h], measured on its own (a jump from nitrogen to air).

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        Fewer than five readings.

    References
    ----------
    Dang, Karrer & Dunn (1977) Biotechnol. Bioeng. 19:853, doi:10.1002/bit.260190606 (moments, probe in series).
    """
    if time.size < _LEAST:
        raise ValueError(f"{time.size} readings are too few: at least {_LEAST}")
    span = float(readings[-1] - readings[0]) or 1.0

    def residuals(numbers: Numbers) -> Numbers:
        start, final = numbers[1], numbers[2]
        return np.asarray((final - (final - start) * deficit(time, math.exp(numbers[0]), probe) - readings) / span)

    rise = float(time[np.argmax(np.abs(readings - readings[0]) >= 0.63 * abs(span))])
    guess = 1.0 / max(rise - probe, 0.1 * rise, 1e-9 + 0.01 * float(time[-1]))
    begin = np.array([math.log(guess), readings[0], readings[-1]])
    found = least_squares(residuals, begin, x_scale=[1.0, abs(span), abs(span)], xtol=1e-12, ftol=1e-12, gtol=1e-12)
    kla = math.exp(float(found.x[0]))
    variance = 2.0 * found.cost / max(time.size - 3, 1)
    spread = math.sqrt(variance * float(np.linalg.pinv(found.jac.T @ found.jac)[0, 0]))
    return Fit(kla, kla * spread, float(found.x[1]), float(found.x[2]))


def apparent_kla(kla: float, probe: float, first: float, last: float) -> float:
    """What the slope between two readings gives when the lag of the probe is ignored.

    Parameters
    ----------
    kla : float
        True one [1/h].
    probe : float
        Time constant of the probe [h].
    first, last : float
        Times of the readings [h].

    Returns
    -------
    float
        ln(deficit(first)/deficit(last))/(last − first) [1/h]: below kLa; late, the slower of kLa and 1/τ.
    """
    early, late = deficit(np.array([first, last]), kla, probe)
    return float(np.log(early / late)) / (last - first)

"""The thousand fed-batches of suite `ensemble`: constants drawn about those of the model, times of their phases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ensemble_model import PARAMETERS, STATES

__all__ = ["ABSOLUTE", "HOURS", "Ensemble", "achieved_error", "draw", "grid"]

Array = NDArray[np.float64]

HOURS = 40.0
INTERVAL = 0.5  # h between outputs
SEED = 20261126
ABSOLUTE = np.array([1.0, 1.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.1, 0.1])
"""Absolute over relative tolerance of each state, in its unit."""

RANGES = {
    "kla": (300.0, 800.0),
    "uptake": (0.572, 0.700),  # 0.636 ± 10 %
    "half_glucose": (0.0296, 0.0444),  # 0.037 ± 20 %
    "overflow": (0.182, 0.272),  # 0.227 ± 20 %
    "acetate_uptake": (0.092, 0.138),  # 0.115 ± 20 %
    "yield": (0.506, 0.560),  # 0.533 ± 5 %
    "feed_glucose": (150.0, 400.0),
    "feed_begin": (11.0, 14.0),
    "feed_growth": (0.10, 0.20),
    "renewal": (60.0, 240.0),
    "induced": (0.02, 0.10),
}
VOLUME = 1.0  # L
FULL = (1.06, 1.20)  # L, where the feed stops
BIOMASS, GLUCOSE = (0.10, 0.30), (6.0, 10.0)  # g/L at the start
SHARE = (0.4, 0.8)  # of what kLa can bring under air that the constant feed asks for
OXYGEN_DEMAND = 0.75 / 0.032  # mmol/g, of glucose grown on


@dataclass(frozen=True)
class Ensemble:
    """Start states (R, n), parameters (R, m), ends of the first three phases (R, 3) [h]."""

    start: Array
    parameters: Array
    breaks: Array


def grid(hours: float = HOURS) -> Array:
    """Output times [h]."""
    return np.asarray(INTERVAL * np.arange(1, round(hours / INTERVAL) + 1), dtype=float)


def draw(runs: int) -> Ensemble:
    """So many runs; the first of more are the same.

    Returns
    -------
    Ensemble
    """
    unit = np.random.default_rng(SEED).random((runs, len(RANGES) + 4))
    values = {name: low + (high - low) * unit[:, i] for i, (name, (low, high)) in enumerate(RANGES.items())}
    biomass, glucose, share, full = (
        low + (high - low) * unit[:, len(RANGES) + i] for i, (low, high) in enumerate((BIOMASS, GLUCOSE, SHARE, FULL))
    )
    harvest = biomass + values["yield"] * 0.8 * glucose  # g/L when the batch is over, about
    demanded = values["feed_growth"] * harvest * VOLUME / values["yield"]  # g/h
    offered = share * values["kla"] * 0.21 / OXYGEN_DEMAND * VOLUME
    values["feed_start"] = demanded / values["feed_glucose"]
    values["feed_constant"] = np.maximum(offered, demanded) / values["feed_glucose"]
    grown = values["feed_constant"] / values["feed_start"]
    constant = values["feed_begin"] + np.log(grown) / values["feed_growth"]
    poured = (values["feed_constant"] - values["feed_start"]) / values["feed_growth"]
    stop = constant + np.maximum(full - VOLUME - poured, 0.0) / values["feed_constant"]
    start = np.zeros((runs, len(STATES)))
    start[:, 0], start[:, 1], start[:, 2] = VOLUME, biomass, glucose
    start[:, 4] = start[:, 8] = 0.21
    start[:, 5], start[:, 6], start[:, 7] = 24.0 * 4e-4, 0.2095, 4e-4
    return Ensemble(
        start,
        np.column_stack([values[name] for name in PARAMETERS]),
        np.column_stack([values["feed_begin"], constant, stop]),
    )


def achieved_error(rows: Array, exact: Array) -> Array:
    """Of each run, the largest difference of any state at any output, relative to the state's largest value in it.

    Parameters
    ----------
    rows, exact : shape (R, g, n)

    Returns
    -------
    ndarray, shape (R,)
    """
    largest = np.abs(exact).max(axis=1)
    return np.asarray((np.abs(rows - exact).max(axis=1) / largest).max(axis=1))

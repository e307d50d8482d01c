"""A right-hand side whose parts have known solutions, in the functions of lanes; and its compiled integrators.

States 0 … 2: the stiff kinetics of Robertson (1966). 3: y' = feed(phase) - rate·y. 4: y' = power·y², infinite at
t = 1/(power·y₀). 5: y' = slow·cos-free drift 2·t.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from moromi.kernels.jit import inlined
from moromi.kernels.lane_ensemble import lane_ensemble
from moromi.kernels.lanes import choose, exponential

STATES, PARAMETERS = 6, 6
FEEDS = (0.0, 2.0, 1.0)  # amplitude in the phases; the middle one grows exponentially


@inlined
def slope(time, phase, y, p, out):
    """Parameters: Robertson's three constants, rate, power, growth of the feed."""
    first, second, third = p[0] * y[0], p[1] * y[1] * y[1], p[2] * y[1] * y[2]
    out[0] = third - first
    out[1] = first - second - third
    out[2] = second
    grown = 2.0 * exponential(p[5] * time)
    out[3] = choose(phase == 1.0, grown, choose(phase > 1.0, 1.0, 0.0)) - p[3] * y[3]
    out[4] = p[4] * y[4] * y[4]
    out[5] = 2.0 * time


@inlined
def jacobian(time, phase, y, p, matrix, drift):
    """Its derivatives."""
    for i in range(36):
        matrix[i] = 0.0
    for i in range(6):
        drift[i] = 0.0
    matrix[0] = -p[0]
    matrix[1] = p[2] * y[2]
    matrix[2] = p[2] * y[1]
    matrix[6] = p[0]
    matrix[7] = -2.0 * p[1] * y[1] - p[2] * y[2]
    matrix[8] = -p[2] * y[1]
    matrix[13] = 2.0 * p[1] * y[1]
    matrix[21] = -p[3]
    matrix[28] = 2.0 * p[4] * y[4]
    drift[3] = choose(phase == 1.0, 2.0 * p[5] * exponential(p[5] * time), 0.0)
    drift[5] = 2.0


@cache
def by_differences():
    return lane_ensemble(slope, STATES, PARAMETERS)


@cache
def by_formula():
    return lane_ensemble(slope, STATES, PARAMETERS, jacobian)


def ensemble(runs: int, seed: int = 1):
    """Start states, parameters and breaks of so many different runs."""
    rng = np.random.default_rng(seed)
    start = np.zeros((runs, STATES))
    start[:, 0], start[:, 3], start[:, 4] = 1.0, rng.uniform(0.0, 2.0, runs), 1.0
    parameters = np.column_stack(
        [
            0.04 * rng.uniform(0.3, 3.0, runs),
            3e7 * rng.uniform(0.3, 3.0, runs),
            1e4 * rng.uniform(0.3, 3.0, runs),
            10.0 ** rng.uniform(-1.0, 3.0, runs),
            rng.uniform(-1.0, 0.05, runs),
            rng.uniform(0.0, 0.2, runs),
        ]
    )
    first = rng.uniform(0.5, 3.0, runs)
    return start, parameters, np.column_stack([first, first + rng.uniform(1.0, 3.0, runs)])


def fed(time, start, parameters, breaks):
    """Closed form of state 3 at one time."""
    rate, growth = parameters[3], parameters[5]
    y, begin = start[3], 0.0
    for phase, end in enumerate((*breaks, np.inf)):
        until = min(time, end)
        kept = np.exp(-rate * (until - begin))
        if phase == 1:
            y = y * kept + 2.0 / (rate + growth) * (np.exp(growth * until) - np.exp(growth * begin) * kept)
        else:
            y = y * kept + (1.0 if phase == 2 else 0.0) / rate * (1.0 - kept)
        begin = until
        if time <= end:
            return y
    return y

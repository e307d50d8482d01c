"""The fermenter's right-hand side as a black box: regions looked up at every call, only the states that matter.

Both kernels stand in this file because Numba notices a change of a kernel's own file only.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..kernels.fermenter import balance, environment
from ..kernels.integrate import INSIDE
from ..kernels.jit import kernel
from ..kernels.members import all_fluxes, all_held
from ..kernels.records import Cursor, Plant
from ..kernels.rosenbrock import Work

__all__ = ["black_box", "black_box_jacobian", "black_box_loop", "surroundings", "weighed"]

Array = NDArray[np.float64]


@kernel
def black_box(time: float, plant: Plant, cursor: Cursor, work: Work, out: Array) -> None:
    """Slope of the dynamic states at `work.point`.

    Parameters
    ----------
    time : float
        Clock time [h].
    plant : Plant
    cursor : record CURSOR
        Keeps the last critical region, from which the look-up starts.
    work : Work
    out : shape (d,)
        Written.
    """
    environment(time, work.point, plant, cursor, work.signals, work.theta)
    last = cursor.region[0]
    if not all_held(plant, cursor, work.theta, INSIDE):
        cursor.region[0] = last
    all_fluxes(plant, cursor, work.theta, work.fluxes)
    balance(work.point, plant, cursor, work.signals, work.fluxes, work.other)
    for i in range(out.size):
        out[i] = work.other[i]


@kernel
def black_box_jacobian(time: float, floor: Array, plant: Plant, cursor: Cursor, work: Work, out: Array) -> None:
    """Its Jacobian, shape (d, d), by forward differences as the product's own."""
    root = math.sqrt(2.220446049250313e-16)
    d = out.shape[0]
    base = np.empty(d)
    moved = np.empty(d)
    black_box(time, plant, cursor, work, base)
    for j in range(d):
        kept = work.point[j]
        work.point[j] = kept + root * max(abs(kept), floor[j])
        reach = work.point[j] - kept
        black_box(time, plant, cursor, work, moved)
        work.point[j] = kept
        for i in range(d):
            out[i, j] = (moved[i] - base[i]) / reach


@kernel
def black_box_loop(calls: int, time: float, plant: Plant, cursor: Cursor, work: Work, out: Array) -> float:
    """The right-hand side `calls` times, every time from a slightly different state."""
    total = 0.0
    kept = work.point[1]
    for i in range(calls):
        work.point[1] = kept * (1.0 + 1e-9 * (i % 64))
        black_box(time, plant, cursor, work, out)
        total += out[1] + out[2]
    work.point[1] = kept
    return total


@kernel
def surroundings(time: float, plant: Plant, cursor: Cursor, work: Work) -> None:
    """What comes before the fluxes: signals and θ at `work.point`."""
    environment(time, work.point, plant, cursor, work.signals, work.theta)


@kernel
def weighed(plant: Plant, cursor: Cursor, work: Work, out: Array) -> None:
    """What comes after them: slopes of the dynamic states at `work.point` with `work.fluxes`."""
    balance(work.point, plant, cursor, work.signals, work.fluxes, work.other)
    for i in range(out.size):
        out[i] = work.other[i]

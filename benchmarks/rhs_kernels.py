"""Compiled loops over right-hand sides and flux laws, so that the price of a call from Python does not count.

All of them stand in this file because Numba notices a change of a kernel's own file only. Every loop runs over a
ring of slightly different inputs and sums up what it got: nothing can be hoisted, nothing left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE, evaluate, locate
from ..kernels.atlas_arrays import Atlas
from ..kernels.fermenter import balance, derivative, environment
from ..kernels.jit import kernel
from ..kernels.records import Cursor, Plant
from ..kernels.rosenbrock import Work
from ..kernels.signals import COUNT

__all__ = ["atlas_loop", "derivative_loop", "look_up_loop", "monod_derivative_loop", "monod_fluxes", "monod_loop"]

Array = NDArray[np.float64]


@kernel
def monod_fluxes(concentrations: Array, oxygen: int, law: Array, yields: Array, fluxes: Array) -> None:
    """Fluxes as a hand-written model has them: one double Monod rate, a yield for everything else.

    Parameters
    ----------
    concentrations : shape (species,)
        Substrate first [mol/m³].
    oxygen : int
        Place of oxygen.
    law : shape (3,)
        Highest uptake of substrate [mol/kg/h], half-saturation by substrate and by oxygen [mol/m³].
    yields : shape (outputs,)
        Of every output on the substrate.
    fluxes : shape (outputs,)
        Written.
    """
    substrate = concentrations[0]
    breath = concentrations[oxygen]
    uptake = law[0] * substrate / (law[1] + substrate) * breath / (law[2] + breath)
    for k in range(fluxes.shape[0]):
        fluxes[k] = yields[k] * uptake


@kernel
def derivative_loop(calls: int, time: float, states: Array, plant: Plant, cursor: Cursor, work: Work) -> float:
    """Our right-hand side, `calls` times; `states` is a ring."""
    total = 0.0
    ring = states.shape[0]
    for i in range(calls):
        derivative(time, states[i % ring], plant, cursor, work.signals, work.theta, work.fluxes, work.other)
        total += work.other[1] + work.other[2]
    return total


@kernel
def monod_derivative_loop(
    calls: int, time: float, states: Array, plant: Plant, cursor: Cursor, work: Work, law: Array, yields: Array
) -> float:
    """The same right-hand side with Monod rates in place of the flux call."""
    total = 0.0
    ring = states.shape[0]
    for i in range(calls):
        state = states[i % ring]
        environment(time, state, plant, cursor, work.signals, work.theta)
        monod_fluxes(work.signals[COUNT:], plant.layout.oxygen, law, yields, work.fluxes)
        balance(state, plant, cursor, work.signals, work.fluxes, work.other)
        total += work.other[1] + work.other[2]
    return total


@kernel
def atlas_loop(calls: int, atlas: Atlas, region: int, thetas: Array, fluxes: Array) -> float:
    """The bare flux call, `calls` times; `thetas` is a ring inside the region."""
    total = 0.0
    ring = thetas.shape[0]
    for i in range(calls):
        evaluate(atlas, region, thetas[i % ring], fluxes)
        total += fluxes[0] + fluxes[1]
    return total


@kernel
def look_up_loop(calls: int, atlas: Atlas, region: int, thetas: Array, fluxes: Array) -> float:
    """The flux call with the test that θ is still in the region."""
    total = 0.0
    ring = thetas.shape[0]
    for i in range(calls):
        theta = thetas[i % ring]
        evaluate(atlas, locate(atlas, theta, region, TOLERANCE), theta, fluxes)
        total += fluxes[0] + fluxes[1]
    return total


@kernel
def monod_loop(calls: int, concentrations: Array, oxygen: int, law: Array, yields: Array, fluxes: Array) -> float:
    """Monod rates alone, `calls` times; `concentrations` is a ring."""
    total = 0.0
    ring = concentrations.shape[0]
    for i in range(calls):
        monod_fluxes(concentrations[i % ring], oxygen, law, yields, fluxes)
        total += fluxes[0] + fluxes[1]
    return total

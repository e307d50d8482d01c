"""The model tank with genome-scale fluxes: what cells do comes from a flux atlas, all else is `mixing_kernels`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import evaluate, locate
from ..kernels.atlas_arrays import Atlas
from ..kernels.jit import inlined, kernel
from ..kernels.network_graph import Graph
from ..kernels.network_step import NetworkKernels, network_kernels
from ..kernels.network_work import NetworkWork
from ..kernels.records import Cursor
from ..kernels.stepping import Tolerance
from .mixing_kernels import ModelTank, surroundings

__all__ = ["FLUX_KERNELS", "FluxTank", "integrate_flux_rows"]

Array = NDArray[np.float64]

INSIDE = 1e-9  # slack, relative to the θ box, that still counts as inside a region


class FluxTank(NamedTuple):
    """The model tank, its cells' atlas and the laws of uptake; N compartments, p parameters."""

    tank: ModelTank
    atlas: Atlas
    maximum: Array  # (p,) mol/kg/h
    half: Array  # (p,) mol/m³
    taken: NDArray[np.int64]  # (p,) state a parameter is the uptake of
    made: NDArray[np.int64]  # (6,) output of the biomass and the five dissolved species
    region: NDArray[np.int64]  # (N,)
    theta: Array  # (p,)
    fluxes: Array  # (outputs,)
    missed: Array  # (p,) θ without a region, the last one; not-a-number where there was none


@inlined
def _prepare(time: float, state: Array, flux: FluxTank, rates: Array, told: Array) -> None:
    """Nothing in common."""


@inlined
def _local(
    i: int,
    time: float,
    y: Array,
    shared: Array,
    flux: FluxTank,
    hold: bool,
    slope: Array,
    leaving: Array,
    given: Array,
) -> int:
    """One compartment; see `moromi.kernels.network_work.Local`."""
    surroundings(i, time, y, shared, flux.tank, slope, leaving, given)
    part = 1.0 / flux.tank.volume[i]
    for k in range(flux.theta.size):
        outside = y[flux.taken[k]] * part
        flux.theta[k] = flux.maximum[k] * outside / (flux.half[k] + outside)
    if not hold:
        region = locate(flux.atlas, flux.theta, flux.region[i], INSIDE)
        if region >= 0:
            flux.region[i] = region
        else:
            for k in range(flux.theta.size):
                flux.missed[k] = flux.theta[k]
    evaluate(flux.atlas, flux.region[i], flux.theta, flux.fluxes)
    for k in range(6):
        slope[k] += flux.fluxes[flux.made[k]] * y[0]
    return int(flux.region[i])


@inlined
def _complete(time: float, shared: Array, flux: FluxTank, slopes: Array) -> None:
    """Nothing is shared."""


FLUX_KERNELS: NetworkKernels[FluxTank] = network_kernels(_prepare, _local, _complete)
_differentiate = FLUX_KERNELS.differentiate
_accepted_step = FLUX_KERNELS.accepted_step


@kernel
def integrate_flux_rows(
    state: Array,
    flux: FluxTank,
    cursor: Cursor,
    graph: Graph,
    tolerance: Tolerance,
    work: NetworkWork,
    grid: Array,
    rows: Array,
) -> int:
    """Run to the end of the grid, a step ending at every output; a status."""
    row = 0
    while row < grid.size:
        _differentiate(cursor.time, state, flux, graph, work, tolerance.floor)
        longest, rejected = cursor.step, cursor.rejected
        h = _accepted_step(grid[row], state, flux, cursor, graph, tolerance, work)
        if h < 0.0:
            return int(-h)
        reached = grid[row] if grid[row] - cursor.time - h < 1e-12 else cursor.time + h
        if reached == grid[row]:
            if cursor.rejected == rejected:  # cut short, which says nothing about the next one
                cursor.step = max(cursor.step, longest)
            rows[row, :] = work.trial
            row += 1
        state[:] = work.trial
        cursor.time = reached
    return 0

"""The model tank with the genome-scale cells of `batch`: a flux look-up in every compartment at every call."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..simulator.errors import SimulationError
from ..strains import Strain, open_strain
from .batch import EXCHANGES, GENOME, HALF, MAXIMUM, batch_scenario
from .mixing_flux_kernels import FluxTank, integrate_flux_rows
from .mixing_tank import ModelRun
from .scratch import scratch

__all__ = ["genome_regions", "solve_flux"]

Array = NDArray[np.float64]

TRIED = 4000  # θ that regions are found at, before a run: half uniform, half over four decades
STATES = ("growth", "glucose", "acetate", "oxygen", "carbon_dioxide")
"""Outputs behind the first states of a compartment; ammonium is all other nitrogen that cells exchange."""


@cache
def _strain() -> Strain:
    """The genome-scale strain of the batch, with the regions of its whole box."""
    scenario = batch_scenario(1.0, organism=GENOME)
    strain = open_strain(scenario.first_strain.definition(), scratch())
    random = np.random.default_rng(1)
    shares = random.uniform(0.0, 1.0, (TRIED, len(strain.box)))
    shares[::2] = 10.0 ** (4.0 * (shares[::2] - 1.0))
    shares[random.uniform(size=shares.shape) < 0.15] = 0.0
    strain.answer(shares * strain.box)
    return strain


def genome_regions() -> int:
    """Regions of the atlas a run looks fluxes up in."""
    return _strain().regions


def solve_flux(run: ModelRun, grid: Array, relative: float, absolute: float) -> tuple[Array, Any, Any]:
    """Rows at the times of a grid, the cursor, the work; regions met for the first time are found, and it starts again.

    Raises
    ------
    SimulationError
        The run stopped.
    """
    while True:
        flux = _tank(run)
        state, work, cursor = run.fresh()
        rows = np.full((len(grid), len(state)), np.nan)
        tolerance = run.tolerance(relative, absolute)
        status = integrate_flux_rows(state, flux, cursor, run.graph, tolerance, work, grid, rows)
        if np.isnan(flux.missed).any():
            break
        _strain().answer(np.maximum(flux.missed, 0.0))
    if status:
        raise SimulationError(f"the tank with fluxes stopped with status {status}")
    return rows, cursor, work


def _tank(run: ModelRun) -> FluxTank:
    """The model tank with the regions that are known."""
    strain = _strain()
    names = [parameter.removesuffix("_uptake") for parameter in strain.parameters]
    laws = {name: (own, half) for name, own, half in zip(EXCHANGES, MAXIMUM, HALF, strict=True)}
    return FluxTank(
        tank=run.tank,
        atlas=strain.kernel_atlas(),
        maximum=np.array([laws[name][0] for name in names]),
        half=np.array([laws[name][1] for name in names]),
        taken=np.array([STATES.index(name) for name in names]),
        made=np.array([strain.outputs.index(name) for name in (*STATES, "other_nitrogen")]),
        region=np.full(len(run.tank.volume), -1),
        theta=np.zeros(len(names)),
        fluxes=np.zeros(len(strain.outputs)),
        missed=np.full(len(names), np.nan),
    )

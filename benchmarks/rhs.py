"""The genome-scale fermenter right-hand side in the middle of a feed, beside the same one with Monod rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import locate
from ..kernels.fermenter import environment
from ..kernels.records import CURSOR, SHARED, Batch, Cursor, Plant
from ..kernels.rosenbrock import Work, work_arrays
from ..kernels.state import species_index
from ..simulator.run.drive import integrate_job
from ..simulator.run.simulate import prepare
from ..simulator.run.trajectory import Trajectory
from ..simulator.scenario import load_scenario
from .block import in_one_block
from .case import Case, Contest, Progress, Side
from .rhs_kernels import atlas_loop, derivative_loop, look_up_loop, monod_derivative_loop, monod_loop

__all__ = ["CASES", "Scene", "mid_feed"]

Array = NDArray[np.float64]
Loop = Callable[..., float]

SCENARIO = "ecoli-fedbatch"  # on iJO1366
RING = 64  # different inputs in a loop
SPREAD = 1e-4  # relative, between them
REPEATS = 15


class _Rings(NamedTuple):
    states: Array
    thetas: Array


@dataclass(frozen=True)
class Scene:
    """The fermenter at one moment.

    Parameters
    ----------
    time : float
        Clock time [h].
    plant : Plant
    cursor : record CURSOR
    work : Work
    states : shape (RING, n)
    thetas : shape (RING, p)
        Flux parameters at the states, all in the cursor's region.
    fluxes : shape (q,)
        At the moment itself.
    law : shape (3,)
        Highest uptake and half-saturations of the Monod rates: those of the strain's glucose and oxygen.
    """

    time: float
    plant: Plant
    cursor: Cursor
    work: Work
    states: Array
    thetas: Array
    fluxes: Array
    law: Array

    @property
    def yields(self) -> Array:
        """Outputs per uptake of substrate."""
        return np.asarray(self.fluxes / abs(self.fluxes[1]))

    @property
    def concentrations(self) -> Array:
        """Concentrations at the states [mol/m³], shape (RING, species)."""
        first = species_index(self.plant.layout)
        return np.asarray(self.states[:, first : first + self.plant.layout.species] / self.states[:, :1])

    @property
    def region(self) -> int:
        """Critical region."""
        return int(np.asarray(self.cursor)["region"][0])


def _plant(batch: Batch) -> Plant:
    """The only run of a batch."""
    return Plant(*(getattr(batch, name) if name in SHARED else getattr(batch, name)[0] for name in Plant._fields))


def _cursor(run: Trajectory, row: int) -> Cursor:
    """Cursor of a run at one of its rows."""
    phase = sum(event.time <= run.time[row] for event in run.events)
    cursor = np.zeros(1, CURSOR)
    cursor["time"] = run.time[row]
    cursor["region"] = run.region[row]
    cursor["phase"] = phase
    cursor["phase_start"] = run.events[phase - 1].time
    begin = int(np.searchsorted(run.time, run.events[phase - 1].time))
    cursor["inventory_at_start"] = run.biomass()[begin]
    record: Cursor = cursor[0]
    return record


@cache
def mid_feed() -> Scene:
    """Halfway between the end of the batch phase and the end of the run."""
    job = prepare([load_scenario(SCENARIO)])
    run = integrate_job(job)[0]
    plant = _plant(job.known())
    row = int(np.searchsorted(run.time, 0.5 * (run.events[0].time + run.time[-1])))
    cursor = _cursor(run, row)
    work = work_arrays(plant.layout, plant.maximum.size)
    noise = np.random.default_rng(1).uniform(-SPREAD, SPREAD, (RING, run.state.shape[1]))
    states = run.state[row] * (1.0 + noise)
    thetas = np.zeros((RING, plant.maximum.size))
    for state, theta in zip(states, thetas, strict=True):
        environment(float(run.time[row]), state, plant, cursor, work.signals, theta)
    inside = np.array([locate(plant.atlas, theta, -1, 1e-9) == run.region[row, 0] for theta in thetas])
    rings = _Rings(states[inside], thetas[inside])
    atlas, work, rings = in_one_block(plant.atlas, work, rings)
    plant = plant._replace(atlas=atlas)
    uptakes = {item.species: item for item in job.strain.definition.uptakes}
    glucose, oxygen = uptakes["glucose"], uptakes["oxygen"]
    law = np.array([glucose.maximum, glucose.factors[0].constant, oxygen.factors[0].constant])
    return Scene(float(run.time[row]), plant, cursor, work, rings.states, rings.thetas, run.fluxes[row].copy(), law)


def _side(loop: Loop, calls: float, *arguments: object) -> Side:
    return Side(partial(loop, int(calls), *arguments), repeats=REPEATS, operations=int(calls))


def _derivative(calls: float, progress: Progress) -> Contest:
    scene = mid_feed()
    shared = (scene.time, scene.states)
    # Monod rates need no flux parameters, so their side is spared the uptake laws as well.
    bare = scene.plant._replace(maximum=np.zeros(0), factors=scene.plant.factors[:0])
    empty = scene.work._replace(theta=np.zeros(0))
    return Contest(
        _side(derivative_loop, calls, *shared, scene.plant, scene.cursor, scene.work),
        _side(monod_derivative_loop, calls, *shared, bare, scene.cursor, empty, scene.law, scene.yields),
    )


def _flux_call(loop: Loop, calls: float, progress: Progress) -> Contest:
    scene = mid_feed()
    fluxes = scene.work.fluxes
    oxygen = scene.plant.layout.oxygen
    return Contest(
        _side(loop, calls, scene.plant.atlas, scene.region, scene.thetas, fluxes),
        _side(monod_loop, calls, scene.concentrations, oxygen, scene.law, scene.yields, fluxes),
    )


CASES = (
    Case(
        name="rhs",
        summary="right-hand side of a genome-scale fed-batch: gas, power, transfer, control, fluxes",
        reference="Monod",
        size=100_000,
        unit="calls",
        tiny=100,
        build=_derivative,
        goal=1 / 1.3,
    ),
    Case(
        name="flux-call",
        summary="fluxes of a known critical region",
        reference="Monod",
        size=100_000,
        unit="calls",
        tiny=100,
        build=partial(_flux_call, atlas_loop),
    ),
    Case(
        name="flux-look-up",
        summary="the same, and the test that the region still holds",
        reference="Monod",
        size=100_000,
        unit="calls",
        tiny=100,
        build=partial(_flux_call, look_up_loop),
    ),
)
"""Right-hand side and its flux call."""

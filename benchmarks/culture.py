"""The four-state batch with the flux atlas: warm, cold, and many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..kernels.records import CURSOR
from ..kernels.status import Status
from ..simulator.errors import SimulationError
from ..simulator.plant import assemble
from ..strains import Strain, open_strain
from .batch import KLA, SATURATION, START, Organism, batch_scenario, grid, truth
from .culture_kernels import Cultures, integrate_cultures
from .scratch import scratch

__all__ = ["Ensemble", "batch_of", "known_batch", "true_states", "varied"]

Array = NDArray[np.float64]

RELATIVE = 1e-5  # tolerance whose achieved error stays below 1e-4 on both models
FIRST_STEP = 1e-5  # h
DONE = int(Status.DONE)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Batches that differ in their parameters.

    Parameters
    ----------
    strain : Strain
        Its first outputs are growth, glucose, acetate and oxygen.
    cultures : Cultures
        Their atlas is replaced by the strain's.
    times : shape (times,)
        Output times [h].
    relative : float
        Relative tolerance.
    """

    strain: Strain
    cultures: Cultures
    times: Array
    relative: float = RELATIVE

    @property
    def absolute(self) -> Array:
        """Absolute tolerances: a thousandth of the relative one of a typical concentration."""
        return 1e-3 * self.relative * np.array([1.0, 1.0, 1.0, 1e-2])

    def fresh(self) -> tuple[Array, NDArray[np.void], Array, Array]:
        """Start states, cursors, empty rows and misses."""
        runs = len(self.cultures.transfer)
        cursors = np.zeros(runs, CURSOR)
        cursors["step"] = FIRST_STEP
        cursors["region"] = -1
        cursors["status"] = int(Status.ATLAS_MISS)
        rows = np.empty((runs, self.times.size, START.size))
        return np.tile(START, (runs, 1)), cursors, rows, np.zeros(self.cultures.maximum.shape)

    def call(self, states: Array, cursors: NDArray[np.void], rows: Array, missed: Array) -> Array:
        """One call of the kernel on the atlas as it is; the rows.

        Raises
        ------
        SimulationError
            A run cannot go on.
        """
        cultures = self.cultures._replace(atlas=self.strain.kernel_atlas())
        arguments = (self.relative, self.absolute, self.times, rows, missed)
        waiting = integrate_cultures(states, cultures, cursors, *arguments)
        if not waiting and np.any(cursors["status"] != DONE):
            raise SimulationError(f"a batch stopped with status {sorted(set(cursors['status'].tolist()))}")
        return rows

    def solve(self) -> Array:
        """Rows of every run; regions are found on the way, and then all start once more on the grown atlas."""
        while True:
            known = self.strain.regions
            states, cursors, rows, missed = self.fresh()
            self.call(states, cursors, rows, missed)
            while np.any(waiting := cursors["status"] != DONE):
                self.strain.answer(missed[waiting])
                self.call(states, cursors, rows, missed)
            if self.strain.regions == known:
                return rows


def batch_of(organism: Organism, hours: float) -> Ensemble:
    """The batch alone, of a strain that knows no region yet; its program is in a cache of this process alone."""
    scenario = batch_scenario(hours, organism=organism)
    strain = open_strain(scenario.first_strain.definition(), scratch())
    batch = assemble([scenario], strain).batch
    cultures = Cultures(batch.maximum, batch.factors, np.array([KLA]), SATURATION, batch.atlas)
    return Ensemble(strain, cultures, grid(hours))


@cache
def known_batch(organism: Organism, hours: float) -> Ensemble:
    """The batch alone, of a strain that knows every region the batch visits."""
    batch = batch_of(organism, hours)
    batch.solve()
    return batch


@cache
def true_states(organism: Organism, hours: float) -> Array:
    """States of the batch over time from direct linear programs, shape (times, 4)."""
    return truth(known_batch(organism, hours).strain, hours)


def varied(batch: Ensemble, runs: int) -> Ensemble:
    """The batch with other uptake capacities, affinities and oxygen transfer in every run but the first."""
    random = np.random.default_rng(1)
    cultures = batch.cultures
    maximum = np.tile(cultures.maximum, (runs, 1))
    factors = np.tile(cultures.factors, (runs, 1))
    transfer = np.tile(cultures.transfer, runs)
    maximum[1:] *= random.uniform(0.8, 1.0, maximum[1:].shape)
    factors["constant"][1:] *= random.uniform(0.5, 2.0, factors[1:].shape)
    transfer[1:] *= random.uniform(0.8, 1.2, runs - 1)
    other = replace(batch, cultures=cultures._replace(maximum=maximum, factors=factors, transfer=transfer))
    other.solve()
    return other

"""What the assembly hands to the driver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...kernels.packing import member_records, pack_atlases
from ...kernels.records import SHARED, Batch
from ...strains import Strain
from .community import Community

__all__ = ["Job"]


@dataclass(frozen=True)
class Job:
    """Runs ready for the kernel.

    Parameters
    ----------
    community : Community
        The strains, owners of the flux atlases.
    batch : Batch
        All runs' numbers, with what the strains knew when it was made; `known` is up to date.
    states : shape (runs, n)
        Start states; the gas is filled in by the kernel.
    start : float
        Clock time of the start [h].
    grid : shape (rows,)
        Output times [h].
    relative : float
        Relative tolerance.
    absolute : shape (runs, n)
        Absolute tolerances.
    max_steps : int
        Limit per run.
    """

    community: Community
    batch: Batch
    states: NDArray[np.float64]
    start: float
    grid: NDArray[np.float64]
    relative: float
    absolute: NDArray[np.float64]
    max_steps: int = 200_000

    @property
    def strain(self) -> Strain:
        """The strain; of several the first."""
        return self.community.strains[0]

    @property
    def regions(self) -> int:
        """Regions found so far, of all strains; one that stands in two places counts once."""
        return sum(strain.regions for strain in dict.fromkeys(self.community.strains))

    def one(self, run: int) -> Job:
        """One of the runs as a job of its own."""
        return self.some([run])

    def some(self, rows: Sequence[int]) -> Job:
        """Some of the runs, by their rows, as a job of their own."""
        rows = list(rows)
        own = {name: getattr(self.batch, name)[rows] for name in Batch._fields if name not in SHARED}
        batch = self.batch._replace(**own)
        return replace(self, batch=batch, states=self.states[rows], absolute=self.absolute[rows])

    def known(self) -> Batch:
        """The batch with what the strains know now."""
        atlases, layout = self.community.atlases(), self.batch.layout
        members = member_records(atlases, self.community.followed, layout.oxygen, layout.carbon_dioxide)
        return self.batch._replace(atlas=pack_atlases(atlases), members=members)

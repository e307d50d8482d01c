"""What the assembly hands to the driver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...kernels.records import Batch
from ...strains import Strain

__all__ = ["Job"]


@dataclass(frozen=True)
class Job:
    """Runs ready for the kernel.

    Parameters
    ----------
    strain : Strain
        Owner of the flux atlas.
    batch : Batch
        All runs' numbers; `batch.atlas` is replaced as the atlas grows.
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

    strain: Strain
    batch: Batch
    states: NDArray[np.float64]
    start: float
    grid: NDArray[np.float64]
    relative: float
    absolute: NDArray[np.float64]
    max_steps: int = 200_000

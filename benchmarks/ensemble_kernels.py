"""The fed-batch of `ensemble_model`, compiled for lanes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.jit import kernel
from ..kernels.lane_ensemble import LaneRuns, lane_ensemble
from .ensemble_model import PARAMETERS, STATES, slope

__all__ = ["advance"]

_advance = lane_ensemble(slope, len(STATES), len(PARAMETERS))


@kernel
def advance(runs: LaneRuns, scratch: NDArray[np.float64], first: int, last: int) -> bool:
    """Integrate runs first … last−1; see `moromi.kernels.lane_ensemble.Advance`."""
    return _advance(runs, scratch, first, last)

"""A compiled loop over look-ups, so that the price of a call from Python does not count."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE, locate
from ..kernels.atlas_arrays import Atlas
from ..kernels.jit import kernel

__all__ = ["look_up_loop"]


@kernel
def look_up_loop(calls: int, atlas: Atlas, hints: NDArray[np.int64], thetas: NDArray[np.float64]) -> int:
    """Look up one θ after the other, `calls` times; `thetas` and `hints`, the regions tried first, are rings.

    Returns
    -------
    int
        Sum of the regions found, so that nothing can be left out.
    """
    total = 0
    ring = thetas.shape[0]
    for i in range(calls):
        total += locate(atlas, thetas[i % ring], int(hints[i % ring]), TOLERANCE)
    return total

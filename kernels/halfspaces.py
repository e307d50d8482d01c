"""Half-spaces from bounds that are affine in the parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import kernel

__all__ = ["cutting"]


@kernel
def cutting(
    gaps: NDArray[np.float64], box: NDArray[np.float64], flat: float, negligible: float
) -> tuple[bool, NDArray[np.float64]]:
    """Which of gap₀ + gap·θ ≤ 0 cut the box, scaled to a largest |gap|·box of 1.

    Parameters
    ----------
    gaps : ndarray, shape (f, 1 + p)
        An infinite one bounds nothing.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.
    flat : float
        One whose |gap|·box is no larger has no slope.
    negligible : float
        How far beyond its plane the box must reach for it to cut.

    Returns
    -------
    possible : bool
        False where one without slope excludes everything.
    gaps : ndarray, shape (k, 1 + p)
    """
    size = box.size
    out = np.empty((gaps.shape[0], 1 + size))
    count = 0
    possible = True
    for row in range(gaps.shape[0]):
        if not np.isfinite(gaps[row, 0]):
            continue
        steep = 0.0
        for j in range(size):
            steep = max(steep, abs(gaps[row, 1 + j] * box[j]))
        if steep <= flat:
            possible = possible and gaps[row, 0] <= negligible
            continue
        reached = 0.0
        for j in range(1 + size):
            out[count, j] = gaps[row, j] / steep
            if j > 0:
                reached += max(out[count, j] * box[j - 1], 0.0)
        if reached > negligible - out[count, 0]:
            count += 1
    return possible, out[:count].copy()

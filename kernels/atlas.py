"""The flux atlas as arrays: find the critical region of θ, evaluate the fluxes there.

Region r is {θ : normal·θ ≤ offset for its facets}; in it every output is intercept + slope·θ. Facet normals are
scaled to the θ box (the largest |normal|·box is 1), so slacks compare between facets. Box walls are not facets.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import kernel

__all__ = ["Atlas", "evaluate", "locate", "violation"]


class Atlas(NamedTuple):
    """R critical regions with F facets over p parameters, and q outputs."""

    facet_start: NDArray[np.int64]  # (R + 1,)
    facet_normal: NDArray[np.float64]  # (F, p)
    facet_offset: NDArray[np.float64]  # (F,)
    intercept: NDArray[np.float64]  # (R, q)
    slope: NDArray[np.float64]  # (R, q, p)


@kernel
def violation(atlas: Atlas, region: int, theta: NDArray[np.float64]) -> float:
    """How far θ is outside a region: largest normal·θ − offset; −inf for a region without facets."""
    worst = -math.inf
    for f in range(atlas.facet_start[region], atlas.facet_start[region + 1]):
        total = -atlas.facet_offset[f]
        for i in range(theta.size):
            total += atlas.facet_normal[f, i] * theta[i]
        worst = max(worst, total)
    return worst


@kernel
def locate(atlas: Atlas, theta: NDArray[np.float64], current: int, tolerance: float) -> int:
    """Region that holds θ, or −1.

    Parameters
    ----------
    atlas : Atlas
    theta : shape (p,)
        [mol/kg/h]
    current : int
        Tried first; negative when there is none.
    tolerance : float
        Violation, relative to the box, that still counts as inside.

    Returns
    -------
    int
        `current` while it holds θ; else the region with the most slack, whatever the storage order.
    """
    if current >= 0 and violation(atlas, current, theta) <= tolerance:
        return current
    best = -1
    least = tolerance
    for region in range(atlas.facet_start.size - 1):
        outside = violation(atlas, region, theta)
        if outside <= tolerance and (best < 0 or outside < least):
            best = region
            least = outside
    return best


@kernel
def evaluate(
    atlas: Atlas, region: int, theta: NDArray[np.float64], fluxes: NDArray[np.float64]
) -> None:
    """Write the outputs at θ by a region's affine map."""
    for k in range(fluxes.size):
        total = atlas.intercept[region, k]
        for i in range(theta.size):
            total += atlas.slope[region, k, i] * theta[i]
        fluxes[k] = total

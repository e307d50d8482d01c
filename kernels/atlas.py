"""The flux atlas: find the critical region of θ and evaluate its affine outputs.

The optimum of a flux-balance problem is piecewise affine in its bounds θ. A region is a polyhedron of the θ box
with one affine map; `strains` finds regions, this file only looks them up. A θ below zero (a concentration just
below zero inside a step) belongs to the region at zero, whose map is continued: the flux pushes back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

__all__ = ["TOLERANCE", "Atlas", "empty_atlas", "evaluate", "locate", "violation"]

# How far outside a facet θ may lie, relative to the box, and still count as inside.
TOLERANCE = 1e-9


class Atlas(NamedTuple):
    """R regions with F facets together, p parameters, q outputs.

    Parameters
    ----------
    facet_start : ndarray of int64, shape (R + 1,)
        Facets of region r are ``facet_start[r]:facet_start[r + 1]``.
    facet_normal : ndarray, shape (F, p)
        Scaled so that the largest |normal|·box of a facet is 1; the walls of the box are left out.
    facet_offset : ndarray, shape (F,)
        Region r is {θ : normal·θ ≤ offset}.
    intercept, slope : ndarray, shapes (R, q) and (R, p, q)
        Outputs are intercept + slope·θ [mol/kg/h; growth 1/h; heat W/kg; mass kg/kg/h].
    """

    facet_start: NDArray[np.int64]
    facet_normal: NDArray[np.float64]
    facet_offset: NDArray[np.float64]
    intercept: NDArray[np.float64]
    slope: NDArray[np.float64]


def empty_atlas(parameters: int, outputs: int) -> Atlas:
    """An atlas without regions, in which every look-up is a miss.

    Parameters
    ----------
    parameters, outputs : int
        p and q.

    Returns
    -------
    Atlas
    """
    return Atlas(
        np.zeros(1, dtype=np.int64),
        np.zeros((0, parameters)),
        np.zeros(0),
        np.zeros((0, outputs)),
        np.zeros((0, parameters, outputs)),
    )


@inlined
def violation(atlas: Atlas, region: int, theta: NDArray[np.float64]) -> float:
    """Largest normal·θ − offset of a region, relative to the box; ≤ 0 inside, −inf without facets.

    Parameters
    ----------
    atlas : Atlas
        The regions.
    region : int
        Which one.
    theta : ndarray, shape (p,)
        Parameters.

    Returns
    -------
    float
    """
    worst = -np.inf
    for facet in range(atlas.facet_start[region], atlas.facet_start[region + 1]):
        distance = -atlas.facet_offset[facet]
        for parameter in range(theta.shape[0]):
            distance += atlas.facet_normal[facet, parameter] * max(theta[parameter], 0.0)
        if distance > worst:
            worst = distance
    return float(worst)


@inlined
def _beyond(atlas: Atlas, region: int, theta: NDArray[np.float64], limit: float) -> float:
    """`violation`, given up as soon as it passes the limit."""
    worst = -np.inf
    for facet in range(atlas.facet_start[region], atlas.facet_start[region + 1]):
        distance = -atlas.facet_offset[facet]
        for parameter in range(theta.shape[0]):
            distance += atlas.facet_normal[facet, parameter] * max(theta[parameter], 0.0)
        if distance > worst:
            worst = distance
            if worst > limit:
                break
    return float(worst)


@inlined
def _precedes(atlas: Atlas, first: int, second: int) -> bool:
    """Order of two regions by what they say, not by where they are stored."""
    for output in range(atlas.intercept.shape[1]):
        if atlas.intercept[first, output] != atlas.intercept[second, output]:
            return bool(atlas.intercept[first, output] < atlas.intercept[second, output])
        for parameter in range(atlas.slope.shape[1]):
            if atlas.slope[first, parameter, output] != atlas.slope[second, parameter, output]:
                return bool(atlas.slope[first, parameter, output] < atlas.slope[second, parameter, output])
    return False


@inlined
def locate(atlas: Atlas, theta: NDArray[np.float64], current: int, tolerance: float) -> int:
    """Region that holds θ.

    The current region is kept while it holds θ. Otherwise the region in which θ lies deepest is taken, so the
    answer does not depend on the order in which regions were found; an exact tie is settled by their outputs.

    Parameters
    ----------
    atlas : Atlas
        The regions.
    theta : ndarray, shape (p,)
        Parameters.
    current : int
        Region of the last look-up, or −1.
    tolerance : float
        How far outside counts as inside, relative to the box; `TOLERANCE` unless you know better.

    Returns
    -------
    int
        −1 where no region holds θ, or θ is not a number.
    """
    regions = atlas.facet_start.shape[0] - 1
    for parameter in range(theta.shape[0]):
        if np.isnan(theta[parameter]):
            return -1
    if 0 <= current < regions and _beyond(atlas, current, theta, tolerance) <= tolerance:
        return current
    found = -1
    best = tolerance
    for region in range(regions):
        distance = _beyond(atlas, region, theta, best)
        if distance < best or (distance == best and (found < 0 or _precedes(atlas, region, found))):
            found = region
            best = distance
    return found


@inlined
def evaluate(atlas: Atlas, region: int, theta: NDArray[np.float64], fluxes: NDArray[np.float64]) -> None:
    """Outputs at θ, written into `fluxes`.

    Parameters
    ----------
    atlas : Atlas
        The regions.
    region : int
        From `locate`.
    theta : ndarray, shape (p,)
        Parameters.
    fluxes : ndarray, shape (q,)
        Overwritten with intercept + slope·θ.
    """
    for output in range(fluxes.shape[0]):
        fluxes[output] = atlas.intercept[region, output]
    # outputs inside: they lie side by side, so several are done at once
    for parameter in range(theta.shape[0]):
        share = theta[parameter]
        for output in range(fluxes.shape[0]):
            fluxes[output] += atlas.slope[region, parameter, output] * share

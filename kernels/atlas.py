"""The flux atlas: find the critical region of θ and evaluate its affine outputs.

The optimum of a flux-balance problem is piecewise affine in its bounds θ. A region is a polyhedron of the θ box
with one affine map; `strains` finds regions, this file only looks them up. A θ below zero (a concentration just
below zero inside a step) belongs to the region at zero, whose map is continued: the flux pushes back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, kernel

__all__ = ["TOLERANCE", "Atlas", "atlas_of", "evaluate", "locate", "locate_many", "violation"]

# How far outside a facet θ may lie, relative to the box, and still count as inside.
TOLERANCE = 1e-9
LONGEST_WALK = 50


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
    form : ndarray of int64, shape (R,)
        Regions with one number have the same outputs: to pass from one to the other changes nothing.
    neighbour_start, neighbour : ndarray of int64, shapes (F + 1,) and (K,)
        Regions behind facet f are ``neighbour[neighbour_start[f]:neighbour_start[f + 1]]``; none where unknown.
    scan : ndarray of int64, shape (R,)
        Regions in the order in which a look-up tries them, the likeliest first.
    """

    facet_start: NDArray[np.int64]
    facet_normal: NDArray[np.float64]
    facet_offset: NDArray[np.float64]
    intercept: NDArray[np.float64]
    slope: NDArray[np.float64]
    form: NDArray[np.int64]
    neighbour_start: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    scan: NDArray[np.int64]


def atlas_of(
    facet_start: NDArray[np.int64],
    facet_normal: NDArray[np.float64],
    facet_offset: NDArray[np.float64],
    intercept: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> Atlas:
    """An atlas of which nothing but the regions is known; fields as in `Atlas`, R may be 0.

    Returns
    -------
    Atlas
        Every region of a form of its own, without neighbours, tried in the order given.
    """
    order = np.arange(len(intercept))
    nobody = np.zeros(len(facet_offset) + 1, dtype=np.int64)
    return Atlas(facet_start, facet_normal, facet_offset, intercept, slope, order, nobody, nobody[:0], order.copy())


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
def _nearest_behind(atlas: Atlas, facet: int, theta: NDArray[np.float64]) -> int:
    """Of the regions behind a facet the one θ is least outside of; −1 where none is known."""
    first = atlas.neighbour_start[facet]
    last = atlas.neighbour_start[facet + 1]
    if last - first == 1:
        return int(atlas.neighbour[first])
    found = -1
    best = np.inf
    for index in range(first, last):
        distance = _beyond(atlas, atlas.neighbour[index], theta, best)
        if distance < best:
            best = distance
            found = int(atlas.neighbour[index])
    return found


@inlined
def _walk(atlas: Atlas, start: int, theta: NDArray[np.float64]) -> int:
    """Walk from region to region through the facet θ is furthest beyond; −1 where that does not end well inside one."""
    region = start
    for _ in range(LONGEST_WALK):
        facet = -1
        worst = -np.inf
        for row in range(atlas.facet_start[region], atlas.facet_start[region + 1]):
            distance = -atlas.facet_offset[row]
            for parameter in range(theta.shape[0]):
                distance += atlas.facet_normal[row, parameter] * max(theta[parameter], 0.0)
            if distance > worst:
                worst = distance
                facet = row
        if worst <= -TOLERANCE:
            return region
        if worst <= TOLERANCE:
            return -1
        region = _nearest_behind(atlas, facet, theta)
        if region < 0:
            return -1
    return -1


@inlined
def _scan(atlas: Atlas, theta: NDArray[np.float64], tolerance: float) -> int:
    """Try all regions for the one in which θ lies deepest; −1 where none holds it."""
    found = -1
    best = tolerance
    for index in range(atlas.scan.shape[0]):
        region = int(atlas.scan[index])
        distance = _beyond(atlas, region, theta, best)
        if distance < best or (distance == best and (found < 0 or _precedes(atlas, region, found))):
            found = region
            best = distance
            if best <= -TOLERANCE:
                break
    return found


@inlined
def locate(atlas: Atlas, theta: NDArray[np.float64], current: int, tolerance: float) -> int:
    """Region that holds θ.

    The current region is kept while it holds θ. Otherwise the region in which θ lies deepest is taken, so the answer
    does not depend on the order in which regions were found; an exact tie is settled by their outputs. Regions do
    not overlap, so one that holds θ well inside is the deepest: a walk through neighbours mostly ends in it, and
    only where it does not all regions are tried.

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
    regions = atlas.scan.shape[0]
    for parameter in range(theta.shape[0]):
        if np.isnan(theta[parameter]):
            return -1
    known = 0 <= current < regions
    if known and _beyond(atlas, current, theta, tolerance) <= tolerance:
        return current
    if atlas.neighbour.shape[0] > 0 and tolerance >= -TOLERANCE:
        found = _walk(atlas, current if known else int(atlas.scan[0]), theta)
        if found >= 0:
            return found
    return _scan(atlas, theta, tolerance)


@kernel
def locate_many(atlas: Atlas, thetas: NDArray[np.float64], regions: NDArray[np.int64]) -> int:
    """Region of many θ, each looked up afresh.

    Parameters
    ----------
    atlas : Atlas
        The regions.
    thetas : ndarray, shape (k, p)
    regions : ndarray of int64, shape (k,)
        Overwritten; −1 where no region holds θ.

    Returns
    -------
    int
        How many lie in a region.
    """
    held = 0
    for index in range(thetas.shape[0]):
        regions[index] = locate(atlas, thetas[index], -1, TOLERANCE)
        if regions[index] >= 0:
            held += 1
    return held


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

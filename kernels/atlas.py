"""The flux atlas: find the critical region of θ and evaluate its affine outputs.

The optimum of a flux-balance problem is piecewise affine in its bounds θ. A region is a polyhedron of the θ box
with one affine map; `strains` finds regions, this file only looks them up. A θ below zero (a concentration just
below zero inside a step) belongs to the region at zero, whose map is continued: the flux pushes back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .atlas_arrays import Atlas
from .jit import inlined, kernel
from .pair import add_product
from .spans import take_rows

__all__ = ["TOLERANCE", "evaluate", "locate", "locate_many", "nearest", "violation"]

# How far outside a facet θ may lie, relative to the box, and still count as inside.
TOLERANCE = 1e-9
# A plane of the tree this close, relative to the box, is passed on both sides.
NEAR = 4e-9
# Beyond a facet by more than this, relative to the box, θ did not just cross it: the tree is quicker than neighbours.
_FAR = 1e-2
# Rounding of a distance from a facet, relative to the box, is far below this.
_DOUBTFUL = 1e-13
# Ways down the tree that are tried for a θ on planes; the tree is less than 60 planes deep, one bit each.
MOST_WAYS = 64


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


@kernel
def _decided(atlas: Atlas, region: int, theta: NDArray[np.float64], distance: float) -> float:
    """A `violation` within `_DOUBTFUL`, whose sign may be rounding, decided by further digits if the region has any.

    Then it is as large as `_DOUBTFUL`, so that regions beside it that have none need not be asked.
    """
    row = atlas.digits.edge_start[region]
    if row == atlas.digits.edge_start[region + 1]:
        return distance
    worst = -np.inf
    for facet in range(atlas.facet_start[region], atlas.facet_start[region + 1]):
        high, low = -atlas.facet_offset[facet], -atlas.digits.edge[row, 0]
        for parameter in range(theta.shape[0]):
            share = max(theta[parameter], 0.0)
            high, low = add_product(high, low, atlas.facet_normal[facet, parameter], share)
            low += atlas.digits.edge[row, 1 + parameter] * share
        worst = max(worst, high + low)
        row += 1
    return -_DOUBTFUL if worst <= 0.0 else max(float(worst), _DOUBTFUL)


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
def _behind(atlas: Atlas, region: int, theta: NDArray[np.float64]) -> int:
    """The neighbour behind the facet θ is furthest beyond, if θ lies well inside it; −1 otherwise."""
    facet = -1
    worst = -np.inf
    for row in range(atlas.facet_start[region], atlas.facet_start[region + 1]):
        distance = -atlas.facet_offset[row]
        for parameter in range(theta.shape[0]):
            distance += atlas.facet_normal[row, parameter] * max(theta[parameter], 0.0)
        if distance > worst:
            worst = distance
            facet = row
    if facet >= 0:
        for index in range(atlas.neighbour_start[facet], atlas.neighbour_start[facet + 1]):
            if _beyond(atlas, atlas.neighbour[index], theta, -TOLERANCE) <= -TOLERANCE:
                return int(atlas.neighbour[index])
    return -1


@inlined
def _descend(atlas: Atlas, theta: NDArray[np.float64], tolerance: float) -> int:
    """Go down the tree to the region in which θ lies deepest; −1 for none, or where θ is on too many planes.

    From a plane that θ is on both sides are tried, below first: the bits of `sides` say which side is on at each of
    them, and the next way down changes the last one that can still change.
    """
    tree = atlas.tree
    found = -1
    best = tolerance
    sides = 0
    for _ in range(MOST_WAYS):
        node = 0
        near = 0
        while node >= 0:
            plane = tree.plane[node]
            height = -tree.offset[plane]
            for parameter in range(theta.shape[0]):
                height += tree.normal[plane, parameter] * max(theta[parameter], 0.0)
            side = 1 if height > 0.0 else 0
            if abs(height) <= NEAR:
                side = (sides >> near) & 1
                near += 1
            node = tree.child[node, side]
        for index in range(tree.leaf_start[-1 - node], tree.leaf_start[-node]):
            region = int(tree.leaf[index])
            distance = _beyond(atlas, region, theta, best)
            if abs(distance) <= _DOUBTFUL:
                distance = _decided(atlas, region, theta, distance)
            if distance < best or (distance == best and (found < 0 or _precedes(atlas, region, found))):
                found = region
                best = distance
                if best <= -TOLERANCE:
                    return found
        while near > 0 and (sides >> (near - 1)) & 1:
            near -= 1
        if near == 0:
            return found
        sides = (sides & ((1 << (near - 1)) - 1)) | (1 << (near - 1))
    return -1


@inlined
def _scan(atlas: Atlas, theta: NDArray[np.float64], tolerance: float) -> int:
    """Try all regions for the one in which θ lies deepest; −1 where none holds it."""
    found = -1
    best = tolerance
    for region in range(atlas.intercept.shape[0]):
        distance = _beyond(atlas, region, theta, best)
        if abs(distance) <= _DOUBTFUL:
            distance = _decided(atlas, region, theta, distance)
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
    not overlap, so one that holds θ well inside is the deepest: mostly it is behind the facet just crossed, else the
    tree leads to it.

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
    for parameter in range(theta.shape[0]):
        if np.isnan(theta[parameter]):
            return -1
    if 0 <= current < atlas.intercept.shape[0]:
        outside = _beyond(atlas, current, theta, tolerance)
        if outside <= tolerance:
            return current
        if outside <= _FAR or atlas.tree.plane.shape[0] == 0:
            near = _behind(atlas, current, theta)
            if near >= 0:
                return near
    if atlas.tree.plane.shape[0] > 0:
        found = _descend(atlas, theta, tolerance)
        if found >= 0:
            return found
    return _scan(atlas, theta, tolerance)


@kernel
def nearest(atlas: Atlas, theta: NDArray[np.float64]) -> int:
    """The region whose facets θ, shape (p,), violates least, the first of such; −1 where there is none."""
    found = -1
    best = np.inf
    for region in range(atlas.intercept.shape[0]):
        distance = violation(atlas, region, theta)
        if distance < best:
            found = region
            best = distance
    return found


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
        Overwritten with intercept + slope·θ; in twice the working precision where doubles would not hold it.
    """
    for output in range(fluxes.shape[0]):
        fluxes[output] = atlas.intercept[region, output]
    take_rows(fluxes, 0, fluxes.shape[0], atlas.slope[region], 0, theta.shape[0], theta, -1.0)
    for row in range(atlas.digits.start[region], atlas.digits.start[region + 1]):
        high, low = atlas.digits.map[row, 0, 0], atlas.digits.map[row, 1, 0]
        for parameter in range(theta.shape[0]):
            high, low = add_product(high, low, atlas.digits.map[row, 0, 1 + parameter], theta[parameter])
            low += atlas.digits.map[row, 1, 1 + parameter] * theta[parameter]
        fluxes[atlas.digits.output[row]] = high + low

"""Join regions that have the same outputs where their union is convex: fewer regions, and fewer facets to test.

Bemporad, Fukuda & Torrisi (2001), Convexity recognition of the union of polyhedra, Comput. Geom. 18, 141,
doi:10.1016/S0925-7721(01)00004-9: with the envelope made of the half-spaces that hold for both, the union is convex
exactly when no point of the envelope lies beyond a dropped half-space of the one and one of the other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..kernels.linear_program import OPTIMAL, maximise
from .atlas import same_form
from .facets import irredundant
from .region import Region

__all__ = ["merge_regions"]

# Relative to the box: what is thinner is rounding.
_NOTHING = 1e-11


def _reaches(cost: NDArray[np.float64], normal: NDArray[np.float64], offset: NDArray[np.float64]) -> float:
    """Largest cost·u in the unit box with normal·u ≤ offset."""
    size = cost.size
    point = np.zeros(size)
    status = maximise(cost, normal, offset, np.zeros(size), np.ones(size), point)
    return float(cost @ point) if status == OPTIMAL else np.inf


def _shared(one: Region, other: Region, box: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which half-spaces of one region hold for the other."""
    normal = np.ascontiguousarray(other.normal * box)
    reached = [_reaches(row, normal, other.offset) for row in one.normal * box]
    return np.asarray(np.array(reached) <= one.offset + _NOTHING, dtype=bool)


def _beyond_both(first: NDArray[np.float64], second: NDArray[np.float64], envelope: NDArray[np.float64]) -> float:
    """How far a point of the envelope can lie beyond two half-spaces at once; rows are (normal, offset)."""
    size = first.size - 1
    rows = np.column_stack([envelope[:, :size], np.zeros(len(envelope))])
    both = np.column_stack([-np.vstack([first[:size], second[:size]]), np.ones(2)])
    ends = np.concatenate([envelope[:, size], -np.array([first[size], second[size]])])
    low, high = np.zeros(size + 1), np.ones(size + 1)
    low[size] = -float(size)
    point, cost = np.zeros(size + 1), np.zeros(size + 1)
    cost[size] = 1.0
    status = maximise(cost, np.vstack([rows, both]), ends, low, high, point)
    return float(point[size]) if status == OPTIMAL else -1.0


def _union(one: Region, other: Region, box: NDArray[np.float64]) -> Region | None:
    """Both regions as one, where their union is convex."""
    rows = [np.column_stack([region.normal * box, region.offset]) for region in (one, other)]
    kept = [_shared(one, other, box), _shared(other, one, box)]
    envelope = np.vstack([rows[0][kept[0]], rows[1][kept[1]]])
    for first in rows[0][~kept[0]]:
        for second in rows[1][~kept[1]]:
            if _beyond_both(first, second, envelope) > _NOTHING:
                return None
    normal = np.vstack([one.normal[kept[0]], other.normal[kept[1]]])
    offset = np.concatenate([one.offset[kept[0]], other.offset[kept[1]]])
    normal, offset, inside, radius = irredundant(normal, offset, box)
    if radius <= 0.0:
        return None
    return replace(one, normal=normal, offset=offset, inside=inside, error=max(one.error, other.error))


def _merge_one(index: int, regions: list[Region | None], beside: list[set[int]], box: NDArray[np.float64]) -> bool:
    """Join a region with the first neighbour it can be joined with."""
    mine = regions[index]
    if mine is None:
        return False
    for other in sorted(beside[index]):
        theirs = regions[other]
        if other <= index or theirs is None or not same_form(mine, theirs, box):
            continue
        union = _union(mine, theirs, box)
        if union is None:
            continue
        regions[index], regions[other] = union, None
        beside[index] = (beside[index] | beside[other]) - {index, other}
        for third in beside[other] - {index}:
            beside[third].discard(other)
            beside[third].add(index)
        return True
    return False


def merge_regions(regions: list[Region], beside: list[set[int]], box: NDArray[np.float64]) -> list[Region]:
    """Join what can be joined, in the order given, until nothing can.

    Parameters
    ----------
    regions : list of Region
    beside : list of set of int
        For every region the numbers of its neighbours.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.

    Returns
    -------
    list of Region
        In the order of the first of each union.
    """
    left: list[Region | None] = list(regions)
    beside = [set(item) for item in beside]
    changed = True
    while changed:
        changed = False
        for index in range(len(left)):
            while _merge_one(index, left, beside, box):
                changed = True
    return [region for region in left if region is not None]

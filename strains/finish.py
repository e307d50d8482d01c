"""From the regions as they were found to the atlas as it is kept: merged, in canonical order, with neighbours."""

from __future__ import annotations

from dataclasses import replace
from functools import cmp_to_key

import numpy as np
from numpy.typing import NDArray

from .atlas import FluxAtlas
from .complete import Exploration
from .factors import System
from .merge import merge_regions
from .precision import precise
from .region import Region
from .tree import search_tree

__all__ = ["finish"]

# Two machines differ by less in any coefficient, two regions by more in at least one.
_ROUNDING = 1e-9


def _order(one: NDArray[np.float64], other: NDArray[np.float64]) -> int:
    """Order of two arrays by their first entries that differ."""
    if one.size != other.size:
        return one.size - other.size
    apart = np.flatnonzero(np.abs(one - other) > _ROUNDING * (1.0 + np.maximum(np.abs(one), np.abs(other))))
    return 0 if not apart.size else (-1 if one[apart[0]] < other[apart[0]] else 1)


def _sorted_facets(region: Region, box: NDArray[np.float64]) -> Region:
    """The region with its facets in canonical order."""
    rows = np.column_stack([region.normal * box, region.offset])

    def compare(i: int, j: int) -> int:
        return _order(rows[i], rows[j])

    order = sorted(range(len(rows)), key=cmp_to_key(compare))
    return replace(region, normal=region.normal[order], offset=region.offset[order])


def _canonical(regions: list[Region], box: NDArray[np.float64]) -> list[Region]:
    """Regions in an order that depends on what they say alone: outputs first, then facets."""
    regions = [_sorted_facets(region, box) for region in regions]
    scale = np.max([np.abs(region.intercept) + np.abs(region.slope) @ box for region in regions], axis=0) + 1e-300
    maps = [np.column_stack([region.intercept, region.slope * box]) / scale[:, None] for region in regions]
    facets = [np.column_stack([region.normal * box, region.offset]).ravel() for region in regions]

    def compare(i: int, j: int) -> int:
        return _order(maps[i].ravel(), maps[j].ravel()) or _order(facets[i], facets[j])

    return [regions[index] for index in sorted(range(len(regions)), key=cmp_to_key(compare))]


def _beside(work: Exploration) -> list[set[int]]:
    """For every region as found, the regions behind its facets; both sides know of each other."""
    beside: list[set[int]] = [set() for _ in work.atlas.regions]
    for index, crossing in enumerate(work.crossings):
        for points in crossing.behind:
            for point in points:
                other = work.atlas.find(point)
                if other not in (-1, index):
                    beside[index].add(other)
                    beside[other].add(index)
    return beside


def _neighbours(work: Exploration, final: FluxAtlas, box: NDArray[np.float64]) -> list[list[int]]:
    """For every facet of the final atlas the regions behind it: those behind the old facets in its plane."""
    owner = [final.find(region.inside) for region in work.atlas.regions]
    behind: list[list[set[int]]] = [[set() for _ in region.offset] for region in final.regions]
    for index, crossing in enumerate(work.crossings):
        mine = owner[index]
        target, old = final.regions[mine], work.atlas.regions[index]
        for facet, points in enumerate(crossing.behind):
            apart = np.abs((target.normal - old.normal[facet]) * box).max(axis=1, initial=0.0)
            apart = np.maximum(apart, np.abs(target.offset - old.offset[facet]))
            if not apart.size or apart.min() > _ROUNDING:
                continue  # it lies inside the union
            behind[mine][int(np.argmin(apart))] |= {final.find(point) for point in points}
    return [sorted(facet - {-1, index}) for index, region in enumerate(behind) for facet in region]


def finish(work: Exploration, system: System) -> FluxAtlas:
    """The atlas of an exploration.

    Parameters
    ----------
    work : Exploration
    system : System
        Of the program.

    Returns
    -------
    FluxAtlas
        Complete where the exploration was; otherwise with the regions found, as they are.
    """
    found, box = work.atlas.regions, system.problem.box
    p, q = work.atlas.parameters, work.atlas.outputs
    if not work.complete:
        return FluxAtlas(p, q, precise(found, (), system))
    regions = precise(_canonical(merge_regions(found, _beside(work), box), box), found, system)
    plain = FluxAtlas(p, q, regions)
    behind, tree = _neighbours(work, plain, box), search_tree(regions, box)
    return FluxAtlas(p, q, regions, complete=True, neighbours=behind, tree=tree)

"""Build the search tree of a finished atlas: planes of facets, chosen to halve the regions left to try."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE
from ..kernels.atlas_arrays import Tree
from ..kernels.linear_program import extents
from .region import Region

__all__ = ["search_tree"]

# Regions left in a leaf: trying four costs about as much as one more plane and its two leaves.
_FEW = 4
_MOST_NODES = 200_000
_DIGITS = 8


def _planes(regions: Sequence[Region], box: NDArray[np.float64]) -> NDArray[np.float64]:
    """Every plane that is a facet of some region, once, in units of the box; offset in the last column."""
    rows = np.concatenate([np.column_stack([region.normal * box, region.offset]) for region in regions])
    leading = rows[np.arange(len(rows)), np.argmax(np.abs(rows[:, :-1]) > 1e-3, axis=1)]
    rows = rows * np.sign(leading)[:, None]
    _, first = np.unique(np.round(rows, _DIGITS) + 0.0, axis=0, return_index=True)
    return np.asarray(rows[np.sort(first)])


class _Builder:
    """Nodes and leaves under construction."""

    def __init__(self, below: NDArray[np.bool_], above: NDArray[np.bool_]) -> None:
        self.below, self.above = below, above  # (planes, regions): which reach to that side of which
        self.plane: list[int] = []
        self.child: list[list[int]] = []
        self.leaves: list[NDArray[np.intp]] = []

    def grow(self, regions: NDArray[np.intp]) -> int:
        """A node, or leaf, for these regions; its number as a child.

        Regions that reach to both sides of a plane go both ways. Of equally good planes the first is taken.
        """
        choice = self._choose(regions) if len(regions) > _FEW and len(self.plane) < _MOST_NODES else -1
        if choice < 0:
            self.leaves.append(regions)
            return -len(self.leaves)
        node = len(self.plane)
        self.plane.append(choice)
        self.child.append([0, 0])
        for side, reach in enumerate((self.below, self.above)):
            self.child[node][side] = self.grow(regions[reach[choice, regions]])
        return node

    def _choose(self, regions: NDArray[np.intp]) -> int:
        """The plane that leaves least on its fuller side; −1 where none leaves less than there is."""
        counts = np.array([self.below[:, regions].sum(axis=1), self.above[:, regions].sum(axis=1)])
        fuller = counts.max(axis=0)
        best = int(np.argmin(fuller * (len(regions) + 1) * 2 + counts.sum(axis=0)))
        return best if fuller[best] < len(regions) else -1


def search_tree(regions: Sequence[Region], box: NDArray[np.float64]) -> Tree:
    """Search tree over the planes of the regions' facets.

    Parameters
    ----------
    regions : sequence of Region
        They fill the box.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.

    Returns
    -------
    Tree
        Without nodes for an atlas of a few regions.
    """
    planes = _planes(regions, box)
    normal, offset = np.ascontiguousarray(planes[:, :-1]), np.ascontiguousarray(planes[:, -1])
    reach = np.array(
        [extents(np.ascontiguousarray(region.normal * box), region.offset, normal, offset) for region in regions]
    )
    builder = _Builder((reach[:, :, 0] < -TOLERANCE).T, (reach[:, :, 1] > TOLERANCE).T)
    builder.grow(np.arange(len(regions)))
    sizes = [len(leaf) for leaf in builder.leaves]
    return Tree(
        normal / box,
        offset,
        np.array(builder.plane, dtype=np.int64),
        np.array(builder.child, dtype=np.int64).reshape(-1, 2),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        np.concatenate(builder.leaves).astype(np.int64),
    )

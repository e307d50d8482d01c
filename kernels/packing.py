"""Atlases of several strains → one, with a record of what is whose; plain NumPy, done before a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .atlas_arrays import Atlas, Digits, Tree
from .records import MEMBER

__all__ = ["member_records", "pack_atlases"]


def _padded(parts: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Stack arrays on their first axis; the narrower ones get zeros on the others."""
    shape = tuple(max(part.shape[axis] for part in parts) for axis in range(1, parts[0].ndim))
    whole = np.zeros((sum(len(part) for part in parts), *shape))
    row = 0
    for part in parts:
        whole[(slice(row, row + len(part)), *(slice(size) for size in part.shape[1:]))] = part
        row += len(part)
    return whole


def _joined(starts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Stack lists of starts, each of which ends with its total."""
    whole, total = [np.zeros(1, np.int64)], 0
    for start in starts:
        whole.append(start[1:] + total)
        total += int(start[-1])
    return np.concatenate(whole)


def pack_atlases(atlases: Sequence[Atlas]) -> Atlas:
    """One atlas that holds those of several strains, each with its own numbers of regions, planes, nodes and leaves.

    Parameters
    ----------
    atlases : sequence of Atlas
        At least one; a single one is returned as it is.

    Returns
    -------
    Atlas
        To be read through `members` only.
    """
    if len(atlases) == 1:
        return atlases[0]
    trees, digits = [atlas.tree for atlas in atlases], [atlas.digits for atlas in atlases]
    return Atlas(
        _joined([atlas.facet_start for atlas in atlases]),
        _padded([atlas.facet_normal for atlas in atlases]),
        np.concatenate([atlas.facet_offset for atlas in atlases]),
        _padded([atlas.intercept for atlas in atlases]),
        _padded([atlas.slope for atlas in atlases]),
        np.concatenate([atlas.form for atlas in atlases]),
        _joined([atlas.neighbour_start for atlas in atlases]),
        np.concatenate([atlas.neighbour for atlas in atlases]),
        Tree(
            _padded([tree.normal for tree in trees]),
            np.concatenate([tree.offset for tree in trees]),
            np.concatenate([tree.plane for tree in trees]),
            np.concatenate([tree.child for tree in trees]),
            _joined([tree.leaf_start for tree in trees]),
            np.concatenate([tree.leaf for tree in trees]),
        ),
        Digits(
            _joined([item.start for item in digits]),
            np.concatenate([item.output for item in digits]),
            _padded([item.map for item in digits]),
            _joined([item.edge_start for item in digits]),
            _padded([item.edge for item in digits]),
        ),
    )


def member_records(
    atlases: Sequence[Atlas], followed: Sequence[Sequence[int]], oxygen: int, carbon_dioxide: int
) -> NDArray[np.void]:
    """Where the parts of every strain stand.

    Parameters
    ----------
    atlases : sequence of Atlas
        One a strain, in the order of `pack_atlases`.
    followed : sequence of sequences of int
        Places of every strain's species among those of the vessel; the first strain's are 0, 1, 2 ….
    oxygen, carbon_dioxide : int
        Places of the gases among them; every strain follows both.

    Returns
    -------
    records MEMBER, shape (strains,)
    """
    members = np.zeros(len(atlases), MEMBER)
    at = dict.fromkeys(("parameter", "output", "followed", "region", "plane", "node", "leaf"), 0)
    for row, atlas, places in zip(members, atlases, followed, strict=True):
        for name, place in at.items():
            row[name] = place
        row["parameters"], row["outputs"] = atlas.slope.shape[1:]
        row["species"], row["regions"], row["nodes"] = len(places), len(atlas.intercept), len(atlas.tree.plane)
        row["oxygen"] = at["output"] + 1 + places.index(oxygen)
        row["carbon_dioxide"] = at["output"] + 1 + places.index(carbon_dioxide)
        counts = (*atlas.slope.shape[1:], len(places), len(atlas.intercept), len(atlas.tree.offset))
        for name, count in zip(at, (*counts, len(atlas.tree.plane), len(atlas.tree.leaf_start) - 1), strict=True):
            at[name] += count
    return members

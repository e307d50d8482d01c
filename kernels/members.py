"""Several strains in one vessel: whose flux parameters, flux outputs and critical regions stand where.

The strains' parameters θ stand one after the other, and so do their outputs. Their atlases are packed into one: the
regions of the second strain behind those of the first, and so on; the numbers of regions, planes, nodes and leaves
inside it stay those of the strain. Where strains have different numbers of parameters or outputs, the narrower one is
padded. So one compiled kernel serves any strains, and one strain pays for nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .atlas import evaluate, locate, violation
from .atlas_arrays import Atlas, Digits, Tree
from .jit import inlined
from .records import Cursor, Member, Plant

__all__ = ["all_fluxes", "all_held", "furthest_out", "region_of"]


@inlined
def all_fluxes(plant: Plant, cursor: Cursor, theta: NDArray[np.float64], fluxes: NDArray[np.float64]) -> None:
    """Outputs of every strain from the flux map of its region.

    Parameters
    ----------
    plant : Plant
    cursor : record CURSOR
        Holds the region of every strain.
    theta : shape (p,)
        Parameters of all strains.
    fluxes : shape (outputs,)
        Written, of all strains.
    """
    for strain in range(plant.layout.strains):
        member = plant.members[strain]
        evaluate(
            plant.atlas,
            member.region + cursor.region[strain],
            theta[member.parameter : member.parameter + member.parameters],
            fluxes[member.output : member.output + member.outputs],
        )


@inlined
def _locate(atlas: Atlas, member: Member, theta: NDArray[np.float64], current: int, tolerance: float) -> int:
    """`locate` among the regions of one strain; the parts are views, and nobody counts them."""
    part = Atlas(
        atlas.facet_start[member.region : member.region + member.regions + 1],
        atlas.facet_normal,
        atlas.facet_offset,
        atlas.intercept[member.region : member.region + member.regions],
        atlas.slope[member.region : member.region + member.regions],
        atlas.form[member.region : member.region + member.regions],
        atlas.neighbour_start,
        atlas.neighbour,
        Tree(
            atlas.tree.normal[member.plane :],
            atlas.tree.offset[member.plane :],
            atlas.tree.plane[member.node : member.node + member.nodes],
            atlas.tree.child[member.node : member.node + member.nodes],
            atlas.tree.leaf_start[member.leaf :],
            atlas.tree.leaf,
        ),
        Digits(
            atlas.digits.start[member.region : member.region + member.regions + 1],
            atlas.digits.output,
            atlas.digits.map,
            atlas.digits.edge_start[member.region : member.region + member.regions + 1],
            atlas.digits.edge,
        ),
    )
    own = theta[member.parameter : member.parameter + member.parameters]
    return locate(part, own, current, tolerance)


@inlined
def region_of(plant: Plant, cursor: Cursor, strain: int, theta: NDArray[np.float64], tolerance: float) -> int:
    """Region of a strain's own atlas that holds its θ, the cursor's while it does; −1 where none is known."""
    return _locate(plant.atlas, plant.members[strain], theta, cursor.region[strain], tolerance)


@inlined
def furthest_out(plant: Plant, cursor: Cursor, theta: NDArray[np.float64]) -> float:
    """How far the strain that is furthest outside its region is outside it, relative to its box (> 0: outside)."""
    worst = -np.inf
    for strain in range(plant.layout.strains):
        member = plant.members[strain]
        own = theta[member.parameter : member.parameter + member.parameters]
        worst = max(worst, violation(plant.atlas, member.region + cursor.region[strain], own))
    return worst


@inlined
def all_held(plant: Plant, cursor: Cursor, theta: NDArray[np.float64], tolerance: float) -> bool:
    """Put the cursor into the regions that hold θ; False where a strain's atlas has none (its region is −1 then)."""
    known = True
    for strain in range(plant.layout.strains):
        region = region_of(plant, cursor, strain, theta, tolerance)
        if region >= 0 and region != cursor.region[strain]:
            cursor.crossings += 1
        cursor.region[strain] = region
        known = known and region >= 0
    return known

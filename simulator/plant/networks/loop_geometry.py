"""Where the loops of impellers lie in a tank, and the boxes they are cut into."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...scenario import Vessel

__all__ = ["SLAB", "Loop", "Stack", "Stage", "stack_of", "stages_of"]

SLAB = 1.0 / 11.0
"""Share of a stage that is its impeller's compartment: one of eleven equal ones where each loop has five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Impellers over one another in a liquid."""

    diameter: float
    """m, of the tank"""
    impeller_diameter: float
    """m"""
    flow_number: float
    """Pumping flow number of one impeller [-]"""
    planes: tuple[float, ...]
    """m above the bottom, upwards"""
    height: float
    """m of liquid"""

    @property
    def area(self) -> float:
        """Cross-section [m²]."""
        return 0.25 * np.pi * self.diameter**2

    def spacing(self, stage: int) -> float:
        """Distance to the impeller above [m]."""
        return self.planes[stage + 1] - self.planes[stage]


def stack_of(vessel: Vessel, volume: float) -> Stack:
    """The impellers of a vessel that stand in a liquid.

    Parameters
    ----------
    vessel : Vessel
    volume : float
        Liquid [m³].

    Raises
    ------
    InputError
        The vessel has no impeller, or none is under the surface.
    """
    stirrer = vessel.impellers
    if stirrer is None:
        message = f"vessel '{vessel.name}' has no impellers, so no 'impeller-loops'"
        raise InputError(f"{message}; use an 'axial-chain' or a 'bubble-column'")
    height = vessel.liquid_height(volume)
    planes = tuple(stirrer.clearance + stage * (stirrer.spacing or 0.0) for stage in range(stirrer.count))
    covered = tuple(plane for plane in planes if plane < height)
    if not covered:
        raise InputError(f"vessel '{vessel.name}': at {volume:.6g} m³ no impeller is under the surface")
    return Stack(
        diameter=vessel.diameter,
        impeller_diameter=stirrer.diameter,
        flow_number=stirrer.flow_number,
        planes=covered,
        height=height,
    )


@dataclass(frozen=True, slots=True)
class Loop:
    """The liquid that one impeller turns over on one of its sides, from its compartment's face to the stage's end."""

    near: float
    far: float
    """m above the bottom; `near` is at the impeller."""

    @property
    def length(self) -> float:
        """Along the axis [m]."""
        return abs(self.far - self.near)

    def boxes(self, count: int) -> NDArray[np.float64]:
        """Compartments of equal volume, in the direction of flow: away along the wall, back along the shaft.

        Parameters
        ----------
        count : int
            How many.

        Returns
        -------
        (count, 4) array
            Inner and outer radius over the tank's [-], lower and upper end [m].
        """
        wall = (count + 1) // 2
        shaft = count - wall
        edge = np.sqrt(shaft / count)  # radius between both, so that all have the same volume
        out = np.linspace(self.near, self.far, wall + 1)
        back = np.linspace(self.far, self.near, shaft + 1)
        ends = np.concatenate([np.stack([out[:-1], out[1:]]), np.stack([back[:-1], back[1:]])], axis=1)
        radii = np.concatenate([np.tile([[edge], [1.0]], wall), np.tile([[0.0], [edge]], shaft)], axis=1)
        return np.stack([radii[0], radii[1], ends.min(axis=0), ends.max(axis=0)], axis=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """An impeller's compartment, a slab across the tank, between its two loops."""

    low: float
    high: float
    """m, of the slab"""
    below: Loop
    above: Loop


def stages_of(stack: Stack) -> list[Stage]:
    """Stages from the bottom up; they meet halfway between impellers."""
    planes = stack.planes
    ends = [0.0, *(0.5 * (low + high) for low, high in pairwise(planes)), stack.height]
    stages = []
    for number, plane in enumerate(planes):
        bottom, top = ends[number], ends[number + 1]
        half = min(0.5 * SLAB * (top - bottom), 0.5 * (plane - bottom), 0.5 * (top - plane))
        low, high = plane - half, plane + half
        stages.append(Stage(low, high, Loop(low, bottom), Loop(high, top)))
    return stages

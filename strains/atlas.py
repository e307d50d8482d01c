"""The regions found so far, and their form for the kernels and for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE, Atlas, empty_atlas, locate
from .basis import Basis
from .region import Region

__all__ = ["FluxAtlas", "atlas_from_arrays"]

# A point this deep inside another region belongs to it: the two are one.
_INSIDE = 1e-9


class FluxAtlas:
    """Regions of one program; it only grows.

    Parameters
    ----------
    parameters, outputs : int
        p and q.
    regions : iterable of Region
        To begin with.
    """

    def __init__(self, parameters: int, outputs: int, regions: Iterable[Region] = ()) -> None:
        self._empty = empty_atlas(parameters, outputs)
        self.regions = list(regions)
        self._packed: Atlas | None = None

    def __len__(self) -> int:
        """Number of regions."""
        return len(self.regions)

    def packed(self) -> Atlas:
        """All regions as the arrays the kernels take."""
        if self._packed is None:
            self._packed = self._pack()
        return self._packed

    def _pack(self) -> Atlas:
        if not self.regions:
            return self._empty
        sizes = [len(region.offset) for region in self.regions]
        return Atlas(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.concatenate([region.normal for region in self.regions]),
            np.concatenate([region.offset for region in self.regions]),
            np.array([region.intercept for region in self.regions]),
            np.array([region.slope.T for region in self.regions]),
        )

    def covers(self, theta: NDArray[np.float64], tolerance: float = TOLERANCE) -> bool:
        """Whether a region holds θ."""
        return bool(locate(self.packed(), theta, -1, tolerance) >= 0)

    def add(self, region: Region) -> bool:
        """Take a region in, unless it is here already.

        Two regions of one program never overlap, so one with its centre inside another is that other.
        """
        if self.covers(region.inside, -_INSIDE):
            return False
        self.regions.append(region)
        self._packed = None
        return True

    def nearest(self, theta: NDArray[np.float64]) -> Region | None:
        """The region whose facets θ violates least."""
        return min(self.regions, key=lambda region: region.violation(theta), default=None)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as plain arrays, for an ``.npz`` file."""
        packed = self.packed()._asdict()
        packed["slope"] = packed["slope"].transpose(0, 2, 1)
        if self.regions:
            packed["inside"] = np.array([region.inside for region in self.regions])
            packed["basic"] = np.array([region.basis.basic for region in self.regions])
            packed["at_upper"] = np.packbits([region.basis.at_upper for region in self.regions], axis=1)
            packed["columns"] = np.array(self.regions[0].basis.at_upper.size)
        return packed


def atlas_from_arrays(arrays: Mapping[str, NDArray[Any]]) -> FluxAtlas:
    """Inverse of `FluxAtlas.arrays`."""
    start, slope = arrays["facet_start"], arrays["slope"]
    regions = []
    upper = np.unpackbits(arrays["at_upper"], axis=1, count=int(arrays["columns"])) if len(start) > 1 else ()
    for index in range(len(start) - 1):
        part = slice(start[index], start[index + 1])
        regions.append(
            Region(
                arrays["facet_normal"][part],
                arrays["facet_offset"][part],
                arrays["intercept"][index],
                slope[index],
                arrays["inside"][index],
                Basis(arrays["basic"][index], upper[index].astype(bool)),
            )
        )
    return FluxAtlas(slope.shape[2], slope.shape[1], regions)

"""The regions found so far, and their form for the kernels and for a file."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE, locate, nearest
from ..kernels.atlas_arrays import Atlas, Tree, atlas_of
from .basis import Basis
from .digits import digits_from_arrays, digits_to_arrays, packed_digits
from .region import Region

__all__ = ["PROMISED", "SMALLEST", "SPAN", "Certificate", "FluxAtlas", "atlas_from_arrays", "same_form"]

# What a certificate must show, and its scale: the output itself, this share of its range, this much [mol/kg/h].
PROMISED = 1e-9
SPAN = 1e-3
SMALLEST = 1e-6

# A point this deep inside another region belongs to it: the two are one.
_INSIDE = 1e-9
# Outputs of two bases of one solution differ by rounding only.
_SAME_FORM = 1e-9


@dataclass(frozen=True)
class Certificate:
    """The atlas held against direct linear programs.

    Parameters
    ----------
    samples : int
        θ compared: random ones, and facets, corners and zero.
    max_relative_error : float
        Largest |y − y_LP| / max(|y_LP|, 1e-3 of the output's range over the samples, 1e-6), nothing left out.
    coverage : float
        Share of 10⁶ fresh θ that lie in a region; nan where it was not measured.
    found : int
        Regions that had to be found for it, as a run finds them, since the atlas did not fill the box; not kept.
    """

    samples: int
    max_relative_error: float
    coverage: float
    found: int = 0


class FluxAtlas:
    """Regions of one program; it only grows.

    Parameters
    ----------
    parameters, outputs : int
        p and q.
    regions : iterable of Region
        To begin with.
    complete : bool
        Whether the regions fill the box.
    neighbours : sequence of sequence of int, optional
        For every facet, in the order of the regions, the regions behind it.
    tree : Tree, optional
        Leads a look-up to its region.
    certificate : Certificate, optional
    """

    def __init__(
        self,
        parameters: int,
        outputs: int,
        regions: Iterable[Region] = (),
        *,
        complete: bool = False,
        neighbours: Sequence[Sequence[int]] | None = None,
        tree: Tree | None = None,
        certificate: Certificate | None = None,
    ) -> None:
        self.parameters, self.outputs = parameters, outputs
        self.regions = list(regions)
        self.complete = complete
        self.certificate = certificate
        self._neighbours = neighbours
        self._tree = tree
        self._bare: Atlas | None = None
        self._packed: Atlas | None = None

    def __len__(self) -> int:
        """Number of regions."""
        return len(self.regions)

    def copy(self) -> FluxAtlas:
        """Another one with the same regions, to grow on its own."""
        out = FluxAtlas(self.parameters, self.outputs, self.regions)
        out._bare = self._bare
        return out

    def certified(self, certificate: Certificate) -> FluxAtlas:
        """The same atlas with a certificate."""
        return FluxAtlas(
            self.parameters,
            self.outputs,
            self.regions,
            complete=self.complete,
            neighbours=self._neighbours,
            tree=self._tree,
            certificate=certificate,
        )

    def packed(self) -> Atlas:
        """All regions as the arrays the kernels take."""
        if self._packed is None:
            self._packed = self._dressed(self._undressed()._replace(form=_forms(self.regions)))
        return self._packed

    def _undressed(self) -> Atlas:
        """The regions alone, which is what finding one needs while they grow."""
        if self._bare is None:
            sizes = [len(region.offset) for region in self.regions]
            p, q = self.parameters, self.outputs
            self._bare = atlas_of(
                np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
                np.concatenate([np.zeros((0, p)), *(region.normal for region in self.regions)]),
                np.concatenate([np.zeros(0), *(region.offset for region in self.regions)]),
                np.array([region.intercept for region in self.regions]).reshape(-1, q),
                np.array([region.slope.T for region in self.regions]).reshape(-1, p, q),
            )
        return self._bare

    def _dressed(self, plain: Atlas) -> Atlas:
        """With what a finished atlas knows besides its regions."""
        plain = plain._replace(digits=packed_digits([region.digits for region in self.regions], self.parameters))
        if self._tree is not None:
            plain = plain._replace(tree=self._tree)
        if self._neighbours is None:
            return plain
        counts = [len(behind) for behind in self._neighbours]
        return plain._replace(
            neighbour_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            neighbour=np.array([index for behind in self._neighbours for index in behind], dtype=np.int64),
        )

    def covers(self, theta: NDArray[np.float64], tolerance: float = TOLERANCE) -> bool:
        """Whether a region holds θ."""
        return self.find(theta, tolerance) >= 0

    def find(self, theta: NDArray[np.float64], tolerance: float = TOLERANCE) -> int:
        """Number of the region that holds θ; −1 where none does."""
        return int(locate(self._undressed(), theta, -1, tolerance))

    def add(self, region: Region) -> bool:
        """Take a region in, unless it is here already.

        Two regions of one program never overlap, so one with its centre inside another is that other.
        """
        if self.covers(region.inside, -_INSIDE):
            return False
        self._bare = _extended(self._undressed(), region)
        self.regions.append(region)
        self._packed, self._neighbours, self._tree = None, None, None
        self.complete, self.certificate = False, None
        return True

    def nearest(self, theta: NDArray[np.float64]) -> Region | None:
        """The region whose facets θ violates least."""
        return self.regions[nearest(self._undressed(), theta)] if self.regions else None

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as plain arrays, for a file of the cache."""
        packed: dict[str, NDArray[Any]] = self.packed()._asdict()
        tree = self.packed().tree
        digits = digits_to_arrays(self.packed().digits)
        del packed["tree"], packed["digits"]
        packed |= {f"tree_{name}": array for name, array in tree._asdict().items()} | digits
        packed["slope"] = packed["slope"].transpose(0, 2, 1)
        packed["complete"] = np.array(self.complete)
        packed["has_neighbours"] = np.array(self._neighbours is not None)
        if self.certificate is not None:
            mark = self.certificate
            packed["certificate"] = np.array([mark.samples, mark.max_relative_error, mark.coverage, mark.found])
        if self.regions:
            packed["inside"] = np.array([region.inside for region in self.regions])
            packed["error"] = np.array([region.error for region in self.regions])
            packed["basic"] = np.array([region.basis.basic for region in self.regions])
            packed["at_upper"] = np.packbits([region.basis.at_upper for region in self.regions], axis=1)
            packed["columns"] = np.array(self.regions[0].basis.at_upper.size)
        return packed


def _extended(atlas: Atlas, region: Region) -> Atlas:
    """The regions of an atlas, nothing else of it, and one more: packing all of them anew takes ten times longer."""
    return atlas_of(
        np.append(atlas.facet_start, atlas.facet_start[-1] + len(region.offset)),
        np.concatenate([atlas.facet_normal, region.normal]),
        np.concatenate([atlas.facet_offset, region.offset]),
        np.concatenate([atlas.intercept, region.intercept[None]]),
        np.concatenate([atlas.slope, region.slope.T[None]]),
    )


def same_form(first: Region, second: Region, box: NDArray[np.float64]) -> bool:
    """Whether two regions have the same outputs, to rounding."""
    scale = np.abs(first.intercept) + np.abs(first.slope) @ box + 1e-6
    apart = np.abs(first.intercept - second.intercept) + np.abs(first.slope - second.slope) @ box
    return bool(np.all(apart <= _SAME_FORM * scale))


def _forms(regions: Sequence[Region]) -> NDArray[np.int64]:
    """A number for every set of outputs, the first region's for regions that share one.

    Rounded to eight digits of each output's size; a pair that rounding tears apart costs a needless event, no more.
    """
    if not regions:
        return np.zeros(0, dtype=np.int64)
    intercepts, slopes = (np.array([getattr(region, name) for region in regions]) for name in ("intercept", "slope"))
    maps = np.concatenate([intercepts[:, :, None], slopes], axis=2)
    size = np.abs(maps).max(axis=0) + 1e-300
    seen: dict[bytes, int] = {}
    keys = np.round(maps / size, 8) + 0.0  # + 0.0: −0 and 0 are one
    return np.array([seen.setdefault(key.tobytes(), index) for index, key in enumerate(keys)], dtype=np.int64)


def _neighbours_of(arrays: Mapping[str, NDArray[Any]]) -> list[list[int]] | None:
    if not arrays["has_neighbours"]:
        return None
    start, flat = arrays["neighbour_start"], arrays["neighbour"].tolist()
    return [flat[a:b] for a, b in itertools.pairwise(start)]


def atlas_from_arrays(arrays: Mapping[str, NDArray[Any]]) -> FluxAtlas:
    """Inverse of `FluxAtlas.arrays`."""
    start, slope = arrays["facet_start"], arrays["slope"]
    count = len(start) - 1
    upper = np.unpackbits(arrays["at_upper"], axis=1, count=int(arrays["columns"])) if count else ()
    digits = digits_from_arrays(arrays, count)
    regions = [
        Region(
            arrays["facet_normal"][start[index] : start[index + 1]],
            arrays["facet_offset"][start[index] : start[index + 1]],
            arrays["intercept"][index],
            slope[index],
            arrays["inside"][index],
            Basis(arrays["basic"][index], upper[index].astype(bool)),
            float(arrays["error"][index]),
            digits=digits[index],
        )
        for index in range(count)
    ]
    mark = arrays.get("certificate")
    return FluxAtlas(
        slope.shape[2],
        slope.shape[1],
        regions,
        complete=bool(arrays["complete"]),
        neighbours=_neighbours_of(arrays),
        tree=Tree(*(arrays[f"tree_{name}"] for name in Tree._fields)),
        certificate=None if mark is None else Certificate(int(mark[0]), float(mark[1]), float(mark[2]), int(mark[3])),
    )

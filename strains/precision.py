"""Which regions need more than doubles to keep the promised error, and the digits they lack.

An output can be the difference of terms ten thousand times as large; a last digit of them is then more than the
promise allows, in the outputs and in the question on which side of a facet θ is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import locate_many
from ..kernels.linear_program import extents
from .atlas import PROMISED, SMALLEST, SPAN, FluxAtlas
from .digits import RegionDigits
from .factors import Factors, System
from .region import Region
from .uniqueness import sample_box

__all__ = ["precise"]

_SAMPLES = 5000
_SEED = 17
# Half a rounding for every product, sum and coefficient; partial sums are no larger than all terms together.
_ROUNDINGS = 2.0
# Planes of one facet that come from two bases differ by less, relative to the box.
_SAME_PLANE = 1e-9


def _spans(atlas: FluxAtlas, box: NDArray[np.float64]) -> NDArray[np.float64]:
    """Range of every output over θ drawn as those of the certificate, where regions hold them; shape (q,)."""
    packed, thetas = atlas.packed(), sample_box(box, _SAMPLES, _SEED)
    numbers = np.zeros(len(thetas), dtype=np.int64)
    locate_many(packed, thetas, numbers)
    thetas, numbers = thetas[numbers >= 0], numbers[numbers >= 0]
    if not len(thetas):
        return np.zeros(atlas.outputs)
    outputs = packed.intercept[numbers].copy()
    for parameter in range(box.size):
        outputs += packed.slope[numbers, parameter] * thetas[:, parameter, None]
    return np.asarray(np.ptp(outputs, axis=0))


def _doubtful(region: Region, box: NDArray[np.float64], allowed: NDArray[np.float64]) -> NDArray[np.int64]:
    """Outputs whose terms may leave more rounding somewhere in the region than is allowed."""
    unit = np.ascontiguousarray(region.normal * box)
    reached = extents(unit, region.offset, np.eye(box.size), np.zeros(box.size))[:, 1]
    terms = np.abs(region.intercept) + np.abs(region.slope) @ (np.clip(reached, 0.0, 1.0) * box)
    return np.flatnonzero(_ROUNDINGS * np.finfo(float).eps * terms > allowed).astype(np.int64)


def _edges(region: Region, bases: Sequence[Factors], box: NDArray[np.float64]) -> NDArray[np.float64]:
    """What offsets and normals of the facets lack, from the bases whose bounds they are; shape (f, 1 + p)."""
    out = np.zeros((len(region.offset), 1 + box.size))
    waiting = set(range(len(out)))
    for factors in bases:
        above, below = factors.gaps
        gaps = np.vstack([above, below])
        with np.errstate(invalid="ignore", divide="ignore"):
            size = np.abs(gaps[:, 1:] * box).max(axis=1)
            planes = np.column_stack([-gaps[:, :1], gaps[:, 1:] * box]) / size[:, None]
        for facet in sorted(waiting):
            wanted = np.append(region.offset[facet], region.normal[facet] * box)
            apart = np.nan_to_num(np.abs(planes - wanted).max(axis=1), nan=np.inf)
            row = int(np.argmin(apart))
            if apart[row] <= _SAME_PLANE:
                exact = factors.gap_digits(row)
                stored = np.append(-region.offset[facet], region.normal[facet])
                lacking = [float(a / Fraction(size[row]) - Fraction(b)) for a, b in zip(exact, stored, strict=True)]
                out[facet] = np.append(-lacking[0], lacking[1:])
                waiting.discard(facet)
    return out


def precise(regions: Sequence[Region], found: Sequence[Region], system: System) -> list[Region]:
    """The regions of an atlas, with further digits where doubles do not keep the promised error.

    Parameters
    ----------
    regions : sequence of Region
        As they are kept.
    found : sequence of Region
        As they were found: each lies in one of those kept, and knows the basis its facets come from.
    system : System
        Of their program.

    Returns
    -------
    list of Region
    """
    box = system.problem.box
    atlas = FluxAtlas(box.size, len(system.problem.outputs), regions)
    allowed = PROMISED * np.maximum(SPAN * _spans(atlas, box), SMALLEST)
    doubtful = {index: some for index, region in enumerate(regions) if (some := _doubtful(region, box, allowed)).size}
    bases: dict[int, list[Factors]] = {index: [Factors(system, regions[index].basis)] for index in doubtful}
    for region in found if doubtful else ():
        owner = atlas.find(region.inside)
        if owner in doubtful and region.basis is not regions[owner].basis:
            bases[owner].append(Factors(system, region.basis))
    out = list(regions)
    for index, some in doubtful.items():
        maps, edge = bases[index][0].output_digits()[some], _edges(regions[index], bases[index], box)
        out[index] = replace(regions[index], digits=RegionDigits(some, maps, edge))
    return out

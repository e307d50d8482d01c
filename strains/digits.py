"""Further digits of regions in which large terms cancel: one region's, and all of them as the kernels take them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas_arrays import Digits, no_digits

__all__ = ["RegionDigits", "digits_from_arrays", "digits_to_arrays", "packed_digits"]


@dataclass(frozen=True)
class RegionDigits:
    """What the doubles of one region round away.

    Parameters
    ----------
    output : ndarray of int64, shape (k,)
        Outputs that doubles do not hold to the promised error.
    map : ndarray, shape (k, 2, 1 + p)
        Their intercepts and slopes, each as the sum of two numbers.
    edge : ndarray, shape (f, 1 + p)
        What offset and normal of every facet lack.
    """

    output: NDArray[np.int64]
    map: NDArray[np.float64]
    edge: NDArray[np.float64]


def _starts(counts: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def packed_digits(regions: Sequence[RegionDigits | None], parameters: int) -> Digits:
    """Digits of all regions, None for those without, as the kernels take them."""
    some = [item for item in regions if item is not None]
    if not some:
        return no_digits(len(regions), parameters)
    return Digits(
        _starts([0 if item is None else len(item.output) for item in regions]),
        np.concatenate([item.output for item in some]),
        np.concatenate([item.map for item in some]),
        _starts([0 if item is None else len(item.edge) for item in regions]),
        np.concatenate([item.edge for item in some]),
    )


def digits_to_arrays(digits: Digits) -> dict[str, NDArray[Any]]:
    """As plain arrays for a file; none where no region has any."""
    return {f"digits_{name}": array for name, array in digits._asdict().items()} if digits.output.size else {}


def digits_from_arrays(arrays: Mapping[str, NDArray[Any]], regions: int) -> list[RegionDigits | None]:
    """Inverse of `packed_digits` and `digits_to_arrays`."""
    if "digits_start" not in arrays:
        return [None] * regions
    output, maps, edge = (arrays[f"digits_{name}"] for name in ("output", "map", "edge"))
    parts = zip(
        itertools.pairwise(arrays["digits_start"].tolist()),
        itertools.pairwise(arrays["digits_edge_start"].tolist()),
        strict=True,
    )
    return [RegionDigits(output[a:b], maps[a:b], edge[c:d]) if b > a else None for (a, b), (c, d) in parts]

"""Loops over vectors, for kernels that may not make arrays: a slice would reserve memory in case both sides overlap."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

__all__ = ["add_multiple", "all_finite", "copy", "fill", "fill_rows"]

Array = NDArray[np.float64]


@inlined
def fill(target: Array, value: float) -> None:
    """Every entry becomes `value`."""
    for i in range(target.size):
        target[i] = value


@inlined
def fill_rows(target: Array, begin: int, value: float) -> None:
    """Every entry of a matrix from row `begin` on becomes `value`."""
    for i in range(begin, target.shape[0]):
        for j in range(target.shape[1]):
            target[i, j] = value


@inlined
def copy(source: Array, target: Array) -> None:
    """Entries of `target`, as many as it has, become those of `source`."""
    for i in range(target.size):
        target[i] = source[i]


@inlined
def add_multiple(factor: float, source: Array, target: Array) -> None:
    """Add `factor` times `source` to `target`, as many entries as that has."""
    for i in range(target.size):
        target[i] += factor * source[i]


@inlined
def all_finite(vector: Array) -> bool:
    """Whether every entry is a number."""
    for i in range(vector.size):
        if not math.isfinite(vector[i]):
            return False
    return True

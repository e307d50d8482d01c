"""Compiled loops over single kernels, so that the price of a call from Python does not count.

All of them stand in this file because Numba notices a change of a kernel's own file only. Every loop runs over a
ring of different inputs and sums up what it got: nothing can be hoisted, nothing left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.acidbase import carbon_dioxide_fraction
from ..kernels.jit import kernel
from ..kernels.linear import factorise, substitute
from ..kernels.markowitz import factorise_sparse, solve_sparse
from ..kernels.ph import solve_ph
from ..kernels.power import power_gassed
from ..kernels.threefry import threefry
from ..kernels.transfer_stirred import kla_van_t_riet_coalescing

__all__ = [
    "carbonate_loop",
    "lu_loop",
    "ph_loop",
    "power_loop",
    "random_loop",
    "sparse_loop",
    "transfer_loop",
]

Array = NDArray[np.float64]


@kernel
def transfer_loop(calls: int, rows: Array) -> float:
    """Oxygen transfer of a stirred tank; rows: power per volume [W/m³], gas velocity [m/s]."""
    total = 0.0
    ring = rows.shape[0]
    for i in range(calls):
        total += kla_van_t_riet_coalescing(rows[i % ring, 0], rows[i % ring, 1])
    return total


@kernel
def carbonate_loop(calls: int, rows: Array) -> float:
    """Share of CO2 in inorganic carbon; rows: pH, temperature [K]."""
    total = 0.0
    ring = rows.shape[0]
    for i in range(calls):
        total += carbon_dioxide_fraction(rows[i % ring, 0], rows[i % ring, 1])
    return total


@kernel
def power_loop(calls: int, rows: Array, law: int, a: float, b: float) -> float:
    """Gassed power; rows: ungassed [W], speed [1/s], impeller [m], gas flow [m³/s]."""
    total = 0.0
    ring = rows.shape[0]
    for i in range(calls):
        row = rows[i % ring]
        total += power_gassed(law, row[0], row[1], row[2], row[3], 1.0, False, a, b)
    return total


@kernel
def ph_loop(calls: int, rows: Array, acids: Array, water: float) -> float:
    """PH from charges, started at 7; rows: concentrations of the acids [mol/m³], then the strong ions."""
    total = 0.0
    ring = rows.shape[0]
    for i in range(calls):
        row = rows[i % ring]
        total += solve_ph(7.0, row, acids, row[-1], water, 0.0)
    return total


@kernel
def lu_loop(
    calls: int, matrices: Array, right: Array, matrix: Array, vector: Array, pivots: NDArray[np.int64]
) -> float:
    """Factors of a dense matrix and one solution; `matrix`, `vector` and `pivots` are room to work in."""
    total = 0.0
    ring, n = matrices.shape[0], right.shape[0]
    for i in range(calls):
        for j in range(n):
            vector[j] = right[j]
            for k in range(n):
                matrix[j, k] = matrices[i % ring, j, k]
        factorise(matrix, pivots)
        substitute(matrix, pivots, vector)
        total += vector[0] + vector[n - 1]
    return total


@kernel
def sparse_loop(calls: int, indptr: NDArray[np.int32], indices: NDArray[np.int32], data: Array, right: Array) -> float:
    """Factors of a sparse matrix and one solution; `data` is a ring, shape (ring, entries)."""
    total = 0.0
    for i in range(calls):
        found = solve_sparse(factorise_sparse(indptr, indices, data[i % data.shape[0]]), right)
        total += found[0, 0] + found[-1, 0]
    return total


@kernel
def random_loop(calls: int, key: int, other: int) -> float:
    """Random words, two a call."""
    total = 0.0
    for i in range(calls):
        one, two = threefry(key, other, i, 0)
        total += float(one) + float(two)
    return total

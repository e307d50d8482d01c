"""Dense LU with partial pivoting for the small matrices of one vessel.

LAPACK's call overhead exceeds the work at 20 unknowns, and a kernel may not call SciPy.
Golub & Van Loan, Matrix Computations, 4th ed., §3.4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

__all__ = ["factorise", "substitute"]


@inlined
def factorise(matrix: NDArray[np.float64], pivots: NDArray[np.int64]) -> bool:
    """Overwrite a square matrix by its LU factors; False when it is singular."""
    n = matrix.shape[0]
    for k in range(n):
        row = k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > abs(matrix[row, k]):
                row = i
        pivots[k] = row
        if matrix[row, k] == 0.0:
            return False
        if row != k:
            for j in range(n):
                swap = matrix[k, j]
                matrix[k, j] = matrix[row, j]
                matrix[row, j] = swap
        inverse = 1.0 / matrix[k, k]
        for i in range(k + 1, n):
            if matrix[i, k] != 0.0:
                factor = matrix[i, k] * inverse
                matrix[i, k] = factor
                for j in range(k + 1, n):
                    matrix[i, j] -= factor * matrix[k, j]
    return True


@inlined
def substitute(factors: NDArray[np.float64], pivots: NDArray[np.int64], vector: NDArray[np.float64]) -> None:
    """Solve with the factors of `factorise`; the leading entries of `vector` become the solution."""
    n = factors.shape[0]
    for k in range(n):
        row = pivots[k]
        if row != k:
            swap = vector[k]
            vector[k] = vector[row]
            vector[row] = swap
    for i in range(1, n):
        total = vector[i]
        for j in range(i):
            total -= factors[i, j] * vector[j]
        vector[i] = total
    for i in range(n - 1, -1, -1):
        total = vector[i]
        for j in range(i + 1, n):
            total -= factors[i, j] * vector[j]
        vector[i] = total / factors[i, i]

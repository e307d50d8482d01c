"""Dense LU of one small matrix per lane, all at once: rows are not exchanged, since each lane would want others.

What a pivot has lost by cancellation is watched instead. The matrices of an implicit step become diagonal as the step
becomes short, so a step whose matrix asks for an exchange is refused, and a shorter one is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .jit import inlined
from .lanes import multiply_add, size_of

__all__ = ["factoriser", "substituter"]

CANCELLED = 1e-9  # of what went into a pivot that must be left: six digits of a step at a tolerance of 1e-6 and tighter


def factoriser(states: int) -> Callable[[Any, Any], Any]:
    """The kernel that factorises matrices of `states` rows.

    Parameters
    ----------
    states : int

    Returns
    -------
    kernel
        Of rows (n·n, row by row) and an inverse (n,): overwrites the matrix by its factors, writes one over each
        pivot, and returns where no pivot was cancelled.
    """
    n = states

    @inlined
    def factorise(matrix: Any, inverse: Any) -> Any:
        fine = matrix[0] != 0.0
        for i in range(n):
            total = size_of(matrix[i * n + i])
            for k in range(i):
                factor = matrix[i * n + k] * inverse[k]
                matrix[i * n + k] = factor
                for j in range(k + 1, n):
                    matrix[i * n + j] = multiply_add(-factor, matrix[k * n + j], matrix[i * n + j])
                total = total + size_of(factor * matrix[k * n + i])
            pivot = matrix[i * n + i]
            fine = fine & (size_of(pivot) > CANCELLED * total)
            inverse[i] = 1.0 / pivot
        return fine

    return factorise


def substituter(states: int) -> Callable[[Any, Any, Any], None]:
    """The kernel that solves with what `factoriser` made: of factors, inverse and the vector to be overwritten."""
    n = states

    @inlined
    def substitute(matrix: Any, inverse: Any, vector: Any) -> None:
        for i in range(1, n):
            total = vector[i]
            for j in range(i):
                total = multiply_add(-matrix[i * n + j], vector[j], total)
            vector[i] = total
        for i in range(n - 1, -1, -1):
            total = vector[i]
            for j in range(i + 1, n):
                total = multiply_add(-matrix[i * n + j], vector[j], total)
            vector[i] = total * inverse[i]

    return substitute

"""LU of one small matrix per lane, all at once: rows are not exchanged, since each lane would want others.

What a pivot has lost by cancellation is watched instead. The matrices of an implicit step become diagonal as the step
becomes short, so a step whose matrix asks for an exchange is refused, and a shorter one is tried. Entries that are
always zero are left out, in an order that adds few (`lane_pattern.eliminate`). The work is written out without loops:
every link of a chain of numbers that goes through memory would wait for it.
"""

from __future__ import annotations

from typing import Any

from numba.core import types

from .lane_pattern import Elimination
from .lane_symbols import fused, written_out
from .lane_types import mask

__all__ = ["factoriser", "substituter"]

CANCELLED = 1e-9  # of what went into a pivot that must be left: enough digits for any tolerance that is asked for


def factoriser(plan: Elimination) -> Any:
    """The kernel that factorises matrices.

    Parameters
    ----------
    plan : Elimination

    Returns
    -------
    kernel
        Of a matrix (n·n rows, row by row), its factors likewise, to be written, and an inverse (n,): on entry what is
        to be added to the diagonal of minus the matrix, afterwards one over each pivot. Returns where no pivot was
        cancelled.
    """
    n = len(plan.order)

    def factorise(matrix: Any, factors: Any, inverse: Any) -> Any:
        for entry in plan.entries.tolist():
            diagonal = entry % (n + 1) == 0
            factors[entry] = inverse[entry // n] + -matrix[entry] if diagonal else -matrix[entry]
        fine: Any = None
        for place, i in enumerate(plan.order.tolist()):
            total = abs(inverse[i]) + abs(matrix[i * n + i])
            for k in plan.before[plan.before_first[place] : plan.before_first[place + 1]].tolist():
                factor = factors[i * n + k] * inverse[k]
                factors[i * n + k] = factor
                for j in plan.after[plan.after_first[k] : plan.after_first[k + 1]].tolist():
                    if j == i:
                        total = total + abs(factor * factors[k * n + j])
                    factors[i * n + j] = fused(-factor, factors[k * n + j], factors[i * n + j])
            good = abs(factors[i * n + i]) > CANCELLED * total
            fine = good if fine is None else fine & good
            inverse[i] = 1.0 / factors[i * n + i]
        return fine

    return written_out(factorise, mask)


def substituter(plan: Elimination) -> Any:
    """The kernel that solves with what `factoriser` made: of factors, inverse and the vector to be overwritten."""
    n = len(plan.order)

    def substitute(factors: Any, inverse: Any, vector: Any) -> None:
        for place, i in enumerate(plan.order.tolist()):
            for k in plan.before[plan.before_first[place] : plan.before_first[place + 1]].tolist():
                vector[i] = fused(-factors[i * n + k], vector[k], vector[i])
        for i in plan.order[::-1].tolist():
            for j in plan.after[plan.after_first[i] : plan.after_first[i + 1]].tolist():
                vector[i] = fused(-factors[i * n + j], vector[j], vector[i])
            vector[i] = vector[i] * inverse[i]

    return written_out(substitute, types.void)

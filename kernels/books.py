"""What a step adds to the books: states that influence nothing, such as totals and ledgers.

Their stages need no elimination, and nobody asks for them inside the step. So a stage keeps only what the books are
given at it, G, and they are made up once the step stands: with the method's own weights b of Hairer & Wanner (1996),
Solving ODEs II, §IV.7, and the stages k of the dynamic states,

    books = books₀ + h Σ bᵢ (Gᵢ + J kᵢ) = books₀ + h Σ bᵢ Gᵢ + h J Σ bᵢ kᵢ

which is the same step as if they were stages of their own, at a fraction of the work, and the same dense output.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .rosenbrock import BENDS, GAMMA, STAGES, A, C, H, Work
from .spans import take_row, take_rows

__all__ = ["WEIGHTS", "keep_books"]


def _untransformed(weights: Sequence[float]) -> list[float]:
    """Weights of derivatives from those of transformed stages: the solution w of (I/γ − C)ᵀ w = weights."""
    found = [0.0] * STAGES
    for i in reversed(range(STAGES)):
        found[i] = GAMMA * (weights[i] + sum(float(C[j, i]) * found[j] for j in range(i + 1, STAGES)))
    return found


# the end of the step (the last stage is added with weight 1), then the bends of the dense output
WEIGHTS = np.array([_untransformed([*A[-1, :-1], 1.0]), *(_untransformed(H[k]) for k in range(BENDS))])


@inlined
def keep_books(share: float, h: float, state: NDArray[np.float64], work: Work, target: NDArray[np.float64]) -> None:
    """Write the books at a share of the accepted step.

    Parameters
    ----------
    share : float
        0 … 1.
    h : float
        Length of the step [h].
    state : shape (n,)
        At its start.
    work : Work
        Its stages and Jacobian; `other` is overwritten.
    target : shape (n,)
        Written behind the dynamic states.
    """
    d, n = work.jacobian.shape
    mixed = work.other
    for m in range(d):
        mixed[m] = 0.0
    for m in range(d, n):
        target[m] = state[m]
    rest = 1.0 - share
    for i in range(STAGES):
        bent = WEIGHTS[1, i] + share * (WEIGHTS[2, i] + share * WEIGHTS[3, i])
        weight = h * share * (WEIGHTS[0, i] + rest * bent)
        take_row(mixed, 0, d, work.stages, i, -weight)
        take_row(target, d, n, work.stages, i, -weight)
    take_rows(target, d, n, work.jacobian, 0, d, mixed, -1.0)

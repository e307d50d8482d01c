"""ESDIRK4(3)6L[2]SA: a stiffly accurate, L-stable Runge–Kutta method of order 4(3) with one diagonal entry.

Kennedy & Carpenter (2003), Additive Runge–Kutta schemes for convection–diffusion–reaction equations, Applied
Numerical Mathematics 44, 139–181, doi:10.1016/S0168-9274(02)00138-1, the implicit half of ARK4(3)6L[2]SA. Orders,
stage order and stability are verified numerically in the tests.

The dense output is not theirs. Stage order 2 leaves five conditions for order 4 at every share θ of the step (below),
and six weights; with no weight on the second stage they fix one quartic. It joins steps with a continuous slope.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["DENSE", "ERROR", "GAMMA", "NODES", "PREDICTOR", "STAGES", "A"]

STAGES = 6
GAMMA = 0.25

NODES = np.array([0.0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1.0])

A = np.zeros((STAGES, STAGES))
A[1, :2] = 1 / 4, GAMMA
A[2, :3] = 8611 / 62500, -1743 / 31250, GAMMA
A[3, :4] = 5012029 / 34652500, -654441 / 2922500, 174375 / 388108, GAMMA
A[4, :5] = 15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912, GAMMA
A[5] = 82889 / 524892, 0.0, 15625 / 83664, 69875 / 102672, -2260 / 8211, GAMMA  # the weights b as well

_EMBEDDED = np.array(
    [4586570599 / 29645900160, 0.0, 178811875 / 945068544, 814220225 / 1159782912, -3700637 / 11593932, 61727 / 225920]
)
ERROR = A[5] - _EMBEDDED
"""Weights b − b̂ of the slopes: h·Σ is the difference of the solutions of order 4 and 3."""


def _dense() -> NDArray[np.float64]:
    """Weights of the slopes, a polynomial each: row k belongs to θ^(k+1)."""
    used = np.array([0, 2, 3, 4, 5])
    # Σb = θ, Σbc = θ²/2, Σbc² = θ³/3, Σbc³ = θ⁴/4, Σb(Ac²) = θ⁴/12
    rows = np.vstack([NODES**0, NODES, NODES**2, NODES**3, A @ NODES**2])[:, used]
    right = np.zeros((5, 4))
    right[[0, 1, 2, 3, 4], [0, 1, 2, 3, 3]] = 1.0, 1 / 2, 1 / 3, 1 / 4, 1 / 12
    weights = np.zeros((4, STAGES))
    weights[:, used] = np.linalg.solve(rows, right).T
    return weights


def _predictor() -> NDArray[np.float64]:
    """Lagrange weights: row i extrapolates states at stages before i to stage i."""
    weights = np.zeros((STAGES, STAGES))
    for i in range(1, STAGES):
        # late stages leave out the second, which would get weights of ten
        known = [k for k in range(i) if i < 4 or k != 1]
        for j in known:
            others = NODES[[k for k in known if k != j]]
            weights[i, j] = np.prod((NODES[i] - others) / (NODES[j] - others))
    return weights


DENSE = _dense()
PREDICTOR = _predictor()

"""Measured rates moved as little as their scatter allows until they balance.

Weighted least squares with linear constraints: van der Heijden, Heijnen, Hellinga, Romein & Luyben (1994), Linear
constraint relations in biochemical reaction systems, Biotechnol Bioeng 43:3-10, doi:10.1002/bit.260430103;
Stephanopoulos, Aristidou & Nielsen (1998), Metabolic Engineering, ch. 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Reconciled", "reconcile"]


@dataclass(frozen=True)
class Reconciled:
    """Rates that balance.

    Attributes
    ----------
    rates : shape (n,)
        Reconciled, in the unit of the measured ones.
    residual : shape (m,)
        What the measured ones left in each constraint.
    test : float
        Squared residual over its variance; χ² with m degrees of freedom where only scatter is to blame.
    """

    rates: NDArray[np.float64]
    residual: NDArray[np.float64]
    test: float


def reconcile(rates: ArrayLike, scatter: ArrayLike, balance: ArrayLike, right: ArrayLike = 0.0) -> Reconciled:
    """Minimise Σ((x − measured)/scatter)² subject to balance·x = right.

    Parameters
    ----------
    rates : array_like, shape (n,)
        Measured.
    scatter : array_like, shape (n,)
        Standard deviations, same unit, above 0.
    balance : array_like, shape (m, n)
        Independent constraints, for example electrons per mole.
    right : array_like, shape (m,) or scalar
        Right-hand sides.

    Returns
    -------
    Reconciled

    Raises
    ------
    ValueError
        A scatter is not above 0, or the constraints depend on each other.

    Examples
    --------
    Two scales, one of them twice as good, that should show the same:

    >>> reconcile([10.0, 13.0], [1.0, 2.0], [[1.0, -1.0]]).rates.round(2).tolist()
    [10.6, 10.6]
    """
    measured = np.asarray(rates, dtype=float)
    deviation = np.asarray(scatter, dtype=float)
    matrix = np.atleast_2d(np.asarray(balance, dtype=float))
    if not np.all(deviation > 0.0):
        raise ValueError("every scatter must be above 0")
    spread = matrix * deviation**2
    covariance = spread @ matrix.T
    if np.linalg.matrix_rank(covariance) < len(matrix):
        raise ValueError("the constraints depend on each other")
    residual = matrix @ measured - np.broadcast_to(np.asarray(right, dtype=float), len(matrix))
    weight = np.linalg.solve(covariance, residual)
    return Reconciled(measured - spread.T @ weight, residual, float(residual @ weight))

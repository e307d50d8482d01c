"""A basis of the linear program; plain arrays, so that a stored one costs no import."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Basis"]


@dataclass(frozen=True)
class Basis:
    """Which variables are basic, and at which bound the others rest.

    Parameters
    ----------
    basic : ndarray of int, shape (m,)
        Ascending; n + i is the logical variable of row i, fixed at zero.
    at_upper : ndarray of bool, shape (n,)
        Whether a nonbasic column rests at its upper bound.
    """

    basic: NDArray[np.int32]
    at_upper: NDArray[np.bool_]

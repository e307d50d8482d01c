"""One critical region: where a basis stays optimal, and what the outputs are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .basis import Basis
from .digits import RegionDigits

if TYPE_CHECKING:
    from .factors import Factors

__all__ = ["Region", "region_of"]

# Radius of the largest inscribed ball, relative to the box, below which a region has no volume.
_FLAT = 1e-10
# So far behind every facet, relative to the box, a point belongs to one region alone.
_WELL = 1e-9


@dataclass(frozen=True)
class Region:
    """{θ : normal·θ ≤ offset} inside the box, and outputs = intercept + slope·θ.

    Parameters
    ----------
    normal : ndarray, shape (f, p)
        Scaled so that the largest |normal|·box is 1; no facet is redundant, box walls are left out.
    offset : ndarray, shape (f,)
    intercept : ndarray, shape (q,)
    slope : ndarray, shape (q, p)
    inside : ndarray, shape (p,)
        A point of its interior: what tells two regions apart.
    basis : Basis
        Where to pivot from.
    error : float
        Bound on the rounding error of any output anywhere in the box, relative to that output's size there.
    loose : tuple of int
        Outputs that the strain's own objectives may leave open here; not kept in a file.
    digits : RegionDigits or None
        What doubles round away, where that is more than the promised error; found when an atlas is compiled.
    """

    normal: NDArray[np.float64]
    offset: NDArray[np.float64]
    intercept: NDArray[np.float64]
    slope: NDArray[np.float64]
    inside: NDArray[np.float64]
    basis: Basis
    error: float
    loose: tuple[int, ...] = ()
    digits: RegionDigits | None = None

    def violation(self, theta: NDArray[np.float64]) -> float:
        """Largest normal·θ − offset; at most zero inside."""
        return float(np.max(self.normal @ theta - self.offset, initial=-np.inf))

    def contains(self, theta: NDArray[np.float64]) -> bool:
        """Whether θ lies well inside."""
        return self.violation(theta) < -_WELL


def region_of(factors: Factors, theta: NDArray[np.float64]) -> Region | None:
    """The region of an optimal basis.

    Parameters
    ----------
    factors : Factors
        Of the basis.
    theta : ndarray, shape (p,)
        A point that should lie in its interior.

    Returns
    -------
    Region or None
        None where the basis is not feasible at `theta`, or only on a set without volume.
    """
    from .facets import from_gaps, irredundant

    problem = factors.system.problem
    halfspaces = from_gaps(np.vstack(factors.gaps), problem.box)
    if halfspaces is None:
        return None
    normal, offset = halfspaces
    if np.max(normal @ theta - offset, initial=-np.inf) > 0.0:
        return None
    normal, offset, inside, radius = irredundant(normal, offset, problem.box)
    if not radius > _FLAT:
        return None
    intercept, slope = factors.outputs[:, 0].copy(), factors.outputs[:, 1:].copy()
    return Region(normal, offset, intercept, slope, inside, factors.basis, factors.output_error, factors.loose)

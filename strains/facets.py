"""Half-spaces of a region: normalised, without redundant ones, and the ball they enclose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.halfspaces import cutting
from ..kernels.linear_program import essential, largest_ball

__all__ = ["NEGLIGIBLE", "from_gaps", "irredundant", "normalised"]

# All lengths are relative to the box. A facet that cuts off less than this cuts off nothing.
NEGLIGIBLE = 1e-10
_ROUNDING = 1e-13
# Half-spaces are put in order by normals rounded so far: what differs less is a twin.
_DIGITS = 9

_Halfspaces = tuple[NDArray[np.float64], NDArray[np.float64]]


def normalised(
    normal: NDArray[np.float64], offset: NDArray[np.float64], box: NDArray[np.float64]
) -> _Halfspaces | None:
    """Half-spaces that cut the box, scaled to max |normal|·box = 1, in a fixed order.

    Parameters
    ----------
    normal, offset : ndarray, shapes (f, p) and (f,)
        normal·θ ≤ offset.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.

    Returns
    -------
    normal, offset : ndarray, or None
        None where a half-space without slope excludes everything.
    """
    return from_gaps(np.column_stack([-offset, normal]), box)


def from_gaps(gaps: NDArray[np.float64], box: NDArray[np.float64]) -> _Halfspaces | None:
    """`normalised` for gap₀ + gap·θ ≤ 0, shape (f, 1 + p); infinite ones bound nothing."""
    possible, rows = cutting(gaps, box, _ROUNDING, NEGLIGIBLE)
    if not possible:
        return None
    normal, offset = rows[:, 1:], -rows[:, 0]
    order = np.lexsort((offset, *np.round(normal * box, _DIGITS).T[::-1]))
    return normal[order], offset[order]


def irredundant(
    normal: NDArray[np.float64], offset: NDArray[np.float64], box: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Facets that bound the region inside the box, and its centre.

    Parameters
    ----------
    normal, offset : ndarray
        From `normalised`.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.

    Returns
    -------
    normal, offset : ndarray
        Facets in their given order.
    inside : ndarray, shape (p,)
        Centre of the largest ball inside (in units of the box).
    radius : float
        Of that ball, relative to the box; at most zero where the half-spaces leave no volume.
    """
    unit, centre = np.ascontiguousarray(normal * box), np.zeros(box.size)
    keep = essential(unit, offset, NEGLIGIBLE)
    radius = float(largest_ball(unit[keep], offset[keep], np.zeros(box.size), 0.0, centre))
    return normal[keep], offset[keep], centre * box, radius

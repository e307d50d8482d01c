"""The probability of an event over two axes, estimated from scattered runs; and the largest box in which it is high."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Field", "Grid", "bandwidth", "largest_box", "local_mean", "local_probability"]

Grid = NDArray[np.float64]

_SIGMA = 0.288675134594813
"""Standard deviation of a uniform share."""
_FEWEST = 5.0
"""Runs behind an estimate; with fewer there is none."""


@dataclass(frozen=True)
class Field:
    """A probability over two axes.

    Attributes
    ----------
    x, y : shape (n,)
        Shares along the axes.
    probability : shape (n, n)
        Rows along y, columns along x; NaN where too few runs are near.
    error : shape (n, n)
        Its standard error.
    weight : shape (n, n)
        Runs behind each estimate.
    """

    x: Grid
    y: Grid
    probability: Grid
    error: Grid
    weight: Grid


def bandwidth(runs: int) -> float:
    """Width of the kernel in shares of an axis, by the rule of Scott (1992, Multivariate Density Estimation)."""
    return float(_SIGMA * runs ** (-1.0 / 6.0))


def local_probability(shares: Grid, met: NDArray[np.bool_], cells: int = 41, width: float | None = None) -> Field:
    """Probability by local linear regression with a Gaussian kernel.

    Parameters
    ----------
    shares : shape (runs, 2)
        Where the runs lie, 0 to 1 along x and y.
    met : shape (runs,)
    cells : int
        Points along either axis.
    width : float, optional
        Of the kernel; `bandwidth` by default.

    Returns
    -------
    Field

    Notes
    -----
    Fan & Gijbels (1996), Local Polynomial Modelling: a plane fitted with the kernel's weights has no bias of first
    order, not even at the edges. What is sharper than the kernel is smeared by its width. Cut off at 0 and 1.
    """
    event = met.astype(np.float64)
    axis, rows, weight = _rows(shares, cells, width)
    probability, error = np.full((2, cells, cells), np.nan)
    for at, row in rows.items():
        probability[at], error[at] = _share(row, event)
    return Field(axis, axis, probability, error, weight)


def local_mean(shares: Grid, values: Grid, cells: int = 31, width: float | None = None) -> Grid:
    """Mean of a number over two axes by the same fit, shape (cells, cells); runs without a value are left out."""
    known = np.isfinite(values)
    _, rows, _ = _rows(shares[known], cells, width)
    mean = np.full((cells, cells), np.nan)
    for at, row in rows.items():
        mean[at] = row @ values[known]
    return mean


def _rows(shares: Grid, cells: int, width: float | None) -> tuple[Grid, dict[tuple[int, int], Grid], Grid]:
    """Axis of a grid; at each of its points that has enough runs near, their weights in the height; runs behind it."""
    spread = width or bandwidth(max(len(shares), 1))
    axis = np.linspace(0.0, 1.0, cells)
    weight = np.zeros((cells, cells))
    found: dict[tuple[int, int], Grid] = {}
    for i, y in enumerate(axis):
        for j, x in enumerate(axis):
            away = (shares - (x, y)) / spread
            near = np.exp(-0.5 * (away**2).sum(axis=1))
            total = float((near**2).sum())
            weight[i, j] = near.sum() ** 2 / total if total > 0.0 else 0.0
            if weight[i, j] >= _FEWEST:
                found[i, j] = _height(away, near)
    return axis, found, weight


def _height(away: Grid, near: Grid) -> Grid:
    """Weights of the runs in the height of the weighted plane in the middle: first row of (X'WX)⁻¹ X'W."""
    design = np.column_stack([np.ones(len(away)), away])
    weighted = design * near[:, None]
    first = np.linalg.lstsq(weighted.T @ design, np.array([1.0, 0.0, 0.0]), rcond=None)[0]
    return np.asarray(weighted @ first)


def _share(row: Grid, event: Grid) -> tuple[float, float]:
    """Probability and its standard error."""
    height = float(np.clip(row @ event, 0.0, 1.0))
    # of a few runs that all agree the spread is not zero: Agresti & Coull (1998), two of each added
    runs = 1.0 / float((row**2).sum())
    shrunk = (height * runs + 2.0) / (runs + 4.0)
    return height, float(np.sqrt(shrunk * (1.0 - shrunk) / (runs + 4.0)))


@dataclass(frozen=True)
class Box:
    """A rectangle in shares of the axes."""

    x: tuple[float, float]
    y: tuple[float, float]

    def holds(self, shares: Grid) -> NDArray[np.bool_]:
        """Which points lie in it, shape (points,)."""
        low, high = np.array([self.x[0], self.y[0]]), np.array([self.x[1], self.y[1]])
        return np.asarray(((shares >= low) & (shares <= high)).all(axis=1))


def largest_box(field: Field, least: float) -> Box | None:
    """The largest rectangle of grid points at all of which the probability is high enough; None where there is none.

    Parameters
    ----------
    field : Field
    least : float
        Lowest probability in it.
    """
    good = np.nan_to_num(field.probability, nan=-1.0) >= least
    best, found = 0.0, None
    heights = np.zeros(len(field.x), dtype=np.intp)
    for top, row in enumerate(good):
        heights = np.where(row, heights + 1, 0)
        for left in range(len(heights)):
            lowest = len(good) + 1
            for right in range(left, len(heights)):
                lowest = min(lowest, int(heights[right]))
                if lowest < 2:
                    break
                width, height = field.x[right] - field.x[left], field.y[top] - field.y[top - lowest + 1]
                if width * height > best:
                    best = float(width * height)
                    found = Box(
                        (float(field.x[left]), float(field.x[right])),
                        (float(field.y[top - lowest + 1]), float(field.y[top])),
                    )
    return found

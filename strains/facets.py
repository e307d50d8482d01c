"""Half-spaces of a region: normalised, without duplicates, without redundant ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from .highs import INFINITE, PRIMAL_SIMPLEX, highs_for, is_optimal

__all__ = ["irredundant", "normalised"]

# All lengths are relative to the box. A facet that cuts off less than this cuts off nothing.
_NEGLIGIBLE = 1e-10
_SAME = 1e-11
_ROUNDING = 1e-13
_RAYS = 256

_Halfspaces = tuple[NDArray[np.float64], NDArray[np.float64]]


def normalised(
    normal: NDArray[np.float64], offset: NDArray[np.float64], box: NDArray[np.float64]
) -> _Halfspaces | None:
    """Half-spaces that cut the box, scaled to max |normal|·box = 1, each once, in a fixed order.

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
    size = np.abs(normal * box).max(axis=1)
    flat = size <= _ROUNDING
    if np.any(offset[flat] < -_NEGLIGIBLE):
        return None
    normal, offset, size = normal[~flat], offset[~flat], size[~flat]
    normal, offset = normal / size[:, None], offset / size
    cuts = np.maximum(normal * box, 0.0).sum(axis=1) > offset + _NEGLIGIBLE
    normal, offset = normal[cuts], offset[cuts]
    order = np.lexsort((offset, *np.round(normal * box, 9).T[::-1]))
    return _each_once(normal[order], offset[order], box)


def _each_once(normal: NDArray[np.float64], offset: NDArray[np.float64], box: NDArray[np.float64]) -> _Halfspaces:
    """The tightest of parallel half-spaces."""
    keep: list[int] = []
    for index in range(len(offset)):
        twin = next((k for k in keep if np.abs((normal[k] - normal[index]) * box).max() <= _SAME), None)
        if twin is None:
            keep.append(index)
        elif offset[index] < offset[twin]:
            keep[keep.index(twin)] = index
    return normal[keep], offset[keep]


def _hit(unit: NDArray[np.float64], offset: NDArray[np.float64], inside: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Facets that a ray from inside meets first, alone: certainly not redundant."""
    count, size = unit.shape
    walls = np.vstack([unit, np.eye(size), -np.eye(size)])
    slack = np.concatenate([offset - unit @ inside, 1.0 - inside, inside])
    rays = np.random.default_rng(1).standard_normal((size, _RAYS))
    with np.errstate(divide="ignore", invalid="ignore"):
        length = np.where(walls @ rays > 0.0, slack[:, None] / (walls @ rays), np.inf)
    first, second = np.partition(length, 1, axis=0)[:2]
    found = np.zeros(count + 2 * size, dtype=bool)
    found[np.argmin(length, axis=0)[second > first * 1.001]] = True
    return found[:count]


def irredundant(
    normal: NDArray[np.float64], offset: NDArray[np.float64], box: NDArray[np.float64], theta: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Facets that bound the region inside the box, and its centre.

    Parameters
    ----------
    normal, offset : ndarray
        From `normalised`.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.
    theta : ndarray, shape (p,)
        A point inside.

    Returns
    -------
    normal, offset : ndarray
        Facets in their given order.
    inside : ndarray, shape (p,)
        Centre of the largest ball inside (in units of the box).
    radius : float
        Of that ball, relative to the box.
    """
    if not len(offset):
        return normal, offset, 0.5 * box, 0.5
    unit, size = normal * box, box.size
    length = np.sqrt((unit**2).sum(axis=1))
    rows = np.vstack([np.column_stack([unit, length]), _walls(size)])
    upper = np.concatenate([offset, np.ones(size), np.zeros(size)])
    ends = (np.zeros(size + 1), np.append(np.ones(size), 1.0))
    solver = highs_for(csc_array(rows), ends, (np.full(len(rows), -INFINITE), upper))
    solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
    columns = np.arange(size + 1, dtype=np.int32)
    solver.changeColsCost(size + 1, columns, np.append(np.zeros(size), -1.0))
    solver.run()
    found = np.asarray(solver.getSolution().col_value) if is_optimal(solver) else np.append(theta / box, 1.0)
    centre, radius = found[:size], float(found[size])
    keep = _hit(unit, offset, centre)
    solver.changeColBounds(size, 0.0, 0.0)
    for index in np.flatnonzero(~keep):
        solver.changeRowBounds(int(index), -INFINITE, float(offset[index]) + 1.0)
        solver.changeColsCost(size + 1, columns, np.append(-unit[index], 0.0))
        solver.run()
        reached = float(unit[index] @ np.asarray(solver.getSolution().col_value)[:size])
        keep[index] = not is_optimal(solver) or reached > offset[index] + _NEGLIGIBLE
        end = float(offset[index]) if keep[index] else INFINITE
        solver.changeRowBounds(int(index), -INFINITE, end)
    return normal[keep], offset[keep], centre * box, radius


def _walls(size: int) -> NDArray[np.float64]:
    """Walls of the unit box as rows over a point and a radius."""
    eye, ones = np.eye(size), np.ones((size, 1))
    return np.vstack([np.hstack([eye, ones]), np.hstack([-eye, ones])])

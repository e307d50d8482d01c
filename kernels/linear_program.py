"""Small dense linear programs over a box: is a polyhedron empty, which half-spaces bound it, how wide is it.

Geometry of critical regions asks thousands of these in up to a dozen unknowns; a general solver spends a hundred
times longer setting one up than this does solving it. Bounded dual simplex on a full tableau: with every variable
between finite bounds a dual feasible start is at hand, whatever the objective.
Chvátal (1983), Linear Programming, ch. 8 and 10.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import kernel

__all__ = ["INFEASIBLE", "OPTIMAL", "UNFINISHED", "essential", "extents", "largest_ball", "maximise"]

OPTIMAL = 0
INFEASIBLE = 1
UNFINISHED = 2  # more exchanges than any program of this size needs: it cycles

_FEASIBLE = 1e-13  # rounding of a tableau whose entries are near 1
_PIVOT = 1e-11
_TIE = 1e-12


@kernel
def _leaving(values: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> int:
    """Row of the basic variable furthest outside its bounds; −1 when all are within."""
    row = -1
    worst = _FEASIBLE
    for i in range(values.size):
        outside = max(low[i] - values[i], values[i] - high[i])
        if outside > worst:
            worst = outside
            row = i
    return row


@kernel
def _entering(
    row: NDArray[np.float64], costs: NDArray[np.float64], at_high: NDArray[np.bool_], rises: bool, careful: bool
) -> int:
    """Nonbasic position with the smallest ratio of reduced cost to pivot; −1 where nothing may move the row."""
    best = -1
    ratio = np.inf
    for j in range(row.size):
        helps = row[j] if at_high[j] == rises else -row[j]
        if helps <= _PIVOT:
            continue
        mine = abs(costs[j]) / helps
        if mine < ratio - _TIE or (mine <= ratio + _TIE and not careful and (best < 0 or helps > abs(row[best]))):
            best = j
            ratio = min(mine, ratio)
    return best


@kernel
def _exchange(
    tableau: NDArray[np.float64],
    costs: NDArray[np.float64],
    row: int,
    column: int,
) -> None:
    """Swap the basic variable of a row with the nonbasic one of a column."""
    m, n = tableau.shape
    inverse = 1.0 / tableau[row, column]
    for k in range(n):
        tableau[row, k] *= inverse
    tableau[row, column] = inverse
    for i in range(m):
        factor = tableau[i, column]
        if i != row and factor != 0.0:
            for k in range(n):
                tableau[i, k] -= factor * tableau[row, k]
            tableau[i, column] = -factor * inverse
    price = costs[column]
    for k in range(n):
        costs[k] -= price * tableau[row, k]
    costs[column] = -price * inverse


@kernel
def _read(
    nonbasic: NDArray[np.int64],
    at_high: NDArray[np.bool_],
    basic: NDArray[np.int64],
    values: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    point: NDArray[np.float64],
) -> None:
    """Write x from the basis."""
    n = low.size
    for j in range(n):
        variable = nonbasic[j]
        if variable < n:
            point[variable] = high[variable] if at_high[j] else low[variable]
    for i in range(basic.size):
        if basic[i] < n:
            point[basic[i]] = values[i]


@kernel
def maximise(
    cost: NDArray[np.float64],
    normal: NDArray[np.float64],
    offset: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    point: NDArray[np.float64],
) -> int:
    """Maximise cost·x subject to normal·x ≤ offset and low ≤ x ≤ high.

    Parameters
    ----------
    cost : ndarray, shape (n,)
    normal, offset : ndarray, shapes (m, n) and (m,)
        Rows should be scaled to entries near 1.
    low, high : ndarray, shape (n,)
        Finite.
    point : ndarray, shape (n,)
        Overwritten with the maximiser.

    Returns
    -------
    int
        `OPTIMAL`, `INFEASIBLE` or `UNFINISHED`; `point` means nothing unless optimal.
    """
    m, n = normal.shape
    tableau = normal.copy()
    costs = cost.copy()
    at_high = cost > 0.0
    # variables are numbered x first, then the slacks of the rows; a basic one's row is at its place
    nonbasic = np.arange(n)
    basic = np.arange(n, n + m)
    lows = np.zeros(m)
    highs = np.full(m, np.inf)
    values = offset.copy()
    for i in range(m):
        for j in range(n):
            values[i] -= normal[i, j] * (high[j] if at_high[j] else low[j])
    most = 20 * (m + n)
    for count in range(most):
        row = _leaving(values, lows, highs)
        if row < 0:
            _read(nonbasic, at_high, basic, values, low, high, point)
            return OPTIMAL
        rises = values[row] < lows[row]
        column = _entering(tableau[row], costs, at_high, rises, 2 * count > most)
        if column < 0:
            return INFEASIBLE
        step = (values[row] - (lows[row] if rises else highs[row])) / tableau[row, column]
        for i in range(m):
            values[i] -= tableau[i, column] * step
        coming = nonbasic[column]
        start = 0.0 if coming >= n else (high[coming] if at_high[column] else low[coming])
        values[row] = start + step
        _exchange(tableau, costs, row, column)
        nonbasic[column] = basic[row]
        basic[row] = coming
        lows[row] = low[coming] if coming < n else 0.0
        highs[row] = high[coming] if coming < n else np.inf
        at_high[column] = not rises
    return UNFINISHED


@kernel
def _length_along(row: NDArray[np.float64], plane: NDArray[np.float64], size: float) -> float:
    """Length of a normal's part within a plane of squared length `size`; of all of it where `size` is zero."""
    share = 0.0
    if size > 0.0:
        for j in range(plane.size):
            share += row[j] * plane[j] / size
    total = 0.0
    for j in range(plane.size):
        total += (row[j] - share * plane[j]) ** 2
    return float(np.sqrt(total))


@kernel
def largest_ball(
    normal: NDArray[np.float64],
    offset: NDArray[np.float64],
    plane: NDArray[np.float64],
    level: float,
    centre: NDArray[np.float64],
) -> float:
    """Largest ball of a polyhedron in the unit box, or of its section with a plane.

    Parameters
    ----------
    normal, offset : ndarray, shapes (f, p) and (f,)
        normal·u ≤ offset, besides 0 ≤ u ≤ 1.
    plane : ndarray, shape (p,)
        Section with plane·u = level; all zero for the whole polyhedron.
    level : float
    centre : ndarray, shape (p,)
        Overwritten with the centre.

    Returns
    -------
    float
        Its radius; negative where there is no point, nan where the program did not end.
    """
    f, p = normal.shape
    size = 0.0
    for j in range(p):
        size += plane[j] * plane[j]
    flat = 2 if size > 0.0 else 0
    rows = np.zeros((f + 2 * p + flat, p + 1))
    ends = np.zeros(f + 2 * p + flat)
    for i in range(f):
        ends[i] = offset[i]
        for j in range(p):
            rows[i, j] = normal[i, j]
    for j in range(p):
        rows[f + j, j] = 1.0
        ends[f + j] = 1.0
        rows[f + p + j, j] = -1.0
    for i in range(f + 2 * p):
        rows[i, p] = _length_along(rows[i], plane, size)
    if flat:
        for j in range(p):
            rows[f + 2 * p, j] = plane[j]
            rows[f + 2 * p + 1, j] = -plane[j]
        ends[f + 2 * p] = level
        ends[f + 2 * p + 1] = -level
    cost = np.zeros(p + 1)
    cost[p] = 1.0
    low = np.zeros(p + 1)
    low[p] = -1.0
    found = np.zeros(p + 1)
    status = maximise(cost, rows, ends, low, np.ones(p + 1), found)
    for j in range(p):
        centre[j] = found[j]
    if status == UNFINISHED:
        return np.nan
    return float(found[p]) if status == OPTIMAL else -1.0


@kernel
def essential(normal: NDArray[np.float64], offset: NDArray[np.float64], slack: float) -> NDArray[np.bool_]:
    """Which half-spaces bound a polyhedron in the unit box; of twins one is kept.

    Parameters
    ----------
    normal, offset : ndarray, shapes (f, p) and (f,)
        normal·u ≤ offset, besides 0 ≤ u ≤ 1.
    slack : float
        One that cuts off less than this beyond the others bounds nothing.

    Returns
    -------
    ndarray of bool, shape (f,)
    """
    f, p = normal.shape
    keep = np.ones(f, np.bool_)
    low = np.zeros(p)
    high = np.ones(p)
    point = np.zeros(p)
    rows = np.zeros((f, p))
    ends = np.zeros(f)
    for index in range(f):
        count = 0
        for other in range(f):
            if keep[other] and other != index:
                for j in range(p):
                    rows[count, j] = normal[other, j]
                ends[count] = offset[other]
                count += 1
        status = maximise(normal[index], rows[:count], ends[:count], low, high, point)
        reached = 0.0
        for j in range(p):
            reached += normal[index, j] * point[j]
        keep[index] = status == UNFINISHED or (status == OPTIMAL and reached > offset[index] + slack)
    return keep


@kernel
def extents(
    normal: NDArray[np.float64], offset: NDArray[np.float64], planes: NDArray[np.float64], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far a polyhedron in the unit box reaches below and above planes.

    Parameters
    ----------
    normal, offset : ndarray, shapes (f, p) and (f,)
        normal·u ≤ offset, besides 0 ≤ u ≤ 1.
    planes, levels : ndarray, shapes (h, p) and (h,)
        planes·u = levels.

    Returns
    -------
    ndarray, shape (h, 2)
        Smallest and largest planes·u − levels; infinite where a program did not end.
    """
    h, p = planes.shape
    out = np.empty((h, 2))
    low = np.zeros(p)
    high = np.ones(p)
    point = np.zeros(p)
    cost = np.zeros(p)
    for index in range(h):
        for side in range(2):
            sign = 2.0 * side - 1.0
            for j in range(p):
                cost[j] = sign * planes[index, j]
            status = maximise(cost, normal, offset, low, high, point)
            reached = -levels[index]
            for j in range(p):
                reached += planes[index, j] * point[j]
            out[index, side] = reached if status == OPTIMAL else sign * np.inf
    return out

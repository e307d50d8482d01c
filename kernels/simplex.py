"""What the simplex method does with whole columns and rows of a linear program, element by element.

Programs come as [A I] in compressed sparse columns; variables are affine in θ, with one row (intercept, slope) each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import kernel

__all__ = [
    "back_through_exchanges",
    "excess",
    "most_violated",
    "move",
    "priced",
    "ratio_test",
    "reprice",
    "signs_agree",
    "summed_terms",
    "take_columns",
    "through_exchanges",
]

Array = NDArray[np.float64]
Indices = NDArray[np.int32]


@kernel
def take_columns(indptr: Indices, indices: Indices, data: Array, which: Indices) -> tuple[Indices, Indices, Array]:
    """Some columns of a matrix in compressed sparse columns, in that form again.

    Parameters
    ----------
    indptr, indices, data : ndarray
        The matrix.
    which : ndarray of int, shape (c,)

    Returns
    -------
    indptr, indices, data : ndarray
    """
    start = np.zeros(which.size + 1, np.int32)
    for k in range(which.size):
        start[k + 1] = start[k] + indptr[which[k] + 1] - indptr[which[k]]
    rows = np.empty(start[-1], np.int32)
    values = np.empty(start[-1])
    for k in range(which.size):
        first, last = indptr[which[k]], indptr[which[k] + 1]
        rows[start[k] : start[k + 1]] = indices[first:last]
        values[start[k] : start[k + 1]] = data[first:last]
    return start, rows, values


@kernel
def priced(
    indptr: Indices,
    indices: Indices,
    data: Array,
    prices: Array,
    costs: Array,
    rounding: float,
    smallest: float,
) -> Array:
    """Costs minus what the equations are worth, costs − pricesᵀ·matrix; what cancels becomes exactly zero.

    Parameters
    ----------
    indptr, indices, data : ndarray
        The matrix, (m, n).
    prices : ndarray, shape (m, k)
    costs : ndarray, shape (k, n)
    rounding : float
        Relative to the sizes of its terms, a result below it is rounding.
    smallest : float
        Sizes below it count as this large.

    Returns
    -------
    ndarray, shape (k, n)
    """
    levels, columns = costs.shape
    out = np.empty((levels, columns))
    total = np.empty(levels)
    size = np.empty(levels)
    for column in range(columns):
        for level in range(levels):
            total[level] = costs[level, column]
            size[level] = abs(costs[level, column])
        for entry in range(indptr[column], indptr[column + 1]):
            row = indices[entry]
            for level in range(levels):
                term = data[entry] * prices[row, level]
                total[level] -= term
                size[level] += abs(term)
        for level in range(levels):
            real = abs(total[level]) > rounding * max(size[level], smallest)
            out[level, column] = total[level] if real else 0.0
    return out


@kernel
def summed_terms(
    indptr: Indices,
    indices: Indices,
    data: Array,
    prices: Array,
    costs: Array,
    reduced: Array,
    largest: Array,
    first: int,
) -> Array:
    """How large all terms together are of which functions of the variables are made.

    Parameters
    ----------
    indptr, indices, data, prices, costs : ndarray
        As in `priced`, (m, n) and k functions.
    reduced : ndarray, shape (k, n)
        From `priced`; what is zero there has no terms.
    largest : ndarray, shape (n,)
        Of every variable.
    first : int
        Functions before this one are left out.

    Returns
    -------
    ndarray, shape (k − first,)
    """
    levels, columns = costs.shape
    out = np.zeros(levels - first)
    for column in range(columns):
        if largest[column] == 0.0:
            continue
        for level in range(first, levels):
            if reduced[level, column] != 0.0:
                size = abs(costs[level, column])
                for entry in range(indptr[column], indptr[column + 1]):
                    size += abs(data[entry] * prices[indices[entry], level])
                out[level - first] += size * largest[column]
    return out


@kernel
def signs_agree(costs: Array, movable: NDArray[np.bool_], at_upper: NDArray[np.bool_]) -> bool:
    """Whether the first cost that is not zero of every movable variable keeps it at its bound.

    Parameters
    ----------
    costs : ndarray, shape (k, n)
        Reduced costs of every level.
    movable : ndarray of bool, shape (n,)
    at_upper : ndarray of bool, shape (at most n,)
        Where variables rest; those behind the last rest at their lower bound.

    Returns
    -------
    bool
    """
    for column in range(costs.shape[1]):
        if not movable[column]:
            continue
        above = column < at_upper.size and at_upper[column]
        for level in range(costs.shape[0]):
            if costs[level, column] != 0.0:
                if (costs[level, column] > 0.0) == above:
                    return False
                break
    return True


@kernel
def excess(
    values: Array, lower: Array, upper: Array, members: Indices, theta: Array, box: Array, flat: float
) -> tuple[Array, Array]:
    """How far variables lie below their lower and above their upper bound at θ, relative to the box.

    Parameters
    ----------
    values, lower, upper : ndarray, shape (n, 1 + p)
        Variables and their bounds.
    members : ndarray of int
        Which variables.
    theta, box : ndarray, shape (p,)
        Where; 0 ≤ θ ≤ box.
    flat : float
        A gap that varies less than this over the box is taken as it is.

    Returns
    -------
    below, above : ndarray
        Positive where violated, −1 where there is no bound; a distance that ignores how steep a flux is.
    """
    below = np.empty(members.size)
    above = np.empty(members.size)
    for k in range(members.size):
        variable = members[k]
        for side in range(2):
            bound = lower[variable] if side == 0 else upper[variable]
            sign = 1.0 if side == 0 else -1.0
            distance = sign * (bound[0] - values[variable, 0])
            steep = 0.0
            for parameter in range(theta.size):
                slope = sign * (bound[1 + parameter] - values[variable, 1 + parameter])
                distance += slope * theta[parameter]
                steep = max(steep, abs(slope * box[parameter]))
            if not np.isfinite(distance):
                distance = -1.0
            elif steep > flat:
                distance /= steep
            if side == 0:
                below[k] = distance
            else:
                above[k] = distance
    return below, above


@kernel
def reprice(costs: Array, entering: int, row: Array, rounding: float) -> None:
    """Reduced costs after an exchange; what cancels becomes exactly zero, so that ties stay ties.

    Parameters
    ----------
    costs : ndarray, shape (k, n)
        Overwritten.
    entering : int
        Variable that enters; its costs become zero.
    row : ndarray, shape (n,)
        Its row of B⁻¹[A I].
    rounding : float
        Relative to the sizes of its terms, a cost below it is rounding.
    """
    for level in range(costs.shape[0]):
        step = costs[level, entering] / row[entering]
        if step != 0.0:
            for column in range(row.size):
                before = costs[level, column]
                change = step * row[column]
                after = before - change
                costs[level, column] = after if abs(after) > rounding * (abs(before) + abs(change)) else 0.0
        costs[level, entering] = 0.0


@kernel
def most_violated(values: Array, below: Array, above: Array, members: Indices, box: Array, tolerance: float) -> int:
    """Which of some variables to drive out of the basis: the one that is violated most in absolute terms.

    Many fluxes are proportional and violated alike, so that their relative excess does not tell them apart; the
    largest makes the best pivot.

    Parameters
    ----------
    values : ndarray, shape (n, 1 + p)
    below, above : ndarray
        From `excess`.
    members : ndarray of int
    box : ndarray, shape (p,)
    tolerance : float
        An excess that is no violation.

    Returns
    -------
    int
        Position in `members`; −1 where nothing is violated.
    """
    found = -1
    most = -1.0
    for k in range(members.size):
        worst = max(below[k], above[k])
        if worst > tolerance:
            steep = 0.0
            for parameter in range(box.size):
                steep = max(steep, abs(values[members[k], 1 + parameter] * box[parameter]))
            if worst * steep > most:
                found = k
                most = worst * steep
    return found


@kernel
def ratio_test(costs: Array, row: Array, movable: NDArray[np.bool_], at_upper: NDArray[np.bool_], tie: float) -> int:
    """Variable that may enter with the lexicographically smallest ratio of reduced costs to its entry of the row.

    Parameters
    ----------
    costs : ndarray, shape (k, n)
        Reduced costs of every level.
    row : ndarray, shape (n,)
        Row of B⁻¹[A I] of the variable that leaves, turned so that it leaves to its upper bound; what is no pivot is
        zero.
    movable : ndarray of bool, shape (n,)
        Nonbasic variables that are not fixed.
    at_upper : ndarray of bool, shape (n,)
        Where they rest.
    tie : float
        Ratios that differ by less are equal, relative to 1 + the ratio.

    Returns
    -------
    int
        −1 where nothing may enter.
    """
    count = 0
    candidates = np.empty(row.size, np.int64)
    for column in range(row.size):
        if movable[column] and ((row[column] < 0.0) if at_upper[column] else (row[column] > 0.0)):
            candidates[count] = column
            count += 1
    if count == 0:
        return -1
    for level in range(costs.shape[0]):
        if count == 1:
            break
        best = np.inf
        for k in range(count):
            best = min(best, costs[level, candidates[k]] / row[candidates[k]])
        kept = 0
        for k in range(count):
            if costs[level, candidates[k]] / row[candidates[k]] <= best + tie * (1.0 + abs(best)):
                candidates[kept] = candidates[k]
                kept += 1
        count = kept
    found = candidates[0]
    for k in range(1, count):
        if abs(row[candidates[k]]) > abs(row[found]):
            found = candidates[k]
    return int(found)


@kernel
def through_exchanges(places: NDArray[np.int64], columns: Array, vector: Array) -> None:
    """Carry B⁻¹·vector of an old basis on to the basis after some exchanges; `vector` is overwritten.

    Parameters
    ----------
    places : ndarray of int, shape (c,)
        Position at which a variable left, in order.
    columns : ndarray, shape (c, m)
        B⁻¹ times the column that entered there.
    vector : ndarray, shape (m,)
    """
    for k in range(places.size):
        place = places[k]
        step = vector[place] / columns[k, place]
        if step != 0.0:
            for i in range(vector.size):
                vector[i] -= step * columns[k, i]
        vector[place] = step


@kernel
def back_through_exchanges(places: NDArray[np.int64], columns: Array, vector: Array) -> None:
    """Turn vector·B⁻¹ of the basis after some exchanges into a product with the old basis's; as `through_exchanges`."""
    for k in range(places.size - 1, -1, -1):
        place = places[k]
        total = 0.0
        for i in range(vector.size):
            total += vector[i] * columns[k, i]
        pivot = columns[k, place]
        vector[place] = (vector[place] - (total - vector[place] * pivot)) / pivot


@kernel
def move(values: Array, members: Indices, column: Array, step: Array) -> None:
    """Move basic variables, values[members] −= column × step.

    Parameters
    ----------
    values : ndarray, shape (n, 1 + p)
        Overwritten.
    members : ndarray of int, shape (m,)
    column : ndarray, shape (m,)
    step : ndarray, shape (1 + p,)
    """
    for k in range(members.size):
        if column[k] != 0.0:
            for part in range(step.size):
                values[members[k], part] -= column[k] * step[part]

"""What of a right-hand side depends on what: found by running its Python source on numbers that remember their origin.

Both sides of a choice are followed: a dependence may be reported that is never felt, none is missed. A source that
cannot be run so (it asks whether a number is true, or uses it as an index) is taken to depend on everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import CellType, FunctionType
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

__all__ = ["Elimination", "dependences", "eliminate", "flat", "groups"]

Truths = NDArray[np.bool_]
Indices = NDArray[np.int64]


class _Origin(NDArrayOperatorsMixin):
    """A number that remembers which inputs it was computed from."""

    def __init__(self, inputs: frozenset[int] = frozenset()) -> None:
        self.inputs = inputs

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> _Origin:
        return _joined(inputs)

    def __array_function__(self, function: Any, types: Any, inputs: Iterable[Any], more: Any) -> _Origin:
        return _joined(inputs)

    def __bool__(self) -> bool:
        raise TypeError("a number of several runs is neither true nor false")


def _joined(numbers: Iterable[Any]) -> _Origin:
    return _Origin(frozenset().union(*(n.inputs for n in numbers if isinstance(n, _Origin))))


def _plain(function: Any, known: dict[Any, Any]) -> Any:
    """The Python source of a compiled function and of the compiled functions it calls; anything else as it is."""
    source = getattr(function, "py_func", None)
    if not isinstance(source, FunctionType):
        return function
    if function not in known:
        cells = tuple(CellType(_plain(cell.cell_contents, known)) for cell in source.__closure__ or ())
        names = dict(source.__globals__)
        known[function] = FunctionType(source.__code__, names, source.__name__, source.__defaults__, cells)
        for name in source.__code__.co_names:
            if name in names:
                names[name] = _plain(names[name], known)
    return known[function]


def dependences(slope: Callable[..., None], states: int, parameters: int) -> Truths:
    """Which slopes depend on which states, and on the time.

    Parameters
    ----------
    slope : kernel
        The right-hand side, see `lane_steps.LaneSlope`.
    states, parameters : int

    Returns
    -------
    ndarray of bool, shape (n, n + 1)
        Slope i by state j, and by the time in the last column.
    """
    given = [_Origin(frozenset({j})) for j in range(states)]
    found: list[Any] = [None] * states
    try:
        source = _plain(slope, {})
        source(_Origin(frozenset({states})), _Origin(), given, [_Origin() for _ in range(parameters)], found)
        if any(slope is None for slope in found):
            raise TypeError("a slope was not written")
    except Exception:  # whatever a source of somebody else's does with numbers it does not know
        return np.ones((states, states + 1), np.bool_)
    pattern = np.zeros((states, states + 1), np.bool_)
    for i, number in enumerate(found):
        pattern[i, list(_joined([number]).inputs)] = True
    return pattern


def groups(pattern: Truths) -> list[list[int]]:
    """States that no slope has two of, so that one difference serves all of a group.

    Curtis, Powell & Reid (1974), J. Inst. Math. Appl. 13, 117–119: greedily, the fullest columns first.

    Parameters
    ----------
    pattern : shape (n, n)
    """
    taken: list[tuple[Truths, list[int]]] = []
    for j in sorted(range(len(pattern)), key=lambda j: -int(pattern[:, j].sum())):
        column = pattern[:, j]
        place = next((k for k, (rows, _) in enumerate(taken) if not np.any(rows & column)), None)
        if place is None:
            taken.append((column.copy(), [j]))
        else:
            taken[place] = (taken[place][0] | column, [*taken[place][1], j])
    return [members for _, members in taken]


class Elimination(NamedTuple):
    """The work of an LU factorisation without exchanges; e entries of the factors.

    Row ``order[k]`` is the kth to be finished. ``before[first[k]:last[k]]`` are the columns that were eliminated before
    it, in that order; ``after`` those to come, likewise.
    """

    order: Indices  # (n,)
    entries: Indices  # (e,) row · n + column
    before: Indices
    before_first: Indices  # (n + 1,) by place in the order
    after: Indices
    after_first: Indices  # (n + 1,) by row: what is left of it, once finished


def eliminate(pattern: Truths) -> Elimination:
    """Order the pivots of a matrix so that few entries are added, and list the work.

    Markowitz (1957), Manage. Sci. 3, 255–269, on the diagonal.

    Parameters
    ----------
    pattern : shape (n, n)
        Entries that may be different from zero; the diagonal always may.
    """
    n = len(pattern)
    filled = pattern | np.eye(n, dtype=np.bool_)
    left, order = list(range(n)), []
    while left:
        inner = filled[np.ix_(left, left)]
        costs = (inner.sum(axis=0) - 1) * (inner.sum(axis=1) - 1)
        pivot = left.pop(int(np.argmin(costs)))
        order.append(pivot)
        rows, columns = ([i for i in left if line[i]] for line in (filled[:, pivot], filled[pivot]))
        filled[np.ix_(rows, columns)] = True
    place = np.argsort(order)
    before = [[j for j in order if filled[i, j] and place[j] < place[i]] for i in order]
    after = [[j for j in order if filled[i, j] and place[j] > place[i]] for i in range(n)]
    return Elimination(
        np.array(order, np.int64),
        np.flatnonzero(filled).astype(np.int64),
        *flat(before),
        *flat(after),
    )


def flat(lists: list[list[int]]) -> tuple[Indices, Indices]:
    """Lists one after the other, and where each begins."""
    flat = [item for items in lists for item in items]
    return np.array(flat or [0], np.int64), np.cumsum([0, *map(len, lists)], dtype=np.int64)

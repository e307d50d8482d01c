"""Flexible GMRES for the linear systems of a network (Saad 1993, SIAM J. Sci. Comput. 14, 461–469).

Rows are scaled by what an error of one means, so that the residual is judged as the error of a step is.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, uncounted
from .network_border import precondition
from .network_graph import Graph
from .network_rows import pack, unpack
from .network_work import CYCLES, KRYLOV, NetworkWork
from .tiles import add_row, dot, scale_row, set_row
from .vectors import fill, fill_rows

__all__ = ["solve"]

Array = NDArray[np.float64]


@inlined
def _orthogonalise(k: int, work: NetworkWork) -> float:
    """Take the earlier directions out of basis k + 1 (modified Gram–Schmidt); its norm."""
    for j in range(k + 1):
        product = dot(work.basis, j, work.basis, k + 1)
        work.hessenberg[j, k] = product
        add_row(work.basis, k + 1, -product, work.basis, j)
    return math.sqrt(dot(work.basis, k + 1, work.basis, k + 1))


@inlined
def _rotate(k: int, norm: float, work: NetworkWork) -> float:
    """Make column k of the Hessenberg matrix upper triangular; the norm of the residual left."""
    h, cosine, sine, residual = work.hessenberg, work.turns[0], work.turns[1], work.turns[2]
    for j in range(k):
        kept = h[j, k]
        h[j, k] = cosine[j] * kept + sine[j] * h[j + 1, k]
        h[j + 1, k] = cosine[j] * h[j + 1, k] - sine[j] * kept
    length = math.hypot(h[k, k], norm)
    if length == 0.0:
        return abs(float(residual[k]))
    cosine[k] = h[k, k] / length
    sine[k] = norm / length
    h[k, k] = length
    residual[k + 1] = -sine[k] * residual[k]
    residual[k] = cosine[k] * residual[k]
    return abs(float(residual[k + 1]))


@inlined
def _combine(count: int, work: NetworkWork) -> None:
    """The combination of preconditioned directions with the smallest residual into ``work.given``."""
    h, y = work.hessenberg, work.turns[2]
    for i in range(count - 1, -1, -1):
        for j in range(i + 1, count):
            y[i] -= h[i, j] * y[j]
        y[i] = y[i] / h[i, i] if h[i, i] != 0.0 else 0.0
    set_row(work.given, 0, y[0], work.corrected, 0)
    for j in range(1, count):
        add_row(work.given, 0, y[j], work.corrected, j)


@uncounted
def _wipe(work: NetworkWork) -> None:
    """Clear what a solution that is not finite left in the padding of the rows: nothing else would overwrite it."""
    fill_rows(work.given[0], 0, 0.0)
    for k in range(work.basis.shape[0]):
        fill_rows(work.basis[k], 0, 0.0)
    for k in range(work.corrected.shape[0]):
        fill_rows(work.corrected[k], 0, 0.0)


@uncounted
def solve(right: Array, shrink: float, enough: float, graph: Graph, work: NetworkWork, out: Array) -> float:
    """Solve (g − J)·out = right until the scaled residual is `shrink` of that of zero, or `enough` at root mean square.

    Parameters
    ----------
    right, out : shape (d,)
    shrink, enough : float
    graph : Graph
    work : NetworkWork
        Matrices are assembled; ``scale`` says what an error of one means.

    Returns
    -------
    float
        Root mean square of the scaled solution; infinite where it or `right` is not finite (`out` is zero then).
    """
    basis, scale, given = work.basis, work.scale, work.given
    pack(right, graph, work, given[0])
    scale_row(basis, 0, 1.0, given, 0, scale, 1)
    start = math.sqrt(dot(basis, 0, basis, 0))
    if not 0.0 < start < math.inf:
        _wipe(work)
        fill(out, 0.0)
        return 0.0 if start == 0.0 else math.inf
    work.turns[2, 0] = start
    goal = max(shrink * start, enough * math.sqrt(out.size))
    norm = start
    count = 0
    for k in range(KRYLOV):
        set_row(basis, k, 1.0 / norm, basis, k)
        scale_row(given, 0, 1.0, basis, k, scale, 0)
        precondition(graph, work, work.corrected[k], basis[k + 1])
        # the product with the matrix is what was given less what is left of it
        scale_row(basis, k + 1, -1.0, basis, k + 1, scale, 1)
        add_row(basis, k + 1, 1.0, basis, k)
        norm = _orthogonalise(k, work)
        left = _rotate(k, norm, work)
        count = k + 1
        if not left > goal or norm == 0.0:
            break
    work.memory[CYCLES] += count
    _combine(count, work)
    unpack(given[0], graph, work, out)
    scale_row(given, 0, 1.0, given, 0, scale, 1)
    size = math.sqrt(dot(given, 0, given, 0) / out.size)
    if not size < math.inf:
        _wipe(work)
        fill(out, 0.0)
        return math.inf
    return size

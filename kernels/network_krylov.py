"""Flexible GMRES for the linear systems of a network (Saad 1993, SIAM J. Sci. Comput. 14, 461–469).

Rows are scaled by what an error of one means, so that the residual is judged as the error of a step is.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, uncounted
from .network_border import operate, precondition
from .network_graph import Graph
from .network_work import KRYLOV, NetworkWork
from .vectors import fill

__all__ = ["solve"]

Array = NDArray[np.float64]


@inlined
def _orthogonalise(k: int, work: NetworkWork) -> float:
    """Take the earlier directions out of basis k + 1 (modified Gram–Schmidt); its norm."""
    basis, hessenberg = work.basis, work.hessenberg
    d = basis.shape[1]
    for j in range(k + 1):
        product = 0.0
        for a in range(d):
            product += basis[j, a] * basis[k + 1, a]
        hessenberg[j, k] = product
        for a in range(d):
            basis[k + 1, a] -= product * basis[j, a]
    total = 0.0
    for a in range(d):
        total += basis[k + 1, a] * basis[k + 1, a]
    return math.sqrt(total)


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
def _combine(count: int, work: NetworkWork, out: Array) -> None:
    """The combination of preconditioned directions with the smallest residual."""
    h, y = work.hessenberg, work.turns[2]
    for i in range(count - 1, -1, -1):
        for j in range(i + 1, count):
            y[i] -= h[i, j] * y[j]
        y[i] = y[i] / h[i, i] if h[i, i] != 0.0 else 0.0
    for a in range(out.size):
        out[a] = 0.0
    for i in range(count):
        for a in range(out.size):
            out[a] += y[i] * work.corrected[i, a]


@uncounted
def solve(g: float, right: Array, shrink: float, graph: Graph, work: NetworkWork, out: Array) -> int:
    """Solve (g − J)·out = right until the scaled residual is `shrink` of that of zero.

    Parameters
    ----------
    g : float
        1/(γh).
    right, out : shape (d,)
    shrink : float
    graph : Graph
    work : NetworkWork
        Matrices are assembled; ``scale`` says what an error of one means.

    Returns
    -------
    int
        Iterations; 0 where `right` is zero or not finite (out is zero then).
    """
    basis, d = work.basis, out.size
    total = 0.0
    for a in range(d):
        basis[0, a] = right[a] / work.scale[a]
        total += basis[0, a] * basis[0, a]
    start = math.sqrt(total)
    if not 0.0 < start < math.inf:
        fill(out, 0.0)
        return 0
    work.turns[2, 0] = start
    for a in range(d):
        basis[0, a] /= start
    count = 0
    for k in range(KRYLOV):
        # unscaled for the preconditioner; out is free until the end
        for a in range(d):
            out[a] = basis[k, a] * work.scale[a]
        precondition(out, graph, work, work.corrected[k])
        operate(g, work.corrected[k], graph, work, basis[k + 1])
        for a in range(d):
            basis[k + 1, a] /= work.scale[a]
        norm = _orthogonalise(k, work)
        left = _rotate(k, norm, work)
        count = k + 1
        if not left > shrink * start or norm == 0.0:
            break
        for a in range(d):
            basis[k + 1, a] /= norm
    _combine(count, work, out)
    return count

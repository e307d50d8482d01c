"""Least flows over a graph that take what compartments have too much of to where it is wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spreading"]


class Spreading:
    """Solves for flows x with B x = wanted, of the least weighted sum of squares.

    x = W Bᵀ (B W Bᵀ)⁺ wanted, where B is the incidence of the graph (+1 into the target, −1 out of the source) and
    B W Bᵀ its Laplacian: every flow is a difference of two potentials.

    Parameters
    ----------
    size : int
        Number of compartments; the graph is connected.
    source, target : (E,) arrays of int
        Its edges.
    weight : (E,) array, optional
        A larger one lets more flow; 1 by default.
    """

    def __init__(
        self,
        size: int,
        source: NDArray[np.int64],
        target: NDArray[np.int64],
        weight: NDArray[np.float64] | None = None,
    ) -> None:
        from scipy.sparse import coo_array
        from scipy.sparse.linalg import splu

        edges = np.arange(len(source))
        self._weight = np.ones(len(source)) if weight is None else weight
        self._incidence = coo_array(
            (np.repeat([1.0, -1.0], len(source)), (np.concatenate([target, source]), np.concatenate([edges, edges]))),
            shape=(size, len(source)),
        ).tocsr()
        laplacian = (self._incidence * self._weight) @ self._incidence.T
        # one compartment's potential is zero: without it the matrix is singular
        self._factor = splu(laplacian.tocsc()[1:, 1:]) if size > 1 else None

    def flows(self, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
        """Flows that bring each compartment what it wants.

        Parameters
        ----------
        wanted : (N, K) array
            Net flow into each compartment; sums to zero over N.

        Returns
        -------
        (E, K) array
        """
        if self._factor is None:
            return np.zeros((len(self._weight), wanted.shape[1]))
        potential = np.zeros_like(wanted)
        potential[1:] = self._factor.solve(np.ascontiguousarray(wanted[1:]))
        return np.asarray(self._weight[:, None] * (self._incidence.T @ potential))

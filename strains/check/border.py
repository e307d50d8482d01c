"""Reactions that carry one metabolite across the border of the model, and how much they let in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack

from ..network import UNLIMITED, Network

__all__ = ["Exchange", "exchanges", "with_columns", "without_uptake"]


@dataclass(frozen=True)
class Exchange:
    """One boundary reaction of one metabolite.

    Parameters
    ----------
    column, row : int
        Its reaction and metabolite.
    coefficient : float
        Of the metabolite: below 0 the usual way, positive flux leaves.
    into, out : float
        Largest uptake and secretion its bounds allow [mol/kg/h].
    """

    column: int
    row: int
    coefficient: float
    into: float
    out: float

    @property
    def usual(self) -> bool:
        """Whether a positive flux leaves the cell."""
        return self.coefficient < 0.0


def exchanges(network: Network) -> tuple[Exchange, ...]:
    """All boundary reactions of one metabolite, in the order of the network."""
    sizes = np.diff(network.matrix.indptr)
    found = []
    for column in np.flatnonzero(sizes == 1):
        rows, values = network.column(int(column))
        value = float(values[0])
        ends = sorted((float(network.lower[column]) * value, float(network.upper[column]) * value))
        found.append(Exchange(int(column), int(rows[0]), value, max(ends[1], 0.0), max(-ends[0], 0.0)))
    return tuple(found)


def without_uptake(network: Network) -> Network:
    """The network with nothing entering and nothing enforced."""
    lower, upper = np.minimum(network.lower, 0.0), np.maximum(network.upper, 0.0)
    matrix = network.matrix
    for column in np.flatnonzero(network.boundary()):
        values = matrix.data[matrix.indptr[column] : matrix.indptr[column + 1]]
        if values.size and values[0] < 0.0:
            lower[column] = 0.0
        else:
            upper[column] = 0.0
    return replace(network, lower=lower, upper=upper)


def with_columns(
    network: Network, columns: Sequence[Mapping[int, float]], upper: float = UNLIMITED
) -> tuple[csc_array, NDArray[np.float64], NDArray[np.float64]]:
    """Matrix and bounds with irreversible columns added at the end.

    Parameters
    ----------
    network : Network
        m by n.
    columns : sequence of mapping
        Metabolite index to coefficient.
    upper : float
        Upper bound of each [mol/kg/h].

    Returns
    -------
    csc_array, ndarray, ndarray
        m by n + k, lower and upper bounds (n + k,).
    """
    triplets = [(row, number, value) for number, column in enumerate(columns) for row, value in column.items()]
    row, col, value = zip(*triplets, strict=True) if triplets else ((), (), ())
    more = csc_array((np.array(value, dtype=float), (row, col)), shape=(len(network.metabolites), len(columns)))
    matrix = csc_array(hstack([network.matrix, more], format="csc"))
    return (
        matrix,
        np.append(network.lower, np.zeros(len(columns))),
        np.append(network.upper, np.full(len(columns), upper)),
    )

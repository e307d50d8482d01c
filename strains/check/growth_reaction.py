"""Which reaction is growth: the file's own objective, else what is named so and consumes most."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ..chemistry import biomass_pools
from ..network import Network
from .compounds import identify

__all__ = ["biomass_like", "guess_biomass"]

_NAMED = re.compile(r"biomass|growth", re.IGNORECASE)
_UPKEEP = re.compile(r"maint|non-?growth|growth[- ]associated", re.IGNORECASE)
# A biomass reaction takes up cofactors, amino acids, nucleotides; textbook has 16 of them. One named so may take
# less, but what carries biomass out of the model takes one.
_MANY = 12
_FEW = 3


def biomass_like(network: Network) -> list[int]:
    """Columns that look like making biomass, those with most substrates first.

    A reaction counts when it is named so, or when it takes up a dozen metabolites and more.
    """
    matrix, labels = network.matrix, network.labels.reactions or ("",) * len(network.reactions)
    substrates = np.array(
        [np.count_nonzero(matrix.data[a:b] < 0.0) for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)]
    )
    boundary = network.boundary()
    known = identify(network)
    found = [
        column
        for column, name in enumerate(network.reactions)
        if (substrates[column] >= _FEW or (substrates[column] and not boundary[column]))
        and (
            _named(name, labels[column])
            or (substrates[column] >= _MANY and not boundary[column] and _makes_nothing_else(network, column, known))
        )
    ]
    named = [_named(network.reactions[column], labels[column]) for column in found]
    order = sorted(range(len(found)), key=lambda i: (not named[i], -substrates[found[i]], network.reactions[found[i]]))
    return [found[i] for i in order]


def _makes_nothing_else(network: Network, column: int, known: Mapping[int, str]) -> bool:
    """Whether all a reaction makes are common small compounds and pools that only leave the model."""
    rows, values = network.column(column)
    pools = biomass_pools(network, column)
    return all(int(row) in known or int(row) in pools for row in rows[values > 0.0])


def _named(name: str, label: str) -> bool:
    return any(_NAMED.search(text) for text in (name, label)) and not any(
        _UPKEEP.search(text) for text in (name, label)
    )


def guess_biomass(network: Network) -> str | None:
    """Id of the reaction that is most likely growth; None where none is likely."""
    likely = [network.reactions[column] for column in biomass_like(network)]
    objective = network.labels.objective
    for name in objective:
        if name in likely:
            return name
    if len(objective) == 1 and not likely:
        return objective[0]
    return likely[0] if likely else None

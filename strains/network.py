"""A stoichiometric model as plain arrays, in an order that does not depend on its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from .errors import StrainError, nearest
from .labels import Labels, labels_from_array, labels_to_array

__all__ = ["UNLIMITED", "Network", "network_from", "network_from_arrays", "network_to_arrays"]

# Fluxes of this size [mol/kg/h] count as unlimited, as in published models; wider bounds are cut here.
UNLIMITED = 1000.0
# Some published bounds are the rounding of a solver (3e-15); they would make regions of that width.
_NO_FLUX = 1e-9


@dataclass(frozen=True)
class Network:
    """Reactions and metabolites, both sorted by id.

    Parameters
    ----------
    reactions, metabolites : tuple of str
        Ids of the n columns and m rows.
    matrix : csc_array, shape (m, n)
        Stoichiometry; products positive.
    lower, upper : ndarray, shape (n,)
        Flux bounds [mol/kg/h].
    formulas : tuple of str
        Empty where unknown.
    charges : ndarray, shape (m,)
        Elementary charges; 0 where unknown.
    labels : Labels
        Names, identifiers and what else the file said in words.
    """

    reactions: tuple[str, ...]
    metabolites: tuple[str, ...]
    matrix: csc_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    formulas: tuple[str, ...]
    charges: NDArray[np.float64]
    labels: Labels = field(default_factory=Labels)

    def reaction(self, name: str, where: str) -> int:
        """Column of a reaction; `where` names the asker in the error."""
        try:
            return self.reactions.index(name)
        except ValueError:
            tail = nearest(name, self.reactions)
            raise StrainError(f"{where}: the model has no reaction '{name}'{tail}") from None

    def column(self, index: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Metabolite indices and coefficients of one reaction."""
        part = slice(self.matrix.indptr[index], self.matrix.indptr[index + 1])
        return self.matrix.indices[part], self.matrix.data[part]

    def boundary(self) -> NDArray[np.bool_]:
        """Whether a reaction crosses the border of the model: it has no substrate or no product."""
        count = len(self.reactions)
        owner = np.repeat(np.arange(count), np.diff(self.matrix.indptr))
        made, used = (np.bincount(owner[sign * self.matrix.data > 0.0], minlength=count) > 0 for sign in (1.0, -1.0))
        return np.asarray(made != used)


def network_from(
    metabolites: Mapping[str, tuple[str, float]],
    reactions: Mapping[str, tuple[Mapping[str, float], float, float]],
) -> Network:
    """Sort and pack a model.

    Parameters
    ----------
    metabolites : mapping
        Id to formula and charge.
    reactions : mapping
        Id to stoichiometry, lower and upper bound.

    Returns
    -------
    Network
    """
    mets, reacs = tuple(sorted(metabolites)), tuple(sorted(reactions))
    rows = {name: index for index, name in enumerate(mets)}
    triplets = [
        (rows[metabolite], column, value)
        for column, name in enumerate(reacs)
        for metabolite, value in reactions[name][0].items()
    ]
    row, col, value = zip(*triplets, strict=True) if triplets else ((), (), ())
    matrix = csc_array((np.array(value, dtype=float), (row, col)), shape=(len(mets), len(reacs)))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    bounds = np.array([reactions[name][1:] for name in reacs], dtype=float).reshape(-1, 2)
    if np.isnan(bounds).any() or not np.isfinite(matrix.data).all():
        raise StrainError("the model has a bound or coefficient that is not a number")
    crossed = np.flatnonzero(bounds[:, 0] > bounds[:, 1])
    if crossed.size:
        raise StrainError(f"the bounds of reaction '{reacs[crossed[0]]}' are crossed")
    bounds[np.abs(bounds) < _NO_FLUX] = 0.0
    return Network(
        reactions=reacs,
        metabolites=mets,
        matrix=matrix,
        lower=np.clip(bounds[:, 0], -UNLIMITED, UNLIMITED),
        upper=np.clip(bounds[:, 1], -UNLIMITED, UNLIMITED),
        formulas=tuple(metabolites[name][0] for name in mets),
        charges=np.array([metabolites[name][1] for name in mets], dtype=float),
    )


def network_to_arrays(network: Network) -> dict[str, NDArray[Any]]:
    """The network as plain arrays, for a file of the cache."""
    matrix = network.matrix
    return {
        "reactions": np.array(network.reactions, dtype=np.str_),
        "metabolites": np.array(network.metabolites, dtype=np.str_),
        "formulas": np.array(network.formulas, dtype=np.str_),
        "indptr": matrix.indptr,
        "indices": matrix.indices,
        "data": matrix.data,
        "lower": network.lower,
        "upper": network.upper,
        "charges": network.charges,
        "labels": labels_to_array(network.labels),
    }


def network_from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Network:
    """Inverse of `network_to_arrays`."""
    reactions, metabolites, formulas = (
        tuple(str(item) for item in arrays[name]) for name in ("reactions", "metabolites", "formulas")
    )
    shape = (len(metabolites), len(reactions))
    return Network(
        reactions=reactions,
        metabolites=metabolites,
        matrix=csc_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape),
        lower=arrays["lower"],
        upper=arrays["upper"],
        formulas=formulas,
        charges=arrays["charges"],
        labels=labels_from_array(arrays["labels"]),
    )

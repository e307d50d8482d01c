"""A stoichiometric model as plain arrays, in an order that does not depend on its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from .definition import StrainDefinition
from .errors import StrainError, nearest

__all__ = ["Network", "edit", "network_from"]

# Fluxes of this size count as unlimited, as in every published model; infinite bounds are cut here.
_UNLIMITED = 1000.0


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
    """

    reactions: tuple[str, ...]
    metabolites: tuple[str, ...]
    matrix: csc_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    formulas: tuple[str, ...]
    charges: NDArray[np.float64]

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
        sides = np.zeros((2, len(self.reactions)), dtype=bool)
        for index in range(len(self.reactions)):
            values = self.column(index)[1]
            sides[:, index] = bool(np.any(values > 0.0)), bool(np.any(values < 0.0))
        return np.asarray(sides[0] != sides[1])


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
    return Network(
        reactions=reacs,
        metabolites=mets,
        matrix=matrix,
        lower=np.clip(bounds[:, 0], -_UNLIMITED, _UNLIMITED),
        upper=np.clip(bounds[:, 1], -_UNLIMITED, _UNLIMITED),
        formulas=tuple(metabolites[name][0] for name in mets),
        charges=np.array([metabolites[name][1] for name in mets], dtype=float),
    )


def _edit_biomass(network: Network, definition: StrainDefinition) -> csc_array:
    """Stoichiometry with the biomass coefficients shifted."""
    biomass = network.reaction(definition.biomass, f"strain '{definition.name}', biomass")
    matrix = network.matrix.tolil()
    for name, delta in definition.coefficients:
        if name not in network.metabolites:
            tail = nearest(name, network.metabolites)
            raise StrainError(f"strain '{definition.name}', coefficients: no metabolite '{name}'{tail}")
        matrix[network.metabolites.index(name), biomass] += delta
    return csc_array(matrix)


def _outward(network: Network, definition: StrainDefinition) -> Network:
    """Scale every tracked exchange so that +1 is one mole leaving the cell."""
    matrix, lower, upper = network.matrix.copy(), network.lower.copy(), network.upper.copy()
    for species in definition.species:
        index = network.reaction(species.exchange, f"strain '{definition.name}', species '{species.name}'")
        values = network.column(index)[1]
        if values.size != 1:
            raise StrainError(
                f"strain '{definition.name}', species '{species.name}': '{species.exchange}' exchanges "
                f"{values.size} metabolites, an exchange reaction has one"
            )
        scale = -values[0]
        matrix.data[matrix.indptr[index]] = -1.0
        ends = sorted((float(lower[index] * scale), float(upper[index] * scale)))
        lower[index], upper[index] = ends
    return replace(network, matrix=matrix, lower=lower, upper=upper)


def edit(network: Network, definition: StrainDefinition) -> Network:
    """The strain's model: bounds, knock-outs and biomass coefficients of the definition applied.

    A tracked species without an uptake is closed for uptake unless `definition.bounds` names its exchange;
    one with an uptake is left to the parameter.

    Parameters
    ----------
    network : Network
        As loaded.
    definition : StrainDefinition
        The edits.

    Returns
    -------
    Network

    Raises
    ------
    StrainError
        An id that the model does not have, with the nearest one.
    """
    where = f"strain '{definition.name}'"
    network = _outward(replace(network, matrix=_edit_biomass(network, definition)), definition)
    lower, upper = network.lower.copy(), network.upper.copy()
    for species in definition.species:
        index = network.reaction(species.exchange, where)
        lower[index] = max(lower[index], 0.0)
        upper[index] = max(upper[index], 0.0)
    for name, low, high in definition.bounds:
        index = network.reaction(name, f"{where}, bounds")
        lower[index], upper[index] = np.clip((low, high), -_UNLIMITED, _UNLIMITED)
    for name in definition.knockouts:
        index = network.reaction(name, f"{where}, knockouts")
        lower[index] = upper[index] = 0.0
    return replace(network, lower=lower, upper=upper)

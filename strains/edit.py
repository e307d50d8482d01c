"""The strain's own version of a model: bounds, knock-outs, biomass coefficients, direction of its exchanges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import block_diag, csc_array, eye_array

from .definition import StrainDefinition
from .errors import StrainError, nearest
from .extend import with_added
from .labels import widened
from .network import UNLIMITED, Network

__all__ = ["edit"]


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


def _with_untouched(network: Network, definition: StrainDefinition) -> Network:
    """Species without an exchange as metabolites that nothing makes or uses, with an exchange of their own."""
    names = [species.reaction for species in definition.species if not species.exchange]
    if not names:
        return network
    count = len(names)
    return replace(
        network,
        metabolites=(*network.metabolites, *names),
        reactions=(*network.reactions, *names),
        formulas=(*network.formulas, *([""] * count)),
        charges=np.concatenate((network.charges, np.zeros(count))),
        matrix=csc_array(block_diag((network.matrix, -eye_array(count)))),
        lower=np.concatenate((network.lower, np.zeros(count))),
        upper=np.concatenate((network.upper, np.zeros(count))),
        labels=widened(network.labels, count),
    )


def _outward(network: Network, definition: StrainDefinition) -> Network:
    """Scale every tracked exchange so that +1 is one mole leaving the cell, every release so that one enters."""
    matrix, lower, upper = network.matrix.copy(), network.lower.copy(), network.upper.copy()
    for species in definition.species:
        for name, unit in ((species.reaction, -1.0), (species.release, 1.0)):
            if not name:
                continue
            where = f"strain '{definition.name}', species '{species.name}'"
            index = network.reaction(name, where)
            values = network.column(index)[1]
            if values.size != 1:
                raise StrainError(
                    f"{where}: '{name}' exchanges {values.size} metabolites, an exchange reaction has one"
                )
            scale = unit * values[0]
            matrix.data[matrix.indptr[index]] = unit
            ends = sorted((float(lower[index] * scale), float(upper[index] * scale)))
            lower[index], upper[index] = ends
    return replace(network, matrix=matrix, lower=lower, upper=upper)


def edit(network: Network, definition: StrainDefinition) -> Network:
    """The strain's model: added reactions, bounds, knock-outs and biomass coefficients of the definition applied.

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
        An id that the model does not have, with the nearest one; an added reaction that does not balance.
    """
    where = f"strain '{definition.name}'"
    network = with_added(network, definition.metabolites, definition.reactions, where)
    network = _with_untouched(replace(network, matrix=_edit_biomass(network, definition)), definition)
    network = _outward(network, definition)
    lower, upper = network.lower.copy(), network.upper.copy()
    for species in definition.species:
        index = network.reaction(species.reaction, where)
        lower[index] = max(lower[index], 0.0)
        upper[index] = max(upper[index], 0.0)
        if species.release:  # opened by its uptake alone
            index = network.reaction(species.release, where)
            lower[index] = upper[index] = 0.0
    for name, low, high in definition.bounds:
        index = network.reaction(name, f"{where}, bounds")
        lower[index], upper[index] = np.clip((low, high), -UNLIMITED, UNLIMITED)
    for name in definition.knockouts:
        index = network.reaction(name, f"{where}, knockouts")
        lower[index] = upper[index] = 0.0
    return replace(network, lower=lower, upper=upper)

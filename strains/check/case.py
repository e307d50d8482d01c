"""What is checked: a model on its full medium, with its growth reaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..definition import StrainDefinition
from ..edit import edit
from ..errors import StrainError
from ..network import Network
from .growth_reaction import guess_biomass

__all__ = ["Case", "case_of_model", "case_of_strain"]


@dataclass(frozen=True)
class Case:
    """A model with its growth reaction and, where there is one, the strain it belongs to.

    Parameters
    ----------
    network : Network
        Bounds as they stand when every uptake runs at its maximum and every demand at its value.
    biomass : int
        Column of the growth reaction.
    stated : frozenset of int
        Columns whose bounds somebody chose: uptakes, demands and bounds of the strain.
    definition : StrainDefinition or None
        The strain; None for a bare model.
    edited : Network or None
        The strain's model with its parameters still open.
    """

    network: Network
    biomass: int
    stated: frozenset[int] = frozenset()
    definition: StrainDefinition | None = None
    edited: Network | None = None

    def name(self, column: int) -> str:
        """Id of a reaction."""
        return self.network.reactions[column]


def case_of_model(network: Network, biomass: str | None = None) -> Case:
    """A bare model, as its file bounds it.

    Parameters
    ----------
    network : Network
        As loaded.
    biomass : str, optional
        Growth reaction; by default the best guess.

    Raises
    ------
    StrainError
        No reaction looks like growth.
    """
    guess = biomass or guess_biomass(network)
    if guess is None:
        raise StrainError("no reaction of the model looks like growth; name it (--biomass REACTION)")
    return Case(network, network.reaction(guess, "biomass"))


def case_of_strain(network: Network, definition: StrainDefinition) -> Case:
    """A strain at full uptake and usual demands.

    Parameters
    ----------
    network : Network
        As loaded.
    definition : StrainDefinition
        The strain.

    Raises
    ------
    StrainError
        An id that the model does not have.
    """
    edited = edit(network, definition)
    lower, upper = edited.lower.copy(), edited.upper.copy()
    where = f"strain '{definition.name}'"
    stated = {edited.reaction(item.reaction, where) for item in definition.species}
    for uptake in definition.uptakes:
        reaction, sign = definition.flux(f"{uptake.species}_uptake")
        column = edited.reaction(reaction, where)
        stated.add(column)
        if sign < 0.0:
            lower[column] = -uptake.maximum
        else:  # a store gives back
            upper[column] = uptake.maximum
    for demand in definition.demands:
        reaction, sign = definition.flux(demand.reaction)
        column = edited.reaction(reaction, f"{where}, demand '{demand.name}'")
        stated.add(column)
        if sign > 0.0:
            lower[column] = demand.value
            upper[column] = max(upper[column], demand.value)
        else:
            upper[column] = -demand.value
            lower[column] = min(lower[column], -demand.value)
    stated |= {edited.reaction(name, f"{where}, bounds") for name, _, _ in definition.bounds}
    full = replace(edited, lower=lower, upper=np.maximum(lower, upper))
    return Case(full, edited.reaction(definition.biomass, where), frozenset(stated), definition, edited)

"""A model with reactions and metabolites of the strain's own behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csc_array

from .added import AddedMetabolite, AddedReaction
from .core import parse_equation
from .errors import StrainError, nearest
from .formula import elements
from .labels import widened
from .network import UNLIMITED, Network

__all__ = ["with_added"]

_BALANCED = 1e-5  # atoms or charges that the rounding of a file may leave
_LONGEST = 60


def with_added(
    network: Network, metabolites: Sequence[AddedMetabolite], reactions: Sequence[AddedReaction], where: str
) -> Network:
    """The network with these metabolites and reactions behind its own.

    Parameters
    ----------
    network : Network
    metabolites, reactions : sequence
    where : str
        Names the asker in errors.

    Raises
    ------
    StrainError
        An id is there already, a metabolite is not there, or a reaction does not balance in elements and charge.
    """
    if not metabolites and not reactions:
        return network
    names = (*network.metabolites, *(item.name for item in metabolites))
    _new([item.name for item in metabolites], network.metabolites, f"{where}, metabolites")
    _new([item.name for item in reactions], network.reactions, f"{where}, reactions")
    formulas = (*network.formulas, *(item.formula for item in metabolites))
    charges = np.concatenate((network.charges, [item.charge for item in metabolites]))
    columns = np.zeros((len(names), len(reactions)))
    lower, upper = np.zeros(len(reactions)), np.zeros(len(reactions))
    for column, item in enumerate(reactions):
        at = f"{where}, reaction '{item.name}'"
        try:
            terms, lower[column], upper[column] = parse_equation(item.equation)
        except ValueError as error:
            raise StrainError(f"{at}: {str(error)[:_LONGEST]}") from None
        for name, coefficient in terms.items():
            if name not in names:
                raise StrainError(f"{at}: no metabolite '{name}'{nearest(name, names)}")
            columns[names.index(name), column] = coefficient
        _balanced(columns[:, column], formulas, charges, at)
    own, new = len(network.metabolites), len(metabolites)
    above, below = csc_array(columns[:own]), csc_array(columns[own:])
    blocks = [[network.matrix, above]]
    if new:
        blocks.append([csc_array((new, len(network.reactions))), below])
    matrix = block_array(blocks)
    labels = replace(
        network.labels,
        reactions=widened(network.labels, len(reactions)).reactions,
        metabolites=widened(network.labels, new).metabolites,
        compartments=widened(network.labels, new).compartments,
        links=widened(network.labels, new).links,
    )
    return replace(
        network,
        metabolites=names,
        reactions=(*network.reactions, *(item.name for item in reactions)),
        formulas=formulas,
        charges=charges,
        matrix=csc_array(matrix),
        lower=np.concatenate((network.lower, np.clip(lower, -UNLIMITED, UNLIMITED))),
        upper=np.concatenate((network.upper, np.clip(upper, -UNLIMITED, UNLIMITED))),
        labels=labels,
    )


def _new(names: Sequence[str], known: Sequence[str], where: str) -> None:
    """Refuse ids that are there already."""
    for index, name in enumerate(names):
        if name in known or name in names[:index]:
            raise StrainError(f"{where}: '{name}' is there already; call it otherwise")


def _balanced(column: NDArray[np.float64], formulas: Sequence[str], charges: NDArray[np.float64], at: str) -> None:
    """Refuse a reaction that makes or loses atoms or charge; an exchange, of one metabolite, may."""
    used = np.flatnonzero(column).tolist()
    if len(used) == 1:
        return
    net: dict[str, float] = {}
    for row in used:
        counts = elements(formulas[row])
        if not counts:
            return  # a formula that nobody knows cannot be judged
        for what, number in {**counts, "charge": float(charges[row])}.items():
            net[what] = net.get(what, 0.0) + float(column[row]) * number
    off = {what: amount for what, amount in net.items() if abs(amount) > _BALANCED}
    if off:
        text = ", ".join(f"{amount:+.4g} {what}" for what, amount in sorted(off.items()))
        raise StrainError(f"{at} does not balance: {text}")

"""How far inhibitors hold a strain's parameters back, by its own laws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...strains import Factor, StrainDefinition
from .trajectory import Trajectory

__all__ = ["HALVED", "inhibited_by", "inhibition_name", "inhibitors"]

Rows = NDArray[np.float64]

HALVED = 0.5
"""What inhibitors leave of an uptake from which on they count as the limit."""


def inhibition_name(species: str) -> str:
    """What the limit is called."""
    return f"{species}_inhibition"


def _inhibition(factor: Factor, at: Rows, other: Rows) -> Rows:
    return 1.0 / (1.0 + at / factor.constant)


def _product(factor: Factor, at: Rows, other: Rows) -> Rows:
    return np.maximum(1.0 - at / factor.constant, 0.0) ** factor.second


def _haldane(factor: Factor, at: Rows, other: Rows) -> Rows:
    return (factor.constant + at) / (factor.constant + at + at * at / factor.second)


def _competitive(factor: Factor, at: Rows, other: Rows) -> Rows:
    return (factor.constant + at) / (factor.constant * (1.0 + other / factor.second) + at)


_LAWS: Mapping[str, Callable[[Factor, Rows, Rows], Rows]] = MappingProxyType(
    {"inhibition": _inhibition, "product": _product, "haldane": _haldane, "competitive": _competitive}
)
"""Laws in which something holds back → what it leaves of the value without it."""


def _inhibitor(factor: Factor) -> str:
    return factor.other if factor.kind == "competitive" else factor.of


def inhibitors(definition: StrainDefinition) -> set[str]:
    """Species that hold back anything the cells do."""
    return {_inhibitor(factor) for _, factors in definition.factors for factor in factors if factor.kind in _LAWS}


def inhibited_by(run: Trajectory, factors: tuple[Factor, ...]) -> dict[str, Rows]:
    """What each inhibitor leaves of a parameter [-], 1 where it is absent.

    Parameters
    ----------
    run : Trajectory
    factors : tuple of Factor
        Of one parameter.

    Returns
    -------
    dict of str to array, shape (rows,)
        By species; several laws of one species are multiplied.
    """
    found: dict[str, Rows] = {}
    for factor in factors:
        if factor.kind in _LAWS:
            at = np.maximum(run.concentration(factor.of), 0.0)
            other = np.maximum(run.concentration(factor.other), 0.0) if factor.other else at
            left = _LAWS[factor.kind](factor, at, other)
            name = _inhibitor(factor)
            found[name] = found.get(name, np.ones_like(left)) * left
    return found

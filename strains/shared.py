"""One flux atlas for strains that differ in their kinetics only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from .definition import StrainDefinition
from .errors import StrainError
from .kinetics import highest

__all__ = ["shared_definition"]

_FREE = ("uptakes", "demands", "capacities", "memories", "fluctuations", "limits", "death", "name")
"""Of a definition: what does not decide its linear program, or is compared piece by piece."""


def shared_definition(definitions: Sequence[StrainDefinition]) -> StrainDefinition:
    """The first strain, with room for what any of them can do: θ of all of them lie in its box.

    Parameters
    ----------
    definitions : sequence of StrainDefinition
        They may differ in their maxima, demands and laws, and in the numbers of what their cells carry.

    Returns
    -------
    StrainDefinition
        Itself where all are equal.

    Raises
    ------
    StrainError
        They make different linear programs.
    """
    first = definitions[0]
    if all(item == first for item in definitions[1:]):
        return first
    box = np.max([item.box for item in definitions if _alike(item, first)], axis=0)
    roomy = _with_room(first, box.tolist())
    for item in definitions:
        if not _alike(item, first) or _program(_with_room(item, box.tolist())) != _program(roomy):
            raise StrainError(
                f"strain '{first.name}': what varies changes its linear program, not only its kinetics; compare "
                "strains of their own instead"
            )
    return roomy


def _alike(one: StrainDefinition, other: StrainDefinition) -> bool:
    """Whether two strains have the same parameters and carry the same things."""
    return one.parameters == other.parameters and one.carried == other.carried


def _with_room(definition: StrainDefinition, box: Sequence[float]) -> StrainDefinition:
    """The strain with its parameters' upper ends where `box` says."""
    ends = dict(zip(definition.parameters, box, strict=True))
    uptakes = tuple(
        replace(item, maximum=ends[f"{item.species}_uptake"] / highest(item.factors)) for item in definition.uptakes
    )
    demands = tuple(replace(item, value=0.5 * ends[item.name], most=ends[item.name]) for item in definition.demands)
    capacities = tuple(
        replace(item, maximum=ends[item.name] / highest(item.factors)) if item.varies else item
        for item in definition.capacities
    )
    return replace(definition, uptakes=uptakes, demands=demands, capacities=capacities)


def _program(definition: StrainDefinition) -> tuple[object, ...]:
    """What the linear program follows from, but for its box."""
    bare = (
        tuple(replace(item, factors=(), maximum=1.0) for item in definition.uptakes),
        tuple(replace(item, factors=()) for item in definition.demands),
        tuple(
            replace(item, factors=(), maximum=1.0 if item.varies else item.maximum) for item in definition.capacities
        ),
    )
    rest = tuple(getattr(definition, item.name) for item in fields(StrainDefinition) if item.name not in _FREE)
    return bare, rest, definition.death is None

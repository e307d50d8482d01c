"""What holds a strain's parameters back by its own laws: poisons in the broth, and what the cells store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...strains import Factor, StrainDefinition
from .trajectory import Trajectory

__all__ = ["inhibition_names", "left_by", "limits_of"]

Mask = NDArray[np.bool_]
Rows = NDArray[np.float64]

CAP = "growth_cap"
LEFT = 0.5  # of an uptake or capacity, from which on what holds it back counts as the limit
LEFT_OF_GROWTH = 0.8  # of the growth cap
NO_CELLS = 1e-300  # kg/m³


def _inhibition(factor: Factor, at: Rows, other: Rows) -> Rows:
    return 1.0 / (1.0 + at / factor.constant)


def _product(factor: Factor, at: Rows, other: Rows) -> Rows:
    return np.maximum(1.0 - at / factor.constant, 0.0) ** factor.second


def _haldane(factor: Factor, at: Rows, other: Rows) -> Rows:
    return (factor.constant + at) / (factor.constant + at + at * at / factor.second)


def _competitive(factor: Factor, at: Rows, other: Rows) -> Rows:
    return (factor.constant + at) / (factor.constant * (1.0 + other / factor.second) + at)


def _saturation(factor: Factor, at: Rows, cells: Rows) -> Rows:
    return np.asarray(1.0 - np.minimum(at / np.maximum(factor.constant * cells, NO_CELLS), 1.0) ** factor.second)


_POISONS: Mapping[str, Callable[[Factor, Rows, Rows], Rows]] = MappingProxyType(
    {"inhibition": _inhibition, "product": _product, "haldane": _haldane, "competitive": _competitive}
)
"""Laws in which something dissolved holds back → what it leaves of the value without it."""


def _limit(parameter: str, factor: Factor) -> str:
    """Name of the limit that a law of a parameter can be; empty: none."""
    if factor.kind in _POISONS:
        return f"{factor.other if factor.kind == 'competitive' else factor.of}_inhibition"
    return f"{factor.of}_burden" if factor.kind == "saturation" and parameter == CAP else ""


def inhibition_names(definition: StrainDefinition) -> list[str]:
    """Names of the limits a strain can have from what holds it back, sorted."""
    names = {_limit(parameter, factor) for parameter, factors in definition.factors for factor in factors}
    return sorted(names - {""})


def _shares(run: Trajectory, parameter: str, factors: tuple[Factor, ...], place: int) -> dict[str, Rows]:
    """What each limit leaves of a parameter [-]; several laws of one are multiplied."""
    found: dict[str, Rows] = {}
    for factor in factors:
        name = _limit(parameter, factor)
        if not name:
            continue
        at = np.maximum(run.concentration(factor.of), 0.0)
        if factor.kind in _POISONS:
            other = np.maximum(run.concentration(factor.other), 0.0) if factor.other else at
            left = _POISONS[factor.kind](factor, at, other)
        else:
            left = _saturation(factor, at, run.density(place))
        found[name] = found.get(name, np.ones_like(left)) * left
    return found


def left_by(run: Trajectory, definition: StrainDefinition, place: int) -> Rows:
    """What all that holds back leaves of every parameter [-], shape (rows, p); `place`: the strain's, among several."""
    left = np.ones((len(run.time), len(definition.parameters)))
    for index, (parameter, factors) in enumerate(definition.factors):
        for share in _shares(run, parameter, factors, place).values():
            left[:, index] *= share
    return left


def limits_of(run: Trajectory, definition: StrainDefinition, place: int, binding: NDArray[np.int64]) -> dict[str, Mask]:
    """Rows in which something holds back the parameter that binds: it leaves half of it, of the growth cap four fifths.

    Parameters
    ----------
    run : Trajectory
    definition : StrainDefinition
    place : int
        The strain's, among several.
    binding : shape (rows,)
        Parameter that binds; −1: none.

    Returns
    -------
    dict of str to mask, shape (rows,)
        ``<species>_inhibition`` of what is dissolved, ``<species>_burden`` of what the cells store; of several the one
        that takes most.
    """
    masks = {name: np.zeros(len(run.time), bool) for name in inhibition_names(definition)}
    for index, (parameter, factors) in enumerate(definition.factors):
        each = _shares(run, parameter, factors, place)
        if not each:
            continue
        shares = np.array(list(each.values()))
        least = LEFT_OF_GROWTH if parameter == CAP else LEFT
        held = (binding == index) & (np.prod(shares, axis=0) < least)
        for name, share in each.items():
            masks[name] |= held & (share <= shares.min(axis=0))
    return masks

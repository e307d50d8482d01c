"""What lowers the growth that cells could reach: poisons in the broth, and what they store."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ...strains import Factor, StrainDefinition
from .trajectory import Trajectory

__all__ = ["inhibition_names", "of_growth"]

Mask = NDArray[np.bool_]
Column = NDArray[np.float64]

_LOWERED = 0.8  # factor below which it counts
_CAP = "growth_cap"


def _laws(definition: StrainDefinition) -> Iterator[tuple[str, Factor]]:
    """Laws of the growth cap that fall with a concentration, by the name of their limit."""
    for capacity in definition.varying_capacities:
        for factor in capacity.factors if capacity.name == _CAP else ():
            if factor.kind in ("inhibition", "product", "haldane"):
                yield f"{factor.of}_inhibition", factor
            elif factor.kind == "saturation":
                yield f"{factor.of}_burden", factor


def inhibition_names(definition: StrainDefinition) -> list[str]:
    """Names of the limits a strain can have from what lowers its growth cap."""
    return [name for name, _ in _laws(definition)]


def of_growth(run: Trajectory, definition: StrainDefinition, place: int, capped: Mask) -> dict[str, Mask]:
    """Rows in which a law lowers the growth cap by more than a fifth, and the most of all, while the cap binds.

    Parameters
    ----------
    run : Trajectory
    definition : StrainDefinition
    place : int
        The strain's, among several.
    capped : shape (rows,)
        Where the growth cap binds.

    Returns
    -------
    dict of str to mask, shape (rows,)
        ``<species>_inhibition`` of what is dissolved, ``<species>_burden`` of what the cells store.
    """
    values = {name: _value(run, factor, place) for name, factor in _laws(definition)}
    if not values:
        return {}
    lowest = np.min(np.stack(list(values.values())), axis=0)
    return {name: np.asarray(capped & (value < _LOWERED) & (value <= lowest)) for name, value in values.items()}


def _value(run: Trajectory, factor: Factor, place: int) -> Column:
    """A law's factor over time, as in `kernels.laws`."""
    c = np.maximum(run.concentration(factor.of), 0.0)
    first, second = factor.constant, factor.second
    if factor.kind == "inhibition":
        return np.asarray(1.0 / (1.0 + c / first))
    if factor.kind == "product":
        return np.asarray(np.maximum(1.0 - c / first, 0.0) ** second)
    if factor.kind == "haldane":  # of the inhibition alone
        return np.asarray((first + c) / (first + c + c * c / second))
    return np.asarray(1.0 - np.minimum(c / np.maximum(first * run.density(place), 1e-300), 1.0) ** second)

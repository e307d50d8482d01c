"""Tracked fluxes that the objectives leave open, and the objectives that would fix them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..definition import Objective, StrainDefinition
from ..errors import StrainError
from ..explore import Explorer
from ..network import Network
from ..reduce import reduce_problem
from ..standard import build_problem
from ..uniqueness import loose_outputs, sample_box
from .case import Case
from .finding import Finding, some

__all__ = ["completed", "unique_findings"]

# One flux of iCW773 is loose at a tenth of all θ only; a dozen points missed it.
_POINTS = 40


def completed(
    network: Network, definition: StrainDefinition, points: int = _POINTS
) -> tuple[tuple[Objective, ...], dict[str, tuple[float, float]]]:
    """Objectives to append until every tracked flux is unique.

    The loosest flux gets an objective first: an uptake is minimised, anything else too.

    Parameters
    ----------
    network : Network
        Edited by the strain.
    definition : StrainDefinition
        With the objectives it has.
    points : int
        How many θ of `sample_box` to try.

    Returns
    -------
    tuple of Objective, dict
        What to append, and the fluxes that were loose before with their widest range.
    """
    tracked = 1 + len(definition.species)
    added: list[Objective] = []
    widest: dict[str, tuple[float, float]] = {}
    thetas = list(sample_box(np.array(definition.box), points))
    while len(added) <= tracked:
        current = replace(definition, objectives=(*definition.objectives, *added))
        explorer = Explorer(reduce_problem(build_problem(network, current)))
        ranges, open_ = _loose(explorer, thetas, tracked)
        if not added:
            widest = ranges
        if not ranges:
            break
        thetas = open_  # a point that is decided stays so
        loosest = max(ranges, key=lambda name: ranges[name][1] - ranges[name][0])
        added.append(_fixing(loosest, definition))
    return tuple(added), widest


def _loose(
    explorer: Explorer, thetas: list[NDArray[np.float64]], tracked: int
) -> tuple[dict[str, tuple[float, float]], list[NDArray[np.float64]]]:
    """Widest range of each loose flux, and the θ at which any is loose."""
    ranges: dict[str, tuple[float, float]] = {}
    open_ = []
    for theta in thetas:
        loose = loose_outputs(explorer, theta, tracked)
        if loose:
            open_.append(theta)
        for name, (low, high) in loose.items():
            before = ranges.get(name, (low, high))
            ranges[name] = (low, high) if high - low >= before[1] - before[0] else before
    return ranges, open_


def _fixing(output: str, definition: StrainDefinition) -> Objective:
    taken = {item.species for item in definition.uptakes}
    return Objective("min", f"{output}_uptake" if output in taken else output)


def unique_findings(case: Case) -> list[Finding]:
    """The list of loose fluxes, and the objectives that together fix all of them."""
    if case.definition is None or case.edited is None:
        return []
    try:
        added, loose = completed(case.edited, case.definition)
    except StrainError as error:
        return [Finding("error", f"the linear program cannot be solved: {error}", "tell us: this is a fault of Moromi")]
    if not loose:
        return []
    ranges = some([f"{name} {low:.4g}..{high:.4g}" for name, (low, high) in loose.items()], 8)
    lines = ", ".join(f"'{item.sense} {item.target.replace('_uptake', ' uptake')}'" for item in added)
    return [Finding("error", f"tracked fluxes are not decided by the objectives: {ranges}", f"append {lines}")]

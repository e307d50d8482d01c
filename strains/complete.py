"""Explore the whole box: cross every facet of every region until nothing new lies behind any.

Regions are crossed in batches of a fixed number of lanes, each lane against what was known before the batch and what
it found itself, so the regions and their order do not depend on the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import locate_many
from .atlas import FluxAtlas
from .crew import Crew
from .crossing import Crossing
from .explore import Explorer
from .region import Region
from .uniqueness import sample_box

__all__ = ["Exploration", "explore"]

_LANES = 4
_LANE = 1
# Points that watch the progress, and at the end show a corner that no crossing reached.
_SENTINELS = 20_000
_SEED = 11
# Of the budget, for regions at points that wait when crossing ended early.
_SPREAD = 0.2

Progress = Callable[[int, float], None]


@dataclass
class Exploration:
    """Regions in the order they were found, and what lies behind their facets.

    Attributes
    ----------
    atlas : FluxAtlas
    crossings : list of Crossing
        Of the first regions, in their order; of all of them when `complete`.
    complete : bool
        Whether every facet of every region was crossed.
    missed : int
        Pieces of facets behind which no region was found.
    """

    atlas: FluxAtlas
    crossings: list[Crossing] = field(default_factory=list)
    complete: bool = False
    missed: int = 0


class _Sentinels:
    """Fixed points of the box that are not in any region yet."""

    def __init__(self, box: NDArray[np.float64]) -> None:
        self.waiting = sample_box(box, _SENTINELS, _SEED)

    def look(self, atlas: FluxAtlas) -> float:
        """Drop the points that are covered by now; share of all that are."""
        regions = np.zeros(len(self.waiting), dtype=np.int64)
        locate_many(atlas.packed(), self.waiting, regions)
        self.waiting = self.waiting[regions < 0]
        return 1.0 - len(self.waiting) / _SENTINELS


def _take_in(work: Exploration, crossing: Crossing) -> None:
    work.crossings.append(crossing)
    work.missed += crossing.missed
    for region in crossing.found:
        work.atlas.add(region)


def _cross_all(work: Exploration, crew: Crew, sentinels: _Sentinels, most: int, progress: Progress | None) -> None:
    """Cross the regions that wait, and those found on the way."""
    atlas = work.atlas
    told = 0
    known: list[Region] = []
    while len(work.crossings) < len(atlas) <= most:
        first, last = len(work.crossings), min(len(work.crossings) + _LANES * _LANE, len(atlas))
        lanes = [list(range(at, min(at + _LANE, last))) for at in range(first, last, _LANE)]
        news, known = atlas.regions[len(known) :], list(atlas.regions)
        answers = crew.ask("cross", [(news, lanes[worker :: crew.size]) for worker in range(crew.size)])
        for number in range(len(lanes)):
            for crossing in answers[number % crew.size][number // crew.size]:
                _take_in(work, crossing)
        if progress is not None and len(atlas) >= 1.2 * told + 30:
            told = len(atlas)
            progress(told, sentinels.look(atlas))


def _seek(explorer: Explorer, atlas: FluxAtlas, sentinels: _Sentinels, most: int) -> None:
    """Find the regions of points that wait, so many at the most."""
    enough = len(atlas) + most
    for theta in sentinels.waiting:
        if len(atlas) >= enough:
            break
        if not atlas.covers(theta):
            atlas.add(explorer.region_at(theta, atlas))


def explore(
    explorer: Explorer,
    crew: Crew,
    most: int,
    start: NDArray[np.float64] | None = None,
    progress: Progress | None = None,
) -> Exploration:
    """All regions of a program, or as many as the budget allows.

    Parameters
    ----------
    explorer : Explorer
        Of the program, for what is done here.
    crew : Crew
        Of the same program.
    most : int
        Stop crossing when more regions than this are known; up to a fifth as many are then found at random places
        that crossing has not reached.
    start : ndarray, shape (p,), optional
        θ to begin at; the middle of the box by default.
    progress : callable, optional
        Told the number of regions and the share of the box they cover.

    Returns
    -------
    Exploration
    """
    box = explorer.system.problem.box
    atlas = FluxAtlas(box.size, len(explorer.system.problem.outputs))
    work = Exploration(atlas)
    sentinels = _Sentinels(box)
    atlas.add(explorer.region_at(0.5 * box if start is None else start, atlas))
    while True:
        _cross_all(work, crew, sentinels, most, progress)
        covered = sentinels.look(atlas)
        if progress is not None:
            progress(len(atlas), covered)
        if len(atlas) > most or not len(sentinels.waiting):
            break
        _seek(explorer, atlas, sentinels, _SENTINELS)  # a corner that hangs on the rest by less than a facet
    if len(atlas) > most:  # crossing spreads from one place; what is left goes to where runs may be
        _seek(explorer, atlas, sentinels, int(_SPREAD * most))
    work.complete = len(work.crossings) == len(atlas)
    return work

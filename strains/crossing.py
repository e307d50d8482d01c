"""Cross every facet of a region, all of it: which regions lie behind, and which of them are new.

Neighbours need not share whole facets. What a neighbour covers is cut out of the facet, and the rest is crossed
again, until nothing of any width is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE
from ..kernels.linear_program import OPTIMAL, largest_ball, maximise
from .atlas import FluxAtlas
from .explore import Explorer
from .facets import NEGLIGIBLE
from .region import Region

__all__ = ["Crossing", "cross"]

# Relative to the box: a piece of a facet narrower than this is not crossed.
_THIN = 1e-9
# Known neighbours are looked for this far behind the facet, then nearer: a thin one must not be stepped over.
_STEPS = (1e-6, 1e-7, 1e-8, 3e-9)
_ATTEMPTS = 5
_MOST_PIECES = 2000
# Pieces wider than this are crossed by steps as long as `_STEPS` says, others by shorter ones that stay in the box.
_FULL_STEP = 1e-5
# Generic, so that the point is not on an edge between two neighbours; a share of the piece's radius.
_OFF_CENTRE = 0.5


@dataclass
class Crossing:
    """What came of crossing one region's facets.

    Attributes
    ----------
    found : list of Region
        Regions that the atlas did not have, in the order they were found.
    behind : list of list of ndarray
        For every facet of the region, points just behind it, one in each neighbour.
    missed : int
        Pieces of facets with no region found behind them.
    """

    found: list[Region] = field(default_factory=list)
    behind: list[list[NDArray[np.float64]]] = field(default_factory=list)
    missed: int = 0


@dataclass(frozen=True)
class _Piece:
    """Part of a facet in units of the box: normal·u ≤ offset on plane·u = level."""

    normal: NDArray[np.float64]
    offset: NDArray[np.float64]
    plane: NDArray[np.float64]
    level: float

    def ball(self) -> tuple[NDArray[np.float64], float]:
        """Centre and radius of the largest ball within the plane; the radius is at most 0 for an empty piece."""
        centre = np.zeros(self.plane.size)
        radius = largest_ball(self.normal, self.offset, self.plane, self.level, centre)
        return centre, float(np.nan_to_num(radius, nan=-1.0))

    def direction(self, random: np.random.Generator) -> NDArray[np.float64]:
        """A random unit vector in the plane; zero where the plane is a point."""
        turn = random.standard_normal(self.plane.size)
        turn -= (turn @ self.plane) / (self.plane @ self.plane) * self.plane
        length = float(np.sqrt(turn @ turn))
        return turn / length if length > TOLERANCE else np.zeros(turn.size)

    def highest(self, normal: NDArray[np.float64]) -> float:
        """Largest normal·u on the piece."""
        size, point = self.plane.size, np.zeros(self.plane.size)
        rows = np.vstack([self.normal, self.plane, -self.plane])
        ends = np.concatenate([self.offset, [self.level, -self.level]])
        status = maximise(normal, rows, ends, np.zeros(size), np.ones(size), point)
        return float(normal @ point) if status == OPTIMAL else np.inf

    def cut(self, normal: NDArray[np.float64], offset: float) -> _Piece:
        """The part with normal·u ≤ offset."""
        return _Piece(np.vstack([self.normal, normal]), np.append(self.offset, offset), self.plane, self.level)


def _subtract(piece: _Piece, region: Region, box: NDArray[np.float64]) -> tuple[list[_Piece], _Piece]:
    """What of a piece lies outside a region, in convex parts, and what lies inside."""
    outside = []
    along = piece.plane / np.sqrt(piece.plane @ piece.plane)
    for normal, offset in zip(region.normal * box, region.offset, strict=True):
        across = normal - (normal @ along) * along
        if np.abs(across).max() <= TOLERANCE or piece.highest(normal) <= offset + _THIN:
            continue
        outside.append(piece.cut(-normal, -float(offset)))
        piece = piece.cut(normal, float(offset))
    return outside, piece


class _Neighbourhood:
    """The regions known so far, and a way to find the one behind a point of a facet."""

    def __init__(self, region: Region, atlas: FluxAtlas, explorer: Explorer) -> None:
        self.region, self.explorer = region, explorer
        self.atlas = atlas
        self.found: list[Region] = []

    def _room(self, theta: NDArray[np.float64], way: NDArray[np.float64]) -> float:
        """How far one can go along `way` before the box ends, in units of it; 0 where that is no distance."""
        box = self.explorer.system.problem.box
        ends = np.where(way > 0.0, box - theta, theta)
        with np.errstate(divide="ignore"):
            room = float(np.min(np.where(way != 0.0, ends / np.abs(way), np.inf)))
        return room if room > NEGLIGIBLE else 0.0

    def behind(self, theta: NDArray[np.float64], way: NDArray[np.float64]) -> Region | None:
        """The region on the other side of the facet at θ."""
        way = min(1.0, self._room(theta, way) / _FULL_STEP) * way
        if not np.any(way):
            return None
        for step in _STEPS:
            index = self.atlas.find(theta + step * way, 0.0)
            known = self.atlas.regions[index] if index >= 0 else None
            if known is not None and known is not self.region and known.violation(theta) <= TOLERANCE:
                return known
        region = self.explorer.region_towards(theta, way, self.region.basis)
        if region is None or region.contains(self.region.inside) or self.region.contains(region.inside):
            return None
        if self.atlas.add(region):
            self.found.append(region)
            return region
        return self.atlas.regions[self.atlas.find(region.inside)]


def _cross_facet(index: int, around: _Neighbourhood, box: NDArray[np.float64]) -> tuple[list[NDArray[np.float64]], int]:
    """Points behind one facet, one in each neighbour, and how many pieces had none."""
    region = around.region
    unit = region.normal * box
    rest = np.arange(len(unit)) != index
    pieces = [_Piece(unit[rest], region.offset[rest], unit[index], float(region.offset[index]))]
    way = unit[index] / np.abs(unit[index]).max() * box
    points, missed = [], 0
    generic = np.random.default_rng(3)
    for _ in range(_MOST_PIECES):
        if not pieces:
            break
        piece = pieces.pop()
        centre, radius = piece.ball()
        if radius <= _THIN:
            continue
        for _ in range(_ATTEMPTS):
            point = centre + _OFF_CENTRE * radius * piece.direction(generic)
            neighbour = around.behind(point * box, min(1.0, radius / _FULL_STEP) * way)
            if neighbour is None:
                continue
            outside, covered = _subtract(piece, neighbour, box)
            if covered.ball()[1] > _THIN:
                pieces += outside
                points.append(neighbour.inside)
                break
        else:
            missed += 1
    return points, missed + len(pieces)


def cross(region: Region, atlas: FluxAtlas, explorer: Explorer) -> Crossing:
    """Cross every facet of a region.

    Parameters
    ----------
    region : Region
        One of the atlas.
    atlas : FluxAtlas
        Regions known so far; grows.
    explorer : Explorer
        Finds the ones that are not.

    Returns
    -------
    Crossing
    """
    around = _Neighbourhood(region, atlas, explorer)
    out = Crossing(found=around.found)
    for index in range(len(region.offset)):
        points, missed = _cross_facet(index, around, explorer.system.problem.box)
        out.behind.append(points)
        out.missed += missed
    return out

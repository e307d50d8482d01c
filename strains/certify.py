"""The atlas held against the linear program: everywhere at random, and where it is most likely to be wrong."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE, evaluate, locate, locate_many
from ..kernels.linear_program import OPTIMAL, maximise
from .atlas import SMALLEST, SPAN, Certificate, FluxAtlas
from .crew import Crew
from .explore import Explorer
from .region import Region
from .uniqueness import sample_box

__all__ = ["adversarial", "certify", "coverage", "relative_error"]

RANDOM = 10_000
ADVERSARIAL = 1_000
FRESH = 1_000_000
_CHUNK = 50  # θ one question holds; the linear programs of a chunk start from each other's bases
_LANES = 4  # chunks asked at once, whatever the number of processes
_TOLD = 1000
_MOST_CORNERS = 128
_THREADS = 4

Progress = Callable[[int, int], None]


def relative_error(found: NDArray[np.float64], reference: NDArray[np.float64]) -> float:
    """Largest |y − y_LP| / max(|y_LP|, 1e-3 of the output's range over the rows, 1e-6); both of shape (k, q)."""
    span = np.ptp(reference, axis=0)
    scale = np.maximum(np.maximum(np.abs(reference), SPAN * span), SMALLEST)
    return float(np.max(np.abs(found - reference) / scale))


def coverage(atlas: FluxAtlas, box: NDArray[np.float64], samples: int = FRESH) -> float:
    """Share of θ, drawn as `sample_box` says with a seed nothing else uses, that lie in a region.

    Parameters
    ----------
    atlas : FluxAtlas
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box.
    samples : int

    Returns
    -------
    float
    """
    packed = atlas.packed()

    def held(chunk: NDArray[np.float64]) -> int:
        return int(locate_many(packed, chunk, np.zeros(len(chunk), dtype=np.int64)))

    chunks = np.array_split(sample_box(box, samples, seed=2026), 16)
    with ThreadPoolExecutor(_THREADS) as pool:  # the kernel releases the interpreter
        return sum(pool.map(held, chunks)) / samples


def _vertex(region: Region, box: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """A corner of a region: the end of a random direction."""
    unit, point = np.ascontiguousarray(region.normal * box), np.zeros(box.size)
    way = random.standard_normal(box.size)
    status = maximise(way, unit, region.offset, np.zeros(box.size), np.ones(box.size), point)
    return np.clip(point, 0.0, 1.0) * box if status == OPTIMAL else region.inside


def _on_facet(region: Region, box: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """The first point of a region's border in a random direction from its centre."""
    way = random.standard_normal(box.size) * box
    climb = np.concatenate([region.normal @ way, way / box, -way / box])
    room = np.concatenate(
        [region.offset - region.normal @ region.inside, 1.0 - region.inside / box, region.inside / box]
    )
    share = float(np.min(room[climb > 0.0] / climb[climb > 0.0]))
    return np.clip(region.inside + share * way, 0.0, box)


def adversarial(atlas: FluxAtlas, box: NDArray[np.float64], count: int, seed: int = 5) -> NDArray[np.float64]:
    """θ where look-ups are hardest: zero, corners of the box, then facets and vertices of regions in turn.

    Parameters
    ----------
    atlas : FluxAtlas
    box : ndarray, shape (p,)
    count : int
    seed : int

    Returns
    -------
    ndarray, shape (count, p)
    """
    random = np.random.default_rng(seed)
    corners = itertools.islice(itertools.product([0.0, 1.0], repeat=box.size), _MOST_CORNERS)
    points = [np.array(corner) * box for corner in corners][:count]
    for number in range(count - len(points)):
        region = atlas.regions[int(random.integers(len(atlas)))]
        points.append((_vertex if number % 2 else _on_facet)(region, box, random))
    return np.array(points).reshape(-1, box.size)


def _grown(atlas: FluxAtlas, thetas: NDArray[np.float64], explorer: Explorer, tell: Progress | None) -> FluxAtlas:
    """The atlas with the regions it lacks at some θ, each found as a run finds it."""
    grown = atlas.copy()
    for number, theta in enumerate(thetas):
        if not grown.covers(theta):
            grown.add(explorer.region_at(theta, grown))
        if tell is not None and number % _TOLD == _TOLD - 1:
            tell(len(grown) - len(atlas), number + 1)
    return grown


def _read(atlas: FluxAtlas, thetas: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """θ that lie in a region, and the outputs a run reads there."""
    packed = atlas.packed()
    regions = np.array([locate(packed, theta, -1, TOLERANCE) for theta in thetas], dtype=np.int64)
    thetas, regions = thetas[regions >= 0], regions[regions >= 0]
    outputs = np.zeros((len(thetas), atlas.outputs))
    for theta, region, row in zip(thetas, regions, outputs, strict=True):
        evaluate(packed, region, theta, row)
    return thetas, outputs


def certify(
    atlas: FluxAtlas,
    box: NDArray[np.float64],
    crew: Crew,
    random: int = RANDOM,
    hard: int = ADVERSARIAL,
    progress: Progress | None = None,
    explorer: Explorer | None = None,
    finding: Progress | None = None,
) -> Certificate:
    """Compare an atlas with direct linear programs, and measure how much of the box it covers.

    Parameters
    ----------
    atlas : FluxAtlas
    box : ndarray, shape (p,)
    crew : Crew
        Of the same program.
    random, hard : int
        θ drawn by `sample_box`, and by `adversarial`. Those in no region are left out, unless there is an `explorer`:
        coverage counts them.
    progress : callable, optional
        Told how many θ are done, of how many.
    explorer : Explorer, optional
        Finds regions that are missing, so that none of the θ is left out.
    finding : callable, optional
        Told how many it found, at how many θ.

    Returns
    -------
    Certificate
    """
    asked = np.vstack([sample_box(box, random, seed=2027), adversarial(atlas, box, hard)])
    whole = atlas if explorer is None else _grown(atlas, asked, explorer, finding)
    thetas, outputs = _read(whole, asked)
    count = len(thetas)
    chunks = [thetas[at : at + _CHUNK] for at in range(0, count, _CHUNK)]
    reference: list[NDArray[np.float64]] = []
    for first in range(0, len(chunks), _LANES):
        lanes = chunks[first : first + _LANES]
        answers = crew.ask("direct", [(lanes[worker :: crew.size],) for worker in range(crew.size)])
        reference += [answers[number % crew.size][number // crew.size] for number in range(len(lanes))]
        done = min((first + _LANES) * _CHUNK, count)
        if progress is not None and (done == count or done % _TOLD == 0):
            progress(done, count)
    error = relative_error(outputs, np.concatenate(reference)) if count else float("nan")
    return Certificate(count, error, coverage(atlas, box), len(whole) - len(atlas))

"""Suite `lifelines`: cells that travel through the compartments of a 30 m³ tank, per hop and thread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..simulator.plant.lifelines import Lifelines
from ..simulator.plant.network import Network
from ..simulator.plant.networks import impeller_loops, stack_of
from ..simulator.scenario import load_vessel
from .case import Case, Contest, Progress, Side, Suite

__all__ = ["CASES", "SUITE"]

VESSEL = "tank-30m3"
SPEED = 7200.0  # 1/h
HOURS = 0.02
REPEATS = 9
FEWER = 8


@cache
def _tank() -> Network:
    vessel = load_vessel(VESSEL)
    return impeller_loops(stack_of(vessel, vessel.working_volume))


def _flow() -> NDArray[np.float64]:
    return _tank().liquid_flow(SPEED)


def _expected(cells: int) -> int:
    """Hops to be expected of cells that are spread by volume."""
    return max(int(cells * HOURS * _flow().sum() / _tank().volume), 1)


def _ours(cells: int) -> Side:
    def run(lives: Lifelines) -> tuple[int, NDArray[np.int64]]:
        return lives.advance(_flow(), HOURS).hops, lives.places

    return Side(run, lambda: (Lifelines(_tank(), cells),), REPEATS, _expected(cells))


def vectorised(network: Network, cells: int, flow: NDArray[np.float64]) -> tuple[int, NDArray[np.int64]]:
    """Hops and last places of cells, all of them stepping at once in NumPy."""
    random = np.random.default_rng(1)
    total = np.bincount(network.source, flow, network.size)
    rate = total / (network.fraction * network.volume)
    # one running sum over all flows, in which a compartment's own lie between its index and the next
    sums = np.cumsum(flow / total[network.source])
    place = random.choice(network.size, cells, p=network.fraction)
    time = np.zeros(cells)
    moving = np.arange(cells)
    hops = 0
    while moving.size:
        time[moving] += random.exponential(1.0, moving.size) / rate[place[moving]]
        moving = moving[time[moving] < HOURS]
        edge = np.searchsorted(sums, place[moving] + random.random(moving.size), side="right")
        place[moving] = network.target[np.minimum(edge, len(sums) - 1)]
        hops += moving.size
    return hops, place


def _numpy(size: float, progress: Progress) -> Contest:
    cells = max(int(size), FEWER)
    reference = Side(partial(vectorised, _tank(), cells, _flow()), repeats=3, operations=_expected(cells))
    return Contest(_ours(cells), reference, partial(_alike, cells))


def _linear(size: float, progress: Progress) -> Contest:
    cells = max(int(size), FEWER)
    return Contest(_ours(cells), _ours(cells // FEWER), partial(_alike, cells))


def _alike(
    cells: int, ours: tuple[int, NDArray[np.int64]], reference: tuple[int, NDArray[np.int64]]
) -> Mapping[str, Any]:
    """Hops a cell of both sides, and how far the places of ours are from the volume, in standard errors squared."""
    count = np.bincount(ours[1], minlength=_tank().size)
    expected = cells * _tank().fraction
    return {
        "hops_a_cell": ours[0] / cells,
        "hops_a_cell_reference": reference[0] / len(reference[1]),
        "chi_square_of_places": float(((count - expected) ** 2 / expected).mean()),
    }


CASES = (
    Case(
        name="hops",
        summary="hops of cells in 44 compartments",
        reference="NumPy, all cells at once",
        size=20_000,
        unit="cells",
        tiny=50,
        build=_numpy,
    ),
    Case(
        name="linear",
        summary="a hop of many cells beside a hop of an eighth of them",
        reference="an eighth of the cells",
        size=64_000,
        unit="cells",
        tiny=50,
        build=_linear,
        goal=0.8,
    ),
)
"""Hops."""

SUITE = Suite("lifelines", "cells as a Markov chain over the flows, time per hop and thread", CASES)

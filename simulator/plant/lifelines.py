"""Many cells that travel through a network, in parallel, the same for a seed whatever the threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels.lifelines import Meets, Tally, Walkers, Ways, place_walkers, prepare_ways, trace, walk
from ..errors import InputError
from .network import Network

__all__ = ["Adaptation", "Lifelines", "Regimes"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_CHUNK = 2048  # cells; fixed, so that sums are taken in the same order with any number of threads
_MOST = 10_000_000  # cells
_SEEDS = 2**32
_SHORTEST = 0.1 / 3600.0  # h, lower end of the durations that are told apart
_DECADE = 8
_CLASSES = 56  # seven decades: 0.1 s to 11 days


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What cells adapt to, each with a memory of its own.

    Attributes
    ----------
    signal : (N,) array
        In every compartment.
    rise, fall : float
        Time constants [h] towards a signal above, and below, the memory.
    """

    signal: Floats
    rise: float
    fall: float


@dataclass(frozen=True, slots=True)
class Regimes:
    """What cells met.

    Attributes
    ----------
    stay : (N,) array
        h that all cells together were in each compartment.
    changes : (R, R) array
        How often cells went from one regime to another.
    dwells : (R, B) array
        Stays in a regime, by duration.
    edges : (B + 1,) array
        Durations between the classes [h]; the first and last class count what is beyond.
    hops : int
        Steps from compartment to compartment.
    time : (R,) array
        h that all cells together were in each regime.
    memory : (N,) array
        Mean memory of the cells in each compartment; not-a-number where none was, zero where nothing is remembered.
    """

    stay: Floats
    changes: Whole
    dwells: Whole
    edges: Floats
    hops: int
    time: Floats
    memory: Floats

    def plus(self, later: Regimes) -> Regimes:
        """Both together: what the same cells met one after the other."""
        size = max(len(self.time), len(later.time))

        return Regimes(
            stay=self.stay + later.stay,
            changes=_widened(self.changes, size, size) + _widened(later.changes, size, size),
            dwells=_widened(self.dwells, size, len(self.edges) - 1) + _widened(later.dwells, size, len(self.edges) - 1),
            edges=self.edges,
            hops=self.hops + later.hops,
            memory=(self.memory * self.stay + later.memory * later.stay) / (self.stay + later.stay),
            time=_widened(self.time[:, None], size, 1)[:, 0] + _widened(later.time[:, None], size, 1)[:, 0],
        )


def _meets(zones: Whole, adaptation: Adaptation | None) -> Meets:
    """The kernel's record of what compartments do to cells."""
    if adaptation is None:
        return Meets(zones, np.empty(0), 0.0, 0.0)
    return Meets(zones, np.asarray(adaptation.signal, np.float64), 1.0 / adaptation.rise, 1.0 / adaptation.fall)


def _widened(array: NDArray[Any], rows: int, columns: int) -> NDArray[Any]:
    """The array with zeros below and to the right."""
    return np.pad(array, [(0, rows - array.shape[0]), (0, columns - array.shape[1])])


class Lifelines:
    """Cells of a network, spread by volume at first.

    Parameters
    ----------
    network : Network
    count : int
        Cells.
    seed : int
        Same seed, same lives.
    """

    def __init__(self, network: Network, count: int, seed: int = 1) -> None:
        if not 1 <= count <= _MOST:
            raise InputError(f"{count} lifelines; 1 to {_MOST} can be followed")
        if not 0 <= seed < _SEEDS:
            raise InputError(f"seed {seed}: a whole number from 0 to {_SEEDS - 1} is needed")
        self.network = network
        self.seed = seed
        self._cells = Walkers(
            number=np.arange(count, dtype=np.int64),
            place=np.zeros(count, np.int64),
            left=np.zeros(count),
            hops=np.zeros(count, np.int64),
            regime=np.full(count, -1, np.int64),
            since=np.zeros(count),
            memory=np.zeros(count),
        )
        shares = np.cumsum(network.fraction)
        place_walkers(seed, shares / shares[-1], self._cells)

    @property
    def count(self) -> int:
        """Number of cells."""
        return len(self._cells.number)

    @property
    def memory(self) -> Floats:
        """What every cell remembers, a (C,) array; may be written."""
        return self._cells.memory

    @property
    def places(self) -> Whole:
        """Compartment of every cell, a (C,) array."""
        return self._cells.place.copy()

    def advance(
        self,
        flow: Floats,
        hours: float,
        regimes: Whole | None = None,
        volume: float | None = None,
        threads: int = 1,
        adaptation: Adaptation | None = None,
    ) -> Regimes:
        """Let all cells travel.

        Parameters
        ----------
        flow : (E,) array
            Liquid flows [m³/h].
        hours : float
            How long.
        regimes : (N,) array of int, optional
            Regime of every compartment, from 0; one regime by default.
        volume : float, optional
            Liquid [m³]; by default the network's own.
        threads : int
            That share the cells; the result does not depend on them.
        adaptation : Adaptation, optional
            What cells remember; nothing by default.
        """
        zones = np.zeros(self.network.size, np.int64) if regimes is None else np.asarray(regimes, np.int64)
        ways, kinds = self._ways(flow, volume), int(zones.max()) + 1
        kinds = max(kinds, int(self._cells.regime.max()) + 1)
        meets = _meets(zones, adaptation)
        starts = range(0, len(self._cells.number), _CHUNK)

        def one(start: int) -> tuple[int, Tally]:
            part = self._part(slice(start, start + _CHUNK))
            tally = self._tally(kinds)
            return walk(self.seed, float(hours), ways, meets, part, tally), tally

        with ThreadPoolExecutor(max(threads, 1)) as pool:
            found = list(pool.map(one, starts))
        tallies = [tally for _, tally in found]
        stay = np.sum([tally.stay for tally in tallies], axis=0)
        with np.errstate(invalid="ignore"):
            memory = np.sum([tally.lived for tally in tallies], axis=0) / stay
        return Regimes(
            stay=stay,
            memory=memory,
            changes=np.sum([tally.changes for tally in tallies], axis=0),
            dwells=np.sum([tally.dwells for tally in tallies], axis=0),
            edges=_SHORTEST * 10.0 ** (np.arange(_CLASSES + 1) / _DECADE),
            hops=sum(hops for hops, _ in found),
            time=np.bincount(zones, stay, kinds).astype(np.float64),
        )

    def trace(self, flow: Floats, hours: float, cell: int, volume: float | None = None) -> tuple[Floats, Whole]:
        """Where one cell will go: h at which it enters compartments, the first at 0, and the compartments."""
        ways, length = self._ways(flow, volume), 1024
        while True:
            times, places = np.empty(length), np.empty(length, np.int64)
            count = trace(self.seed, float(hours), ways, self._cells, cell, times, places)
            if count <= length:
                return times[:count], places[:count]
            length = count

    def _part(self, some: slice) -> Walkers:
        """Some of the cells, in the same memory."""
        cells = self._cells
        return Walkers(
            cells.number[some],
            cells.place[some],
            cells.left[some],
            cells.hops[some],
            cells.regime[some],
            cells.since[some],
            cells.memory[some],
        )

    def _tally(self, kinds: int) -> Tally:
        size = self.network.size
        dwells = np.zeros((kinds, _CLASSES), np.int64)
        return Tally(
            np.zeros(size), np.zeros(size), np.zeros((kinds, kinds), np.int64), dwells, _SHORTEST, float(_DECADE)
        )

    def _ways(self, flow: Floats, volume: float | None) -> Ways:
        network = self.network
        edges = len(network.source)
        each = network.fraction * (network.volume if volume is None else volume)
        ways = Ways(
            start=np.zeros(network.size + 1, np.int64),
            rate=np.zeros(network.size),
            target=network.target,
            accept=np.ones(edges),
            other=np.zeros(edges, np.int64),
        )
        prepare_ways(network.source, np.asarray(flow, np.float64), each, ways.start, ways.rate, ways.accept, ways.other)
        return ways

"""Cells that travel through compartments: a continuous-time Markov chain over the liquid flows.

A cell in compartment i leaves it at the rate of what flows out over the volume there, and goes along a flow with its
share of them. What is left of its stay is carried as a number of mean stays, so that a walk does not depend on how time
is cut into calls, and goes on where flows change.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, kernel
from .threefry import threefry, uniform

__all__ = ["Meets", "Tally", "Walkers", "Ways", "place_walkers", "prepare_ways", "trace", "walk"]

_WORD = 0xFFFFFFFF
_START = 0xFFFFFFFF  # upper half of the counter that no hop reaches


class Ways(NamedTuple):
    """Flows out of every compartment, with Walker's alias tables: a way is chosen in one draw."""

    start: NDArray[np.int64]  # (N + 1,) first flow of each compartment
    rate: NDArray[np.float64]  # (N,) 1/h, what flows out over the volume
    target: NDArray[np.int64]  # (E,)
    accept: NDArray[np.float64]  # (E,) probability to take the flow that was drawn
    other: NDArray[np.int64]  # (E,) flow that is taken otherwise


class Walkers(NamedTuple):
    """Cells, C of them."""

    number: NDArray[np.int64]  # (C,) of the cell, below 2³²: its stream of random numbers
    place: NDArray[np.int64]  # (C,)
    left: NDArray[np.float64]  # (C,) of the stay, in mean stays
    hops: NDArray[np.int64]  # (C,)
    regime: NDArray[np.int64]  # (C,) in which the cell is
    since: NDArray[np.float64]  # (C,) h that it has been there
    memory: NDArray[np.float64]  # (C,) of the signal


class Meets(NamedTuple):
    """What the compartments do to a cell."""

    regimes: NDArray[np.int64]  # (N,) from 0 to R − 1
    signal: NDArray[np.float64]  # (N,) that cells adapt to; empty: they remember nothing
    rise: float  # 1/h, rate of adaptation to a signal above the memory
    fall: float  # 1/h, to one below


class Tally(NamedTuple):
    """What the cells of one call met, added up; R regimes, B classes of duration."""

    stay: NDArray[np.float64]  # (N,) h that all cells together were in a compartment
    lived: NDArray[np.float64]  # (N,) memory of the cells there, times h
    changes: NDArray[np.int64]  # (R, R) from regime to regime
    dwells: NDArray[np.int64]  # (R, B) stays in a regime by duration, logarithmic; ends count what is beyond
    shortest: float  # h, lower end of the first class
    decade: float  # classes a decade


@kernel
def prepare_ways(
    source: NDArray[np.int64],
    flow: NDArray[np.float64],
    volume: NDArray[np.float64],
    start: NDArray[np.int64],
    rate: NDArray[np.float64],
    accept: NDArray[np.float64],
    other: NDArray[np.int64],
) -> None:
    """Fill the arrays of `Ways` but its targets.

    Parameters
    ----------
    source : (E,) array
        Sorted.
    flow : (E,) array
        m³/h, not negative.
    volume : (N,) array
        m³
    start, rate, accept, other
        As in `Ways`; written.

    References
    ----------
    Walker (1977) ACM Trans. Math. Softw. 3:253; Vose (1991) IEEE Trans. Softw. Eng. 17:972.
    """
    edges = source.size
    edge = 0
    for i in range(volume.size):
        start[i] = edge
        while edge < edges and source[edge] == i:
            edge += 1
    start[volume.size] = edges
    small = np.empty(edges, np.int64)
    large = np.empty(edges, np.int64)
    for i in range(volume.size):
        first, last = start[i], start[i + 1]
        total = 0.0
        for e in range(first, last):
            total += flow[e]
        rate[i] = total / volume[i]
        fewer = more = 0
        for e in range(first, last):
            other[e] = e
            accept[e] = flow[e] / total * (last - first) if total > 0.0 else 1.0
            if accept[e] < 1.0:
                small[fewer] = e
                fewer += 1
            else:
                large[more] = e
                more += 1
        while fewer > 0 and more > 0:
            fewer -= 1
            low, high = small[fewer], large[more - 1]
            other[low] = high
            accept[high] -= 1.0 - accept[low]
            if accept[high] < 1.0:
                more -= 1
                small[fewer] = high
                fewer += 1


@kernel
def place_walkers(seed: int, shares: NDArray[np.float64], cells: Walkers) -> None:
    """Put cells into compartments by their shares of the volume, each for a fresh stay.

    Parameters
    ----------
    seed : int
        0 to 2³² − 1.
    shares : (N,) array
        Running sum of the shares [-]; ends at 1.
    cells : Walkers
        With their numbers; written.
    """
    for c in range(cells.number.size):
        one, two = threefry(seed, cells.number[c], 0, _START)
        place = int(np.searchsorted(shares, uniform(one)))
        cells.place[c] = min(place, shares.size - 1)
        cells.left[c] = -math.log(uniform(two))
        cells.hops[c] = 0
        cells.regime[c] = -1
        cells.since[c] = 0.0
        cells.memory[c] = 0.0


@inlined
def _next(seed: int, number: int, hop: int, place: int, ways: Ways) -> tuple[int, float]:
    """Compartment a hop leads to, and the length of the stay there in mean stays."""
    one, two = threefry(seed, number, hop & _WORD, hop >> 32)
    first = ways.start[place]
    drawn = uniform(one) * (ways.start[place + 1] - first)
    whole = int(drawn)
    edge = first + whole
    if drawn - whole >= ways.accept[edge]:
        edge = int(ways.other[edge])
    return int(ways.target[edge]), -math.log(uniform(two))


@inlined
def _enter(c: int, regime: int, cells: Walkers, tally: Tally) -> None:
    """Count the stay in a regime that ends."""
    before = cells.regime[c]
    if before == regime:
        return
    if before >= 0:
        tally.changes[before, regime] += 1
        length = max(cells.since[c], 1e-12)
        rank = math.floor(math.log10(length / tally.shortest) * tally.decade)
        rank = min(max(rank, 0), tally.dwells.shape[1] - 1)
        tally.dwells[before, int(rank)] += 1
    cells.regime[c] = regime
    cells.since[c] = 0.0


@inlined
def _live(c: int, place: int, stay: float, meets: Meets, cells: Walkers, tally: Tally) -> None:
    """A stay in a compartment: the memory goes to the signal there exponentially."""
    tally.stay[place] += stay
    cells.since[c] += stay
    if meets.signal.size == 0:
        return
    signal, memory = meets.signal[place], cells.memory[c]
    rate = meets.rise if signal > memory else meets.fall
    gone = -math.expm1(-rate * stay)
    cells.memory[c] = memory + (signal - memory) * gone
    tally.lived[place] += signal * stay + (memory - signal) * (gone / rate if rate > 0.0 else stay)


@kernel
def walk(seed: int, duration: float, ways: Ways, meets: Meets, cells: Walkers, tally: Tally) -> int:
    """Let cells travel.

    Parameters
    ----------
    seed : int
        0 to 2³² − 1; with the cell's number it fixes every draw.
    duration : float
        h
    ways : Ways
    meets : Meets
    cells : Walkers
        Written.
    tally : Tally
        Added to.

    Returns
    -------
    int
        Hops of all cells.
    """
    hops = 0
    for c in range(cells.number.size):
        place, left, hop = cells.place[c], cells.left[c], cells.hops[c]
        before = hop
        _enter(c, int(meets.regimes[place]), cells, tally)
        time = 0.0
        while True:
            rate = ways.rate[place]
            stay = left / rate if rate > 0.0 else math.inf
            if time + stay >= duration:
                rest = duration - time
                left -= rest * rate
                _live(c, place, rest, meets, cells, tally)
                break
            time += stay
            _live(c, place, stay, meets, cells, tally)
            place, left = _next(seed, cells.number[c], hop, place, ways)
            hop += 1
            if meets.regimes[place] != cells.regime[c]:
                _enter(c, int(meets.regimes[place]), cells, tally)
        cells.place[c], cells.left[c], cells.hops[c] = place, max(left, 0.0), hop
        hops += hop - before
    return hops


@kernel
def trace(
    seed: int,
    duration: float,
    ways: Ways,
    cells: Walkers,
    c: int,
    times: NDArray[np.float64],
    places: NDArray[np.int64],
) -> int:
    """Write down where one cell goes; it stays where it was, so that `walk` takes the same way.

    Parameters
    ----------
    seed, duration, ways, cells
        As in `walk`.
    c : int
        Which cell.
    times : (K,) array
        h at which a compartment is entered, the first at 0; written.
    places : (K,) array
        Compartments; written.

    Returns
    -------
    int
        Entries; more than K where the arrays were too short, and then only K were written.
    """
    place, left, hop = cells.place[c], cells.left[c], cells.hops[c]
    time = 0.0
    count = 0
    while True:
        if count < times.size:
            times[count], places[count] = time, place
        count += 1
        rate = ways.rate[place]
        stay = left / rate if rate > 0.0 else math.inf
        if time + stay >= duration:
            return count
        time += stay
        place, left = _next(seed, cells.number[c], hop, place, ways)
        hop += 1

"""A pulse of tracer through a network: how it spreads, and when the liquid is mixed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .network import Network

__all__ = ["Pulse", "mixing_time", "pulse", "transport"]

Floats = NDArray[np.float64]

_Advance = Callable[[Floats], Floats]

_DENSE = 300  # compartments up to which the exponential of the matrix is used
_MOST = 20_000  # compartments a pulse is followed through
_STEPS = 1600  # within the rough duration, which may be twice the real one
_LONGEST = 1e7  # s
_SETTLED = 0.05


@dataclass(frozen=True, slots=True)
class Pulse:
    """Answer of a network to a pulse.

    Attributes
    ----------
    time : (K,) array
        s after the pulse.
    probe : (K,) array
        Concentration at the probe over the final one [-].
    inhomogeneity : (K,) array
        Root of the volume-weighted mean square of (c − c_end)/c_end [-].
    mass : (K,) array
        Tracer in all compartments over what was added [-].
    last : (N,) array
        Concentrations at the end over the final one [-].
    settled : (N,) array
        Time after which a compartment stays within 5 % of the final concentration [s].
    """

    time: Floats
    probe: Floats
    inhomogeneity: Floats
    mass: Floats
    last: Floats
    settled: Floats

    def mixing_time(self, homogeneity: float = 0.95, at_probe: bool = False) -> float:
        """Time [s] from which on the tank, or the probe, is as homogeneous; infinite where the record is too short.

        Parameters
        ----------
        homogeneity : float
            Degree of homogeneity [-].
        at_probe : bool
            Within ±(1 − homogeneity) of the final value at the probe, instead of the whole tank's inhomogeneity.
        """
        distance = np.abs(self.probe - 1.0) if at_probe else self.inhomogeneity
        limit = 1.0 - homogeneity
        outside = np.flatnonzero(distance > limit)
        if not outside.size:
            return 0.0
        last = int(outside[-1])
        if last + 1 == len(distance):
            return math.inf
        before, after = distance[last], distance[last + 1]
        part = (before - limit) / (before - after)
        return float(self.time[last] + part * (self.time[last + 1] - self.time[last]))


def transport(network: Network, flow: Floats, volume: float | None = None) -> Any:
    """Matrix of the exchange between compartments.

    Parameters
    ----------
    network : Network
    flow : (E,) array
        Liquid flows [m³/h].
    volume : float, optional
        Liquid [m³]; by default the network's own.

    Returns
    -------
    sparse (N, N) array
        M of d(amount)/dt = M·amount [1/h]; its columns sum to zero.
    """
    from scipy.sparse import coo_array

    each = network.fraction * (network.volume if volume is None else volume)
    rate = flow / each[network.source]
    rows = np.concatenate([network.target, network.source])
    columns = np.concatenate([network.source, network.source])
    return coo_array((np.concatenate([rate, -rate]), (rows, columns)), shape=(network.size, network.size)).tocsc()


def pulse(network: Network, flow: Floats, feed: int | None = None, probe: int | None = None) -> Pulse:
    """Follow a pulse until the tank is mixed to 99 %, or the probe to well above 95 %.

    Parameters
    ----------
    network : Network
    flow : (E,) array
        Liquid flows [m³/h], `Network.liquid_flow`.
    feed, probe : int, optional
        Compartments; the network's own by default.

    Returns
    -------
    Pulse

    Raises
    ------
    InputError
        Nothing flows, or the network is too large.

    Notes
    -----
    The amounts follow a linear equation: up to 300 compartments its exponential is applied step by step, exact in time;
    larger networks take 800 or more implicit steps, whose error is below 0.01 %. No amount is lost but by rounding.
    """
    if network.size > _MOST:
        message = f"{network.size} compartments; a tracer is followed through at most {_MOST}, merge neighbours"
        raise InputError(f"network '{network.name}': {message}")
    start = network.feed if feed is None else feed
    seen = network.probe if probe is None else probe
    amounts = np.zeros(network.size)
    amounts[start] = 1.0
    if network.size == 1:
        return Pulse(np.zeros(1), np.ones(1), np.zeros(1), np.ones(1), np.ones(1), np.zeros(1))
    if not np.any(flow > 0.0):
        raise InputError(f"network '{network.name}': nothing flows at this speed and aeration, so it never mixes")
    matrix = transport(network, flow / 3600.0)
    limit = min(0.01, 0.04 * math.sqrt(float(network.fraction[seen])))
    step = _duration(network, matrix, amounts, limit) / _STEPS
    return _follow(network, matrix, amounts, seen, step, limit)


def mixing_time(network: Network, flow: Floats, homogeneity: float = 0.95) -> float:
    """Mixing time of the whole tank after a pulse at the network's feed point [s]; arguments as in `pulse`."""
    return 0.0 if network.size == 1 else pulse(network, flow).mixing_time(homogeneity)


def _inhomogeneity(network: Network, amounts: Floats) -> float:
    deviation = amounts / network.fraction - 1.0
    return math.sqrt(float((deviation**2) @ network.fraction))


def _duration(network: Network, matrix: Any, amounts: Floats, limit: float) -> float:
    """Roughly how long it takes to fall below the limit [s]: ever longer steps, cheap and rough."""
    step, time = 0.1 / float(np.abs(matrix.diagonal()).max()), 0.0
    while _inhomogeneity(network, amounts) > limit:
        if time > _LONGEST:
            raise InputError(f"network '{network.name}': is not mixed after {time:.3g} s; is a part hardly connected?")
        amounts, time = _implicit(matrix, step)(amounts), time + step
        step *= 2.0
    return time


def _follow(network: Network, matrix: Any, amounts: Floats, seen: int, step: float, limit: float) -> Pulse:
    """Equal steps until the inhomogeneity is below the limit."""
    advance = _exact(matrix, step) if network.size <= _DENSE else _implicit(matrix, step)
    rows = [(amounts[seen], _inhomogeneity(network, amounts), amounts.sum())]
    settled = np.zeros(network.size)
    while rows[-1][1] > limit and len(rows) < 10 * _STEPS:
        settled[np.abs(amounts / network.fraction - 1.0) > _SETTLED] = step * len(rows)
        amounts = advance(amounts)
        rows.append((amounts[seen], _inhomogeneity(network, amounts), amounts.sum()))
    probe, spread, mass = np.array(rows, dtype=np.float64).T.copy()
    return Pulse(
        step * np.arange(len(rows), dtype=np.float64),
        probe / network.fraction[seen],
        spread,
        mass,
        amounts / network.fraction,
        settled,
    )


def _exact(matrix: Any, step: float) -> _Advance:
    """One step by the exponential of the matrix."""
    from scipy.linalg import expm

    once = expm(matrix.toarray() * step)
    once /= once.sum(axis=0)  # the exact columns sum to 1, the computed ones to rounding
    return lambda amounts: np.asarray(once @ amounts)


def _implicit(matrix: Any, step: float) -> _Advance:
    """One step of the L-stable SDIRK method of order 2 (Alexander 1977, doi:10.1137/0714068)."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    share = 1.0 - 1.0 / math.sqrt(2.0)
    solve = splu((eye_array(matrix.shape[0]) - share * step * matrix).tocsc()).solve

    def advance(amounts: Floats) -> Floats:
        first = solve(matrix @ amounts)
        second = solve(matrix @ (amounts + (1.0 - share) * step * first))
        return np.asarray(amounts + step * ((1.0 - share) * first + share * second))

    return advance

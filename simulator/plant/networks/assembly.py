"""Flows, one after another → the sorted arrays of a checked `Network`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..network import Network
from .check import Origin, check_network

__all__ = ["Gas", "Liquid", "finish", "merged"]

_KINDS = ("per_speed", "per_gas", "fixed")


@dataclass(slots=True)
class Liquid:
    """Liquid flows while a network is put together; flows between the same two add up."""

    rows: list[tuple[int, int, float, float, float]] = field(default_factory=list)

    def flow(
        self, source: int, target: int, *, per_speed: float = 0.0, per_gas: float = 0.0, fixed: float = 0.0
    ) -> None:
        """Let liquid flow one way; units as in `Network`."""
        self.rows.append((source, target, per_speed, per_gas, fixed))

    def exchange(self, one: int, other: int, **flow: float) -> None:
        """Let as much flow each way."""
        self.flow(one, other, **flow)
        self.flow(other, one, **flow)

    def path(self, places: Sequence[int], **flow: float) -> None:
        """Let liquid flow from each place to the next."""
        for source, target in pairwise(places):
            self.flow(source, target, **flow)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Fields of a `Network`: sorted, each pair once, pairs without any flow left out."""
        table = np.array(self.rows, dtype=np.float64).reshape(-1, 5)
        return merged(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2:])


def merged(source: NDArray[np.int64], target: NDArray[np.int64], flow: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Liquid flows sorted by source and target with each pair once; (E,), (E,) and (E, 3) arrays."""
    used = np.any(flow != 0.0, axis=1)
    pairs, place = np.unique(np.stack([source[used], target[used]], axis=1), axis=0, return_inverse=True)
    place = place.reshape(-1)
    kinds = {
        kind: np.bincount(place, flow[used, column], len(pairs)).astype(np.float64)
        for column, kind in enumerate(_KINDS)
    }
    return {"source": pairs[:, 0].copy(), "target": pairs[:, 1].copy(), **kinds}


@dataclass(slots=True)
class Gas:
    """The way of the gas while a network is put together."""

    rows: list[tuple[int, int, float]] = field(default_factory=list)

    def flow(self, source: int, target: int, share: float = 1.0) -> None:
        """Let a share of what leaves `source` go to `target`; what a source gives in all is scaled to 1."""
        self.rows.append((source, target, share))

    def path(self, places: Sequence[int]) -> None:
        """Let all gas go from each place to the next; −1 at the ends."""
        for source, target in pairwise(places):
            self.flow(source, target)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Fields of a `Network`, sorted."""
        rows = sorted(row for row in self.rows if row[2] != 0.0)
        source = np.array([row[0] for row in rows], dtype=np.int64)
        share = np.array([row[2] for row in rows], dtype=np.float64)
        total = np.bincount(source + 1, share)
        return {
            "gas_source": source,
            "gas_target": np.array([row[1] for row in rows], dtype=np.int64),
            "gas_share": share / total[source + 1] if len(rows) else share,
        }


def finish(
    name: str,
    places: Sequence[str],
    volumes: ArrayLike,
    height: ArrayLike,
    liquid: Liquid,
    gas: Gas,
    points: Mapping[str, int],
    origin: Origin | None = None,
    **rest: Any,
) -> Network:
    """Make a network and check it.

    Parameters
    ----------
    name : str
        For messages.
    places : sequence of str, N
    volumes : (N,) array
        Liquid of each compartment [m³].
    height : (N,) array
        As in `Network`.
    liquid, gas
        Their flows.
    points : mapping of str to int
        Names of compartments.
    origin : Origin, optional
        Where the parts came from, for messages.
    **rest
        Further fields of `Network`.

    Raises
    ------
    InputError
        As `check_network`.
    """
    each = np.asarray(volumes, dtype=np.float64)
    total = float(each.sum())
    fields: dict[str, Any] = {**liquid.arrays(), **gas.arrays(), **rest}
    network = Network(
        name=name,
        places=tuple(places),
        fraction=each / total if total > 0.0 else each,
        height=np.asarray(height, dtype=np.float64),
        volume=total,
        points=dict(points),
        **fields,
    )
    check_network(network, origin)
    return network

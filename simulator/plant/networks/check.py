"""What can be wrong with a network, one message each; vectorised, for large ones too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..network import HEADSPACE, SPARGER, Network

__all__ = ["MOST_COMPARTMENTS", "Origin", "check_network", "imbalance", "refuse_size"]

MOST_COMPARTMENTS = 100_000
"""Of one network: ten times what a run of hours can be asked for."""

CONSERVED = 1e-12
"""Relative difference of what flows in and out of a compartment."""

_SHARES = 1e-9

_FLOWS = {"per_speed": "with the stirrer's speed", "per_gas": "with the gas", "fixed": "always"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a network came from, for messages.

    Attributes
    ----------
    label : str
        File or name.
    compartment, flow, gas : mapping of int to str
        ``"file:line: "`` of compartment, liquid flow or gas flow number i; nothing where it came from no file.
    """

    label: str
    compartment: Mapping[int, str] = field(default_factory=dict)
    flow: Mapping[int, str] = field(default_factory=dict)
    gas: Mapping[int, str] = field(default_factory=dict)

    def at(self, part: Mapping[int, str], number: int) -> str:
        """What goes in front of a message about one row."""
        return part.get(number, f"network '{self.label}': ")


def refuse_size(count: int, label: str) -> None:
    """Refuse a network that no run can follow.

    Raises
    ------
    InputError
        It has no compartment, or more than `MOST_COMPARTMENTS`.
    """
    if count < 1:
        raise InputError(f"network '{label}': has no compartment; one is the least")
    if count > MOST_COMPARTMENTS:
        message = f"{count} compartments, at most {MOST_COMPARTMENTS} can be followed; merge neighbours"
        raise InputError(f"network '{label}': {message}")


def check_network(network: Network, origin: Origin | None = None) -> None:
    """Check everything a run relies on.

    Parameters
    ----------
    network : Network
    origin : Origin, optional
        Where its parts came from.

    Raises
    ------
    InputError
        A compartment has no volume, a flow is negative or not conserved, a part is not connected, gas has no way out,
        a feed point is missing.
    """
    origin = origin or Origin(network.name)
    refuse_size(network.size, origin.label)
    _check_volumes(network, origin)
    _check_flows(network, origin)
    _check_connected(network, origin)
    _check_conserved(network, origin)
    _check_gas(network, origin)
    points = {**network.points, "feed": network.feed, "probe": network.probe, "outlet": network.outlet}
    for name, place in points.items():
        if not 0 <= place < network.size:
            raise InputError(f"network '{origin.label}': the point '{name}' is in no compartment")


def _first(wrong: NDArray[np.bool_]) -> int | None:
    found = np.flatnonzero(wrong)
    return int(found[0]) if found.size else None


def _check_volumes(network: Network, origin: Origin) -> None:
    if not network.volume > 0.0:
        raise InputError(f"network '{origin.label}': its liquid has no volume")
    bad = _first(~(network.fraction > 0.0) | ~np.isfinite(network.fraction))
    if bad is not None:
        where = origin.at(origin.compartment, bad)
        raise InputError(f"{where}compartment '{network.places[bad]}' has no volume; leave it out or give it one")
    if abs(network.fraction.sum() - 1.0) > _SHARES:
        raise InputError(f"network '{origin.label}': the shares of the volume sum to {network.fraction.sum():.6g}")
    if len(set(network.places)) < network.size:
        names = sorted(network.places)
        twice = next(one for one, other in pairwise(names) if one == other)
        raise InputError(f"network '{origin.label}': two compartments are called '{twice}'")
    bad = _first(~((network.height >= 0.0) & (network.height <= 1.0)))
    if bad is not None:
        where = origin.at(origin.compartment, bad)
        raise InputError(f"{where}compartment '{network.places[bad]}' is not between bottom (0) and surface (1)")


def _say(network: Network, edge: int) -> str:
    return f"'{network.places[network.source[edge]]}' to '{network.places[network.target[edge]]}'"


def imbalance(network: Network, flow: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What flows into and out of every compartment, two (N,) arrays in the unit of `flow`."""
    into, out = (np.bincount(ends, flow, network.size) for ends in (network.target, network.source))
    return into.astype(np.float64), out.astype(np.float64)


def _check_flows(network: Network, origin: Origin) -> None:
    bad = _first(network.source == network.target)
    if bad is not None:
        raise InputError(f"{origin.at(origin.flow, bad)}a flow from {_say(network, bad)} goes nowhere")
    for kind in _FLOWS:
        flow: NDArray[np.float64] = getattr(network, kind)
        bad = _first(~np.isfinite(flow))
        if bad is not None:
            raise InputError(f"{origin.at(origin.flow, bad)}the flow from {_say(network, bad)} is not a number")
        bad = _first(flow < 0.0)
        if bad is not None:
            message = f"the flow from {_say(network, bad)} is negative; swap source and target"
            raise InputError(f"{origin.at(origin.flow, bad)}{message}")


def _check_conserved(network: Network, origin: Origin) -> None:
    for kind, words in _FLOWS.items():
        into, out = imbalance(network, getattr(network, kind))
        bad = _first(np.abs(into - out) > CONSERVED * np.maximum(into, out))
        if bad is not None:
            message = f"{into[bad]:.6g} m³/h flow in and {out[bad]:.6g} out"
            where = origin.at(origin.compartment, bad)
            raise InputError(
                f"{where}compartment '{network.places[bad]}' does not conserve volume: {message} ({words})"
            )


def _check_connected(network: Network, origin: Origin) -> None:
    """Flows that conserve volume and join all compartments lead from each to each."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    flows = (network.per_speed > 0.0) | (network.per_gas > 0.0) | (network.fixed > 0.0)
    pairs = (network.source[flows], network.target[flows])
    graph = coo_array((np.ones(len(pairs[0])), pairs), shape=(network.size, network.size))
    parts, label = connected_components(graph, directed=False)
    if parts > 1:
        lost = _first(label != label[network.feed])
        name = network.places[lost if lost is not None else 0]
        message = f"compartment '{name}' is not connected to '{network.places[network.feed]}'"
        where = origin.at(origin.compartment, lost or 0)
        raise InputError(f"{where}{message} ({parts} separate parts); add a flow each way")


def _check_gas(network: Network, origin: Origin) -> None:
    """Shares that sum to 1, and a way out for all gas."""
    source, share = network.gas_source, network.gas_share
    bad = _first(~(share >= 0.0) | ~np.isfinite(share))
    if bad is not None:
        raise InputError(f"{origin.at(origin.gas, bad)}a share of gas is negative")
    if not len(source):
        return
    if not np.any(source == SPARGER):
        raise InputError(f"network '{origin.label}': gas flows, but none comes from the sparger")
    total = np.bincount(source + 1, share, network.size + 1)
    given = np.bincount(source + 1, minlength=network.size + 1) > 0
    bad = _first(given & (np.abs(total - 1.0) > _SHARES))
    if bad is not None:
        name = "the sparger" if bad == 0 else f"'{network.places[bad - 1]}'"
        raise InputError(
            f"network '{origin.label}': the gas shares that leave {name} sum to {total[bad]:.6g}, not to 1"
        )
    _check_way_out(network, origin, share > 0.0)


def _check_way_out(network: Network, origin: Origin, used: NDArray[np.bool_]) -> None:
    """Gas that the sparger brings anywhere reaches the headspace from there."""
    source, target = network.gas_source[used], network.gas_target[used]
    reached = _reach(network.size, [*target[source == SPARGER]], source, target)
    leaves = _reach(network.size, [*source[target == HEADSPACE]], target, source)
    bad = _first(reached & ~leaves)
    if bad is not None:
        where = origin.at(origin.compartment, bad)
        raise InputError(f"{where}gas that reaches '{network.places[bad]}' never comes out; let it go to the headspace")


def _reach(size: int, start: list[int], source: NDArray[np.int64], target: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Compartments that can be reached along the edges."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    inside = (source >= 0) & (target >= 0)
    first = np.unique(np.asarray(start, dtype=np.int64))
    first = first[first >= 0]
    # one more node that leads to every start
    rows = np.concatenate([source[inside], np.full(len(first), size)])
    columns = np.concatenate([target[inside], first])
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size + 1, size + 1)).tocsr()
    found = np.zeros(size + 1, dtype=np.bool_)
    found[breadth_first_order(graph, size, return_predecessors=False)] = True
    return found[:size]

"""A checked network and a recipe → the arrays the kernels flow along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...kernels.compartments import Flows
from ...kernels.network_graph import Graph, network_graph
from ...kernels.network_order import canonical_sequence
from ..errors import InputError
from ..scenario import Scenario
from .network import HEADSPACE, SPARGER, Network
from .networks.build import feed_places

__all__ = ["both_ways", "canonical", "flows_of", "stream_places"]

Floats = NDArray[np.float64]


def both_ways(network: Network) -> Network:
    """The same network with an edge, if need be without a flow of its own, the other way of every edge."""
    size = network.size
    there = network.source * size + network.target
    back = np.setdiff1d(network.target * size + network.source, there)
    if not back.size:
        return network
    codes = np.concatenate([there, back])
    order = np.argsort(codes)

    def widened(flow: Floats) -> Floats:
        return np.asarray(np.concatenate([flow, np.zeros(back.size)])[order])

    return replace(
        network,
        source=codes[order] // size,
        target=codes[order] % size,
        per_speed=widened(network.per_speed),
        per_gas=widened(network.per_gas),
        fixed=widened(network.fixed),
    )


def canonical(network: Network, places: Sequence[int]) -> tuple[Network, list[int], NDArray[np.int64]]:
    """The same network with its compartments in an order that does not depend on how they were numbered.

    So that a run of it is the same to the bit, whatever the numbering.

    Parameters
    ----------
    network : Network
    places : sequence of int
        Compartment of every stream.

    Returns
    -------
    Network, list of int, ndarray of int64, shape (N,)
        Renumbered; places of the streams there; new number of every compartment.
    """
    inner = _inner(network)
    sources = np.concatenate([network.source, network.gas_source[inner]])
    targets = np.concatenate([network.target, network.gas_target[inner]])
    # weights without a common measure: flows are to be told apart, not added up
    liquid = network.per_speed + np.pi * network.per_gas + np.e * network.fixed
    largest = max(float(liquid.max(initial=0.0)), 1e-300)
    strength = np.concatenate([liquid / largest, np.sqrt(2.0) * network.gas_share[inner]])
    sequence = canonical_sequence(network.fraction, sources, targets, strength, _marks(network, places))
    rank = np.argsort(sequence)
    return network.renumbered(sequence.tolist()), [int(rank[place]) for place in places], rank


def _inner(network: Network) -> NDArray[np.bool_]:
    """Which gas flows are from compartment to compartment."""
    return np.asarray((network.gas_source != SPARGER) & (network.gas_target != HEADSPACE))


def _marks(network: Network, places: Sequence[int]) -> Floats:
    """What tells compartments apart by themselves: height, and where streams, sensors and outlet are."""
    mark = network.height.copy()
    for k, place in enumerate([*places, network.probe, network.outlet]):
        mark[place] += np.sqrt(k + 2.0)
    return mark


def flows_of(network: Network, places: Sequence[int]) -> tuple[Flows, Graph]:
    """What the kernels take.

    Parameters
    ----------
    network : Network
    places : sequence of int
        Compartment of every stream.

    Returns
    -------
    Flows, Graph
        With edges in one order.

    Raises
    ------
    InputError
        No gas enters the network.
    """
    network = both_ways(network)
    edges = {(int(a), int(b)): e for e, (a, b) in enumerate(zip(network.source, network.target, strict=True))}
    sparged, through, escape = _gas(network)
    if not float(sparged.sum()) > 0.5:
        raise InputError(f"network '{network.name}': no gas enters it; give it a 'gas' table from sparger to headspace")
    surface = through * escape
    poured = network.lift_from([*places, network.outlet])
    over = _spread_lift(network, surface)
    flows = Flows(
        fraction=network.fraction,
        height=network.height,
        source=network.source,
        target=network.target,
        reverse=np.array([edges[int(b), int(a)] for a, b in edges], dtype=np.int64),
        per_speed=network.per_speed,
        per_gas=network.per_gas,
        fixed=network.fixed,
        lift=np.ascontiguousarray(np.vstack([poured, over])),
        gas_exponent=network.gas_exponent,
        gas_reference=network.gas_velocity,
        volume_reference=network.volume,
        sparged=sparged,
        through=through,
        escape=escape,
        place=np.asarray(places, dtype=np.int64),
        probe=network.probe,
        outlet=network.outlet,
    )
    inner = _inner(network)
    graph = network_graph(
        network.fraction,
        network.source,
        network.target,
        network.per_speed + network.per_gas + network.fixed,
        network.gas_source[inner],
        network.gas_target[inner],
        network.gas_share[inner],
        _marks(network, places),
        network.probe,
    )
    return flows, graph


def stream_places(network: Network, scenario: Scenario) -> list[int]:
    """Compartment of every stream of a recipe, in the order of `Programme.names`: base comes where feeds usually do."""
    places = list(feed_places(network, scenario).values())
    return [*places, network.feed] if scenario.recipe.ammonia is not None else places


def _gas(network: Network) -> tuple[Floats, Floats, Floats]:
    """Shares of the sparger's gas that enter each compartment and pass it; of what leaves it, to the headspace."""
    from scipy.sparse import csc_matrix, identity
    from scipy.sparse.linalg import spsolve

    size = network.size
    sparged, escape = np.zeros(size), np.zeros(size)
    enters, leaves = network.gas_source == SPARGER, network.gas_target == HEADSPACE
    np.add.at(sparged, network.gas_target[enters], network.gas_share[enters])
    np.add.at(escape, network.gas_source[leaves & ~enters], network.gas_share[leaves & ~enters])
    inner = ~enters & ~leaves
    passed = (network.gas_share[inner], (network.gas_target[inner], network.gas_source[inner]))
    routes = csc_matrix(passed, shape=(size, size))
    through = np.atleast_1d(spsolve(identity(size, format="csc") - routes, sparged))
    return sparged, np.asarray(through), escape


def _spread_lift(network: Network, surface: Floats) -> Floats:
    """Lift of what is drawn from the whole surface."""
    places = np.flatnonzero(surface > 0.0)
    if not places.size:
        return np.zeros(len(network.source))
    return np.asarray(surface[places] @ network.lift_from(places.tolist()) / surface.sum())

"""A tank as ideally mixed compartments: the flows between them, and where things stand in the state of all of them.

The state of a network is a table of nodes, one row for every compartment (biomass of every strain | species … | what
cells carry … | dispersed gas O2 CO2 N2 …), and a tail of what the tank has once (volume | heat content | headspace
gas | integrals of the controllers | overrides | oxygen probe || ledgers and totals). So a compartment is a vessel of
its own whose volume is a constant share of the tank's: put together with the tail, its row reads like the state of one
vessel (`records.Layout`), and every kernel that knows one vessel works on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, kernel
from .records import Cursor, Layout, Plant
from .state import dynamic_size, gas_index, headspace_index, heat_index, signal_size, state_size

__all__ = [
    "Flows",
    "Parts",
    "Tank",
    "gather",
    "liquid_width",
    "node_width",
    "parts_of",
    "put_together",
    "shared_size",
    "tail_size",
]


class Flows(NamedTuple):
    """N compartments, E directed liquid edges, S streams; the routes of the gas between compartments are the solver's.

    Liquid flow of an edge [m³/h] = V/V_ref·(per_speed·N + per_gas·(v_s/v_ref)^gas_exponent + fixed) + lift. Every set
    of coefficients conserves volume in every compartment by itself. `lift` [m³/h per m³/h] is what has to flow over
    each edge, so that all shares of the volume stay constant, when something is poured into the place of a stream; its
    last two rows are those of the outlet and of the surface. Every edge has one the other way.
    """

    fraction: NDArray[np.float64]  # (N,) of the liquid volume
    height: NDArray[np.float64]  # (N,) centre above the bottom over the height of the liquid
    source: NDArray[np.int64]  # (E,)
    target: NDArray[np.int64]  # (E,)
    reverse: NDArray[np.int64]  # (E,) edge the other way
    per_speed: NDArray[np.float64]  # (E,) m³ a turn of the stirrer
    per_gas: NDArray[np.float64]  # (E,) m³/h
    fixed: NDArray[np.float64]  # (E,) m³/h
    lift: NDArray[np.float64]  # (S + 2, E)
    gas_exponent: float
    gas_reference: float  # m/s
    volume_reference: float  # m³
    sparged: NDArray[np.float64]  # (N,) share of the sparger's gas that enters each compartment
    through: NDArray[np.float64]  # (N,) share of it that passes each compartment; 0: there is no gas
    escape: NDArray[np.float64]  # (N,) share of the gas leaving each that goes to the headspace
    place: NDArray[np.int64]  # (S,) compartment a stream is poured into
    probe: int  # compartment of the sensors
    outlet: int  # compartment the broth leaves from


class Parts(NamedTuple):
    """Scratch arrays of the right-hand side of N compartments, and what is found on the way."""

    state: NDArray[np.float64]  # (n,) one compartment as a vessel
    slope: NDArray[np.float64]  # (n,) of it
    change: NDArray[np.float64]  # (n,) of the whole tank as a vessel
    signals: NDArray[np.float64]  # (N + 1, signals); the last row is the tank's, with the broth its sensors meet
    theta: NDArray[np.float64]  # (N, p)
    fluxes: NDArray[np.float64]  # (N, outputs)
    region: NDArray[np.int64]  # (N, strains) critical regions
    missed: NDArray[np.int64]  # (N,) 1 where the atlas knew none, until somebody answers
    missing: NDArray[np.float64]  # (N, p) θ there


class Tank(NamedTuple):
    """A vessel, the network of its compartments, where its run stands, and room to compute in."""

    plant: Plant
    flows: Flows
    cursor: Cursor
    parts: Parts


@kernel
def parts_of(layout: Layout, nodes: int, parameters: int) -> Parts:
    """Fresh scratch arrays; no region is known."""
    n = state_size(layout)
    return Parts(
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros((nodes + 1, signal_size(layout))),
        np.zeros((nodes, parameters)),
        np.zeros((nodes, layout.outputs)),
        np.full((nodes, layout.strains), -1),
        np.zeros(nodes, np.int64),
        np.zeros((nodes, parameters)),
    )


@inlined
def liquid_width(layout: Layout) -> int:
    """How many states of a compartment travel with the liquid; they come first."""
    return layout.strains + layout.species + layout.cells


@inlined
def node_width(layout: Layout) -> int:
    """Number of states of a compartment."""
    return liquid_width(layout) + layout.gases


@inlined
def shared_size(layout: Layout) -> int:
    """How many states of the tail can influence a derivative; they come first."""
    return dynamic_size(layout) - node_width(layout)


@inlined
def tail_size(layout: Layout) -> int:
    """Number of states the tank has once."""
    return state_size(layout) - node_width(layout)


@inlined
def gather(
    node: NDArray[np.float64], fraction: float, tail: NDArray[np.float64], layout: Layout, state: NDArray[np.float64]
) -> None:
    """Write a compartment as if it were a vessel: its share of volume and heat, its row, what the tank has once.

    Parameters
    ----------
    node : shape (node_width,)
    fraction : float
        Of the tank's volume.
    tail : shape (tail_size,)
    layout : Layout
    state : shape (state_size,)
        Written as far as anything can influence a derivative.
    """
    width = liquid_width(layout)
    first = gas_index(layout)
    behind = headspace_index(layout)
    rest = 1 + layout.thermal
    state[0] = fraction * tail[0]
    for k in range(width):
        state[1 + k] = node[k]
    if layout.thermal:
        state[heat_index(layout)] = fraction * tail[1]
    for j in range(layout.gases):
        state[first + j] = node[width + j]
    for k in range(dynamic_size(layout) - behind):
        state[behind + k] = tail[rest + k]


@inlined
def put_together(
    nodes: NDArray[np.float64], tail: NDArray[np.float64], layout: Layout, state: NDArray[np.float64]
) -> None:
    """Write the whole tank as if it were one vessel.

    Parameters
    ----------
    nodes : shape (N, node_width)
    tail : shape (tail_size,)
    layout : Layout
    state : shape (state_size,)
        Written.
    """
    gather(nodes[0], 1.0, tail, layout, state)
    width = liquid_width(layout)
    first = gas_index(layout)
    for i in range(1, nodes.shape[0]):
        for k in range(width):
            state[1 + k] += nodes[i, k]
        for j in range(layout.gases):
            state[first + j] += nodes[i, width + j]
    shared = shared_size(layout)
    passive = dynamic_size(layout)
    for k in range(tail_size(layout) - shared):
        state[passive + k] = tail[shared + k]

"""Any network from CSV tables, such as a field of compartments exported from CFD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError, nearest
from ..network import HEADSPACE, SPARGER, Network
from .assembly import Gas, Liquid, finish
from .check import MOST_COMPARTMENTS, Origin, refuse_size
from .potential import Spreading
from .table_file import Column, Row, read_rows

__all__ = ["table_network"]

_COMPARTMENTS = (
    Column("id"),
    Column("volume", "m3"),
    Column("x", "m", needed=False),
    Column("y", "m", needed=False),
    Column("z", "m", needed=False),
    Column("point", needed=False),
)
_FLOWS = (Column("source"), Column("target"), Column("flow", "m3/h"))
_GAS = (Column("source"), Column("target"), Column("share", "", needed=False), Column("flow", "m3/h", needed=False))

_FLOWS_EACH = 100  # rows a compartment, on average
_ROUNDS = 3  # of balancing: one leaves rounding of the solution


def table_network(
    compartments: str | Path,
    flows: str | Path | None = None,
    gas: str | Path | None = None,
    *,
    speed: float = 0.0,
    imbalance: float = 0.001,
    area: float | None = None,
) -> Network:
    """Read a network.

    Parameters
    ----------
    compartments : path
        ``id``, ``volume [m3]``; optionally the middle ``x [m]``, ``y [m]``, ``z [m]`` (z above the bottom) and the
        names of feed points in ``point``, separated by spaces.
    flows : path, optional
        ``source``, ``target``, ``flow [m3/h]``; rows of the same pair add up.
    gas : path, optional
        ``source`` (or ``sparger``), ``target`` (or ``headspace``) and ``share``, or a ``flow [m3/h]`` from which shares
        are computed. Without the file no compartment is aerated but a single one.
    speed : float
        Driving speed at which the flows were taken [1/h]; they are proportional to it. At 0 they never change.
    imbalance : float
        Largest relative difference of what flows in and out of a compartment; it is taken away by the smallest changes
        of the flows in proportion to them.
    area : float, optional
        Cross-section [m²], for the height of the liquid; by default it ends at the highest middle.

    Raises
    ------
    InputError
        A file or the network is wrong; says the file and line.
    """
    rows = read_rows(compartments, _COMPARTMENTS, MOST_COMPARTMENTS)
    label = Path(compartments).name
    refuse_size(len(rows), label)
    index = _numbered(rows)
    origin = Origin(label, compartment={number: row.where for number, row in enumerate(rows)})
    volumes = np.array([row.numbers["volume"] for row in rows])
    liquid, lines = _liquid(flows, index, speed > 0.0)
    origin = replace(origin, flow=_edge_lines(liquid, lines))
    _check_positive(liquid, lines)
    _balance(liquid, volumes, rows, imbalance)
    network = finish(
        label,
        list(index),
        volumes,
        _heights(rows, volumes, area),
        liquid,
        _gas(gas, index),
        _points(rows, index),
        origin,
        boxes=_boxes(rows, volumes, area),
    )
    if speed > 0.0:
        network = replace(network, per_speed=network.per_speed / speed)
    return _with_defaults(network)


def _numbered(rows: Sequence[Row]) -> dict[str, int]:
    """Number of every compartment."""
    index: dict[str, int] = {}
    for row in rows:
        name = row.text["id"]
        if name in index:
            raise InputError(f"{row.where}compartment '{name}' is there twice")
        if row.numbers["volume"] <= 0.0:
            message = f"compartment '{name}' has no volume; leave it out or give it one"
            raise InputError(f"{row.where}{message}")
        index[name] = len(index)
    return index


def _find(row: Row, end: str, index: dict[str, int], outside: dict[str, int]) -> int:
    name = row.text[end]
    if name in outside:
        return outside[name]
    if name not in index:
        hint = nearest(name, [*index, *outside]) if len(index) <= 1000 else ""
        raise InputError(f"{row.where}no compartment is called '{name}' ({end}){hint}")
    return index[name]


def _liquid(path: str | Path | None, index: dict[str, int], by_speed: bool) -> tuple[Liquid, list[str]]:
    """Flows as they stand in the file, and the line of each."""
    liquid, lines = Liquid(), []
    rows = [] if path is None else read_rows(path, _FLOWS, _FLOWS_EACH * MOST_COMPARTMENTS)
    for row in rows:
        source, target = _find(row, "source", index, {}), _find(row, "target", index, {})
        flow = row.numbers["flow"]
        liquid.flow(source, target, per_speed=flow if by_speed else 0.0, fixed=0.0 if by_speed else flow)
        lines.append(row.where)
    return liquid, lines


def _check_positive(liquid: Liquid, lines: list[str]) -> None:
    """Each row by itself: two of the same pair could hide a wrong one."""
    for (source, target, per_speed, _, fixed), where in zip(liquid.rows, lines, strict=True):
        if per_speed + fixed < 0.0:
            raise InputError(f"{where}the flow is negative; swap source and target")
        if source == target:
            raise InputError(f"{where}a flow from a compartment to itself goes nowhere")


def _edge_lines(liquid: Liquid, lines: list[str]) -> dict[int, str]:
    """Line of every edge of the finished network."""
    pairs = sorted({(row[0], row[1]) for row in liquid.rows if row[2] + row[4] != 0.0})
    place = {pair: number for number, pair in enumerate(pairs)}
    found: dict[int, str] = {}
    for row, where in zip(liquid.rows, lines, strict=True):
        if (row[0], row[1]) in place:
            found.setdefault(place[row[0], row[1]], where)
    return found


def _balance(liquid: Liquid, volumes: NDArray[np.float64], rows: Sequence[Row], most: float) -> None:
    """Let every compartment give what it gets, by the least changes of the flows relative to them."""
    if not liquid.rows:
        return
    table = np.array(liquid.rows)
    source, target = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    flow = table[:, 2] + table[:, 4]
    for _ in range(_ROUNDS):
        into = np.bincount(target, flow, len(volumes)).astype(np.float64)
        out = np.bincount(source, flow, len(volumes)).astype(np.float64)
        wrong = np.abs(into - out) / np.maximum(np.maximum(into, out), np.finfo(float).tiny)
        worst = int(np.argmax(wrong))
        if wrong[worst] > most:
            message = f"{into[worst]:.6g} m³/h flow in and {out[worst]:.6g} out, {wrong[worst]:.3g} of it apart"
            name = rows[worst].text["id"]
            raise InputError(
                f"{rows[worst].where}compartment '{name}' does not conserve volume: {message}; at most {most:.3g} is "
                "made to agree (network.imbalance)"
            )
        if wrong[worst] == 0.0:
            break
        flow = flow + _correction(source, target, flow, out - into)
    column = 2 if np.any(table[:, 2]) else 4
    table[:, column] = flow
    liquid.rows = [(int(row[0]), int(row[1]), float(row[2]), float(row[3]), float(row[4])) for row in table]


def _correction(
    source: NDArray[np.int64], target: NDArray[np.int64], flow: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Least relative changes, within each connected part by itself."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(source)), (source, target)), shape=(len(wanted), len(wanted)))
    parts = connected_components(graph, directed=False, return_labels=False)
    if parts > 1:  # reported as unconnected afterwards
        return np.zeros_like(flow)
    used = flow > 0.0
    change = np.zeros_like(flow)
    spread = Spreading(len(wanted), source[used], target[used], flow[used])
    change[used] = spread.flows((wanted - wanted.mean())[:, None])[:, 0]
    return change


def _heights(rows: Sequence[Row], volumes: NDArray[np.float64], area: float | None) -> NDArray[np.float64]:
    """Middle over the height of the liquid; halfway up where the table does not say."""
    if not any("z" in row.numbers for row in rows):
        return np.full(len(rows), 0.5)
    for row in rows:
        if "z" not in row.numbers:
            raise InputError(f"{row.where}'z' is missing; state it for every compartment or for none")
    heights = np.array([row.numbers["z"] for row in rows])
    top = max(float(heights.max()), volumes.sum() / area if area else 0.0) or 1.0
    if heights.min() < 0.0:
        row = rows[int(np.argmin(heights))]
        raise InputError(f"{row.where}z is above the bottom of the tank, so it is not negative")
    return heights / top


def _boxes(rows: Sequence[Row], volumes: NDArray[np.float64], area: float | None) -> NDArray[np.float64] | None:
    """Squares around the middles, for drawing only; None where the table does not say where they are."""
    if area is None or not all({"x", "y", "z"} <= row.numbers.keys() for row in rows):
        return None
    x, y, z = (np.array([row.numbers[axis] for row in rows]) for axis in "xyz")
    radius, top = np.sqrt(area / np.pi), max(float(z.max()), float(volumes.sum()) / area)
    away = np.hypot(x - np.average(x, weights=volumes), y - np.average(y, weights=volumes))
    half = 0.5 * np.cbrt(volumes)
    ends = [(away - half) / radius, (away + half) / radius, (z - half) / top, (z + half) / top]
    return np.asarray(np.clip(np.stack(ends, axis=1), 0.0, 1.0))


def _points(rows: Sequence[Row], index: dict[str, int]) -> dict[str, int]:
    points: dict[str, int] = {}
    for row in rows:
        for name in row.text.get("point", "").split():
            if name in points:
                raise InputError(f"{row.where}point '{name}' is there twice")
            points[name] = index[row.text["id"]]
    return points


def _gas(path: str | Path | None, index: dict[str, int]) -> Gas:
    gas = Gas()
    if path is None:
        if len(index) == 1:
            gas.path([SPARGER, 0, HEADSPACE])
        return gas
    for row in read_rows(path, _GAS, _FLOWS_EACH * MOST_COMPARTMENTS):
        source = _find(row, "source", index, {"sparger": SPARGER})
        target = _find(row, "target", index, {"headspace": HEADSPACE})
        amount = row.numbers.get("share", row.numbers.get("flow"))
        if amount is None:
            raise InputError(f"{row.where}neither 'share' nor 'flow' is given")
        if amount < 0.0:
            raise InputError(f"{row.where}the gas flow is negative; swap source and target")
        if source == target:
            raise InputError(f"{row.where}gas from a compartment to itself goes nowhere")
        gas.flow(source, target, amount)
    return gas


def _with_defaults(network: Network) -> Network:
    """Points that every network has, where the table has not named them, and the places of feed, probe and outlet."""
    top, bottom = int(np.argmax(network.height)), int(np.argmin(network.height))
    middle = int(np.argmin(np.abs(network.height - 0.5)))
    points = {"top": top, "middle": middle, "bottom": bottom, **network.points}
    return replace(
        network,
        points=points,
        feed=points.get("feed", points["top"]),
        probe=points.get("probe", points["middle"]),
        outlet=points.get("outlet", points["bottom"]),
    )

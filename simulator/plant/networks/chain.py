"""Compartments over one another that exchange with their neighbours: what axial dispersion does."""

from __future__ import annotations

from typing import Any

import numpy as np

from ....kernels.column_dispersion import dispersion_baird_rice, dispersion_deckwer
from ..network import HEADSPACE, SPARGER, Network
from ..tracer import mixing_time
from .assembly import Gas, Liquid, finish
from .check import refuse_size

__all__ = ["DISPERSIONS", "axial_chain", "bubble_column"]

DISPERSIONS = {"deckwer": (dispersion_deckwer, 0.3), "baird-rice": (dispersion_baird_rice, 1.0 / 3.0)}
"""Law of the axial dispersion, and the power of the gas velocity in it."""

_REFERENCE = 0.1
"""m/s, the gas velocity a column's flows are given for"""


def axial_chain(count: int, volume: float, time: float, speed: float = 0.0, name: str = "axial-chain") -> Network:
    """Slabs of equal volume, whose exchange gives a mixing time.

    Parameters
    ----------
    count : int
        Slabs.
    volume : float
        Liquid [m³].
    time : float
        Mixing time to 95 % [h] after a pulse into the uppermost slab.
    speed : float
        Driving speed at which it holds [1/h]; the exchange is proportional to it. At 0 it always holds.
    name : str
        For messages.

    Returns
    -------
    Network
        `slab-1` at the bottom to `slab-…`.

    Notes
    -----
    Mixing time is inversely proportional to the exchange, so one tracer pulse with any exchange fixes it.
    """
    trial = _chain(count, volume, name, fixed=volume)
    if count == 1:
        return trial
    flow = volume * mixing_time(trial, trial.fixed) / 3600.0 / time
    if speed > 0.0:
        return _chain(count, volume, name, per_speed=flow / speed)
    return _chain(count, volume, name, fixed=flow)


def bubble_column(
    count: int, volume: float, diameter: float, law: str = "deckwer", name: str = "bubble-column"
) -> Network:
    """Slabs of a column whose exchange is the axial dispersion that rising gas makes.

    Parameters
    ----------
    count : int
        Slabs.
    volume : float
        Liquid [m³].
    diameter : float
        Of the column [m].
    law : str
        One of `DISPERSIONS`.
    name : str
        For messages.

    Returns
    -------
    Network
        As `axial_chain`; its flows follow the gas velocity.

    Notes
    -----
    Neighbours exchange E_L A/Δz each way: the finite-volume form of ∂c/∂t = E_L ∂²c/∂z² with closed ends.
    """
    refuse_size(count, name)
    dispersion, power = DISPERSIONS[law]
    area = 0.25 * np.pi * diameter**2
    slab = volume / area / count
    flow = 3600.0 * float(dispersion(diameter, _REFERENCE)) * area / slab
    rest: dict[str, Any] = {"gas_velocity": _REFERENCE, "gas_exponent": power}
    return _chain(count, volume, name, per_gas=flow, rest=rest)


def _chain(count: int, volume: float, name: str, rest: dict[str, Any] | None = None, **flow: float) -> Network:
    refuse_size(count, name)
    liquid, gas = Liquid(), Gas()
    for slab in range(count - 1):
        liquid.exchange(slab, slab + 1, **flow)
    gas.path([SPARGER, *range(count), HEADSPACE])
    ends = np.linspace(0.0, 1.0, count + 1)
    boxes = np.stack([np.zeros(count), np.ones(count), ends[:-1], ends[1:]], axis=1)
    height = 0.5 * (ends[:-1] + ends[1:])
    return finish(
        name,
        [f"slab-{number}" for number in range(1, count + 1)],
        np.full(count, volume / count),
        height,
        liquid,
        gas,
        {"top": count - 1, "middle": count // 2, "bottom": 0},
        boxes=boxes,
        feed=count - 1,
        probe=int(np.argmin(np.abs(height - 0.2))),
        **(rest or {}),
    )

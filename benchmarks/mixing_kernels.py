"""A model tank in compartments with cheap kinetics: what the solver of networks is measured and tested on.

Eight states per compartment [amounts]: biomass [kg], substrate, acetate, dissolved oxygen, dissolved CO2, ammonium,
oxygen and CO2 of the gas [mol]. Substrate is fed at one place and taken up as fast as it is met; where oxygen does
not suffice the rest becomes acetate, with a kink as flux balances have. Kinetics of the form of Xu, Jahic & Enfors
(1999), Biotechnol. Prog. 15, 81–90, with round numbers.

With shared states: oxygen and CO2 of the headspace, and a controller that raises transfer until the mean oxygen is
at its set point. With passive states: carbon fed, carbon left, nitrogen dosed by what a sensor in one compartment says.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.jit import inlined, kernel
from ..kernels.network_graph import Graph
from ..kernels.network_slope import BASE
from ..kernels.network_step import NetworkKernels, interpolate_network, network_kernels
from ..kernels.network_work import NetworkWork, Shape
from ..kernels.records import Cursor
from ..kernels.stepping import Tolerance

__all__ = [
    "CARBON",
    "INTERPOLATE",
    "KERNELS",
    "LAND",
    "PLAIN",
    "SETTLE",
    "WHOLE",
    "ModelTank",
    "integrate_rows",
    "slope_loop",
    "surroundings",
]

Array = NDArray[np.float64]

PLAIN = Shape(states=8, liquid=6, gas=2, shared=0, passive=0, told=0)
WHOLE = Shape(states=8, liquid=6, gas=2, shared=3, passive=3, told=1)
CARBON = np.array([40.0, 6.0, 2.0, 0.0, 1.0, 0.0, 0.0, 1.0])
"""Carbon of the states of a compartment [mol per kg or mol]."""

LAND, SETTLE, INTERPOLATE = 0, 1, 2

UPTAKE, HALF_SUBSTRATE = 10.0, 0.05  # mol/kg/h, mol/m³
RESPIRATION, HALF_OXYGEN = 15.0, 3e-3  # mol/kg/h, mol/m³
OXYGEN_DEMAND = 2.4  # mol per mol substrate respired
SOLUBILITY = 0.032  # concentration in water over that in gas
SET_POINT = 0.05  # mol/m³, mean oxygen the controller holds
AMMONIUM = 600.0  # mol/m³, that doses hold where the sensor is
DOSING = 20.0  # 1/h, of what is missing in the whole tank


class ModelTank(NamedTuple):
    """Parameters of the N compartments."""

    volume: Array  # m³
    feed: Array  # mol/h of substrate at the start
    feed_growth: float  # 1/h
    air: Array  # mol/h of oxygen entering with the gas
    bubbles: Array  # m³ of gas
    rise: Array  # 1/h, share of its gas that leaves a compartment
    top: Array  # share of what leaves that comes to the headspace
    transfer: float  # kLa, 1/h
    vent: float  # 1/h, share of the headspace that leaves
    gain: float  # m³/mol/h, of the controller
    sensor: int  # compartment where ammonium is measured
    place: Array  # share of what is dosed that comes to each compartment
    dosed: Array  # (1,) mol/h, written


@inlined
def prepare(time: float, state: Array, tank: ModelTank, rates: Array, told: Array) -> None:
    """What is dosed, where anything is."""
    if told.size > 0:
        short = AMMONIUM - state[8 * tank.sensor + 5] / tank.volume[tank.sensor]
        told[0] = DOSING * short * tank.volume[tank.sensor] * tank.volume.size
        tank.dosed[0] = told[0]


@inlined
def local(
    i: int,
    time: float,
    y: Array,
    shared: Array,
    tank: ModelTank,
    hold: bool,
    slope: Array,
    leaving: Array,
    given: Array,
) -> int:
    """One compartment; see `moromi.kernels.network_work.Local`."""
    surroundings(i, time, y, shared, tank, slope, leaving, given)
    part = 1.0 / tank.volume[i]
    oxygen = y[3] * part
    plenty = y[1] * part / (y[1] * part + HALF_SUBSTRATE)
    aerobic = oxygen / (oxygen + HALF_OXYGEN)
    uptake = UPTAKE * plenty * y[5] * part / (y[5] * part + 0.5)
    burnt = min(uptake, RESPIRATION * aerobic / OXYGEN_DEMAND)  # the kink
    over = uptake - burnt
    acetate = 3.0 * y[2] * part / (y[2] * part + 1.0) * aerobic * (1.0 - plenty)
    growth = 0.09 * burnt + 0.03 * over + 0.02 * acetate
    breathed = OXYGEN_DEMAND * burnt + acetate
    exhaled = 6.0 * uptake - 40.0 * growth + 2.0 * (acetate - 0.8 * over)
    slope[0] += growth * y[0]
    slope[1] -= uptake * y[0]
    slope[2] += (0.8 * over - acetate) * y[0]
    slope[3] -= breathed * y[0]
    slope[4] += exhaled * y[0]
    slope[5] -= 7.0 * growth * y[0]
    return int(uptake > burnt)


@inlined
def surroundings(
    i: int, time: float, y: Array, shared: Array, tank: ModelTank, slope: Array, leaving: Array, given: Array
) -> None:
    """What happens to a compartment without its cells: feed, doses, transfer, gas."""
    part = 1.0 / tank.volume[i]
    kla = tank.transfer * (1.0 + shared[2]) if shared.size > 0 else tank.transfer
    dissolved = kla * (SOLUBILITY * y[6] / tank.bubbles[i] - y[3] * part) * tank.volume[i]
    stripped = 0.9 * kla * (y[4] * part - 0.8 * y[7] / tank.bubbles[i]) * tank.volume[i]
    fed = tank.feed[i] * math.exp(tank.feed_growth * time)
    slope[1] = fed
    slope[3] = dissolved
    slope[4] = -stripped
    slope[6] = tank.air[i] - dissolved
    slope[7] = stripped
    leaving[0] = tank.rise[i] * y[6]
    leaving[1] = tank.rise[i] * y[7]
    if given.size > 0:
        given[0] = tank.top[i] * leaving[0]
        given[1] = tank.top[i] * leaving[1]
        given[2] = -tank.gain * y[3]
        given[3] = 6.0 * fed
        given[5] = tank.place[i] * tank.dosed[0]
        slope[5] += given[5]


@inlined
def complete(time: float, shared: Array, tank: ModelTank, slopes: Array) -> None:
    """The headspace, its vent and the controller."""
    if shared.size > 0:
        slopes[0] -= tank.vent * shared[0]
        slopes[1] -= tank.vent * shared[1]
        slopes[2] += tank.gain * SET_POINT * tank.volume.sum()
        slopes[4] += tank.vent * shared[1]


KERNELS: NetworkKernels[ModelTank] = network_kernels(prepare, local, complete)
_evaluate = KERNELS.evaluate
_differentiate = KERNELS.differentiate
_accepted_step = KERNELS.accepted_step
_settle = KERNELS.settle


@kernel
def integrate_rows(
    state: Array,
    tank: ModelTank,
    cursor: Cursor,
    graph: Graph,
    tolerance: Tolerance,
    work: NetworkWork,
    grid: Array,
    rows: Array,
    outputs: int,
) -> int:
    """Run to the end of the grid.

    Parameters
    ----------
    outputs : int
        `LAND`: a step ends at every output. `SETTLE`, `INTERPOLATE`: steps pass them.

    Returns
    -------
    int
        A status.
    """
    row = 0
    while row < grid.size:
        _differentiate(cursor.time, state, tank, graph, work, tolerance.floor)
        longest, rejected = cursor.step, cursor.rejected
        end = grid[row] if outputs == LAND else grid[-1]
        h = _accepted_step(end, state, tank, cursor, graph, tolerance, work)
        if h < 0.0:
            return int(-h)
        reached = end if end - cursor.time - h < 1e-12 else cursor.time + h
        if reached == end and cursor.rejected == rejected:  # cut short, which says nothing about the next one
            cursor.step = max(cursor.step, longest)
        while row < grid.size and grid[row] <= reached:
            share = min((grid[row] - cursor.time) / h, 1.0)
            if outputs == INTERPOLATE or share == 1.0:
                interpolate_network(share, h, state, work)
            else:
                _settle(share, h, state, tank, cursor, graph, tolerance, work)
            rows[row, :] = work.point
            row += 1
        state[:] = work.trial
        cursor.time = reached
    return 0


@kernel
def slope_loop(
    calls: int,
    time: float,
    state: Array,
    tank: ModelTank,
    graph: Graph,
    work: NetworkWork,
    floor: Array,
    out: Array,
) -> None:
    """The right-hand side `calls` times."""
    for _ in range(calls):
        _evaluate(time, state, tank, graph, work, floor, BASE, out)

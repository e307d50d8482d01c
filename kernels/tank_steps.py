"""What a run in a tank of compartments is made of: the right-hand side, steps along it, its signals in between.

As `integrate` has it for one vessel, but the critical regions are no events: in a network some compartment changes its
region in almost every step, so each does at its own stage, and the error of the step judges it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compartments import Tank
from .jit import kernel, uncounted
from .network_graph import Graph
from .network_slope import BASE
from .network_step import network_kernels
from .network_work import LENGTH, NetworkWork
from .phases import past_end
from .stepping import Tolerance
from .tank import compartment, complete_tank, prepare_tank

__all__ = ["DIFFERENTIATE", "EVALUATE", "SETTLE", "STEP", "advance_tank", "survey_tank"]

EVALUATE, DIFFERENTIATE, STEP, SETTLE = 0, 1, 2, 3
"""What `advance_tank` is to do."""

_kernels = network_kernels(prepare_tank, compartment, complete_tank)
_evaluate = _kernels.evaluate
_differentiate = _kernels.differentiate
_accepted_step = _kernels.accepted_step
_settle = _kernels.settle


@uncounted
def advance_tank(
    task: int,
    time: float,
    state: NDArray[np.float64],
    tank: Tank,
    graph: Graph,
    tolerance: Tolerance,
    work: NetworkWork,
) -> float:
    """Evaluate, differentiate, step or settle: one piece of machine code, as kernels made by a factory are not cached.

    Parameters
    ----------
    task : int
        `EVALUATE`: the right-hand side, into ``work.other``. `DIFFERENTIATE`: it and its derivatives, for a step.
        `STEP`, `SETTLE`: see `network_step.network_kernels`.
    time : float
        Clock time [h]; of a step the latest at which it may end; to settle, inside the step just accepted.
    state : shape (size,)
        Nodes, shared states, passive ones.
    tank : Tank
    graph : Graph
    tolerance : Tolerance
    work : NetworkWork

    Returns
    -------
    float
        Length of an accepted step [h] or a negative status; else 0.
    """
    if task == STEP:
        return _accepted_step(time, state, tank, tank.cursor, graph, tolerance, work)
    if task == SETTLE:
        h = work.memory[LENGTH]
        _settle((time - tank.cursor.time) / h, h, state, tank, tank.cursor, graph, tolerance, work)
    elif task == DIFFERENTIATE:
        _differentiate(time, state, tank, graph, work, tolerance.floor)
    else:
        _evaluate(time, state, tank, graph, work, tolerance.floor, BASE, work.other)
    return 0.0


@kernel
def survey_tank(time: float, state: NDArray[np.float64], tank: Tank, work: NetworkWork) -> float:
    """Write the tank's own signals at a state; how far the phase is past its end there (> 0: over)."""
    prepare_tank(time, state, tank, work.rates, work.told[0])
    return past_end(tank.plant, tank.cursor, tank.parts.signals[tank.flows.fraction.size])

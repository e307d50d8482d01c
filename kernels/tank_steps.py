"""What a run in a tank of compartments is made of: the right-hand side, steps along it, its signals in between.

As `integrate` has it for one vessel, but the critical regions are no events: in a network some compartment changes its
region in almost every step, so each does at its own stage, and the error of the step judges it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compartments import Tank
from .jit import kernel
from .network_step import network_kernels
from .network_work import NetworkWork
from .phases import past_end
from .tank import compartment, complete_tank, prepare_tank

__all__ = ["accepted_tank_step", "differentiate_tank", "evaluate_tank", "survey_tank"]

_kernels = network_kernels(prepare_tank, compartment, complete_tank)
evaluate_tank = _kernels.evaluate
differentiate_tank = _kernels.differentiate
accepted_tank_step = _kernels.accepted_step


@kernel
def survey_tank(time: float, state: NDArray[np.float64], tank: Tank, work: NetworkWork) -> float:
    """Write the tank's own signals at a state; how far the phase is past its end there (> 0: over)."""
    prepare_tank(time, state, tank, work.rates)
    return past_end(tank.plant, tank.cursor, tank.parts.signals[tank.flows.fraction.size])

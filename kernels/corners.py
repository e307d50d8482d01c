"""Corners of the fermenter's right-hand side: a controller at an end or at its next stage, an impeller just covered.

No order of a method survives a corner, so a step over one is refused, and refused again as often as its length is
guessed. Where a refused step ran over a corner, the place of the corner is a better guess.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .agitation import FULL_COVER
from .jit import inlined
from .records import Plant
from .rosenbrock import Work
from .state import cascade_index, valve_index
from .vessel_record import STIRRED

__all__ = ["corner_share"]


@inlined
def _earlier(share: float, before: float, after: float, corner: float) -> float:
    """The share, or that at which a line from `before` to `after` meets the corner if it is smaller."""
    if (before - corner) * (after - corner) < 0.0:
        return min(share, (corner - before) / (after - before))
    return share


@inlined
def _cascade(integral: float, plant: Plant, signals: NDArray[np.float64]) -> float:
    """Output of the oxygen cascade before it is limited."""
    operation = plant.operation
    return integral + operation.cascade_gain * (operation.dot_set_point - float(signals[at.PROBE])) / 100.0


@inlined
def _valve(integral: float, plant: Plant, signals: NDArray[np.float64]) -> float:
    """Position of the temperature controller's valve before it is limited."""
    operation = plant.operation
    return integral + operation.valve_gain * (float(signals[at.TEMPERATURE]) - operation.temperature)


@inlined
def corner_share(state: NDArray[np.float64], plant: Plant, work: Work) -> float:
    """Share of a step just tried at which it met the first corner, roughly; 1 where it met none.

    Parameters
    ----------
    state : shape (n,)
        At its start.
    plant : Plant
    work : Work
        Signals of its start (`base`) and of its last stage; `trial` is where it led.
    """
    layout = plant.layout
    vessel = plant.vessel
    share = 1.0
    place = cascade_index(layout)
    before = _cascade(state[place], plant, work.base)
    after = _cascade(work.trial[place], plant, work.signals)
    for k in range(int(plant.operation.cascade_stages) + 1):
        share = _earlier(share, before, after, float(k))
    if layout.thermal:
        place = valve_index(layout)
        before = _valve(state[place], plant, work.base)
        after = _valve(work.trial[place], plant, work.signals)
        for k in range(-1, 2):
            share = _earlier(share, before, after, float(k))
    if vessel.kind == STIRRED:
        before = state[0] / vessel.area - vessel.impeller_clearance
        after = work.trial[0] / vessel.area - vessel.impeller_clearance
        for i in range(int(vessel.impeller_count)):
            share = _earlier(share, before, after, i * vessel.impeller_spacing)
            share = _earlier(share, before, after, i * vessel.impeller_spacing + FULL_COVER * vessel.impeller_diameter)
    return share

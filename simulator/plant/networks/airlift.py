"""An airlift loop: gas rises in one leg and drives the liquid round through the other."""

from __future__ import annotations

import math

import numpy as np

from ....kernels.column import holdup_column
from ....kernels.gas import GRAVITY
from ..network import HEADSPACE, SPARGER, Network
from .assembly import Gas, Liquid, finish
from .check import refuse_size

__all__ = ["airlift_loop", "circulation_velocity"]

_REFERENCE = 0.1
"""m/s, the gas velocity the flow is given for"""
_EXPONENT = 0.35
"""Power of the gas velocity in the flow: the root of the hold-up's 0.7"""
_FRICTION = 11.4
"""Loss coefficient of the turn at the bottom, whose passage is as wide as the downcomer"""


def circulation_velocity(height: float, downcomer: float, holdup: float) -> float:
    """Superficial velocity of the liquid in the riser.

    Parameters
    ----------
    height : float
        Of the liquid [m].
    downcomer : float
        Share of the cross-section that is not riser [-].
    holdup : float
        Gas in the riser [-]; the downcomer is without.

    Returns
    -------
    float
        [m/s]; what gas lifts and the turn at the bottom brakes.

    References
    ----------
    Chisti, Halard & Moo-Young (1988) Chem. Eng. Sci. 43:451-457, with their loss coefficient 11.4 (A_d/A_b)^0.79
    (recalled; taken to be good to 30 %).
    """
    areas = (1.0 - downcomer) / downcomer
    return math.sqrt(2.0 * GRAVITY * height * holdup / (_FRICTION * areas**2))


def airlift_loop(count: int, volume: float, diameter: float, downcomer: float, name: str = "airlift-loop") -> Network:
    """Slabs of a riser with gas, and as many of a downcomer without, in a loop.

    Parameters
    ----------
    count : int
        Slabs of each leg.
    volume : float
        Liquid [m³].
    diameter : float
        Of a column with the cross-section of both [m].
    downcomer : float
        Share of the cross-section that is not riser [-].
    name : str
        For messages.

    Returns
    -------
    Network
        `riser-1` at the bottom to `riser-…`, then `downcomer-1` at the top to `downcomer-…` at the bottom. Feeds come
        in at the top of the downcomer, the probe is in the riser.

    Notes
    -----
    The flow follows the gas velocity to the power of 0.35, as the root of the hold-up of Heijnen & van 't Riet (1984).
    """
    refuse_size(2 * count, name)
    height = volume / (0.25 * np.pi * diameter**2)
    risen = float(holdup_column(_REFERENCE / (1.0 - downcomer)))
    velocity = circulation_velocity(height, downcomer, risen)
    flow = 3600.0 * velocity * (1.0 - downcomer) * 0.25 * np.pi * diameter**2
    liquid, gas = Liquid(), Gas()
    liquid.path([*range(2 * count), 0], per_gas=flow)
    gas.path([SPARGER, *range(count), HEADSPACE])
    ends = np.linspace(0.0, 1.0, count + 1)
    low, high = np.concatenate([ends[:-1], ends[-2::-1]]), np.concatenate([ends[1:], ends[:0:-1]])
    wall = math.sqrt(1.0 - downcomer)
    inner, outer = np.repeat([0.0, wall], count), np.repeat([wall, 1.0], count)
    middle = 0.5 * (low + high)
    return finish(
        name,
        [f"{leg}-{number}" for leg in ("riser", "downcomer") for number in range(1, count + 1)],
        np.repeat([volume * (1.0 - downcomer) / count, volume * downcomer / count], count),
        middle,
        liquid,
        gas,
        {"top": count - 1, "middle": count // 2, "bottom": 0, "downcomer": count},
        boxes=np.stack([inner, outer, low, high], axis=1),
        feed=count,
        probe=int(np.argmin(np.abs(middle[:count] - 0.5))),
        gas_velocity=_REFERENCE,
        gas_exponent=_EXPONENT,
    )

"""Gas that rises straight up through boxes of a tank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..network import HEADSPACE, SPARGER
from .assembly import Gas

__all__ = ["rising_gas"]

_TOUCH = 1e-9


def rising_gas(boxes: NDArray[np.float64]) -> Gas:
    """Gas spread evenly over the bottom, each box passing it on to those above by the area in common.

    Parameters
    ----------
    boxes : (N, 4) array
        As in `Network`; they fill the tank.

    Returns
    -------
    Gas
        Every box has gas; the same velocity everywhere, as in a vessel whose gas rises as a plug.
    """
    gas = Gas()
    area = boxes[:, 1] ** 2 - boxes[:, 0] ** 2
    order = np.argsort(boxes[:, 2], kind="stable")
    low = boxes[order, 2]
    for place, (inner, outer, bottom, top) in enumerate(boxes):
        if bottom <= _TOUCH:
            gas.flow(SPARGER, place, float(area[place]))
        if top >= 1.0 - _TOUCH:
            gas.flow(place, HEADSPACE)
            continue
        above = order[np.searchsorted(low, top - _TOUCH) : np.searchsorted(low, top + _TOUCH, side="right")]
        common = np.minimum(boxes[above, 1], outer) ** 2 - np.maximum(boxes[above, 0], inner) ** 2
        for other, share in zip(above, common, strict=True):
            if share > _TOUCH:
                gas.flow(place, int(other), float(share))
    return gas

"""Whether compartments kept to what cells can do: an integrator that is too loose leaves oxygen below zero."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["astray_remarks"]

_SHARE = 0.01  # of the highest uptake: below it is rounding


def astray_remarks(local: Mapping[str, NDArray[np.float64]]) -> list[str]:
    """A sentence where cells of a compartment seem to give oxygen off, which none does.

    Parameters
    ----------
    local : dict of str to array, shape (rows, N)
        Columns of compartments; ``local_q_oxygen`` [mmol/gDW/h] is negative where oxygen is taken up.
    """
    rates = local.get("local_q_oxygen")
    if rates is None or not rates.size:
        return []
    rows = np.flatnonzero(rates.max(axis=1) > _SHARE * np.abs(rates).max())
    if not rows.size:
        return []
    return [
        f"in {100.0 * rows.size / len(rates):.2g} % of the rows cells of some compartment give oxygen off, which none "
        "does: what is told of single compartments there is not to be trusted; make tolerance.relative smaller"
    ]

"""Where the broth is what the cells do not bear."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from .trajectory import Trajectory

__all__ = ["beyond_tolerance"]


def beyond_tolerance(run: Trajectory, scenario: Scenario) -> dict[str, NDArray[np.bool_]]:
    """Rows in which a limit that any strain states is passed, by its name; nothing for limits that none states.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
    """
    stated = [strain.tolerates for strain in scenario.members.values() if strain.tolerates is not None]
    pressures = [item.carbon_dioxide_pressure.value for item in stated if item.carbon_dioxide_pressure is not None]
    if not pressures:
        return {}
    return {"carbon_dioxide_pressure": np.asarray(run.signal("p_co2") > min(pressures))}

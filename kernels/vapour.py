"""Water that leaves with the gas, its heat of vaporisation and its volume; what a condenser gives back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .evaporation import moisture
from .heat import evaporation_heat
from .jit import inlined
from .laws import smooth_step
from .liquid import EMPTY
from .records import Plant

__all__ = ["WATER_VOLUME", "evaporate", "water_lost"]

WATER_VOLUME = 1.8069e-5  # m³/mol of liquid water at 25 °C (997.05 kg/m³)


@inlined
def evaporate(plant: Plant, signals: NDArray[np.float64], outflow: float, slope: NDArray[np.float64]) -> None:
    """Gas leaves the broth saturated at its temperature and head pressure; write what that takes, change the volume.

    Parameters
    ----------
    plant : Plant
        Its vessel's condenser returns a share of the vapour as water of the broth's temperature.
    signals : shape (signal_size,)
        Volume [m³/h] and heat [W] of evaporation are written.
    outflow : float
        Dry gas from the broth into the headspace [mol/h].
    slope : shape (state_size,)
    """
    taken, brought = _moisture(plant, signals, outflow)
    lost = WATER_VOLUME * (taken * (1.0 - plant.vessel.condenser) - brought)
    signals[at.EVAPORATION] = lost
    signals[at.HEAT_EVAPORATION] = evaporation_heat(taken - brought, signals[at.TEMPERATURE])
    slope[0] -= lost


@inlined
def water_lost(plant: Plant, signals: NDArray[np.float64], outflow: float) -> float:
    """Volume of water [m³/h] that dry gas [mol/h] takes from the broth for good, less what the inlet brings."""
    taken, brought = _moisture(plant, signals, outflow)
    return WATER_VOLUME * (taken * (1.0 - plant.vessel.condenser) - brought)


@inlined
def _moisture(plant: Plant, signals: NDArray[np.float64], outflow: float) -> tuple[float, float]:
    """Water vapour [mol/h] that leaves the broth with dry gas [mol/h], and that the inlet brings."""
    operation = plant.operation
    vapour = signals[at.VAPOUR_PRESSURE]
    # a vessel that dries out has ever less surface: the last of it never goes
    wet = smooth_step(signals[at.FILL] / EMPTY)
    taken = wet * moisture(max(outflow, 0.0), vapour, signals[at.PRESSURE])
    brought = moisture(signals[at.GAS_FLOW], operation.gas_humidity * vapour, signals[at.PRESSURE])
    return taken, brought

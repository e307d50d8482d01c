"""What the simulator leaves out, estimated afterwards, with a sentence where it would have mattered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels.series import ammonia_fractions, ammonia_henries, hydration_constants
from ..scenario import Scenario
from .trajectory import Trajectory

__all__ = ["hydration_share", "neglected", "stripped_ammonia"]

Column = NDArray[np.float64]

_LOST = 0.02  # share of the ammonium
_LAGS = 0.1  # share of what uncatalysed hydration can do
_OFTEN = 0.05  # share of the time
_LEAST = 1e-9  # mol/m³


def neglected(run: Trajectory, scenario: Scenario) -> list[str]:
    """Sentences about ammonia that the gas would have taken along, and about CO2 that would not have kept up."""
    texts = []
    lost = stripped_ammonia(run)
    if lost > _LOST:
        texts.append(
            f"the gas would have taken up to {100.0 * lost:.2g} % of the ammonium along as ammonia, which is left out: "
            "lower the pH or the aeration, or trust the nitrogen balance less"
        )
    share = hydration_share(run)
    if share.size and float(np.mean(share > _LAGS)) > _OFTEN:
        texts.append(
            f"bicarbonate changed so fast that hydration of CO2, taken to be in equilibrium, would have needed up to "
            f"{100.0 * float(np.max(share)):.2g} % of what it can without carbonic anhydrase: the pH lags by seconds"
        )
    return texts


def stripped_ammonia(run: Trajectory) -> float:
    """Ammonia that the gas carries out if it leaves in equilibrium, over all ammonium brought [-]; an upper bound.

    A condenser returns most of it with the water, which is not counted.
    """
    if "ammonium" not in run.species:
        return 0.0
    temperature, acidity = run.signal("temperature"), run.signal("ph")
    free = ammonia_fractions(acidity, temperature)
    partial = np.maximum(run.concentration("ammonium"), 0.0) * free / ammonia_henries(temperature)  # bar
    dry = run.signal("pressure") - run.signal("vapour_pressure")
    rate = run.signal("offgas_flow") * partial / dry  # mol/h
    lost = float(np.trapezoid(rate, run.time))
    used = float(np.trapezoid(-run.mean_flux("ammonium") * run.biomass(), run.time))
    brought = float(run.amount("ammonium")[-1] + run.left_amount("ammonium")[-1]) + max(used, 0.0)
    return lost / brought if brought > _LEAST * float(run.volume()[-1]) else 0.0


def hydration_share(run: Trajectory) -> Column:
    """Net hydration of CO2 that equilibrium implies over what goes one way without an enzyme, shape (rows − 1,)."""
    if len(run.time) < 2:
        return np.zeros(0)
    carbon, free = run.amount("carbon_dioxide"), run.signal("carbon_dioxide_free")
    step = np.diff(run.time)
    ions = carbon * (1.0 - free)
    oneway = hydration_constants(run.signal("temperature")) * np.maximum(carbon * free, 0.0)
    mean = 0.5 * (oneway[1:] + oneway[:-1])
    there = (step > 0.0) & (mean > _LEAST * run.volume()[1:])
    net = np.abs(np.diff(ions)) / np.where(there, step, 1.0)
    return np.where(there, net / np.where(there, mean, 1.0), 0.0)

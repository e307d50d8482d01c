"""Where a broth is so thick that the stirrer no longer mixes it as water."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels.mixing import TURBULENT
from ...kernels.series import cavern_ratios
from ..scenario import Scenario
from ..scenario.medium import CELLS
from .trajectory import Trajectory

__all__ = ["cavern_diameter", "standing", "too_viscous", "yield_stress"]

Mask = NDArray[np.bool_]
Column = NDArray[np.float64]


def _thickener(run: Trajectory, scenario: Scenario) -> Column:
    """What thickens the broth [kg/m³]."""
    name = scenario.medium.rheology.of
    if name == CELLS or scenario.reactions is None:
        return np.asarray(run.biomass() / run.volume())
    return run.share([*scenario.reactions.groups].index(name))


def yield_stress(run: Trajectory, scenario: Scenario) -> Column:
    """Stress below which the broth does not flow [Pa]."""
    rheology = scenario.medium.rheology
    amount = np.maximum(_thickener(run, scenario), 0.0) / rheology.reference.value
    return np.asarray(rheology.yield_stress * amount**rheology.yield_exponent)


def cavern_diameter(run: Trajectory, scenario: Scenario) -> Column:
    """Of the cavern in which the stirrer moves a broth with a yield stress [m]; at most the vessel's."""
    stirrer, vessel = scenario.vessel.impellers, scenario.vessel
    if stirrer is None:
        return np.full(run.time.shape, vessel.diameter)
    number, speed = vessel.power_factor * stirrer.power_number, run.signal("stirrer_speed")
    ratio = cavern_ratios(number, scenario.medium.density, speed, stirrer.diameter, yield_stress(run, scenario))
    return np.asarray(np.minimum(stirrer.diameter * ratio, vessel.diameter))


def standing(run: Trajectory, scenario: Scenario) -> Mask:
    """Where broth at the wall stands still: the cavern around the stirrer does not reach it."""
    if scenario.medium.rheology.yield_stress <= 0.0:
        return np.zeros(run.time.shape, bool)
    return np.asarray(cavern_diameter(run, scenario) < scenario.vessel.diameter)


def too_viscous(run: Trajectory, scenario: Scenario) -> Mask:
    """Where a thickened broth is mixed without turbulence (Grenville & Nienow 2004)."""
    stirrer, medium = scenario.vessel.impellers, scenario.medium
    if stirrer is None or not (medium.rheology.by_shear or medium.rheology.wet_volume > 0.0):
        return np.zeros(run.time.shape, bool)
    reynolds = medium.density * run.signal("stirrer_speed") * stirrer.diameter**2 / run.signal("viscosity")
    return np.asarray(stirrer.power_number ** (1.0 / 3.0) * reynolds < TURBULENT)

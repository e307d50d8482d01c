"""Where the stirrer's turbulence is more than the cells bear."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels.series import circulation_functions, kolmogorov_lengths, local_dissipations
from ..scenario import Scenario
from ..scenario.shear import Shear
from ..scenario.vessel import Impellers
from .trajectory import Trajectory

__all__ = ["eddies", "sheared"]

Mask = NDArray[np.bool_]
Column = NDArray[np.float64]

_BLADE = 0.2  # height over diameter of an impeller's blades: of a Rushton turbine; others are taken to be as high
_CUBE = 1.0  # share φ of the power that is dissipated in a cube of the impeller's diameter


def sheared(run: Trajectory, scenario: Scenario) -> Mask:
    """Rows in which a limit of any strain is passed; none where nothing is stirred or no strain states one.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
    """
    found = np.zeros(run.time.shape, bool)
    stirrer = scenario.vessel.impellers
    if stirrer is None:
        return found
    for strain in scenario.members.values():
        if strain.shear is not None:
            found |= _beyond(run, scenario, stirrer, strain.shear)
    return found


def _beyond(run: Trajectory, scenario: Scenario, stirrer: Impellers, shear: Shear) -> Mask:
    """Rows beyond one strain's limits."""
    beyond = np.zeros(run.time.shape, bool)
    if shear.dissipation is not None:
        beyond |= _at_the_blades(run, scenario, stirrer) > shear.dissipation.value
    if shear.eddies is not None:
        beyond |= eddies(run, scenario) < shear.eddies.value
    if shear.circulation is not None:
        beyond |= _circulation(run, stirrer) > shear.circulation.value
    if shear.tip_speed is not None:
        beyond |= np.pi * stirrer.diameter * run.signal("stirrer_speed") > shear.tip_speed.value
    return beyond


def _at_the_blades(run: Trajectory, scenario: Scenario, stirrer: Impellers) -> Column:
    """Dissipation [W/kg] near the blades, with the power number under gas."""
    ungassed = run.signal("power_ungassed")
    share = np.where(ungassed > 0.0, run.signal("power_gassed") / np.where(ungassed > 0.0, ungassed, 1.0), 0.0)
    number = scenario.vessel.power_factor * stirrer.power_number * share
    return np.asarray(local_dissipations(number, run.signal("stirrer_speed"), stirrer.diameter, _CUBE))


def eddies(run: Trajectory, scenario: Scenario) -> Column:
    """Kolmogorov length [m] at the mean dissipation, shape (rows,); infinite where nothing stirs."""
    density = scenario.medium.density
    mean = run.signal("power_gassed") / run.volume() / density
    return np.asarray(kolmogorov_lengths(run.signal("viscosity") / density, mean))


def _circulation(run: Trajectory, stirrer: Impellers) -> Column:
    """Energy dissipation circulation function [W/m³/s] of one impeller in its share of the broth."""
    power, speed = run.signal("power_gassed") / stirrer.count, run.signal("stirrer_speed")
    width, height, volume = stirrer.diameter, _BLADE * stirrer.diameter, run.volume() / stirrer.count
    return np.asarray(circulation_functions(power, speed, width, height, stirrer.flow_number, volume))

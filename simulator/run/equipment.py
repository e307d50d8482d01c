"""Where the vessel and its equipment are at their limit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels.recipe import LID_OPEN
from ...kernels.series import flooding_flow_numbers, hydrostatic_pressures
from ..plant.operation import cascade_turns
from ..scenario import Scenario
from .aggregates import aggregate_limits
from .continuous import brim
from .shear import sheared
from .thick import standing, too_viscous
from .tolerated import beyond_tolerance
from .trajectory import Trajectory

__all__ = ["VALVE_FULL", "at_the_lid", "equipment_limits", "held_back"]

Mask = NDArray[np.bool_]
Column = NDArray[np.float64]

VALVE_FULL = 0.999
_CASCADE_FULL = 0.9983  # share of its way
_TURN_OVER = 0.005  # output of the cascade before the end of a stage from which it is at its end
_MOTOR_FULL = 0.999
_PUMP_FULL = 0.999


def equipment_limits(run: Trajectory, scenario: Scenario) -> dict[str, Mask]:
    """Rows in which the vessel or its equipment binds, by the name of the limit.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario

    Returns
    -------
    dict of str to mask, shape (rows,)
        ``oxygen_transfer``: the oxygen cascade is at its end. ``cooling``, ``heating``: their valve is. ``volume``:
        broth above the working volume. ``level``: broth under the lid, where the level switch stops the pumps.
        ``base``, ``acid``: their pump is at its most. Of sparged vessels ``motor``: at its power, so that the stirrer
        is held back; ``air``: the gas flow is the vessel's most and the cascade wants more; ``pressure``: so is
        the head pressure, at what the vessel bears; ``foam``: it is as high as the room above the broth; ``flooding``:
        gas floods the lowest impeller (Rushton turbines); ``shear``: more turbulence than the cells bear;
        ``viscosity``: a thickened broth is mixed without turbulence; ``yield_stress``: the stirrer moves what is
        around it, and not what is at the wall. Where a strain states it, ``carbon_dioxide_pressure``: more dissolved
        CO2 than its cells bear. Of cells in aggregates also those of `aggregate_limits`.
    """
    masks = {
        "oxygen_transfer": np.asarray(run.signal("cascade_share") > _CASCADE_FULL),
        "cooling": _too_warm(run),
        "heating": np.asarray(run.signal("valve") < -VALVE_FULL),
        "volume": np.asarray(run.signal("fill") > brim(run)),
        "level": at_the_lid(run, scenario),
    }
    control = scenario.recipe.ph_control
    for role, _, pump in control.pumps() if control is not None else ():
        masks[role] = np.asarray(run.signal(f"{role}_rate") > _PUMP_FULL * pump.rate)
    if scenario.vessel.sparged:
        masks["motor"] = held_back(run, scenario)
        full = cascade_turns(scenario.recipe)["gas"][1] - _TURN_OVER
        most = scenario.recipe.dissolved_oxygen.aeration[1] >= (1.0 - 1e-6) * scenario.vessel.limits.aeration
        masks["air"] = np.asarray((run.signal("cascade") > full) & most)
        bearing = run.signal("pressure") > (1.0 - 1e-6) * scenario.vessel.limits.head_pressure
        masks["pressure"] = masks["oxygen_transfer"] & bearing
        masks["foam"] = _foams(run, scenario)
        masks["flooding"] = _floods(run, scenario)
        masks["shear"] = sheared(run, scenario)
        masks["viscosity"] = too_viscous(run, scenario)
        masks["yield_stress"] = standing(run, scenario)
    return masks | beyond_tolerance(run, scenario) | aggregate_limits(run, scenario)


def _too_warm(run: Trajectory) -> Mask:
    """Where the valve of jacket and coil is fully open; in a flask, where the incubator could not keep up."""
    if run.layout.thermal:
        return np.asarray(run.signal("valve") > VALVE_FULL)
    return np.asarray(run.signal("cooling") > 1.0)


def held_back(run: Trajectory, scenario: Scenario) -> Mask:
    """Where the motor is at its power and turns the stirrer no faster."""
    asked = scenario.recipe.dissolved_oxygen.stirrer_speed[0] > 0.0
    powerless = scenario.vessel.kind == "stirred" and scenario.vessel.limits.shaft_power <= 0.0
    return np.asarray((run.signal("motor") > _MOTOR_FULL) | (powerless and asked))


def _room(run: Trajectory, scenario: Scenario) -> Column:
    """Room between aerated broth and lid [m³]."""
    return np.asarray(scenario.vessel.nominal_volume - run.volume() / (1.0 - run.signal("gas_holdup")))


def at_the_lid(run: Trajectory, scenario: Scenario) -> Mask:
    """Where the aerated broth is so high that the level switch holds the pumps back."""
    return np.asarray(_room(run, scenario) < LID_OPEN * scenario.vessel.nominal_volume)


def _dry(run: Trajectory, pressure: Column) -> Column:
    return np.asarray(pressure - run.signal("vapour_pressure"))


def _foams(run: Trajectory, scenario: Scenario) -> Mask:
    """Where gas velocity at the surface times the life of a bubble in the foam is the room there is."""
    expanded = _dry(run, run.signal("pressure_mean")) / _dry(run, run.signal("pressure"))
    life = 3600.0 * scenario.medium.foaminess  # s
    height = np.maximum(run.signal("gas_velocity") * expanded, 0.0) * life
    return np.asarray(height * scenario.vessel.cross_section > _room(run, scenario))


def _floods(run: Trajectory, scenario: Scenario) -> Mask:
    """Where the gas at the lowest impeller is more than it disperses."""
    vessel, stirrer = scenario.vessel, scenario.vessel.impellers
    if stirrer is None or stirrer.type != "rushton":
        return np.zeros(run.time.shape, bool)
    depth = np.maximum(run.volume() / vessel.cross_section - stirrer.clearance, 0.0)
    below = hydrostatic_pressures(run.signal("pressure"), scenario.medium.density, depth)
    flow = run.signal("gas_velocity") * vessel.cross_section * _dry(run, run.signal("pressure_mean")) / _dry(run, below)
    speed = run.signal("stirrer_speed")
    ratio = stirrer.diameter / vessel.diameter
    most = vessel.flooding_factor * flooding_flow_numbers(ratio, speed, stirrer.diameter)
    return np.asarray(flow > most * speed * stirrer.diameter**3)

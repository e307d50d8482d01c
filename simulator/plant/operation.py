"""Set points, controllers and actuator ranges → the kernel's operation record."""

from __future__ import annotations

import numpy as np

from ...kernels.gas import STANDARD_MOLAR_VOLUME
from ...kernels.records import OPERATION
from ..scenario import Recipe, Scenario
from .solubility import solubility_in

__all__ = ["cascade_turns", "gas_flow", "held_ideally", "operation_record", "overrides"]


def gas_flow(aeration: float, volume: float) -> float:
    """Dry molar gas flow [mol/h] of an aeration [1/h at standard conditions] over a liquid volume [m³]."""
    return aeration * volume / STANDARD_MOLAR_VOLUME


def held_ideally(scenario: Scenario) -> bool:
    """Whether the temperature is the set point whatever happens: in what is shaken, or because the recipe says so."""
    return not scenario.vessel.sparged or scenario.recipe.temperature_control.ideal


def overrides(scenario: Scenario) -> bool:
    """Whether a feed that backs off takes its time to."""
    recipe = scenario.recipe
    slow = {"oxygen": recipe.dissolved_oxygen.override_time, "cooling": recipe.temperature_control.override_time}
    return any(slow[name] > 0.0 for phase in recipe.phases for feed in phase.feed for name in feed.backs_off)


def cascade_turns(recipe: Recipe) -> dict[str, tuple[int, int]]:
    """Between which outputs of the oxygen cascade ``stirrer``, ``gas``, ``oxygen`` and ``pressure`` move.

    What the recipe fixes has no turn, its two outputs are the same: the controller would wind through nothing.
    """
    oxygen = recipe.dissolved_oxygen
    held = [recipe.set_points.pressure, *(phase.set_points.pressure for phase in recipe.phases)]
    ranges = {
        "stirrer": oxygen.stirrer_speed,
        "gas": oxygen.aeration,
        "oxygen": recipe.inlet_oxygen,
        "pressure": (min(pressure for pressure in held if pressure is not None), oxygen.pressure or 0.0),
    }
    turns, begin = {}, 0
    for name, (low, high) in ranges.items():
        turns[name] = (begin, begin + int(high > low))
        begin = turns[name][1]
    return turns


def operation_record(scenario: Scenario) -> np.void:
    """Numbers of how a scenario is operated, less the set points, which its phases bring.

    Aeration in vvm counts the vessel's working volume. A shaken flask's gas flow is the renewal of its
    gas through the closure.

    Returns
    -------
    record OPERATION
    """
    recipe = scenario.recipe
    oxygen = recipe.dissolved_oxygen
    record = np.zeros(1, OPERATION)
    record["density"] = scenario.medium.density
    warm = recipe.set_points.temperature
    record["oxygen_solubility"] = solubility_in(scenario.medium, "oxygen", warm)
    record["carbon_dioxide_solubility"] = solubility_in(scenario.medium, "carbon_dioxide", warm)
    record["stirrer_low"], record["stirrer_high"] = oxygen.stirrer_speed
    record["gas_low"], record["gas_high"] = _gas_range(scenario)
    record["oxygen_low"], record["oxygen_high"] = recipe.inlet_oxygen
    record["inlet_rest"] = recipe.gas.rest
    # where the sparger's gas is held, what returns is nobody's concern but the make-up's (run/gas_loop.py)
    record["gas_recycle"] = recipe.gas_recycle if recipe.gas.held_at == "fresh" else 0.0
    record["gas_humidity"] = recipe.gas.humidity
    record["probe_lag"] = recipe.sensors.dissolved_oxygen.lag
    turns = cascade_turns(recipe)
    for name in turns:
        record[f"{name}_stage"] = turns[name][0]
    record["cascade_stages"] = float(max(turns["pressure"][1], 1))
    record["pressure_high"] = oxygen.pressure or 0.0
    record["cascade_gain"] = oxygen.gain
    record["cascade_time"] = oxygen.integral_time
    record["oxygen_override"] = oxygen.override_time
    record["ionic_strength"] = scenario.medium.ionic_strength
    heat = recipe.temperature_control
    record["heat_capacity"] = scenario.medium.density * scenario.medium.heat_capacity / 3600.0
    record["start_temperature"] = recipe.set_points.temperature if heat.start is None else heat.start
    record["feed_temperature"], record["gas_temperature"] = heat.feed, heat.gas
    record["valve_gain"], record["valve_time"] = heat.gain, heat.integral_time
    record["cooling_override"] = heat.override_time
    record["feed_factor"] = recipe.feed_factor
    record["overflow"] = recipe.overflow or 0.0
    record["retention"] = recipe.retention
    if recipe.sampling is not None:
        record["sample_interval"] = recipe.sampling.interval
        record["sample_volume"] = recipe.sampling.volume
    record["end"] = recipe.end
    row: np.void = record[0]
    return row


def _gas_range(scenario: Scenario) -> tuple[float, float]:
    vessel = scenario.vessel
    if vessel.shaking is not None:
        room = vessel.nominal_volume - scenario.recipe.start.volume
        flow = vessel.shaking.ventilation * room / STANDARD_MOLAR_VOLUME
        return flow, flow
    low, high = scenario.recipe.dissolved_oxygen.aeration
    return gas_flow(low, vessel.working_volume), gas_flow(high, vessel.working_volume)

"""What a run says besides its numbers: its phases, and what a careful person would add."""

from __future__ import annotations

import numpy as np

from ...kernels.integrate import EVENT_TIMEOUT
from ..plant.correlations import range_warnings
from ..plant.programme import held_set_points
from ..plant.used import used_correlations
from ..scenario import Scenario
from .columns import Column
from .combustible import combustible_remarks
from .continuous import brim, washes_out
from .equipment import VALVE_FULL, at_the_lid, held_back
from .gas_loop import loop_remarks
from .neglected import neglected
from .trajectory import Trajectory

__all__ = ["main_substrate", "phase_events", "run_warnings"]

# fed for what they bring besides carbon, not as a substrate
_NUTRIENTS = ("ammonium", "nitrate", "phosphate", "sulphate", "potassium", "magnesium")
_GONE = 0.01  # share of its highest density below which a strain counts as washed out


def main_substrate(scenario: Scenario) -> str:
    """The carbon substrate yields refer to: of the feeds, nutrients aside, or of the first uptake."""
    control = scenario.recipe.ph_control
    dosed = {pump.stream for _, _, pump in control.pumps()} if control is not None else set()
    for stream, feed in scenario.recipe.feeds.items():
        for name in feed.concentrations:
            if stream not in dosed and name not in _NUTRIENTS:
                return name
    uptake = next(iter(scenario.first_strain.uptakes))
    return _made_from(uptake, scenario) or uptake


def _made_from(name: str, scenario: Scenario) -> str:
    """Raw material of which reactions in the medium make a species that the broth starts without; else nothing."""
    if scenario.reactions is None or name in scenario.recipe.start.concentrations:
        return ""
    raw = scenario.reactions.raw_materials
    steps = scenario.reactions.steps.values()
    made = (step.reference for step in steps if step.stoichiometry.get(name, 0.0) > 0.0 and step.reference in raw)
    return next(made, "")


def phase_events(scenario: Scenario, run: Trajectory) -> list[dict[str, float | str]]:
    """Phases as they began, why the last ones ended."""
    names = scenario.recipe.step_names
    found = [_begin(float(run.time[0]), names[0])]
    for event in run.events:
        late = " at its time limit" if event.kind == EVENT_TIMEOUT else ""
        found.append({"time": event.time, "kind": "end", "what": f"{names[event.phase]} ends{late}"})
        if event.phase + 1 < len(names):
            found.append(_begin(event.time, names[event.phase + 1]))
    return found


def _begin(time: float, name: str) -> dict[str, float | str]:
    return {"time": time, "kind": "phase", "name": name, "what": f"{name} begins"}


def run_warnings(scenario: Scenario, run: Trajectory, table: dict[str, Column]) -> list[str]:
    """Sentences about limits that were passed and correlations used outside their range."""
    texts = []
    for event in run.events:
        if event.kind == EVENT_TIMEOUT:
            name = scenario.recipe.step_names[event.phase]
            texts.append(f"phase '{name}' ran into its time limit at {event.time:.3g} h: check its end condition")
    held = held_back(run, scenario)
    if np.any(held):
        most = 60.0 * float(np.max(run.signal("stirrer_speed")[held]))
        texts.append(f"the motor at its power held the stirrer back to {most:.0f} rpm: lower the upper stirrer speed")
    texts += (
        _temperature(scenario, run) + combustible_remarks(run, scenario, table) + loop_remarks(run, scenario.recipe)
    )
    if np.any(run.signal("fill") > brim(run) + 1e-9):
        texts.append("the broth rose above the working volume")
    if np.any(at_the_lid(run, scenario)):
        texts.append("the aerated broth reached the lid: the level switch held the pumps back; end the feed before")
    return texts + _placeless(scenario) + _displaced(run) + neglected(run, scenario) + _out_of_range(scenario, table)


def _placeless(scenario: Scenario) -> list[str]:
    """Feeds that come in at a place, where there is only one."""
    plan = scenario.network_plan
    if plan is not None and plan.kind != "ideal":
        return []
    return [
        f"feed '{name}' comes in at '{feed.at}', which counts in a vessel with a 'network'; {scenario.vessel.name} is "
        "ideally mixed here"
        for name, feed in scenario.recipe.feeds.items()
        if feed.at is not None
    ]


def _displaced(run: Trajectory) -> list[str]:
    """Which of several strains are leaving the vessel faster than they grow, and are all but gone."""
    if len(run.members) == 1:
        return []
    texts = []
    for place, member in enumerate(run.members):
        cells = run.density(place)
        if washes_out(run, place)[-1] and cells[-1] < _GONE * float(np.max(cells)):
            growth, leaving = float(run.flux("growth", place)[-1]), float(run.signal("cell_loss_rate")[-1])
            texts.append(
                f"strain '{member.name}' is washed out: at the end it grows at {growth:.3g} 1/h, "
                f"while the outflow takes {leaving:.3g} 1/h"
            )
    return texts


_NOTICED = 0.5  # K
_SHIFT = 1.0  # h of a phase, in which a vessel may still be on its way to a new set point


def _temperature(scenario: Scenario, run: Trajectory) -> list[str]:
    """Where the set point could not be held: how far the temperature went."""
    if not run.layout.thermal:
        over = np.any(run.signal("cooling") > 1.0)
        return ["the heat load exceeds the cooling capacity: the temperature could not be held"] if over else []
    texts = []
    set_points = np.array([held.temperature for held in held_set_points(scenario.recipe)])
    held = set_points[run.signal("phase").astype(int)]
    temperature, valve = run.signal("temperature"), run.signal("valve")
    settled = run.signal("time") > _SHIFT
    hot = settled & (valve > VALVE_FULL) & (temperature > held + _NOTICED)
    cold = settled & (valve < -VALVE_FULL) & (temperature < held - _NOTICED)
    if np.any(hot):
        highest = float(np.max(temperature[hot]))
        texts.append(f"cooling at its limit: the temperature rose to {highest - 273.15:.1f} °C")
    if np.any(cold):
        lowest = float(np.min(temperature[cold]))
        texts.append(f"heating at its limit: the temperature was {lowest - 273.15:.1f} °C")
    return texts


def _out_of_range(scenario: Scenario, table: dict[str, Column]) -> list[str]:
    """Which correlations left the range they were fitted on, once each."""
    vessel, medium = scenario.vessel, scenario.medium
    seen = {name: (float(np.min(values)), float(np.max(values))) for name, values in table.items()}
    height = vessel.liquid_height(float(table["volume"][-1])) / vessel.diameter
    seen |= {name: (value, value) for name, value in _dimensions(scenario, height, seen["volume"]).items()}
    # the correlations know the stirrer speed per second
    seen["stirrer_speed"] = (seen["stirrer_speed"][0] / 60.0, seen["stirrer_speed"][1] / 60.0)
    return range_warnings(used_correlations(vessel, medium, height), seen)


def _dimensions(scenario: Scenario, height_ratio: float, volume: tuple[float, float]) -> dict[str, float]:
    """What the vessel's own dimensions are to its correlations."""
    vessel, medium, shaking = scenario.vessel, scenario.medium, scenario.vessel.shaking
    if shaking is not None:
        return {
            "shaking_speed": shaking.frequency,
            "shaking_diameter": shaking.diameter,
            "flask_diameter": vessel.diameter,
            "filling_volume": volume[1],
        }
    found = {"tank_diameter": vessel.diameter, "height_ratio": height_ratio, "density": medium.density}
    if vessel.impellers is not None:
        found["diameter_ratio"] = vessel.impellers.diameter / vessel.diameter
    if vessel.bubble_diameter is not None:
        found["bubble_diameter"] = vessel.bubble_diameter
    return found

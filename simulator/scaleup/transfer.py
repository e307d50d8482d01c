"""Carry a recipe to another vessel: volumes with the working volume, stirrer and gas by a criterion.

The operating point that is carried over is the top of the oxygen cascade, where the vessel gives its most; the
lower ends of stirrer and gas follow in proportion.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InputError
from ..scenario import Condition, NetworkPlan, Phase, Recipe, Scenario, Vessel, check_criterion, revise
from .criteria import match
from .operating_point import OperatingPoint
from .points import gas_per_working_volume, tank_of, top_point

__all__ = ["Transfer", "resized", "transfer", "well_mixed"]


@dataclass(frozen=True)
class Transfer:
    """A recipe in another vessel.

    Attributes
    ----------
    scenario : Scenario
        The same strain, medium and steps in the target.
    criterion : str
    source, target : OperatingPoint or None
        Top of the cascade in either vessel; None where one of them is not stirred.
    notes : tuple of str
        What gave way on the way, a sentence each.
    """

    scenario: Scenario
    criterion: str
    source: OperatingPoint | None
    target: OperatingPoint | None
    notes: tuple[str, ...]


def transfer(scenario: Scenario, vessel: Vessel, by: str | None = None) -> Transfer:
    """Carry a scenario over to a vessel.

    Parameters
    ----------
    scenario : Scenario
        In its own vessel.
    vessel : Vessel
        Where it shall run.
    by : str, optional
        Criterion to keep; the scenario's own by default.

    Returns
    -------
    Transfer

    Raises
    ------
    InputError
        The criterion is unknown, or the target's limits do not allow it.
    """
    criterion = check_criterion(by or scenario.transfer.by)
    if (vessel.kind, scenario.vessel.kind) != ("stirred", "stirred"):
        return _by_volume(scenario, vessel, criterion)
    source = top_point(scenario)
    pressure = min(scenario.recipe.set_points.pressure, vessel.limits.head_pressure)
    found = match(criterion, source, tank_of(vessel, scenario), head_pressure=pressure)
    notes = list(found.notes)
    if pressure < scenario.recipe.set_points.pressure:
        notes.append(f"head pressure lowered to {pressure:.3g} bar absolute, the limit of {vessel.name}")
    recipe = resized(scenario.recipe, vessel.working_volume / scenario.vessel.working_volume)
    recipe = _replace_top(recipe, scenario, vessel, found.point, pressure, notes)
    recipe = _hold_pressures(recipe, vessel)
    return Transfer(_rebuild(scenario, vessel, recipe), criterion, source, found.point, tuple(notes))


def well_mixed(scenario: Scenario) -> Scenario:
    """The scenario in a vessel without gradients: one compartment, whatever its file says."""
    return revise(scenario, network=NetworkPlan(kind="ideal"))


def _by_volume(scenario: Scenario, vessel: Vessel, criterion: str) -> Transfer:
    """Where only one of two vessels has a stirrer none of its criteria can be kept; volumes follow, to a column air."""
    recipe = resized(scenario.recipe, vessel.working_volume / scenario.vessel.working_volume)
    note = f"stirrer and gas were not carried over: a {vessel.kind} has neither"
    if vessel.kind == "column" and scenario.vessel.sparged:
        recipe, note = _without_stirrer(recipe, vessel), "only the aeration was carried over: a column has no stirrer"
    elif vessel.sparged:
        raise InputError(
            f"criterion '{criterion}': {scenario.vessel.name} is a {scenario.vessel.kind}, whose oxygen does not come "
            f"from a stirrer; write a recipe for {vessel.name}"
        )
    return Transfer(_rebuild(scenario, vessel, recipe), criterion, None, None, (note,))


def _without_stirrer(recipe: Recipe, vessel: Vessel) -> Recipe:
    """The recipe with its aeration, enrichment and pressure as far as a column bears them."""
    oxygen, limits = recipe.dissolved_oxygen, vessel.limits
    low, high = (min(flow, limits.aeration) for flow in oxygen.aeration)
    poorest, richest = (min(share, limits.oxygen_fraction) for share in oxygen.oxygen_fraction)
    pressure = None if oxygen.pressure is None else min(oxygen.pressure, limits.head_pressure)
    update = {"stirrer_speed": (0.0, 0.0), "aeration": (low, high), "pressure": pressure}
    if recipe.gas.oxygen is None:
        update["oxygen_fraction"] = (poorest, richest)
    held = recipe.set_points.model_copy(update={"pressure": min(recipe.set_points.pressure, limits.head_pressure)})
    controlled = oxygen.model_copy(update=update)
    return _hold_pressures(recipe.model_copy(update={"dissolved_oxygen": controlled, "set_points": held}), vessel)


def _rebuild(scenario: Scenario, vessel: Vessel, recipe: Recipe) -> Scenario:
    """The scenario with another vessel and recipe, checked again."""
    return revise(scenario, vessel=vessel, recipe=recipe)


def resized(recipe: Recipe, ratio: float) -> Recipe:
    """The recipe with every volume and volume flow times the ratio of working volumes."""
    start = recipe.start.model_copy(update={"volume": recipe.start.volume * ratio})
    phases = tuple(_resize_phase(phase, ratio) for phase in recipe.phases)
    overflow = None if recipe.overflow is None else recipe.overflow * ratio
    sampling = recipe.sampling
    if sampling is not None:
        sampling = sampling.model_copy(update={"volume": sampling.volume * ratio})
    update = {"start": start, "phases": phases, "overflow": overflow, "sampling": sampling}
    if recipe.ph_control is not None:
        update["ph_control"] = recipe.ph_control.resized(ratio)
    return recipe.model_copy(update=update)


def _resize_phase(phase: Phase, ratio: float) -> Phase:
    draw_to = None if phase.draw_to is None else phase.draw_to * ratio
    until = tuple(
        Condition(rule.variable, rule.operator, rule.value * ratio, rule.basis) if rule.variable == "volume" else rule
        for rule in phase.until
    )
    return phase.model_copy(
        update={
            "feed": tuple(feed.resized(ratio) for feed in phase.feed),
            "add": {name: volume * ratio for name, volume in phase.add.items()},
            "draw_to": draw_to,
            "until": until,
        }
    )


def _hold_pressures(recipe: Recipe, vessel: Vessel) -> Recipe:
    """The recipe with no phase above the vessel's pressure."""
    phases = []
    for phase in recipe.phases:
        pressure = phase.set_points.pressure
        if pressure is not None:
            changed = phase.set_points.model_copy(update={"pressure": min(pressure, vessel.limits.head_pressure)})
            phase = phase.model_copy(update={"set_points": changed})
        phases.append(phase)
    return recipe.model_copy(update={"phases": tuple(phases)})


def _replace_top(
    recipe: Recipe,
    scenario: Scenario,
    vessel: Vessel,
    point: OperatingPoint,
    pressure: float,
    notes: list[str],
) -> Recipe:
    """The recipe with the target's stirrer, gas, enrichment and pressure."""
    oxygen = recipe.dissolved_oxygen
    slow, fast = oxygen.stirrer_speed
    low, high = oxygen.aeration
    top = gas_per_working_volume(point)
    share = recipe.inlet_oxygen
    richest = min(share[1], vessel.limits.oxygen_fraction)
    if richest < share[1]:
        notes.append(f"oxygen enrichment limited to {100 * richest:.3g} %: {vessel.name} has no more")
    update = {
        "stirrer_speed": (point.stirrer_speed * slow / fast, point.stirrer_speed),
        "aeration": (top * low / high, top),
        "pressure": None if oxygen.pressure is None else min(oxygen.pressure, vessel.limits.head_pressure),
    }
    if recipe.gas.oxygen is None:
        update["oxygen_fraction"] = (min(share[0], richest), richest)
    controlled = oxygen.model_copy(update=update)
    held = recipe.set_points.model_copy(update={"pressure": pressure})
    return recipe.model_copy(update={"dissolved_oxygen": controlled, "set_points": held})

"""What can be turned at a fermenter: its range, where the recipe has it, and how it changes the recipe."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ...errors import InputError
from ...language import gettext as _
from ...scenario import Recipe, Scenario, revise
from .setting import Setting

__all__ = ["Knob", "knobs_of", "operated"]

_ATMOSPHERE = 1.01325  # bar
_AIR = 20.95  # % of oxygen
_LOWEST = 0.05  # of a range: a stirrer or sparger that stands still is no fermenter
_MOST_FEED = 3.0


@dataclass(frozen=True, slots=True)
class Knob:
    """One knob.

    Attributes
    ----------
    name : str
        Of `setting.KNOBS`.
    label, unit : str
        As people read them.
    low, high, step : float
        In `unit`.
    value : float
        Where it stands.
    normal : float
        Where the recipe has it.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    value: float
    normal: float


def knobs_of(base: Scenario, setting: Setting) -> tuple[Knob, ...]:
    """The knobs of a scenario in its vessel.

    Parameters
    ----------
    base : Scenario
        As the recipe has it.
    setting : Setting
        Where they stand.
    """
    return tuple(
        Knob(name, label, unit, low, high, step, min(max(setting.knobs.get(name, normal), low), high), normal)
        for name, label, unit, low, high, step, normal in _ranges(base, setting.by_hand)
    )


def _ranges(base: Scenario, by_hand: bool) -> list[tuple[str, str, str, float, float, float, float]]:
    """Name, label, unit, low, high, step and normal of every knob."""
    recipe, limits = base.recipe, base.vessel.limits
    oxygen, rows = recipe.dissolved_oxygen, []

    def add(name: str, label: str, unit: str, high: float, normal: float, low: float | None = None) -> None:
        step = _step(high)
        least = max(_LOWEST * high, step) if low is None else low
        least, top = math.floor(least / step + 1e-9) * step, max(high, normal)
        rows.append((name, label, unit, round(min(least, normal), 9), round(top, 9), step, round(normal, 9)))

    if base.vessel.kind == "stirred" and limits.stirrer_speed > 0.0:
        label = _("Stirrer") if by_hand else _("Stirrer, at most")
        add("stirrer", label, "rpm", 60.0 * limits.stirrer_speed, 60.0 * oxygen.stirrer_speed[1])
    if base.vessel.sparged:
        label = _("Air") if by_hand else _("Air, at most")
        add("air", label, "vvm", limits.aeration / 60.0, oxygen.aeration[1] / 60.0)
        if recipe.gas.oxygen is None and limits.oxygen_fraction > 0.21:
            label = _("Oxygen in the gas") if by_hand else _("Oxygen in the gas, at most")
            richest = 100.0 * min(limits.oxygen_fraction, recipe.gas.rest)
            add("oxygen", label, "%", richest, 100.0 * oxygen.oxygen_fraction[1], _AIR)
        if limits.head_pressure > _ATMOSPHERE + 0.01:
            gauge = recipe.set_points.pressure - _ATMOSPHERE
            add("pressure", _("Head pressure"), "bar(g)", limits.head_pressure - _ATMOSPHERE, max(gauge, 0.0), 0.0)
        if not by_hand:
            add("set_point", _("Dissolved oxygen, set point"), "%", 80.0, 100.0 * oxygen.set_point, 0.0)
    if any(phase.feed for phase in recipe.phases):
        add("feed", _("Feed, times the recipe's"), "×", _MOST_FEED, recipe.feed_factor, 0.0)
    return rows


def _step(high: float) -> float:
    """A round step, of which there are 50 to 200 up to `high`."""
    unit = 10.0 ** math.floor(math.log10(max(high, 1e-6) / 100.0))
    return next(float(f"{factor * unit:.3g}") for factor in (1.0, 2.0, 5.0, 10.0) if factor * unit >= high / 200.0)


def operated(base: Scenario, setting: Setting) -> Scenario:
    """The scenario with the knobs where a learner has set them.

    Raises
    ------
    InputError
        A knob beyond its range, or settings that do not fit together.
    """
    turned = {knob.name: knob for knob in knobs_of(base, setting)}
    for name, value in setting.knobs.items():
        knob = turned.get(name)
        if knob is None:
            continue  # another vessel's
        if not knob.low - knob.step <= value <= knob.high + knob.step:
            text = _("{label}: {low} to {high} {unit}, not {value}")
            ends = {"low": f"{knob.low:g}", "high": f"{knob.high:g}", "value": f"{value:g}"}
            raise InputError(text.format(label=knob.label, unit=knob.unit, **ends))
    if not setting.by_hand and all(knob.value == knob.normal for knob in turned.values()):
        return base
    return revise(base, recipe=_recipe(base.recipe, {name: knob.value for name, knob in turned.items()}, setting))


def _recipe(recipe: Recipe, at: Mapping[str, float], setting: Setting) -> Recipe:
    """The recipe with new ends of the cascade, pressure and feed."""
    oxygen, update = recipe.dissolved_oxygen, {}
    for name, own, factor in (
        ("stirrer", "stirrer_speed", 1.0 / 60.0),
        ("air", "aeration", 60.0),
        ("oxygen", "oxygen_fraction", 0.01),
    ):
        if name in at:
            top = at[name] * factor
            low = top if setting.by_hand else min(getattr(oxygen, own)[0], top)
            update[own] = (low, top)
    changes: dict[str, object] = {}
    if "set_point" in at:
        changes["set_point"] = at["set_point"] / 100.0
    changes |= update
    controlled = oxygen.model_copy(update=changes)
    found: dict[str, object] = {"dissolved_oxygen": controlled}
    if "pressure" in at:
        held = at["pressure"] + _ATMOSPHERE
        found["set_points"] = recipe.set_points.model_copy(update={"pressure": held})
        found["dissolved_oxygen"] = controlled.model_copy(
            update={"pressure": None if oxygen.pressure is None else max(oxygen.pressure, held)}
        )
    if "feed" in at:
        found["feed_factor"] = at["feed"]
    return recipe.model_copy(update=found)

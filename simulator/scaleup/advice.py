"""What to change: sentences a person can act on, each with the number it rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...kernels.heat import HEAT_PER_OXYGEN
from ..run import Result
from .operating_point import OperatingPoint
from .regime import Regime

__all__ = ["advise"]

_WORTH = 0.01  # relative change below which nothing is advised
_HOUR = 3600.0  # s


def advise(source: Result, target: Result, point: OperatingPoint | None, times: Regime | None) -> list[str]:
    """Advice for the target.

    Parameters
    ----------
    source, target : Result
    point : OperatingPoint or None
        Top of the target's cascade.
    times : Regime or None
        Characteristic times at peak oxygen uptake in the target.

    Returns
    -------
    list of str
        The most useful first.
    """
    texts = []
    if point is not None:
        texts += _oxygen(source, target, point)
        texts += _cooling(target, point)
        texts += _motor(target, point)
    texts += _carbon_dioxide(source, target)
    if times is not None:
        texts += [
            verdict.text
            for verdict in times.verdicts
            if verdict.supply in ("mixing", "circulation") and verdict.level == "limiting"
        ]
    if times is not None and any(v.supply == "mixing" and v.level != "uniform" for v in times.verdicts):
        texts.append(
            "the vessel was simulated well mixed; gradients at these times cost yield that is not counted here: "
            "feed at the impeller or at several points"
        )
    return texts


def _share(result: Result, limit: str) -> tuple[float, float]:
    """First hour and share of the run in which a limit binds."""
    spans = [(float(item["from"]), float(item["to"])) for item in result.limits if item["limit"] == limit]
    if not spans:
        return np.inf, 0.0
    return spans[0][0], sum(end - start for start, end in spans) / float(result.kpis["duration"]["value"])


def _oxygen(source: Result, target: Result, point: OperatingPoint) -> list[str]:
    """What would raise oxygen transfer, if it is what holds the target back."""
    since, share = _share(target, "oxygen_transfer")
    if share < _WORTH and _held_back_by(target) != "cascade":
        return []
    present = point.oxygen_transfer()
    before = float(source.kpis["otr_max"]["value"])
    reached = float(target.kpis["otr_max"]["value"])
    when = f" from {since:.3g} h" if share >= _WORTH else ""
    texts = [f"oxygen transfer is the limit{when}: at most {reached:.3g} mmol/L/h, against {before:.3g} in the source"]
    highest = target.vessel.limits.head_pressure
    if highest > point.head_pressure + 0.05:
        pressed = replace(point, head_pressure=highest)
        raised = pressed.oxygen_transfer() / present - 1.0
        held = point.carbon_dioxide_stripping / pressed.carbon_dioxide_stripping - 1.0
        texts.append(
            f"raise the head pressure from {point.head_pressure:.2f} to {highest:.2f} bar absolute: "
            f"{100 * raised:+.0f} % oxygen transfer, {100 * held:+.0f} % CO2 pressure at the same evolution"
        )
    richest = target.scenario.recipe.inlet_oxygen[1]
    if richest < 0.3:
        enriched = point.oxygen_transfer(oxygen_fraction=0.3) / present - 1.0
        texts.append(f"enrich the inlet gas to 30 % oxygen: {100 * enriched:+.0f} % oxygen transfer")
    return texts


def _held_back_by(result: Result) -> str:
    """Signal whose condition ended the feed's rise: 'cascade', 'cooling' or nothing."""
    for event in result.trajectory.events:
        recipe = result.scenario.recipe
        phase = recipe.phases[recipe.steps[event.phase]]
        if not any(feed.kind == "exponential" for feed in phase.feed):
            continue
        row = int(np.searchsorted(result.columns["time"], event.time))
        row = min(row, len(result.columns["time"]) - 1)
        signals = {"cascade": result.trajectory.signal("cascade_share")[row], "cooling": _cooling_share(result)[row]}
        for rule in phase.until:
            if rule.variable in signals and signals[rule.variable] >= 0.97 * rule.value:
                return rule.variable
    return ""


def _cooling_share(result: Result) -> np.ndarray:
    return np.asarray(result.columns["heat"] / result.columns["cooling_capacity"])


def _cooling(target: Result, point: OperatingPoint) -> list[str]:
    """What the cooling allows, if it is near its end."""
    used = float(np.max(_cooling_share(target)))
    if used < 0.85:
        return []
    sustained = (point.cooling_capacity - point.power_gassed) / point.volume * _HOUR / HEAT_PER_OXYGEN
    return [
        f"cooling is used to {100 * used:.0f} %: it carries an oxygen uptake of {sustained:.3g} mmol/L/h; beyond that "
        "it takes colder water or more coil, not more air"
    ]


def _motor(target: Result, point: OperatingPoint) -> list[str]:
    """Whether the motor could give more."""
    spare = target.vessel.limits.shaft_power / point.power_gassed if point.power_gassed > 0.0 else np.inf
    fastest = target.vessel.limits.stirrer_speed
    if spare < 1.1 or point.stirrer_speed > 0.97 * fastest:
        return []
    speed = min(fastest, point.stirrer_speed * spare ** (1.0 / 3.0))
    faster = replace(point, stirrer_speed=speed)
    if faster.power_gassed > target.vessel.limits.shaft_power:
        return []
    gain = faster.kla / point.kla - 1.0
    if gain < 0.05:
        return []
    return [
        f"the motor has {spare:.1f} times the power in use: {60 * speed:.0f} instead of {60 * point.stirrer_speed:.0f} "
        f"rpm gives {100 * gain:+.0f} % kLa"
    ]


def _carbon_dioxide(source: Result, target: Result) -> list[str]:
    """CO2 above what is known to be harmless for bacteria and yeast (0.15 bar)."""
    highest = float(target.kpis["p_co2_max"]["value"])
    if highest < 0.15:
        return []
    before = float(source.kpis["p_co2_max"]["value"])
    return [
        f"dissolved CO2 reaches {highest:.2f} bar (source {before:.2f}), where E. coli and yeast begin to suffer "
        "(0.15-0.3 bar): more gas strips it, more pressure does not"
    ]

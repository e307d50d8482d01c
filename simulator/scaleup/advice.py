"""What to change: sentences a person can act on, each with the number it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ...kernels.heat import HEAT_PER_OXYGEN
from ..run import Result
from ..run.remarks import main_substrate
from ..scenario import Recipe
from ..scenario.combustible_gas import safest_oxygen
from .attribution import Loss
from .operating_point import OperatingPoint
from .regime import Regime
from .remedies import faster, remedies, tried
from .tuning import LAGS, slowed

__all__ = ["advise", "advise_mixing"]

_WORTH = 0.01  # relative change below which nothing is advised
_HOUR = 3600.0  # s
_HARMLESS = 0.15  # bar of CO2
_SUFFERS = "where E. coli and yeast begin to suffer (0.15-0.3 bar)"
_ENRICHED = 0.3  # mole fraction of oxygen that is proposed


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
        texts += _controller(target, point)
    texts += _carbon_dioxide(source, target)
    if times is not None and target.compartments is None:
        texts += [
            verdict.text
            for verdict in times.verdicts
            if verdict.supply in ("mixing", "circulation") and verdict.level == "limiting"
        ]
        if any(v.supply == "mixing" and v.level != "uniform" for v in times.verdicts):
            texts.append(
                "the vessel was simulated well mixed; gradients at these times cost yield that is not counted here: "
                "give it a 'network', feed at the impeller or at several points"
            )
    return texts


def advise_mixing(
    target: Result, loss: dict[str, Loss], point: OperatingPoint | None, progress: Callable[[str], None] | None = None
) -> list[str]:
    """What gradients cost, and what other feed places or more power give back: each simulated.

    Parameters
    ----------
    target : Result
        In compartments; otherwise there is nothing to say.
    loss : dict
        Of the target, by key figure.
    point : OperatingPoint or None
        Top of the target's cascade.
    progress : callable, optional
        Told about what takes longer than a moment.

    Returns
    -------
    list of str
        Empty where mixing costs less than 1 % of everything that can be lost.
    """
    costs = {name: _mixing_cost(entry) for name, entry in loss.items()}
    if target.compartments is None or max(costs.values(), default=0.0) < _WORTH:
        return []
    substrate = main_substrate(target.scenario)
    near, far = (1e3 * float(target.kpis[f"{substrate}_{end}_local"]["value"]) for end in ("max", "min"))
    listed = ", ".join(f"{100.0 * cost:.1f} % of {_words(name)}" for name, cost in costs.items() if cost >= _WORTH)
    anoxic = float(target.kpis["anoxic_share"]["value"]) if "anoxic_share" in target.kpis else 0.0
    texts = [
        f"gradients cost {listed}: at the end {near:.3g} mg/L of {substrate} where there is most and {far:.3g} where "
        f"there is least; over the run {100.0 * anoxic:.0f} % of the cells' time without oxygen"
    ]
    if progress is not None:
        progress("trying other feed places and more power")
    for remedy, result in tried(remedies(target.scenario, point), progress=progress):
        gains = [
            f"{100.0 * (float(result.kpis[name]['value']) / float(target.kpis[name]['value']) - 1.0):+.1f} % "
            f"{_words(name)}"
            for name in costs
            if not name.startswith("productivity")  # over the same hours it goes with the biomass
        ]
        texts.append(f"{remedy.text}: {', '.join(gains)}, as simulated")
    return texts


def _controller(target: Result, point: OperatingPoint) -> list[str]:
    """A slower oxygen controller, where it acts again before its probe can see what it did."""
    if target.compartments is None:
        return []
    recipe = target.scenario.recipe
    now = recipe.dissolved_oxygen
    calm = slowed(now, point.mixing_time, recipe.sensors.dissolved_oxygen.lag)
    if calm is now:
        return []
    delay = point.mixing_time / LAGS
    return [
        f"the oxygen controller acts again before the broth has mixed as far as its probe ({delay:.0f} s): it may "
        f"swing, and the feed with it; slower by Skogestad's rule is 'recipe.dissolved_oxygen.integral_time="
        f"{60 * calm.integral_time:.2g} min' instead of {60 * now.integral_time:.2g} min and "
        f"'recipe.dissolved_oxygen.gain={calm.gain:.2g}' instead of {now.gain:.2g}"
    ]


def _mixing_cost(entry: Loss) -> float:
    causes = entry["causes"]
    return causes.get("mixing", 0.0) if isinstance(causes, dict) else 0.0


def _words(name: str) -> str:
    """A key figure as it is read in a sentence."""
    for start, words in (("biomass_yield_", "yield on "), ("biomass_final", "final biomass")):
        name = name.replace(start, words)
    return name.replace("_", " ")


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
    return texts + _enrichment(target.scenario.recipe, point, present)


def _enrichment(recipe: Recipe, point: OperatingPoint, present: float) -> list[str]:
    """More oxygen in the inlet gas, as far as it leaves room to what burns."""
    richest = recipe.inlet_oxygen[1]
    most = safest_oxygen(recipe)
    if most is None:
        if richest >= _ENRICHED:
            return []
        raised = point.oxygen_transfer(oxygen_fraction=_ENRICHED) / present - 1.0
        return [f"enrich the inlet gas to 30 % oxygen: {100 * raised:+.0f} % oxygen transfer"]
    if most <= richest * 1.05:
        return [
            f"no more oxygen in the gas: above {100 * most:.3g} % it has less room to what burns than NFPA 69 asks for"
        ]
    raised = point.oxygen_transfer(oxygen_fraction=most) / present - 1.0
    return [
        f"raise the oxygen of the inlet gas to {100 * most:.3g} %, 2 vol % below what limits burning: "
        f"{100 * raised:+.0f} % oxygen transfer"
    ]


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
    quick = faster(point)
    if quick is None:
        return []
    spare = target.vessel.limits.shaft_power / point.power_gassed if point.power_gassed > 0.0 else np.inf
    gain = quick.kla / point.kla - 1.0
    if gain < 0.05:
        return []
    return [
        f"the motor has {spare:.1f} times the power in use: {60 * quick.stirrer_speed:.0f} instead of "
        f"{60 * point.stirrer_speed:.0f} rpm gives {100 * gain:+.0f} % kLa"
    ]


def _carbon_dioxide(source: Result, target: Result) -> list[str]:
    """CO2 above what the strain bears; where it states nothing, what is known to be harmless for bacteria and yeast."""
    highest = float(target.kpis["p_co2_max"]["value"])
    stated = [item.tolerates for item in target.scenario.members.values() if item.tolerates is not None]
    borne = [item.carbon_dioxide_pressure.value for item in stated if item.carbon_dioxide_pressure is not None]
    if highest < min(borne, default=_HARMLESS):
        return []
    before = float(source.kpis["p_co2_max"]["value"])
    beyond = f"beyond the {min(borne):.2f} bar that the cells bear" if borne else _SUFFERS
    reached = f"dissolved CO2 reaches {highest:.2f} bar (source {before:.2f}), {beyond}"
    return [f"{reached}: more gas strips it, more pressure does not"]

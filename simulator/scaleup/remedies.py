"""What may give back what gradients cost: the feed at other places, more power; each simulated, none guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..plant.network import Network
from ..plant.networks.build import network_of
from ..run import Result
from ..run.remarks import main_substrate
from ..run.simulate import simulate_many
from ..scenario import FeedProgramme, Phase, Recipe, Scenario, revise
from .operating_point import OperatingPoint

__all__ = ["Remedy", "faster", "feed_at", "feed_spread", "remedies", "tried"]

_COLUMN = ("bottom", "middle", "top")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of the target, and what it is called.

    Attributes
    ----------
    text : str
        What to do, and the setting that does it.
    scenario : Scenario
        The target with it.
    """

    text: str
    scenario: Scenario


def remedies(scenario: Scenario, point: OperatingPoint | None) -> list[Remedy]:
    """Changes worth a simulation; none where the vessel is ideally mixed.

    Parameters
    ----------
    scenario : Scenario
        The recipe in the target.
    point : OperatingPoint or None
        Top of the target's cascade.
    """
    network, streams = network_of(scenario), _substrate_feeds(scenario)
    found: list[Remedy] = []
    if network is None or network.size == 1:
        return found
    places = _places(network)
    middle = places[(len(places) - 1) // 2] if places else ""
    if streams and places:
        keys = ", ".join(f"recipe.feeds.{stream}.at={middle}" for stream in streams)
        if any(_place(network, scenario, stream) != network.index(middle) for stream in streams):
            found.append(Remedy(f"feed at {middle} ({keys})", feed_at(scenario, streams, middle)))
        if len(places) > 1:
            text = f"feed equal parts at {', '.join(places[:-1])} and {places[-1]} (a stream each)"
            found.append(Remedy(text, feed_spread(scenario, streams, places)))
    plan = scenario.network_plan
    if plan is not None and "middle" in network.points and network.probe != network.index("middle"):
        sensed = plan.model_copy(update={"probe": "middle"})
        found.append(Remedy("sensors in mid tank (network.probe=middle)", revise(scenario, network=sensed)))
    quick = None if point is None else faster(point)
    if quick is not None:
        oxygen = scenario.recipe.dissolved_oxygen
        speeds = (oxygen.stirrer_speed[0], quick.stirrer_speed)
        recipe = scenario.recipe.model_copy(
            update={"dissolved_oxygen": oxygen.model_copy(update={"stirrer_speed": speeds})}
        )
        text = f"let the stirrer go up to {60.0 * quick.stirrer_speed:.0f} rpm, which the motor carries"
        found.append(Remedy(text, revise(scenario, recipe=recipe)))
    return found


def tried(changes: Sequence[Remedy], *, progress: Callable[[str], None] | None = None) -> list[tuple[Remedy, Result]]:
    """Simulate remedies; those that share their streams run side by side."""
    groups: dict[tuple[str, ...], list[Remedy]] = {}
    for change in changes:
        groups.setdefault(tuple(change.scenario.recipe.feeds), []).append(change)
    found = []
    for group in groups.values():
        results = simulate_many([change.scenario for change in group], progress=progress)
        found += list(zip(group, results, strict=True))
    return found


def faster(point: OperatingPoint) -> OperatingPoint | None:
    """The point at the speed the motor could bring, None where it is there already."""
    spare = point.tank.limits.shaft_power / point.power_gassed if point.power_gassed > 0.0 else float("inf")
    fastest = point.tank.limits.stirrer_speed
    if spare < 1.1 or point.stirrer_speed > 0.97 * fastest:
        return None
    quick = replace(point, stirrer_speed=min(fastest, point.stirrer_speed * spare ** (1.0 / 3.0)))
    return None if quick.power_gassed > point.tank.limits.shaft_power else quick


def feed_at(scenario: Scenario, streams: Sequence[str], place: str) -> Scenario:
    """The scenario with some feeds coming in at a place of its network."""
    feeds = dict(scenario.recipe.feeds)
    for stream in streams:
        feeds[stream] = feeds[stream].model_copy(update={"at": place})
    return revise(scenario, recipe=scenario.recipe.model_copy(update={"feeds": feeds}))


def feed_spread(scenario: Scenario, streams: Sequence[str], places: Sequence[str]) -> Scenario:
    """The scenario with some feeds in equal parts at several places: a stream and a pump for each.

    Parameters
    ----------
    scenario : Scenario
    streams : sequence of str
        Feeds of the recipe.
    places : sequence of str
        Of the network, at least one.
    """
    recipe, feeds = scenario.recipe, dict(scenario.recipe.feeds)
    for stream in streams:
        for number, place in enumerate(places):
            feeds[_part(stream, number)] = recipe.feeds[stream].model_copy(update={"at": place})
    phases = tuple(_spread_phase(phase, streams, len(places)) for phase in recipe.phases)
    changed: Recipe = recipe.model_copy(update={"feeds": feeds, "phases": phases})
    return revise(scenario, recipe=changed)


def _part(stream: str, number: int) -> str:
    """Name of a part of a stream; the first keeps the name, which a phase may add or a control dose."""
    return f"{stream}-{number + 1}" if number else stream


def _spread_phase(phase: Phase, streams: Sequence[str], count: int) -> Phase:
    pumps: list[FeedProgramme] = []
    for pump in phase.feed:
        if pump.stream not in streams:
            pumps.append(pump)
            continue
        pumps += [_share(pump, count).model_copy(update={"stream": _part(pump.stream, k)}) for k in range(count)]
    return phase.model_copy(update={"feed": tuple(pumps)})


def _share(pump: FeedProgramme, count: int) -> FeedProgramme:
    """A pump that gives an equal part of what `pump` does."""
    update = {}
    if pump.dilution_rate is not None:
        update["dilution_rate"] = pump.dilution_rate / count
    if pump.biomass_yield is not None:
        update["biomass_yield"] = pump.biomass_yield * count  # the flow goes with its inverse
    if pump.kind == "substrate-stat":
        update["gain"] = pump.gain / count
    return pump.resized(1.0 / count).model_copy(update=update)


def _substrate_feeds(scenario: Scenario) -> list[str]:
    """Feeds that bring the main substrate."""
    substrate = main_substrate(scenario)
    return [name for name, feed in scenario.recipe.feeds.items() if substrate in feed.concentrations]


def _place(network: Network, scenario: Scenario, stream: str) -> int:
    at = scenario.recipe.feeds[stream].at
    return network.feed if at is None else network.index(at)


def _places(network: Network) -> list[str]:
    """The impellers from the bottom up; without any the heights of the column."""
    impellers = [name for name in network.points if name.startswith("impeller-")]
    if impellers:
        return sorted(impellers, key=lambda name: int(name.rpartition("-")[2]))
    return [name for name in _COLUMN if name in network.points]

"""What a vessel's or scenario's `network` says → a checked `Network`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ....kernels.mixing import mixing_time
from ...errors import InputError
from ...scenario import NetworkPlan, Scenario, Vessel
from ..network import Network
from .airlift import airlift_loop
from .chain import axial_chain, bubble_column
from .loop_geometry import stack_of
from .loops import CUI, VRABEL, impeller_loops
from .simple import ideal, tank_and_plug, two_tanks
from .table import table_network

__all__ = ["build_network", "feed_places", "network_of"]


def build_network(plan: NetworkPlan, vessel: Vessel) -> Network:
    """The compartments of a vessel.

    Parameters
    ----------
    plan : NetworkPlan
    vessel : Vessel
        Its dimensions.

    Raises
    ------
    InputError
        It has none of the parts the network needs, a table is wrong, or a place is not there.
    """
    volume = vessel.working_volume if plan.volume is None else plan.volume
    network = _BUILDERS[plan.kind](plan, vessel, volume)
    points = {name: network.index(place, f"network.points.{name}: ") for name, place in plan.points.items()}
    network = replace(network, points={**network.points, **points})

    def place(key: str, given: str | None, otherwise: int) -> int:
        return otherwise if given is None else network.index(given, f"network.{key}: ")

    return replace(
        network,
        feed=place("feed", plan.feed, network.feed),
        probe=place("probe", plan.probe, network.probe),
        outlet=place("outlet", plan.outlet, network.outlet),
    )


def network_of(scenario: Scenario) -> Network | None:
    """Compartments of a scenario's liquid, None where it is ideally mixed; raises as `build_network`."""
    plan = scenario.network_plan
    return None if plan is None else build_network(plan, scenario.vessel)


def feed_places(network: Network, scenario: Scenario) -> dict[str, int]:
    """Compartment of every feed of the recipe.

    Raises
    ------
    InputError
        A feed's `at` is no place of the network.
    """
    return {
        name: network.feed if feed.at is None else network.index(feed.at, f"recipe.feeds.{name}.at: ")
        for name, feed in scenario.recipe.feeds.items()
    }


def _needed(value: float | None, key: str) -> float:
    """What the plan's own check has seen to."""
    if value is None:
        raise InputError(f"network.{key}: is missing")
    return value


def _ideal(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    return ideal(volume)


def _two(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    time = _needed(plan.circulation_time, "circulation_time")
    return two_tanks(volume, _needed(plan.share, "share"), time, plan.aerated)


def _plug(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    time = _needed(plan.residence_time, "residence_time")
    return tank_and_plug(volume, _needed(plan.share, "share"), time, plan.tanks, plan.aerated)


def _loops(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    constants = VRABEL if plan.exchange == "vrabel" else CUI
    constants = replace(constants, exchange_number=plan.exchange_number)
    return impeller_loops(stack_of(vessel, volume), plan.per_loop, constants)


def _chain(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    if plan.mixing_time is not None:
        return axial_chain(plan.slabs, volume, plan.mixing_time)
    stack, speed = stack_of(vessel, volume), vessel.limits.stirrer_speed
    power_number = vessel.impellers.power_number if vessel.impellers is not None else 0.0
    # a watery liquid; turbulent mixing times do not depend on it
    seconds = mixing_time(
        power_number, float(len(stack.planes)), speed, stack.impeller_diameter, stack.diameter, stack.height, 1e3, 1e-3
    )
    return axial_chain(plan.slabs, volume, float(seconds) / 3600.0, 3600.0 * speed)


def _column(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    return bubble_column(plan.slabs, volume, vessel.diameter, plan.dispersion)


def _airlift(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    return airlift_loop(plan.slabs, volume, vessel.diameter, plan.downcomer)


def _table(plan: NetworkPlan, vessel: Vessel, volume: float) -> Network:
    return table_network(
        plan.compartments or "",
        plan.flows,
        plan.gas,
        speed=3600.0 * (plan.speed or 0.0),
        imbalance=plan.imbalance,
        area=vessel.cross_section,
    )


_BUILDERS: Mapping[str, Callable[[NetworkPlan, Vessel, float], Network]] = MappingProxyType(
    {
        "ideal": _ideal,
        "two-compartment": _two,
        "str-pfr": _plug,
        "impeller-loops": _loops,
        "axial-chain": _chain,
        "bubble-column": _column,
        "airlift-loop": _airlift,
        "table": _table,
    }
)

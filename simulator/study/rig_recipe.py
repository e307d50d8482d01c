"""A tank's run carried to a scale-down rig: its feed as it was, its gas as the cells met it, liquid going round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernels.solubility import oxygen_henry
from ..errors import InputError
from ..plant.operation import gas_flow
from ..run import Result
from ..scaleup.operating_point import OperatingPoint
from ..scaleup.points import broth_of, gas_per_working_volume, point_at, tank_of
from ..scaleup.rootfinding import speed_with
from ..scaleup.transfer import resized
from ..scenario import Condition, FeedProgramme, NetworkPlan, Phase, Recipe, Scenario, Vessel, revise
from .rig import Rig
from .tank_exposure import feed_window

__all__ = ["rig_plan", "rig_scenario"]

_MOST_POINTS = 900  # of a table of feed
_MOST_PHASES = 50
_SLOWEST, _FASTEST = 1e-3, 1e3  # 1/s


def rig_plan(rig: Rig) -> NetworkPlan:
    """The network of a rig; both parts are aerated, as the tank is everywhere."""
    keys: dict[str, object] = {"kind": rig.kind, "share": rig.share, "aerated": True}
    if rig.kind == "str-pfr":
        keys["residence_time"] = f"{float(rig.residence_time)!r} s"
    else:
        keys["circulation_time"] = f"{float(rig.circulation_time)!r} s"
    return NetworkPlan.model_validate(keys)


def rig_scenario(tank: Result, jar: Vessel, plan: NetworkPlan) -> Scenario:
    """The run of a tank in a rig.

    Parameters
    ----------
    tank : Result
        Any vessel that gas is blown into.
    jar : Vessel
        Stirred; holds the liquid of the rig.
    plan : NetworkPlan
        How the liquid goes round.

    Returns
    -------
    Scenario
        Volumes by working volume; phases as long as they were and fed as they were; kLa, gas per liquid and
        transfer of oxygen as in the tank.

    Raises
    ------
    InputError
        The jar has no stirrer, or cannot transfer as much oxygen as the tank.
    """
    if jar.impellers is None:
        raise InputError(f"rig: {jar.name} has no stirrer; name a stirred jar with --jar")
    ratio = jar.working_volume / tank.vessel.working_volume
    recipe = resized(tank.scenario.recipe, ratio)
    pressure = min(recipe.set_points.pressure, jar.limits.head_pressure)
    recipe = recipe.model_copy(
        update={
            "phases": _phases(tank, recipe, ratio, jar),
            "duration": float(tank.trajectory.time[-1] - tank.trajectory.time[0]),
            "feeds": {name: feed.model_copy(update={"at": None}) for name, feed in recipe.feeds.items()},
            "set_points": recipe.set_points.model_copy(update={"pressure": pressure}),
        }
    )
    recipe = _gassed(tank, recipe, jar, pressure, ratio)
    return revise(tank.scenario, name=f"{tank.scenario.name}-rig", vessel=jar, recipe=recipe, network=plan)


def _phases(tank: Result, recipe: Recipe, ratio: float, jar: Vessel) -> tuple[Phase, ...]:
    """Every phase that ran, as long as it was, its pumps by the table of what they gave."""
    run = tank.trajectory
    begins = [float(run.time[0]), *(event.time for event in run.events)]
    ends = [*begins[1:], float(run.time[-1])]
    if len(recipe.steps) > _MOST_PHASES and len(begins) > _MOST_PHASES:
        raise InputError(f"rig: '{tank.scenario.name}' has more than {_MOST_PHASES} phases with its repeats")
    ran = [span for span in zip(recipe.steps, begins, ends, strict=False) if span[2] > span[1]]
    phases: list[Phase] = []
    for number, (step, begin, end) in enumerate(ran):
        own = recipe.phases[step]
        seen = sum(earlier == step for earlier, _, _ in ran[:number])
        until = (Condition("time", ">", end - begin),) if number + 1 < len(ran) else ()
        held = own.set_points.pressure
        update = {
            "name": f"{own.name}-{seen + 1}" if seen else own.name,
            "feed": _tables(tank, own.feed, ratio, begin, end),
            "until": until,
            "at_least": 0.0,
            "timeout": None,
            "repeat": None,
        }
        if held is not None:
            lowered = {"pressure": min(held, jar.limits.head_pressure)}
            update["set_points"] = own.set_points.model_copy(update=lowered)
        phases.append(own.model_copy(update=update))
    return tuple(phases)


def _tables(
    tank: Result, pumps: Sequence[FeedProgramme], ratio: float, begin: float, end: float
) -> tuple[FeedProgramme, ...]:
    """What pumps gave between two times, as tables: mean flows between rows, so that the volume is the same."""
    run, names, tables = tank.trajectory, list(tank.scenario.recipe.feeds), []
    inside = run.time[(run.time > begin) & (run.time < end)]
    grid = np.concatenate([[begin], inside[:: max(1, -(-len(inside) // _MOST_POINTS))], [end]])
    grid = grid[np.concatenate([[True], np.diff(grid) > 1e-6])]
    for pump in pumps:
        given = np.interp(grid, run.time, run.stream_volume(names.index(pump.stream)))
        points = _points(grid - begin, ratio * given)
        if points:
            tables.append(FeedProgramme.model_validate({"kind": "table", "stream": pump.stream, "points": points}))
    return tuple(tables)


def _points(hours: NDArray[np.float64], given: NDArray[np.float64]) -> list[list[str]]:
    middle, flow = 0.5 * (hours[1:] + hours[:-1]), np.maximum(np.diff(given) / np.diff(hours), 0.0)
    return [[f"{time!r} h", f"{1e3 * rate!r} L/h"] for time, rate in zip(middle.tolist(), flow.tolist(), strict=True)]


class _Gas(NamedTuple):
    """A tank at the top of its cascade, with as much liquid as late in its feed."""

    kla: float
    """1/h"""
    flow: float
    """mol/h"""
    volume: float
    """m³"""
    pressure: float
    """bar, halfway down"""
    oxygen: float
    """mol/m³ dissolved, mean over liquid and time late in its feed"""
    driving: float
    """mol/m³ of oxygen that bubbles would bring into solution beyond that, then"""
    spent: float
    """What the gas loses of its oxygen then, over all gas [-], at a respiratory quotient of 1"""
    inlet: float
    """Mole fraction of oxygen in the inlet gas, then"""


def _gas_of(tank: Result) -> _Gas:
    """What the tank gives; a column, which has no law for points, at the highest kLa it had then."""
    rows, table, scenario = np.flatnonzero(feed_window(tank)), tank.columns, tank.scenario
    kept, driving = float(table["oxygen"][rows].mean()), float((table["otr"] / table["kla"])[rows].mean())
    spent = float((table["otr"] * table["volume"] / table["gas_flow"])[rows].mean())
    met = (kept, driving, spent, float(table["oxygen_fraction"][rows].mean()))
    if tank.vessel.impellers is None:
        row = int(rows[np.argmax(table["kla"][rows])])
        kla, flow, volume, pressure = (
            float(table[name][row]) for name in ("kla", "gas_flow", "volume", "pressure_mean")
        )
        return _Gas(kla, flow, volume, pressure, *met)
    oxygen, volume = scenario.recipe.dissolved_oxygen, float(table["volume"][rows].mean())
    air = gas_flow(oxygen.aeration[1], tank.vessel.working_volume)
    point = point_at(scenario, volume, oxygen.stirrer_speed[1], air)
    return _Gas(point.kla, air, volume, point.pressure_mean, *met)


def _gassed(tank: Result, recipe: Recipe, jar: Vessel, pressure: float, ratio: float) -> Recipe:
    """The recipe with the jar's stirrer, air and enrichment, so that cells meet the gas they met in the tank.

    Same kLa, same gas volume per liquid at its own pressure, same transfer of oxygen: a tall tank presses its bubbles,
    and gas that rises through compartments has lost less on its way than a jar's, which is mixed. So the jar's gas is
    enriched: to the mole fraction that has the tank's mean saturation after what cells took, or more where the
    jar's stirrer does not reach the kLa.
    """
    there, oxygen = _gas_of(tank), recipe.dissolved_oxygen
    start = OperatingPoint(
        tank=tank_of(jar, tank.scenario),
        broth=broth_of(tank.scenario),
        volume=ratio * there.volume,
        stirrer_speed=1.0,
        gas_flow=0.0,
        head_pressure=pressure,
    )
    lower = start.pressure_mean / there.pressure
    start = replace(start, gas_flow=lower * ratio * there.flow)
    speed = _speed(jar, start, there.kla)
    saturation = there.oxygen + there.driving * there.kla / replace(start, stirrer_speed=speed).kla
    henry = start.broth.oxygen_solubility * oxygen_henry(start.broth.temperature)
    richer = (saturation / (henry * start.dry_pressure) + there.spent / lower) / there.inlet
    slow, fast = oxygen.stirrer_speed
    low, high = oxygen.aeration
    air = gas_per_working_volume(start)
    update: dict[str, object] = {
        "stirrer_speed": (speed * (slow / fast if fast > 0.0 else low / high), speed),
        "aeration": (air * low / high, air),
    }
    gas = recipe.gas
    if gas.oxygen is None:
        update["oxygen_fraction"] = tuple(_enriched(share * richer, jar) for share in recipe.inlet_oxygen)
    else:
        gas = gas.model_copy(update={"oxygen": _enriched(gas.oxygen * richer, jar)})
    if oxygen.pressure is not None:
        update["pressure"] = min(oxygen.pressure, jar.limits.head_pressure)
    return recipe.model_copy(update={"dissolved_oxygen": oxygen.model_copy(update=update), "gas": gas})


def _enriched(share: float, jar: Vessel) -> float:
    if share > jar.limits.oxygen_fraction:
        raise InputError(
            f"rig: {jar.name} would need {100.0 * share:.3g} % oxygen to transfer what the tank does, and has "
            f"at most {100.0 * jar.limits.oxygen_fraction:.3g} %; name another jar with --jar"
        )
    return share


def _speed(jar: Vessel, start: OperatingPoint, wanted: float) -> float:
    """Stirrer speed [1/s] with a kLa [1/h], or the jar's highest, by gears and motor."""

    def at(speed: float) -> OperatingPoint:
        return replace(start, stirrer_speed=speed)

    needed = speed_with(lambda n: at(n).kla, wanted, _SLOWEST, _FASTEST)
    motor = speed_with(lambda n: at(n).power_gassed, jar.limits.shaft_power, _SLOWEST, _FASTEST)
    return min(speed for speed in (needed, motor, jar.limits.stirrer_speed) if not np.isnan(speed))

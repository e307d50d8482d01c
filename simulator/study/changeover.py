"""From one product to the next in the same vessel: cleaning, sterilising, filling, and what must be set otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...kernels.solubility import water_vapour_pressure
from ..errors import InputError
from ..run import Result
from ..run.simulate import simulate_many
from ..scaleup.transfer import transfer, well_mixed
from ..scenario import Scenario, Vessel, load_scenario, load_vessel
from .changeover_plan import ChangeoverPlan, CleaningStep, load_plan
from .settings_compared import Setting, compared
from .sterilise import Kill, del_factor, needed_del_factor, steam_for, time_through_wall

__all__ = ["Changeover", "Residue", "Sterilisation", "Task", "change_over"]

Progress = Callable[[str], None]

_WATER = 4.18e6  # J/m³/K
_CAUSTIC, _ACID = 0.039997, 0.097994  # kg/mol of NaOH and H3PO4


@dataclass(frozen=True)
class Task:
    """A piece of the change-over: hours, and what it uses."""

    name: str
    start: float
    hours: float
    water: float = 0.0
    """m³"""
    caustic: float = 0.0
    """kg of NaOH"""
    acid: float = 0.0
    """kg of H3PO4"""
    steam: float = 0.0
    """kg"""


@dataclass(frozen=True)
class Residue:
    """What of the last product may stay, and what it takes to get there. Mass in kg, area in m²."""

    product: str
    left: float
    """On the wall when the vessel is drained."""
    allowed: float
    rule: str
    area: float
    carbon: float
    """Of the plan: carbon of a protein by mass."""
    rinse: float
    """m³ of the last rinse."""

    @property
    def reduction(self) -> float:
        """Powers of ten between what is left and what is allowed."""
        return max(math.log10(self.left / self.allowed), 0.0) if self.left > 0.0 else 0.0

    @property
    def swab(self) -> float:
        """Allowed on the wall [kg/m²]."""
        return self.allowed / self.area

    @property
    def toc(self) -> float:
        """Carbon in the last rinse if all that is allowed were in it [kg/m³]."""
        return self.allowed * self.carbon / self.rinse


@dataclass(frozen=True)
class Sterilisation:
    """Medium sterilised in the vessel: times in h, logarithms of the kill."""

    heating: float
    holding: float
    cooling: float
    killed: tuple[float, float, float]
    needed: float
    steam: float
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Changeover:
    """A change-over with the batches before and after it."""

    vessel: Vessel
    plan: ChangeoverPlan
    before: Result
    after: Result
    tasks: tuple[Task, ...]
    residue: Residue
    sterilisation: Sterilisation
    settings: tuple[Setting, ...]
    notes: tuple[str, ...]

    @property
    def hours(self) -> float:
        """From the end of one batch to the start of the next."""
        last = self.tasks[-1]
        return last.start + last.hours

    def summary(self) -> dict[str, Any]:
        """What ``--json`` holds."""
        residue, heat = self.residue, self.sterilisation
        return {
            "vessel": self.vessel.name,
            "plan": self.plan.name,
            "from": _batch(self.before),
            "to": _batch(self.after),
            "hours": self.hours,
            "tasks": [vars(task) for task in self.tasks],
            "totals": {
                name: {"value": sum(getattr(task, name) for task in self.tasks), "unit": unit}
                for name, unit in (("water", "m3"), ("caustic", "kg"), ("acid", "kg"), ("steam", "kg"))
            },
            "residue": {
                "product": residue.product,
                "left": {"value": residue.left, "unit": "kg"},
                "allowed": {"value": residue.allowed, "unit": "kg"},
                "rule": residue.rule,
                "reduction": residue.reduction,
                "swab_limit": {"value": residue.swab, "unit": "kg/m2"},
                "toc_limit": {"value": residue.toc, "unit": "kg/m3"},
            },
            "sterilisation": {
                "heating": heat.heating,
                "holding": heat.holding,
                "cooling": heat.cooling,
                "del_factor": dict(zip(("heating", "holding", "cooling"), heat.killed, strict=True)),
                "del_factor_needed": heat.needed,
            },
            "settings": [vars(item) for item in self.settings],
            "warnings": [*self.notes, *heat.notes],
        }


def _batch(result: Result) -> dict[str, Any]:
    return {"scenario": result.scenario.name, "strain": result.strain_name, "kpis": result.kpis}


def change_over(
    before: str,
    after: str,
    vessel: str | Vessel | None = None,
    *,
    plan: str = "steel-microbial",
    doses: tuple[float, float] | None = None,
    progress: Progress | None = None,
) -> Changeover:
    """Plan the change from one scenario to another in a vessel.

    Both recipes are carried over to the vessel and run there without gradients, so that what is left on the wall and
    the hours of the batches are known.

    Parameters
    ----------
    before, after : str
        Names or files of scenarios.
    vessel : str or Vessel, optional
        The first scenario's own by default.
    plan : str
        Name or file of a plan.
    doses : tuple of float, optional
        Smallest dose of the last product, largest of the next [kg]: the rule of a thousandth is then held as well.
    progress : callable, optional

    Raises
    ------
    InputError
        Something does not fit: a recipe that the vessel cannot run, steam that is too cold.
    """
    first, second = load_scenario(before), load_scenario(after)
    place = vessel if isinstance(vessel, Vessel) else load_vessel(vessel) if vessel else first.vessel
    if not place.sparged:
        raise InputError(f"{place.name} is a {place.kind}: it is washed up, not cleaned in place")
    moved, notes = [], []
    for scenario in (first, second):
        found = _in_place(scenario, place)
        moved.append(found[0])
        notes += [f"{scenario.name}: {note}" for note in found[1]]
    steps = load_plan(plan)
    results = [simulate_many([scenario], progress=progress)[0] for scenario in moved]
    heat = _sterilised(steps, place, moved[1])
    return Changeover(
        vessel=place,
        plan=steps,
        before=results[0],
        after=results[1],
        tasks=_tasks(steps, place, heat, moved[1].recipe.start.volume),
        residue=_residue(steps, place, results[0], results[1], doses),
        sterilisation=heat,
        settings=compared(moved[0], moved[1]),
        notes=tuple(notes),
    )


def _in_place(scenario: Scenario, vessel: Vessel) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario in the vessel, without gradients."""
    if vessel.name == scenario.vessel.name:
        return well_mixed(scenario), ()
    moved = transfer(scenario, vessel)
    return well_mixed(moved.scenario), moved.notes


def _wall(vessel: Vessel) -> float:
    """Wetted wall of the straight cylinder and two flat ends [m²]."""
    return math.pi * vessel.diameter * vessel.height + 2.0 * vessel.cross_section


def _tasks(plan: ChangeoverPlan, vessel: Vessel, heat: Sterilisation, filled: float) -> tuple[Task, ...]:
    """Every step in its order; nothing goes on side by side."""
    flow = plan.spray.value * math.pi * vessel.diameter  # m³/h
    bath = plan.bath.value * vessel.working_volume
    rows: list[tuple[str, float, dict[str, float]]] = [("drain", plan.drain.value, {})]
    rows += [(step.name, step.time.value, _used(plan, step, flow, bath)) for step in plan.steps]
    rows += [
        ("pressure-test", plan.pressure_test.value, {}),
        ("release", plan.release.value, {}),
        ("set-up", plan.set_up.value, {}),
        ("fill", plan.fill.value, {"water": filled}),
        ("heat-up", heat.heating, {"steam": heat.steam}),
        ("hold", heat.holding, {}),
        ("cool-down", heat.cooling, {}),
    ]
    tasks, clock = [], 0.0
    for name, hours, used in rows:
        tasks.append(Task(name, clock, hours, **used))
        clock += hours
    return tuple(tasks)


def _used(plan: ChangeoverPlan, step: CleaningStep, flow: float, bath: float) -> dict[str, float]:
    """Water, chemicals and the steam that warms them."""
    water = bath if step.recirculated else flow * step.time.value
    heat = water * _WATER * max(step.temperature - plan.tap, 0.0) * 1e-3  # kJ
    return {
        "water": water,
        "caustic": water * step.caustic.value * _CAUSTIC if step.caustic else 0.0,
        "acid": water * step.acid.value * _ACID if step.acid else 0.0,
        "steam": steam_for(heat, plan.efficiency.value),
    }


def _sterilised(plan: ChangeoverPlan, vessel: Vessel, scenario: Scenario) -> Sterilisation:
    """The next medium heated, held and cooled through the vessel's own jacket and coil."""
    volume, end = scenario.recipe.start.volume, scenario.recipe.set_points.temperature
    capacity, conductance = volume * _WATER, vessel.cooling_conductance
    coolant = vessel.cooling.coolant_temperature
    kill = Kill(plan.kill_rate.value, plan.kill_energy.value)
    needed = needed_del_factor(plan.spores.value, volume, plan.survivors.value)
    course = (plan.steam, coolant, plan.tap, plan.sterile, end)
    up, held, down = del_factor(kill, capacity, conductance, course, plan.held.value)
    hold = plan.held.value
    if up + held + down < needed:
        hold += (needed - up - held - down) / kill.constant(plan.sterile)
        held = kill.constant(plan.sterile) * hold
    notes = []
    pressure = water_vapour_pressure(plan.sterile)
    most = vessel.limits.head_pressure
    if most < pressure:
        notes.append(
            f"{plan.sterile - 273.15:.4g} degC takes {pressure:.3g} bar absolute, more than the {most:.3g} that "
            f"{vessel.name} is run at: see what its pressure rating allows, or sterilise it in an autoclave"
        )
    return Sterilisation(
        heating=time_through_wall(capacity, conductance, plan.steam, plan.tap, plan.sterile),
        holding=hold,
        cooling=time_through_wall(capacity, conductance, coolant, plan.sterile, end),
        killed=(up, held, down),
        needed=needed,
        steam=steam_for(capacity * (plan.sterile - plan.tap) * 1e-3, plan.efficiency.value),
        notes=tuple(notes),
    )


def _product(scenario: Scenario, result: Result) -> tuple[str, float]:
    """What is made: the species of a demand for production, else the cells; and its concentration [kg/m³]."""
    for strain in scenario.members.values():
        for demand in strain.demands.values():
            titre = result.kpis.get(f"titre_{demand.reaction}")
            if titre is not None:
                return demand.reaction, float(titre["value"])
    return "biomass", float(result.kpis["biomass_final"]["value"])


def _residue(
    plan: ChangeoverPlan, vessel: Vessel, before: Result, after: Result, doses: tuple[float, float] | None
) -> Residue:
    """The stricter of the rules against the film that draining leaves."""
    product, titre = _product(before.scenario, before)
    area = _wall(vessel)
    broth = float(after.kpis["volume_final"]["value"])
    allowed = plan.carry_over.value * broth * after.scenario.medium.density
    rule = f"{1e6 * plan.carry_over.value:.4g} ppm of the next batch"
    if doses is not None:
        _, made = _product(after.scenario, after)
        by_dose = plan.dose_share.value * doses[0] * made * broth / doses[1]
        if by_dose < allowed:
            allowed, rule = (
                by_dose,
                f"{plan.dose_share.value:.4g} of the smallest dose in the largest of the next product",
            )
    last = [step for step in plan.steps if not step.recirculated]
    hours = (last[-1] if last else plan.steps[-1]).time.value
    rinse = plan.spray.value * math.pi * vessel.diameter * hours
    return Residue(product, plan.film.value * area * titre, allowed, rule, area, plan.carbon.value, rinse)

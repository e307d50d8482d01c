"""Why something is lost: the target once more with each cause switched off, one at a time.

*Off* means: as in the source; of mixing, one compartment; of inertia, cells without it in both vessels, since a jar's
cells have it too. What a cause alone accounts for is how much less is lost without it; what the causes do not explain
one by one is their interaction, so causes and interaction always sum to the loss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...kernels import signals as at
from ...kernels.laws import COMPETITIVE, INHIBITION
from ..plant import Job
from ..plant.operation import gas_flow
from ..plant.programme import held_set_points
from ..run.kpis import Kpi
from ..scenario import Scenario, StrainFile, revise
from .points import kla_at_top
from .transfer import Transfer, well_mixed

__all__ = [
    "CAUSES",
    "LOSSES",
    "Loss",
    "has_inertia",
    "lift",
    "lose",
    "products_of",
    "switchable",
    "variant",
    "without_inertia",
]

CAUSES = ("mixing", "oxygen", "co2", "pressure", "heat", "inertia")
"""Causes a loss is attributed to, besides their `interaction`."""

LOSSES = ("biomass_yield_", "biomass_final", "productivity_biomass")
"""Beginnings of the key figures that can be lost, besides titres of products; by-products are no loss."""

Loss = dict[str, float | dict[str, float]]
"""``{"relative": share lost, "causes": {cause: share}}``."""


def switchable(source: Scenario, transfer: Transfer) -> tuple[str, ...]:
    """Causes that can change this run at all; the others account for nothing by construction.

    A well-mixed vessel has no mixing to switch, what is shaken has no gas to compare, and CO2 acts only on strains with
    a law for it. Inertia makes other strains and runs by itself, see `without_inertia`.
    """
    plan = transfer.scenario.network_plan
    causes = [] if plan is None or plan.kind == "ideal" else ["mixing"]
    if source.vessel.sparged and transfer.scenario.vessel.sparged:
        causes += ["oxygen", "pressure", "heat"]
    laws = (law for strain in transfer.scenario.members.values() for own in strain.laws().values() for law in own)
    if any("carbon_dioxide" in (law.species, law.competitor) for law in laws):
        causes.append("co2")
    return tuple(causes)


def variant(cause: str, transfer: Transfer) -> Scenario:
    """The scenario that a run without a cause starts from; `lift` does the rest."""
    return well_mixed(transfer.scenario) if cause == "mixing" else transfer.scenario


def has_inertia(scenario: Scenario) -> bool:
    """Whether any of its strains cannot re-optimise at once."""
    return any(strain.inertia is not None and strain.inertia.active for strain in scenario.members.values())


def without_inertia(scenario: Scenario) -> Scenario:
    """The same with cells that re-optimise at once."""

    def calm(strain: StrainFile) -> StrainFile:
        inertia = strain.inertia
        if inertia is None:
            return strain
        return strain.model_copy(update={"inertia": inertia.model_copy(update={"active": False})})

    if scenario.strain is not None:
        return revise(scenario, strain=calm(scenario.strain))
    return revise(scenario, strains={name: calm(strain) for name, strain in scenario.strains.items()})


def lift(cause: str, job: Job, row: int, source: Scenario, transfer: Transfer) -> None:
    """Switch one cause off in one run of a job, by giving it the source's value; mixing is off by its `variant`."""
    if cause in _SWITCHES:
        _SWITCHES[cause](job, row, source, transfer)


def _lift_oxygen(job: Job, row: int, source: Scenario, transfer: Transfer) -> None:
    """The source's kLa at the top of the cascade, its gas per volume and its enrichment."""
    aeration = source.recipe.dissolved_oxygen.aeration
    low, high = (gas_flow(rate, transfer.scenario.vessel.working_volume) for rate in aeration)
    there = kla_at_top(source, gas_flow(aeration[1], source.vessel.working_volume))
    here = kla_at_top(transfer.scenario, high)
    vessel, operation = job.batch.vessel[row], job.batch.operation[row]
    if here > 0.0:  # without gas neither vessel transfers any
        vessel["kla_factor"] *= there / here
    operation["gas_low"], operation["gas_high"] = low, high
    operation["oxygen_low"], operation["oxygen_high"] = source.recipe.inlet_oxygen


def _lift_pressure(job: Job, row: int, source: Scenario, transfer: Transfer) -> None:
    """No liquid head, and the source's head pressure."""
    job.batch.vessel[row]["hydrostatic"] = 0.0
    job.batch.phases[row]["pressure"] = [held.pressure for held in held_set_points(source.recipe)]


def _lift_heat(job: Job, row: int, source: Scenario, transfer: Transfer) -> None:
    """The source's cooling per working volume."""
    ratio = transfer.scenario.vessel.working_volume / source.vessel.working_volume
    vessel = job.batch.vessel[row]
    vessel["cooling_conductance"] = source.vessel.cooling_conductance * ratio
    vessel["coolant_temperature"] = source.vessel.cooling.coolant_temperature


def _lift_co2(job: Job, row: int, source: Scenario, transfer: Transfer) -> None:
    """No law of CO2: its factors become 1 (an inhibition constant beyond reach), and it competes with nothing."""
    place = at.COUNT + job.community.species.index("carbon_dioxide")
    for law in job.batch.factors[row]:
        if law["signal"] == place:
            law["kind"], law["constant"] = INHIBITION, 1e30
        if law["kind"] == COMPETITIVE and law["other"] == place:
            law["second"] = 1e30


_SWITCHES: dict[str, Callable[[Job, int, Scenario, Transfer], None]] = {
    "oxygen": _lift_oxygen,
    "pressure": _lift_pressure,
    "heat": _lift_heat,
    "co2": _lift_co2,
}


def products_of(scenario: Scenario) -> tuple[str, ...]:
    """Species a process is run for, beside its cells: what they make by a demand or store, and what it says itself."""
    found: list[str] = []
    for strain in scenario.members.values():
        found += [demand.reaction for demand in strain.demands.values() if demand.reaction in strain.species]
        found += [name for name, species in strain.species.items() if species.stored]
    return tuple(dict.fromkeys([*found, *scenario.transfer.products]))


def lose(
    source: dict[str, Kpi],
    target: dict[str, Kpi],
    without: dict[str, tuple[dict[str, Kpi], dict[str, Kpi]]],
    products: Sequence[str] = (),
) -> dict[str, Loss]:
    """Relative loss of every key figure that can be lost, with its causes.

    Parameters
    ----------
    source, target : dict
        Key figures at either scale.
    without : dict of str to pair of dict
        Key figures of source and target with a cause switched off.
    products : sequence of str
        From `products_of`; their titres can be lost, too.

    Returns
    -------
    dict
        Positive means lost; causes and ``interaction`` sum to ``relative``.
    """
    losses: dict[str, Loss] = {}
    for name in _lost_names(source, target, products):
        relative = _relative(name, source, target)
        causes: dict[str, float] = {cause: 0.0 for cause in CAUSES}
        for cause, (before, after) in without.items():
            if name in _lost_names(before, after, products):
                causes[cause] = relative - _relative(name, before, after)
        causes["interaction"] = relative - sum(causes.values())
        losses[name] = {"relative": relative, "causes": causes}
    return losses


def _relative(name: str, source: dict[str, Kpi], target: dict[str, Kpi]) -> float:
    """Share of a key figure that is lost on the way."""
    before = float(source[name]["value"])
    after = float(target[name]["value"]) if name in target else 0.0  # a product of which nothing was made has no titre
    return (before - after) / before


def _lost_names(source: dict[str, Kpi], target: dict[str, Kpi], products: Sequence[str]) -> Sequence[str]:
    titres = {f"titre_{name}" for name in products}
    return [
        name
        for name, figure in source.items()
        if (name in titres or (name.startswith(LOSSES) and name in target)) and float(figure["value"]) > 0.0
    ]

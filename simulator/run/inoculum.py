"""A scenario whose inoculum is grown first: the seed's broth mixed with fresh medium, as numbers."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import InputError
from ..scenario import Scenario, revise
from ..scenario.carried import Carried
from ..scenario.concentration import Concentration
from .result import Result

__all__ = ["mixed"]

_GASES = ("oxygen", "carbon_dioxide", "hydrogen", "carbon_monoxide", "methane")
"""Not carried over: they settle with the gas of the vessel."""


def mixed(scenario: Scenario, grow: Callable[[Scenario], Result]) -> Scenario:
    """The scenario with what its seed gave in its start, and no seed.

    Parameters
    ----------
    scenario : Scenario
    grow : callable
        Runs the seed's scenario.

    Returns
    -------
    Scenario
        Re-runnable by itself; its summary says what it was inoculated with.

    Raises
    ------
    InputError
        The seed has less broth than is asked of it.
    """
    seed = scenario.inoculum
    if seed is None:
        return scenario
    grown = grow(seed.scenario)
    held = float(grown.trajectory.volume()[-1])
    if seed.volume > held:
        raise InputError(
            f"scenario '{scenario.name}': {seed.volume * 1e3:.6g} L of inoculum are asked of '{seed.scenario.name}', "
            f"which ends with {held * 1e3:.6g} L"
        )
    start = scenario.recipe.start
    share = seed.volume / start.volume
    update = {
        "biomass": _biomass(scenario, grown, share),
        "concentrations": _dissolved(scenario, grown, share),
        "carried": start.carried or _memories(scenario, grown),
    }
    recipe = scenario.recipe.model_copy(update={"start": start.model_copy(update=update)})
    cells = float(grown.columns["biomass"][-1])
    told = f"inoculated with {seed.volume * 1e3:.4g} L of {seed.scenario.name}, {cells:.4g} g/L of cells"
    return revise(scenario, recipe=recipe, inoculum=None, sources=(*scenario.sources, told))


def _biomass(scenario: Scenario, grown: Result, share: float) -> Concentration | dict[str, Concentration]:
    """Viable cells of every strain in the mixture."""
    found = {}
    for place, (name, fresh) in enumerate(scenario.recipe.start.inocula().items()):
        value = share * float(grown.trajectory.density(place)[-1]) + (1.0 - share) * fresh.value
        found[name] = Concentration(value, "mass")
    return found[""] if scenario.strain is not None else found


def _dissolved(scenario: Scenario, grown: Result, share: float) -> dict[str, Concentration]:
    """Species of the mixture, less the gases; fresh medium given by mass is read with the seed's molar masses."""
    fresh = scenario.recipe.start.concentrations
    found = {name: given for name, given in fresh.items() if name in _GASES}
    for name in scenario.species:
        if name not in _GASES:
            brought = max(float(grown.trajectory.concentration(name)[-1]), 0.0)
            own = fresh[name].molar(grown.molar_masses[name]) if name in fresh else 0.0
            found[name] = Concentration(share * brought + (1.0 - share) * own, "molar")
    return found


def _memories(scenario: Scenario, grown: Result) -> dict[str, Carried | dict[str, Carried]]:
    """What the seed's cells remember at its end."""
    found: dict[str, dict[str, Carried]] = {}
    for place, (name, strain) in enumerate(scenario.members.items()):
        bases = strain.inertia.carried() if strain.inertia is not None else {}
        found[name] = {
            memory: Carried(float(grown.trajectory.carries(memory, place)[-1]), basis)
            for memory, basis in bases.items()
        }
    return {**found[""]} if scenario.strain is not None else {name: own for name, own in found.items() if own}

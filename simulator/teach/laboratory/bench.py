"""Run what is set: the scenario in its vessel, with or without gradients; the last few results are kept for everybody.

A result depends on the setting alone, so two learners at the same setting may share it; nothing of a learner is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ...plant.networks.build import network_of
from ...run import Result, simulate
from ...scaleup import ScaleUp, scale_up
from ...scaleup.transfer import transfer, well_mixed
from ...scenario import NetworkPlan, Scenario, load_scenario, load_vessel, revise
from .knobs import operated
from .setting import Setting

__all__ = ["base_of", "compartments_of", "repeat_at", "run_setting", "scenario_of", "warm_up"]

_BASES, _RESULTS = 64, 16
"""Scenarios in vessels, and results, that are kept."""
_PER_LOOP, _SLABS = 1, 10
"""Compartments of a loop at an impeller, and of a column, at most."""


@lru_cache(maxsize=_BASES)
def base_of(scenario: str, vessel: str, gradients: bool) -> Scenario:
    """A scenario as its recipe has it, carried over to a vessel.

    Raises
    ------
    InputError
        It cannot be carried over.
    """
    loaded = load_scenario(scenario)
    if vessel and vessel != loaded.vessel.name:
        loaded = transfer(loaded, load_vessel(vessel), None).scenario
    if loaded.network_plan is None:
        return loaded
    return _coarse(loaded, loaded.network_plan) if gradients else well_mixed(loaded)


def _coarse(scenario: Scenario, plan: NetworkPlan) -> Scenario:
    """The scenario in as few compartments as show its gradients: an instrument answers at once."""
    update = {}
    if plan.kind == "impeller-loops":
        update = {"per_loop": min(plan.per_loop, _PER_LOOP)}
    elif plan.kind in ("axial-chain", "bubble-column", "airlift-loop"):
        update = {"slabs": min(plan.slabs, _SLABS)}
    return revise(scenario, network=plan.model_copy(update=update))


def compartments_of(setting: Setting) -> int:
    """Compartments that the liquid of a setting is cut into with gradients; 1 where its vessel is well mixed."""
    found = network_of(base_of(setting.scenario, setting.vessel, True))
    return 1 if found is None else found.size


def scenario_of(setting: Setting) -> Scenario:
    """Exactly what is run; errors as in `knobs.operated` and `base_of`."""
    return operated(base_of(setting.scenario, setting.vessel, setting.gradients), setting)


@lru_cache(maxsize=_RESULTS)
def run_setting(setting: Setting) -> Result:
    """Run a setting.

    Raises
    ------
    InputError
        The setting does not fit together.
    SimulationError
        The integration could not go on.
    """
    return simulate(scenario_of(setting))


def repeat_at(setting: Setting, vessel: str, criterion: str) -> ScaleUp:
    """The operated recipe at another scale: what is lost, why, what to do; errors as in `scale_up`."""
    source = scenario_of(setting)
    return scale_up(source, [load_vessel(vessel)], by=criterion, mixed=not setting.gradients)


def warm_up(say: Callable[[str], None]) -> None:
    """Load or compile the kernels and open the first strain, so that nobody waits for it."""
    plain = base_of(Setting().scenario, "", False)
    simulate(revise(plain), progress=say)
    run_setting(Setting())

"""The bench rig that a tank in compartments calls for, by what its cells meet at the end of the run."""

from __future__ import annotations

from ..errors import InputError
from ..plant.lifelines import Lifelines
from ..run import Result
from ..run.remarks import main_substrate
from .mixing import mixing_of
from .regimes import exposures, regimes_of
from .rig import Rig, rig_for

__all__ = ["rig_of_tank"]

_CELLS, _HOURS = 2000, 2.0


def rig_of_tank(result: Result, kind: str = "str-pfr", seed: int = 1) -> Rig:
    """Rig whose second part starves cells as long and as often as the tank does.

    Parameters
    ----------
    result : Result
        In a network of compartments with a stirrer or gas that move the liquid.
    kind : str
        One of `rig.RIGS`.
    seed : int
        Of the lifelines.

    Raises
    ------
    InputError
        The run has no compartments, or cells never starve.

    Notes
    -----
    Flows are those of the last row; starving cells take up less than 5 % of the strain's highest uptake.
    """
    scenario, plan = result.scenario, result.scenario.network_plan
    if result.compartments is None or plan is None:
        raise InputError(f"run of {scenario.name}: a rig is read off a network of compartments")
    substrate, strain = main_substrate(scenario), next(iter(scenario.members.values()))
    speed, aeration = (float(result.columns[name][-1]) for name in ("stirrer_speed", "aeration"))
    mixing = mixing_of(plan, scenario.vessel, scenario.medium, speed / 60.0, 60.0 * aeration)
    uptake = -result.local[f"local_q_{substrate}"][-1]
    regimes = regimes_of(uptake, strain.uptakes[substrate].maximum.value)
    met = Lifelines(result.compartments.network, _CELLS, seed).advance(mixing.flow, _HOURS, regimes)
    return rig_for(exposures(met)[0], kind, seed)

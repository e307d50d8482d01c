"""What an off-gas analyser and its inert balance say, beside what the broth knows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels.state import CARBON_DIOXIDE, NITROGEN, OXYGEN
from ..scenario import Recipe
from ..scenario.sensors import OffgasAnalyser, OxygenProbe
from .gas_loop import recycled_flow
from .sensors import scattered, through_the_analyser
from .trajectory import Trajectory

__all__ = ["gas_columns", "inert_balance"]

Column = NDArray[np.float64]

_INERT = 0.05  # mole fraction of nitrogen below which its balance says nothing


def inert_balance(
    flow: Column, inlet: tuple[Column, Column], outlet: tuple[Column, Column], other: tuple[Column, Column]
) -> tuple[Column, Column]:
    """Oxygen uptake and carbon dioxide release [mol/h] from dry gas at both ends, as an engineer computes them.

    F_out = F_in (1 − Σ y_in)/(1 − Σ y_out): nitrogen neither dissolves nor reacts.

    Parameters
    ----------
    flow : shape (rows,)
        Dry inlet gas [mol/h].
    inlet, outlet : pair of shape (rows,)
        Mole fractions of oxygen and of carbon dioxide.
    other : pair of shape (rows,)
        Fractions of everything else that is not nitrogen, at inlet and outlet.
    """
    inert_in = 1.0 - inlet[0] - inlet[1] - other[0]
    inert_out = 1.0 - outlet[0] - outlet[1] - other[1]
    usable = (inert_in > _INERT) & (inert_out > _INERT)
    ratio = np.divide(inert_in, inert_out, out=np.full_like(flow, np.nan), where=usable)
    leaving = flow * ratio
    return flow * inlet[0] - leaving * outlet[0], leaving * outlet[1] - flow * inlet[1]


def gas_columns(run: Trajectory, recipe: Recipe) -> dict[str, Column]:
    """Dry composition and flow of the off-gas; OUR, CER and RQ from its inert balance; readings of imperfect sensors.

    Parameters
    ----------
    run : Trajectory
    recipe : Recipe
        Its gas; where any of its sensors is not perfect, the readings are columns, too, and the analyser's make the
        balance.

    Returns
    -------
    dict of str to array
        ``measured_our`` … are not numbers where the gas holds too little nitrogen to balance by.
    """
    gas, sensors = recipe.gas, recipe.sensors
    table = {f"offgas_{name}": run.offgas(place) for place, name in enumerate(run.gases)}
    table["offgas_flow"] = run.signal("offgas_flow") - recycled_flow(run, recipe)
    rows = run.time.size
    probe = sensors.dissolved_oxygen
    if probe != OxygenProbe():
        table["measured_dot"] = scattered(run.signal("probe"), 100.0 * probe.noise, sensors.seed, "dot")
    seen = dict(table)
    if sensors.offgas != OffgasAnalyser():
        for name in run.gases:
            reading = through_the_analyser(run.time, table[f"offgas_{name}"], sensors.offgas, sensors.seed, name)
            table[f"measured_offgas_{name}"] = seen[f"offgas_{name}"] = reading
    inlet = run.signal("oxygen_fraction"), np.full(rows, gas.carbon_dioxide)
    outlet = seen[f"offgas_{run.gases[OXYGEN]}"], seen[f"offgas_{run.gases[CARBON_DIOXIDE]}"]
    rest = np.zeros(rows)
    for name in run.gases[NITROGEN + 1 :]:
        rest = rest + seen[f"offgas_{name}"]
    others = 1.0 - gas.rest - gas.carbon_dioxide
    fresh = run.signal("gas_flow") - run.signal("gas_recycled")
    uptake, release = inert_balance(fresh, inlet, outlet, (np.full(rows, others), rest))
    table["measured_our"], table["measured_cer"] = uptake / run.volume(), release / run.volume()
    breathing = np.abs(uptake) > 1e-3 * max(float(np.nanmax(np.abs(uptake), initial=0.0)), 1e-12)
    table["measured_rq"] = np.divide(release, uptake, out=np.full(rows, np.nan), where=breathing)
    return table

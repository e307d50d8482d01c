"""What only a culture with an outflow has: dilution rate, residence times passed, how steady its state is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .trajectory import Trajectory

__all__ = ["brim", "continuous_columns", "continuous_figures", "washes_out"]

Column = NDArray[np.float64]

_FLOWING = 1e-6  # 1/h, dilution below which nothing leaves
_FASTER = 1.01  # outflow over growth from which cells are lost, not merely wavering around a steady state
_TRACE = {"biomass": 1e-3, "": 1e-2}  # kg/m³, mol/m³: concentrations below are no sign of an unsteady state


def brim(run: Trajectory) -> float:
    """Share of the working volume above which the vessel is too full: what stands above a running overflow is not."""
    return 1.005 if run.layout.outlet else 1.0


def continuous_columns(run: Trajectory) -> dict[str, Column]:
    """Outflow, bleed and dilution rate over time; nothing where no broth leaves."""
    if not run.layout.outlet:
        return {}
    inflow = run.signal("feed_rate") + run.signal("base_rate")
    table = {"outflow_rate": run.signal("outflow_rate"), "dilution_rate": inflow / run.volume()}
    bleed = run.signal("bleed_rate")
    return table | {"bleed_rate": bleed} if np.any(bleed > 0.0) else table


def washes_out(run: Trajectory, strain: int = 0) -> NDArray[np.bool_]:
    """Where the outflow carries off more cells of a strain than grow."""
    leaving = run.signal("cell_loss_rate")
    return np.asarray((leaving > _FLOWING) & (leaving > _FASTER * run.flux("growth", strain)))


def continuous_figures(run: Trajectory, table: dict[str, Column]) -> dict[str, tuple[float, str]]:
    """Key figures with their units.

    Parameters
    ----------
    run : Trajectory
    table : dict
        Columns.

    Returns
    -------
    dict
        ``dilution_rate`` at the end; ``residence_times``, volumes exchanged since the last phase began;
        ``steady_state_drift``, the largest relative change of biomass or of a species over the last residence
        time (0: steady; left out where less than one has passed). Empty while nothing flows.
    """
    leaving = run.signal("outflow_rate") + run.signal("bleed_rate")
    if not run.layout.outlet or leaving[-1] / run.volume()[-1] < _FLOWING:
        return {}
    since = run.events[-1].time if run.events else float(run.time[0])
    exchanged = np.concatenate(([0.0], np.cumsum(np.diff(run.left_volume()) / run.volume()[1:])))
    figures = {
        "dilution_rate": (float(table["dilution_rate"][-1]), "1/h"),
        "residence_times": (float(exchanged[-1] - np.interp(since, run.time, exchanged)), ""),
    }
    if exchanged[-1] > 1.0:
        moment = float(np.interp(exchanged[-1] - 1.0, exchanged, run.time))
        figures["steady_state_drift"] = (max(_drift(run, table, moment)), "")
    return figures


def _drift(run: Trajectory, table: dict[str, Column], moment: float) -> list[float]:
    """Relative change of everything in the broth from a moment [h] to the end, gases apart (the cascade moves them)."""
    gases = ("oxygen", "carbon_dioxide")
    found = []
    cells = [f"biomass{member.suffix}" for member in run.members]
    for name in (*cells, *(item for item in run.species if item not in gases)):
        before, now = float(np.interp(moment, run.time, table[name])), float(table[name][-1])
        trace = _TRACE["biomass" if name in cells else ""]
        found.append(abs(now - before) / max(abs(now), abs(before), trace))
    return found

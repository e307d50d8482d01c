"""Cells as people count them, of strains that state the dry mass of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from .trajectory import Trajectory

if TYPE_CHECKING:
    from .kpis import Kpi

__all__ = ["cell_columns", "cell_figures"]

Column = NDArray[np.float64]

_NONE = 1e-300  # kg/m³, keeps the viability of a broth without cells defined


def cell_columns(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """Viable cells [1/m³] and viability [-] over time; nothing of strains without a mass of one cell.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
    """
    table: dict[str, Column] = {}
    for place, (member, strain) in enumerate(zip(run.members, scenario.members.values(), strict=True)):
        if strain.cells is None:
            continue
        viable = run.density(place)
        table[f"cell_density{member.suffix}"] = viable / strain.cells.dry_mass.value
        dead = run.dead(place) / run.volume() if strain.death is not None else np.zeros_like(viable)
        table[f"viability{member.suffix}"] = viable / np.maximum(viable + dead, _NONE)
    return table


def cell_figures(table: dict[str, Column]) -> dict[str, Kpi]:
    """Highest count of viable cells and last viability.

    Parameters
    ----------
    table : dict
        From `columns`.
    """
    figures: dict[str, Kpi] = {}
    for name, values in table.items():
        if name.startswith("cell_density"):
            figures[f"cell_density_max{name.removeprefix('cell_density')}"] = _kpi(np.max(values), "1/m3")
        elif name.startswith("viability"):
            figures[f"viability_final{name.removeprefix('viability')}"] = _kpi(values[-1], "")
    return figures


def _kpi(value: float, unit: str) -> Kpi:
    return {"value": float(value), "unit": unit}

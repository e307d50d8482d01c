"""Cells as people count them, of strains that state the dry mass of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from ..scenario.cell_count import CellCount
from .cultivated import Cultivated, cultivated, figures_by_strain
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
    for place, member, strain in cultivated(run, scenario):
        if strain.cells is None:
            continue
        viable = run.density(place)
        table[f"cell_density{member.suffix}"] = viable / strain.cells.dry_mass.value
        dead = run.dead(place) / run.volume() if strain.death is not None else np.zeros_like(viable)
        table[f"viability{member.suffix}"] = viable / np.maximum(viable + dead, _NONE)
    return table


def cell_figures(run: Trajectory, table: Mapping[str, Column], scenario: Scenario) -> dict[str, Kpi]:
    """Counts of viable cells and last viability; cells made, and what they are enough for.

    Parameters
    ----------
    run : Trajectory
    table : mapping
        From `columns`.
    scenario : Scenario
    """

    def figures(one: Cultivated) -> dict[str, tuple[float, str]]:
        if one.strain.cells is None:
            return {}
        density, viability = (table[f"{name}{one.member.suffix}"] for name in ("cell_density", "viability"))
        return {
            "cell_density_max": (np.max(density), "1/m3"),
            "cell_density_final": (density[-1], "1/m3"),
            "viability_final": (viability[-1], ""),
            **_counted(run, one.place, one.strain.cells),
        }

    return figures_by_strain(run, scenario, figures)


def _counted(run: Trajectory, place: int, cells: CellCount) -> dict[str, tuple[float, str]]:
    """Viable cells in the vessel at the end, their gain over those inoculated, patients and banks."""
    mass = run.biomass(place)
    number = float(mass[-1]) / cells.dry_mass.value
    figures = {"cells_final": (number, "")}
    if mass[0] > 0.0:
        figures["expansion"] = (float((mass[-1] + run.left_biomass(place)[-1]) / mass[0]), "")
    if cells.dose is not None:
        figures["doses"] = (number / cells.dose.value, "")
    if cells.bank is not None:
        figures["banks"] = (number / cells.bank.value, "")
    return figures

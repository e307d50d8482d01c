"""Aggregates that cells live in: size, oxygen inside, eddies around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from ..scenario.aggregates import Aggregates
from .cultivated import Cultivated, cultivated, figures_by_strain
from .shear import eddies
from .sphere import anoxic_core, critical_radius, michaelis_menten
from .trajectory import Trajectory

if TYPE_CHECKING:
    from .kpis import Kpi

__all__ = ["aggregate_columns", "aggregate_figures", "aggregate_limits"]

Column = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TRACE = 1e-9  # mol/m³
_HOUR = 3600.0
_EDDY = 2.0 / 3.0  # Kolmogorov length over a particle's diameter below which eddies pull at it (Croughan et al. 1987)


@dataclass(frozen=True)
class _Spheres:
    """Aggregates of one strain over time."""

    diameter: Column
    centre: Column
    respiration: Column
    core: Column


def _grown(run: Trajectory, place: int) -> Column:
    """Cells per aggregate over those at the start: what leaves takes whole aggregates with it."""
    cells = run.biomass(place) + run.dead(place)
    left = run.left_biomass(place) + run.left_dead(place)
    out = np.maximum(np.diff(left), 0.0)
    kept = np.ones_like(cells)
    kept[1:] = np.cumprod(cells[1:] / np.maximum(cells[1:] + out, 1e-300))
    return np.asarray(cells / np.maximum(cells[0] * kept, 1e-300))


def _spheres(run: Trajectory, place: int, stated: Aggregates) -> _Spheres:
    """Size from the growth of the cells, oxygen from diffusion against what they take up, in the mean of the broth."""
    diameter = stated.diameter.value * np.cbrt(_grown(run, place))
    surface = np.maximum(run.concentration("oxygen"), _TRACE)
    taken = np.maximum(-run.flux("oxygen", place), 0.0) * stated.packing.value / _HOUR
    radius, diffusivity = 0.5 * diameter, stated.diffusivity.value
    modulus = taken * radius**2 / (diffusivity * surface)
    centre, respiration = michaelis_menten(modulus, stated.half_oxygen.value / surface)
    core = anoxic_core(radius, critical_radius(diffusivity, surface, taken))
    return _Spheres(diameter, centre * surface, respiration, core)


def aggregate_columns(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """What is known of aggregates over time; of several strains with their names.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
    """
    table: dict[str, Column] = {}
    for place, member, strain in cultivated(run, scenario):
        end = member.suffix
        if strain.aggregates is not None:
            found = _spheres(run, place, strain.aggregates)
            table[f"aggregate_diameter{end}"] = found.diameter
            table[f"aggregate_oxygen{end}"] = found.centre
            table[f"aggregate_respiration{end}"] = found.respiration
            if scenario.vessel.impellers is not None:
                table["kolmogorov_length"] = eddies(run, scenario)
    return table


def aggregate_limits(run: Trajectory, scenario: Scenario) -> dict[str, Mask]:
    """Rows in which aggregates are at a limit.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario

    Returns
    -------
    dict of str to mask, shape (rows,)
        ``aggregate_size``: they are larger than the strain's critical diameter. ``aggregate_oxygen``: the cells in
        the middle respire at less than half their rate. ``aggregate_shear``: the smallest eddies are shorter than two
        thirds of the diameter, so that they pull at the surface. Empty where no strain lives in aggregates.
    """
    masks: dict[str, Mask] = {}
    for place, _, strain in cultivated(run, scenario):
        if strain.aggregates is None:
            continue
        found = _spheres(run, place, strain.aggregates)
        new = {
            "aggregate_size": found.diameter > strain.aggregates.critical.value,
            "aggregate_oxygen": found.centre < strain.aggregates.half_oxygen.value,
        }
        if scenario.vessel.impellers is not None:
            new["aggregate_shear"] = eddies(run, scenario) < _EDDY * found.diameter
        masks |= {name: np.asarray(masks.get(name, False) | mask) for name, mask in new.items()}
    return masks


def aggregate_figures(run: Trajectory, scenario: Scenario) -> dict[str, Kpi]:
    """Key figures: size and oxygen of the aggregates.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
    """

    def figures(one: Cultivated) -> dict[str, tuple[float, str]]:
        if one.strain.aggregates is None:
            return {}
        found = _spheres(run, one.place, one.strain.aggregates)
        own = {
            "aggregate_diameter_max": (float(np.max(found.diameter)), "m"),
            "aggregate_oxygen_min": (float(np.min(found.centre)), "mol/m3"),
            "aggregate_respiration_min": (float(np.min(found.respiration)), ""),
            "anoxic_core_max": (float(np.max(found.core)) ** 3, ""),
        }
        if scenario.vessel.impellers is not None:
            own["kolmogorov_length_min"] = (float(np.min(eddies(run, scenario))), "m")
        return own

    return figures_by_strain(run, scenario, figures)

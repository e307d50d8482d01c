"""Where the gas comes from and goes: at the sparger, back from the headspace, fresh, and purged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...strains import Chemistry
from ..combustible import FUELS
from ..scenario import Recipe
from .trajectory import Trajectory

if TYPE_CHECKING:
    from .kpis import Kpi

__all__ = ["fuels_of", "gas_figures", "gas_loop_columns", "loop_remarks", "recycled_flow", "sparged"]

Column = NDArray[np.float64]

_LEAST = 1e-9  # mol/h
_NOTICED = 1e-3  # share of what is sparged of a gas


def fuels_of(run: Trajectory) -> tuple[str, ...]:
    """Gases of a run that burn."""
    return tuple(name for name in run.gases if name in FUELS)


def _held(recipe: Recipe) -> float:
    """Share of the off-gas that returns without the kernel's knowledge: a controller holds the sparger's gas."""
    return recipe.gas_recycle if recipe.gas.held_at == "sparger" else 0.0


def recycled_flow(run: Trajectory, recipe: Recipe) -> Column:
    """Off-gas that returns to the sparger [mol/h]."""
    return np.asarray(run.signal("gas_recycled") + _held(recipe) * run.signal("offgas_flow"))


def _stated(run: Trajectory, recipe: Recipe) -> dict[str, Column]:
    """Mole fractions as the recipe has them."""
    oxygen = run.signal("oxygen_fraction")
    fixed = recipe.gas.others
    found = {name: np.full(oxygen.shape, fixed.get(name, 0.0)) for name in run.gases}
    return found | {"oxygen": oxygen, "nitrogen": recipe.gas.rest - oxygen}


def sparged(run: Trajectory, recipe: Recipe) -> dict[str, Column]:
    """Mole fractions of the dry gas at the sparger, recycled gas included."""
    stated = _stated(run, recipe)
    if recipe.gas_recycle <= 0.0 or recipe.gas.held_at == "sparger":
        return stated
    share = run.signal("gas_recycled") / np.maximum(run.signal("gas_flow"), _LEAST)
    return {
        name: np.asarray((1.0 - share) * stated[name] + share * run.offgas(place))
        for place, name in enumerate(run.gases)
    }


def _fresh(run: Trajectory, recipe: Recipe) -> dict[str, Column]:
    """Fresh gas of each kind [mol/h]; negative where a loop would have to get rid of it."""
    stated, flow, leaving = _stated(run, recipe), run.signal("gas_flow"), run.signal("offgas_flow")
    if recipe.gas.held_at == "sparger":
        share = recipe.gas_recycle
        return {
            name: np.asarray(flow * stated[name] - share * leaving * run.offgas(place))
            for place, name in enumerate(run.gases)
        }
    return {name: np.asarray((flow - run.signal("gas_recycled")) * stated[name]) for name in run.gases}


def gas_loop_columns(run: Trajectory, recipe: Recipe) -> dict[str, Column]:
    """Columns of a run whose gas returns or burns; none of any other.

    Returns
    -------
    dict of str to array
        ``recycle_flow``; ``fresh_<gas>`` [mol/h] and ``sparged_<gas>`` [-] of every gas.
    """
    if recipe.gas_recycle <= 0.0 and not fuels_of(run):
        return {}
    table = {"recycle_flow": recycled_flow(run, recipe)}
    table |= {f"fresh_{name}": flow for name, flow in _fresh(run, recipe).items()}
    return table | {f"sparged_{name}": share for name, share in sparged(run, recipe).items()}


def gas_figures(run: Trajectory, recipe: Recipe, chemistry: Chemistry, figures: Mapping[str, Kpi]) -> dict[str, Kpi]:
    """Key figures of each gas that is fed as a fuel.

    Parameters
    ----------
    run : Trajectory
    recipe : Recipe
    chemistry : Chemistry
    figures : mapping
        Key figures so far: their productivities say what was made.

    Returns
    -------
    dict
        ``fed_<gas>`` and ``purged_<gas>`` [kg], ``utilisation_<gas>`` (share of the fed gas that cells took up, or that
        is still there), ``<gas>_per_<product>`` (fed, kg/kg); ``recycle_ratio``, recycled over fresh gas.
    """
    found: dict[str, Kpi] = {}
    share = _held(recipe)
    total_in = total_out = 0.0
    for place, name in enumerate(run.gases):
        entered, left = (float(series[-1] - series[0]) for series in (run.gas_in(place), run.gas_out(place)))
        fed, purged = entered - share * left, (1.0 - share) * left
        total_in, total_out = total_in + fed, total_out + left
        if name not in FUELS or fed <= _LEAST:
            continue
        mass = float(chemistry.molar_mass[run.species.index(name)])
        found[f"fed_{name}"] = {"value": fed * mass, "unit": "kg"}
        found[f"purged_{name}"] = {"value": purged * mass, "unit": "kg"}
        found[f"utilisation_{name}"] = {"value": 1.0 - purged / fed, "unit": ""}
        found |= _per_product(name, fed * mass, run, figures)
    if recipe.gas_recycle > 0.0 and total_in > _LEAST:
        hours = run.time
        returned = float(np.trapezoid(recycled_flow(run, recipe), hours))
        found["recycle_ratio"] = {"value": returned / total_in, "unit": ""}
    return found


def _per_product(gas: str, fed: float, run: Trajectory, figures: Mapping[str, Kpi]) -> dict[str, Kpi]:
    """What was fed of a gas over what was made of cells and of every product [kg/kg]."""
    scale = float(run.volume()[-1] * (run.time[-1] - run.time[0]))
    found: dict[str, Kpi] = {}
    for name, item in figures.items():
        made = float(item["value"]) * scale if name.startswith("productivity_") else 0.0
        if made > 0.0:
            found[f"{gas}_per_{name.removeprefix('productivity_')}"] = {"value": fed / made, "unit": "kg/kg"}
    return found


def loop_remarks(run: Trajectory, recipe: Recipe) -> list[str]:
    """Gases that a held loop would have to remove: more returns of them than is sparged."""
    if recipe.gas.held_at != "sparger":
        return []
    stated, flow = _stated(run, recipe), run.signal("gas_flow")
    texts = []
    for name, fresh in _fresh(run, recipe).items():
        beyond = float(np.max(-fresh / np.maximum(flow, _LEAST)))
        if beyond > _NOTICED * max(float(np.max(stated[name])), _NOTICED):
            words = name.replace("_", " ")
            texts.append(
                f"the gas loop cannot be held: up to {100.0 * beyond:.2g} % of the sparged gas too much {words} comes "
                "back, which no make-up takes away; recycle less"
            )
    return texts

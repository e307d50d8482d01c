"""What differs from place to place in a tank of compartments: variables of each, and key figures of the gradients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.state import own_index
from ...strains import Chemistry
from .compartments import Compartments
from .trajectory import Trajectory

__all__ = ["gradient_figures", "local_columns", "sensed_columns"]

Grid = NDArray[np.float64]

_SIGNALS = ("biomass", "dot", "ph", "p_co2", "otr", "our", "cer", "pressure_mean")
_ANOXIC = 1.0  # % of calibration below which cells are counted as without oxygen
_NO_CELLS = 1e-300  # kg
_TRACE = 1e-8  # mol/kg/h, mean of all cells


def local_columns(run: Trajectory, parts: Compartments) -> dict[str, Grid]:
    """Variables of every compartment.

    Parameters
    ----------
    run : Trajectory
        The tank as one vessel.
    parts : Compartments

    Returns
    -------
    dict of str to array, shape (rows, N)
        By ``local_<name>``, units as in `simulator.variables`.
    """
    table = {name: parts.signals[:, :, at.NAMES.index(name)] for name in _SIGNALS}
    for place, name in enumerate(run.species):
        table["inorganic_carbon" if name == "carbon_dioxide" else name] = parts.signals[:, :, at.COUNT + place]
    table["mu"] = _mean_flux(run, parts, "growth")
    for name in run.species:
        if any(name in member.species for member in run.members):
            table[f"q_{name}"] = _mean_flux(run, parts, name)
    return {f"local_{name}": np.asarray(values) for name, values in table.items()}


def sensed_columns(local: dict[str, Grid], species: Sequence[str], probe: int) -> dict[str, Grid]:
    """Concentrations, oxygen and pH in the compartment of the sensors, by ``sensed_<name>``."""
    wanted = [f"local_{name}" for name in ("biomass", "dot", "ph", *species)]
    return {name.replace("local_", "sensed_", 1): local[name][:, probe] for name in wanted if name in local}


def _mean_flux(run: Trajectory, parts: Compartments, output: str) -> Grid:
    """A flux output per cells of all strains together."""
    total, cells = np.zeros(parts.signals.shape[:2]), np.zeros(parts.signals.shape[:2])
    for place, member in enumerate(run.members):
        density = parts.signals[:, :, own_index(run.layout, place)]
        cells += density
        if output in member.outputs:
            total += parts.fluxes[:, :, member.output + member.outputs.index(output)] * density
    return np.asarray(total / np.maximum(cells, _NO_CELLS))


def gradient_figures(
    run: Trajectory, parts: Compartments, local: dict[str, Grid], chemistry: Chemistry, substrate: str
) -> dict[str, tuple[float, str]]:
    """Key figures of the gradients, with their units.

    Parameters
    ----------
    run : Trajectory
    parts : Compartments
    local : dict
        From `local_columns`.
    chemistry : Chemistry
    substrate : str
        Main carbon substrate.

    Returns
    -------
    dict
        ``compartments``; ``dot_min_local``, the lowest anywhere; ``anoxic_share``, of the cells' time that they spend
        below 1 % of oxygen saturation; of the substrate at the end [kg/m³] ``<substrate>_max_local`` and
        ``<substrate>_min_local``; of every organic species that is made and taken up again
        ``reassimilated_<species>``, the share of what cells gave off anywhere that cells elsewhere took up
        at the same time.
    """
    time, cells = run.time, local["local_biomass"] * parts.network.fraction * run.volume()[:, None]
    figures: dict[str, tuple[float, str]] = {
        "compartments": (float(parts.network.size), ""),
        "dot_min_local": (float(local["local_dot"].min()), "%"),
    }
    lived = _integral(time, cells.sum(axis=1))
    if lived > 0.0:
        without = (cells * (local["local_dot"] < _ANOXIC)).sum(axis=1)
        figures["anoxic_share"] = (_integral(time, without) / lived, "")
    mass = float(chemistry.molar_mass[run.species.index(substrate)])
    last = local[f"local_{substrate}"][-1] * mass
    figures[f"{substrate}_max_local"] = (float(last.max()), "kg/m3")
    figures[f"{substrate}_min_local"] = (float(last.min()), "kg/m3")
    for place, name in enumerate(run.species):
        if chemistry.carbon[place] > 0.0 and name not in (substrate, "carbon_dioxide") and f"local_q_{name}" in local:
            share = _reassimilated(time, local[f"local_q_{name}"] * cells, lived)
            if share > 0.0:
                figures[f"reassimilated_{name}"] = (share, "")
    return figures


def _integral(time: Grid, values: Grid) -> float:
    return float(np.sum(0.5 * (values[1:] + values[:-1]) * np.diff(time)))


def _reassimilated(time: Grid, rates: Grid, lived: float) -> float:
    """Share of what is given off somewhere that is taken up elsewhere at the same time."""
    made = np.maximum(rates, 0.0).sum(axis=1)
    taken = np.maximum(-rates, 0.0).sum(axis=1)
    total = _integral(time, made)
    # what no more than rounding makes is none, nor is a trace of what nobody was given
    if not total > max(1e-9 * _integral(time, np.abs(rates).sum(axis=1)), _TRACE * lived):
        return 0.0
    return _integral(time, np.minimum(made, taken)) / total

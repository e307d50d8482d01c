"""What differs from place to place in a tank: its cross-section at some moments of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError, nearest
from ..variables import display, find_variable
from .animation import write_animation
from .cross_section import tank_cross_section
from .fonts import figure_language
from .numbers import group_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .protocols import Numbers, RunLike

__all__ = ["animate_section", "gradient_sections"]

_ALWAYS = ("glucose", "dot")
_PRODUCTS = ("acetate", "formate", "ethanol")
_MOMENTS = 3
_TRACE = 1e-3  # mol/m³


def gradient_sections(result: RunLike) -> dict[str, Figure]:
    """Cross-sections of a tank in compartments at a third, two thirds and the end of a run.

    Parameters
    ----------
    result : run
        With `compartments` and `local`, as `run.Result` has them.

    Returns
    -------
    dict of str to Figure
        ``section-<variable>`` for the substrate, oxygen and each by-product that is anywhere; none where the vessel
        is ideally mixed.
    """
    parts = getattr(result, "compartments", None)
    if parts is None:
        return {}
    local: Mapping[str, Numbers] = getattr(result, "local", {})
    time = result.data["time"].to_numpy()
    rows = [int(row) for row in np.linspace(0, len(time) - 1, _MOMENTS + 1)[1:]]
    figures = {}
    for name in (*_ALWAYS, *_PRODUCTS):
        values = local.get(f"local_{name}")
        if values is None or (name in _PRODUCTS and not float(np.max(values)) > _TRACE):
            continue
        shown, unit = display(name, values[rows])
        fields = {f"{group_text(float(time[row]))} h": shown[place] for place, row in enumerate(rows)}
        with figure_language():
            label = find_variable(name).label
        figures[f"section-{name}"] = tank_cross_section(parts.network, fields, f"{label} [{unit}]", _slender(result))
    return figures


def animate_section(result: RunLike, name: str, path: Path) -> Path:
    """Write a variable in every compartment over the run as an animated GIF.

    Parameters
    ----------
    result : run
        As in `gradient_sections`.
    name : str
        Variable, as in ``local_<name>``.
    path : Path
        Of the file.

    Raises
    ------
    InputError
        The vessel is ideally mixed, or there is no such variable.
    """
    parts = getattr(result, "compartments", None)
    local: Mapping[str, Numbers] = getattr(result, "local", {})
    if parts is None:
        raise InputError("there is nothing to animate: the vessel is ideally mixed (give it a 'network')")
    values = local.get(f"local_{name}")
    if values is None:
        known = [other.removeprefix("local_") for other in local]
        raise InputError(f"'{name}' is not known of every compartment{nearest(name, known)}")
    shown, unit = display(name, values)
    with figure_language():
        label = f"{find_variable(name).label} [{unit}]"
    return write_animation(parts.network, result.data["time"].to_numpy(), shown, label, path, _slender(result))


def _slender(result: Any) -> float:
    """Height of the liquid over the diameter of the vessel."""
    vessel, network = result.vessel, result.compartments.network
    return float(vessel.liquid_height(network.volume) / vessel.diameter)

"""What differs from place to place in a tank: its cross-section at some moments of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..variables import display, find_variable
from .cross_section import tank_cross_section
from .numbers import group_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .protocols import Numbers, RunLike

__all__ = ["gradient_sections"]

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
        label = find_variable(name).label_en
        figures[f"section-{name}"] = tank_cross_section(parts.network, fields, f"{label} [{unit}]")
    return figures

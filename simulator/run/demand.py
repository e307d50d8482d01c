"""The strain's stated uncertainty of oxygen demand, carried into oxygen transfer and heat."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..scenario.uncertainty import Uncertain, Uncertainty
from .columns import Column
from .kpis import Kpi

__all__ = ["with_demand_interval"]


def with_demand_interval(
    figures: dict[str, Kpi], table: dict[str, Column], uncertainty: Mapping[Uncertain, Uncertainty]
) -> dict[str, Kpi]:
    """Key figures with ``low`` and ``high`` where the cells' oxygen demand decides them.

    Metabolic heat goes with oxygen uptake, about 460 kJ/mol whatever the substrate; the stirrer's share does not.

    Parameters
    ----------
    figures : dict
        From `key_figures`.
    table : dict
        From `columns`.
    uncertainty : mapping
        Of the strain; without ``oxygen_demand`` the figures stay as they are.
    """
    scatter = uncertainty.get("oxygen_demand")
    if scatter is None:
        return figures
    row = int(np.argmax(table["heat"]))
    shares = {"otr_max": 1.0, "heat_max": float(table["heat_metabolic"][row] / table["heat"][row])}
    widened = dict(figures)
    for name, share in shares.items():
        value = float(figures[name]["value"])
        low, high = (value * (1.0 + share * (factor - 1.0)) for factor in (scatter.low, scatter.high))
        widened[name] = {**figures[name], "low": low, "high": high}
    return widened

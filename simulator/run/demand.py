"""The strain's stated uncertainty of oxygen demand, carried into oxygen transfer and heat."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..scenario import Scenario
from ..scenario.uncertainty import Uncertain, Uncertainty
from .columns import Column
from .kpis import Kpi
from .trajectory import Trajectory

__all__ = ["demand_uncertainty", "with_demand_interval"]


def demand_uncertainty(scenario: Scenario, run: Trajectory) -> Mapping[Uncertain, Uncertainty]:
    """What is stated of the strain; of several, weighted by their shares of oxygen uptake where it peaks.

    The strains' demands are taken to be off in the same direction, so the interval is the widest.
    """
    if len(run.members) == 1:
        return scenario.first_strain.uncertainty
    row = int(np.argmax(run.signal("our")))
    uptake = np.array([-run.flux("oxygen", i)[row] * run.biomass(i)[row] for i in range(len(run.members))])
    if not float(uptake.max()) > 0.0:
        return {}
    uptake = np.maximum(uptake, 0.0)  # a strain without cells breathes nothing, to rounding
    shares = uptake / max(float(uptake.sum()), 1e-300)
    stated = [strain.uncertainty.get("oxygen_demand") for strain in scenario.members.values()]
    known = [(item, float(share)) for item, share in zip(stated, shares, strict=True) if item is not None]
    if not known:
        return {}
    low = 1.0 + sum(share * (item.low - 1.0) for item, share in known)
    high = 1.0 + sum(share * (item.high - 1.0) for item, share in known)
    sources = dict.fromkeys(item.source for item, _ in known)
    return {"oxygen_demand": Uncertainty(low=low, high=high, source="; ".join(sources))}


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

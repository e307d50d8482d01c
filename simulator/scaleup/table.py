"""Every criterion and every characteristic time at both scales."""

from __future__ import annotations

import numpy as np

from ..run import Result
from ..run.remarks import main_substrate
from .operating_point import CRITERIA_UNITS, OperatingPoint
from .points import point_at
from .regime import Culture, Regime, regime

__all__ = ["criteria_table", "peak_regime"]


def criteria_table(source: OperatingPoint | None, target: OperatingPoint | None) -> dict[str, dict[str, float | str]]:
    """Criteria at the top of the cascade, filled vessels.

    Parameters
    ----------
    source, target : OperatingPoint or None
        Empty table where either is None.

    Returns
    -------
    dict
        ``{name: {"source", "target", "ratio", "unit"}}`` with ``"limit"`` where the target's equipment sets one.
    """
    if source is None or target is None:
        return {}
    limits = {
        "power_gassed": target.tank.limits.shaft_power,
        "stirrer_speed": target.tank.limits.stirrer_speed,
        "vvm": target.tank.limits.vvm * target.tank.working_volume / target.volume,
        "gas_velocity": target.tank.limits.gas_velocity,
        "flooding_ratio": 1.0,
    }
    table: dict[str, dict[str, float | str]] = {}
    for name, unit in CRITERIA_UNITS.items():
        before, after = float(getattr(source, name)), float(getattr(target, name))
        row: dict[str, float | str] = {
            "source": before,
            "target": after,
            "ratio": after / before if before else float("nan"),
            "unit": unit,
        }
        if np.isfinite(limits.get(name, np.inf)):
            row["limit"] = limits[name]
        table[name] = row
    return table


def peak_regime(result: Result) -> Regime | None:
    """Characteristic times at the moment of the highest oxygen uptake; None where nothing is stirred."""
    if result.vessel.impellers is None:
        return None
    table = result.columns
    row = int(np.argmax(table["our"]))
    substrate = main_substrate(result.scenario)
    point = point_at(
        result.scenario,
        float(table["volume"][row]),
        float(table["stirrer_speed"][row]) / 60.0,
        float(table["gas_flow"][row]),
    )
    biomass = float(table["biomass"][row])
    culture = Culture(
        oxygen_uptake=float(table["our"][row]),
        oxygen=max(float(table["oxygen"][row]), 0.0),
        substrate_uptake=max(float(table["q_s"][row]) * biomass, 0.0),
        substrate=max(float(table[substrate][row]), 0.0),
        growth_rate=float(table["mu"][row]),
    )
    return regime(point, culture)

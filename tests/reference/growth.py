"""Answers on growth by hand, gassing out, units and stoichiometry."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from moromi.simulator.scenario.quantity import unit_of
from moromi.simulator.study import hand
from moromi.simulator.study.gassing_out import kla_by_slope
from moromi.strains.formula import elements

from .table import Inputs

OXYGEN = 31.9988  # g/mol

YARROWIA = {"fastest": 0.45, "half": 0.8, "fed": 20.0, "used": 0.9}
"""The chemostat of Doran's example 13.3 [1/h, kg/m³], of which the table gives only D and Y."""


def gassing_out(i: Inputs) -> float:
    """Two readings of the dynamic method [1/s]."""
    hours = np.array([i["t1_s"], i["t2_s"]]) / 3600.0
    readings = np.array([i["C1_pct"], i["C2_pct"]], float)
    return kla_by_slope(hours, readings, float(i["C_inf_pct"]), window=None) / 3600.0


def oxygen_limit(i: Inputs) -> float:
    saturation = i["Cstar_kg_m3"] / (1e-3 * OXYGEN)
    return hand.oxygen_limited_biomass(3600.0 * i["kLa_1_s"], saturation, i["qO2_mmol_g_h"])


def maintained_batch(i: Inputs) -> float:
    return hand.batch_time_to_use(i["conv"] * i["s0"], i["x0"], i["mu"], i["YXS"], i["mS"])


def share_of_best(i: Inputs) -> float:
    """Biomass per volume and time at 90 % conversion over the best possible."""

    def productivity(dilution: float) -> float:
        left = hand.chemostat_substrate(dilution, YARROWIA["fastest"], YARROWIA["half"])
        return dilution * hand.chemostat_biomass(YARROWIA["fed"], left, dilution, i["YXS"])

    left = (1.0 - YARROWIA["used"]) * YARROWIA["fed"]
    here = hand.dilution_rate_at(left, YARROWIA["fastest"], YARROWIA["half"])
    best = hand.best_dilution_rate(YARROWIA["fed"], YARROWIA["fastest"], YARROWIA["half"])
    if abs(here - i["D"]) > 0.01 or abs(best - i["D_opt"]) > 0.01:
        return float("nan")  # another example than the one remembered
    return productivity(here) / productivity(best)


def hydrogen_for(formula: str, oxygen: float, carbon_dioxide: float, ammonia: float) -> float:
    """H2 that makes `formula` from CO2, NH3 and so much O2, the rest being water: balances of O and H."""
    made = elements(formula)
    water = 2.0 * oxygen + 2.0 * carbon_dioxide - made["O"]
    return 0.5 * (made["H"] + 2.0 * water - 3.0 * ammonia)


def polymer_hydrogen(i: Inputs) -> float:
    """H2 of an equation whose other coefficients are read from it."""
    left, right = (dict(map(reversed, re.findall(r"(\d*) ?([A-Z]\w*)", side))) for side in i["eq"].split("->"))
    (product,) = set(right) - {"H2O"}
    return hydrogen_for(product, float(left["O2"]), float(left["CO2"]), 0.0)


def cell_hydrogen(i: Inputs) -> float:
    """H2 per CO2 of cells, by the balances."""
    return hydrogen_for(i["biomass"], i["O2"], i["CO2"], i["NH3"]) / i["CO2"]


def kilojoules(i: Inputs) -> float:
    factor = unit_of("kcal/mmol").factor / unit_of("kJ/mol").factor
    return i["kcal_mmol"] * float(factor)


ANSWERS: dict[str, Callable[[Inputs], float]] = {
    "WE04": gassing_out,
    "WE05": gassing_out,
    "WE07": oxygen_limit,
    "WE14": lambda i: hand.batch_time(i["mu"], i["x0_g_L"], i["xf_g_L"]),
    "WE15": maintained_batch,
    "WE17": lambda i: i["V_L"] * hand.dilution_rate_at(i["s"], i["mumax"], i["KS"]),
    "WE18": lambda i: hand.chemostat_biomass(i["si"], i["s"], i["D"], i["YXS"], i["mS"]),
    "WE19": lambda i: hand.chemostat_product(i["x"], i["D"], i["YPX"], i["mP"]),
    "WE21": share_of_best,
    "HT02": kilojoules,
    "ST01": cell_hydrogen,
    "ST02": polymer_hydrogen,
}

"""Answers of the simulator on E. coli: strain `ecoli-w3110`, fitted to curves of the same paper, tuned to no row."""

from __future__ import annotations

import csv
from functools import cache

from moromi.simulator.study import validate

from .table import SHARED

CASES = ("varma1994-batch", "varma1994-fedbatch", "varma1994-chemostat")
FIGURES = {
    "EC_V2": ("varma1994-batch", "growth_rate"),
    "EC_V3": ("varma1994-batch", "time_of_exhaustion"),
    "EC_V5": ("varma1994-batch", "time_of_acetate_peak"),
    "EC_V6": ("varma1994-batch", "biomass_final"),
    "EC_V7": ("varma1994-batch", "biomass_yield"),
    "EC_V9": ("varma1994-fedbatch", "acetate_peak"),
    "EC_V10": ("varma1994-fedbatch", "biomass_at_9h"),
    "EC_V17": ("varma1994-chemostat", "acetate_at_highest"),
}
"""Row → case and quantity of the validation suite."""

OTHER_READING = SHARED / "data" / "ecoli_varma1994" / "koenig_Varma1994_Fig7.tsv"


@cache
def simulated() -> dict[tuple[str, str], float]:
    """What the cases give, by case and quantity."""
    return {(item.case, item.quantity): item.simulated for item in validate(CASES)}


def initial_glucose() -> float:
    """Glucose at the start as another hand has read it off the same figure [mol/m³]."""
    with OTHER_READING.open(encoding="utf-8", newline="") as file:
        points = [row for row in csv.DictReader(file, delimiter="\t") if row["substance"] == "glucose"]
    return float(min(points, key=lambda row: float(row["time"]))["value"])


def answer(name: str) -> float:
    """A row of E. coli."""
    return initial_glucose() if name == "EC_V1" else simulated()[FIGURES[name]]


NAMES = ("EC_V1", *FIGURES)

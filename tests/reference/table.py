"""Rows of the reference table that can be evaluated: those with a tolerance."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
TABLE = SHARED / "reference" / "validation.csv"
GROUPS = ("WE", "SU", "HY", "GL", "HE_", "DI", "LM", "CO", "HT", "ST", "EC_")

Inputs = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One published number."""

    name: str
    what: str
    inputs: Inputs
    expected: float
    tolerance: float
    unit: str
    source: str


def rows() -> dict[str, Row]:
    """Rows of the groups above by their id; none where the table is not at hand."""
    if not TABLE.is_file():
        return {}
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            percent, sign, _ = row["tolerance"].partition("%")
            if row["id"].startswith(GROUPS) and sign:
                found[row["id"]] = Row(
                    row["id"],
                    row["what"],
                    json.loads(row["inputs"]),
                    float(row["expected"]),
                    float(percent) / 100.0,
                    row["units"],
                    row["source"],
                )
    return found


ROWS = rows()

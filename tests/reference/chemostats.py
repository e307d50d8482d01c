"""Tables of docs/chemostats.md, made anew by ``python -m tests.reference.chemostats`` from the repository's root."""

from __future__ import annotations

import math
from pathlib import Path

from moromi.simulator.study import SteadyTable
from moromi.simulator.study.cases import load_case
from moromi.simulator.study.steady import steady_table

from .docs import markdown

DOCS = Path(__file__).resolve().parents[2] / "docs" / "chemostats.md"
TABLES = {
    "varma": ("varma1994-chemostat", ""),
    "yeast": ("vanhoek1998-chemostat", "yeast"),
    "yeast-crabtree": ("vanhoek1998-chemostat", "yeast-crabtree"),
}
HEADS = {"dilution_rate": "D", "biomass": "X", "glucose": "S", "rq": "RQ"}


def cell(value: float) -> str:
    """Three digits, or a dash where nothing is known."""
    return f"{0.0 if abs(value) < 5e-4 else value:.3g}" if math.isfinite(value) else "–"


def table(found: SteadyTable) -> str:
    """One chemostat as Markdown."""
    heads = [HEADS.get(name, name.replace("_", " ").replace("carbon dioxide", "CO2")) for name in found.columns]
    return markdown(heads, [[cell(value) for value in row] for row in zip(*found.columns.values(), strict=True)])


def main() -> None:
    """Write the tables between their marks."""
    text = DOCS.read_text("utf-8")
    for name, (case, strain) in TABLES.items():
        start, end = f"<!-- {name}: written by tests/reference/chemostats.py -->", f"<!-- end of {name} -->"
        before, rest = text.split(start)
        text = f"{before}{start}\n\n{table(steady_table(load_case(case), strain))}\n\n{end}{rest.split(end)[1]}"
    DOCS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

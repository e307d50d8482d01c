"""Tables and figures of docs/physics.md, made anew by ``python -m tests.reference.docs`` from the repository's root."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from moromi.simulator.plant.correlations import CORRELATIONS
from moromi.simulator.report.gallery import draw_gallery

from .table import ROWS
from .verdicts import MISSED, READ_TWICE, REFUTED, STORED, computed

DOCS = Path(__file__).resolve().parents[2] / "docs" / "physics.md"
REFERENCE = ("row", "what", "source", "expected", "computed", "tolerance", "")
REGISTRY = ("kernel", "gives", "source", "fitted on", "±", "confidence")


def number(value: float) -> str:
    """Four digits, as short as they can be."""
    return f"{value:.4g}"


def reference_table(names: Iterable[str]) -> list[list[str]]:
    """Cells of the rows of the reference table."""
    return [_row(name) for name in names]


def _row(name: str) -> list[str]:
    row = ROWS[name]
    remark = "passes"
    for label, group in (("refuted", REFUTED), ("not counted", STORED), ("missed", MISSED), ("passes", READ_TWICE)):
        if name in group:
            remark = f"{label}: {group[name]}"
    ours = "" if name in STORED else number(computed(name))
    cells = [name, row.what, row.source, f"{number(row.expected)} {row.unit}".replace(" -", ""), ours]
    return [re.sub(r"\s*\|\s*", "/", cell) for cell in (*cells, f"{100.0 * row.tolerance:g} %", remark)]


def registry_table() -> list[list[str]]:
    """Cells of the registry of correlations."""
    rows = []
    for item in CORRELATIONS.values():
        ranges = "; ".join(
            f"{limit.quantity.replace('_', ' ')} {number(limit.low)} to {number(limit.high)} {limit.unit}".strip()
            for limit in item.inputs
        )
        reference = item.reference
        doi = f"[{item.author}](https://doi.org/{reference.doi})" if reference.doi else item.author
        spread = f"{100.0 * item.uncertainty:g} %" + (", assumed" if item.assumed else "")
        rows.append([f"`{item.name}`", item.quantity, doi, ranges or "not known", spread, item.confidence])
    return rows


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table."""
    lines = [" | ".join(cells) for cells in (head, *rows)]
    count = lines[0].count("|") + 1
    return "\n".join(f"| {line} |" for line in (lines[0], " | ".join(["---"] * count), *lines[1:]))


def written(text: str, name: str, table: str) -> str:
    """The text with the table of that name put between its marks."""
    start, end = f"<!-- {name}: written by tests/reference/docs.py -->", f"<!-- end of {name} -->"
    before, rest = text.split(start)
    return f"{before}{start}\n\n{table}\n\n{end}{rest.split(end)[1]}"


def main() -> None:
    """Write both tables and draw the gallery."""
    draw_gallery(DOCS.parent / "figures")
    text = DOCS.read_text("utf-8")
    text = written(text, "reference", markdown(REFERENCE, reference_table(ROWS)))
    DOCS.write_text(written(text, "registry", markdown(REGISTRY, registry_table())), "utf-8")


if __name__ == "__main__":
    main()

"""What may enter without limit, and exchanges written the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..formula import elements
from ..network import UNLIMITED
from .border import Exchange, exchanges
from .case import Case
from .compounds import identify, outer_place, place_of
from .finding import Finding, count, some

__all__ = ["opening_findings"]

# A file's "unlimited" is anything from 500 up; what cells take up of food is below 100 mmol/gDW/h.
_WIDE = 0.5 * UNLIMITED
_GASES = ("oxygen", "hydrogen", "carbon_dioxide", "bicarbonate", "carbon_monoxide", "methane", "nitrogen")


def opening_findings(case: Case) -> list[Finding]:
    """Unlimited uptake that nobody stated, sources inside the cell, reversed exchanges."""
    network, known = case.network, identify(case.network)
    border = exchanges(network)
    outside = outer_place(network, border)
    food, gases, inner, salts = [], [], [], []
    for item in border:
        if item.into < _WIDE or item.column in case.stated:
            continue
        name, compound = case.name(item.column), known.get(item.row, "")
        if place_of(network, item.row) != outside:
            inner.append(name)
        elif compound in _GASES:
            gases.append(f"{name} ({compound.replace('_', ' ')})")
        elif elements(network.formulas[item.row]).get("C", 0.0) > 0.0:
            food.append(name)
        elif compound not in ("water", "proton"):
            salts.append(name)
    found: list[Finding] = []
    if food:
        what = f"{count(len(food), 'carbon source')} may enter without limit: {some(food)}"
        advice = "close what the medium does not hold ('bounds'), or make it an uptake with a maximum"
        found.append(Finding("error", what, advice))
    if inner:
        what = f"{count(len(inner), 'reaction')} can bring metabolites into the cell from nowhere: {some(inner)}"
        advice = "close them in 'bounds', unless they stand for a pool of lipid or protein that returns"
        found.append(Finding("warning", what, advice))
    if gases:
        what = f"gases may enter without limit: {some(gases)}"
        advice = "track them with a maximum uptake, and close the uptake of carbon dioxide unless the cells fix it"
        found.append(Finding("warning" if case.definition else "note", what, advice))
    if salts:
        what = f"{count(len(salts), 'nutrient')} without carbon may enter without limit: {some(salts)}"
        found.append(Finding("note", what, "none of them can limit a run; track what may run out"))
    return found + _reversed(case, border, known)


def _reversed(case: Case, border: Sequence[Exchange], known: Mapping[int, str]) -> list[Finding]:
    """Exchanges in which a positive flux is an uptake; tracked ones are turned round on loading."""
    names = [
        case.name(item.column) + (f" ({known[item.row].replace('_', ' ')})" if item.row in known else "")
        for item in border
        if not item.usual and item.column not in case.stated
    ]
    if not names:
        return []
    return [
        Finding(
            "note",
            f"{count(len(names), 'exchange')} written the other way round (a positive flux is uptake): {some(names)}",
            "tracked species are turned round by Moromi; bounds you write for the others count as the file has them",
        )
    ]

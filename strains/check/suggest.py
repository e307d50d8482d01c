"""A first strain file for a bare model: short, loadable, with every guess marked as one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from ..definition import Objective, StrainDefinition
from ..edit import edit
from ..errors import StrainError
from ..formula import elements
from ..network import UNLIMITED
from .biomass import rivals
from .border import exchanges
from .case import Case, case_of_strain
from .compounds import identify
from .growth import NO_GROWTH, growth_findings, missing_nutrients, relaxed
from .guess import Guess, guess_strain
from .loops import breaking_bounds
from .unique import completed

__all__ = ["suggestion"]

# Uptake of food assumed where the file allows none [mol/kg/h].
_FOOD = 10.0
_LISTED = 2


def suggestion(case: Case, name: str, model: str) -> str:
    """Text of a strain file.

    Parameters
    ----------
    case : Case
        A bare model that grows.
    name : str
        Of the strain; what does not suit is left out.
    model : str
        Name or path of the model, as the file will refer to it.

    Returns
    -------
    str
        YAML, at most about 25 lines.

    Raises
    ------
    StrainError
        The model has nothing to vary, or its program cannot be solved.
    """
    fed, opened = _fed(case)
    guess = guess_strain(fed, _name(name), model, frozenset(opened))
    tracked = {item.exchange for item in guess.definition.species}
    needed = {
        fed.name(column): (float(fed.network.lower[column]), float(fed.network.upper[column]), "guess: growth needs it")
        for column in opened
        if fed.name(column) not in tracked
    }
    definition = replace(
        guess.definition,
        knockouts=tuple(case.name(column) for column in rivals(fed)),
        bounds=tuple((key, low, high) for key, (low, high, _) in needed.items()),
    )
    loops = breaking_bounds(case_of_strain(case.network, definition))
    notes = {key: note for key, (_, _, note) in needed.items()} | {key: "guess: breaks a loop" for key, _, _ in loops}
    definition = replace(definition, bounds=(*definition.bounds, *loops))
    added, _ = completed(edit(case.network, definition), definition)
    definition = replace(definition, objectives=(*definition.objectives, *added))
    return _text(replace(definition, objectives=_all_named(definition)), guess, notes)


def _all_named(definition: StrainDefinition) -> tuple[Objective, ...]:
    """Every tracked flux in the order, so that none is left open at a θ nobody tried."""
    taken = {item.species for item in definition.uptakes}
    named = {item.target for item in definition.objectives}
    targets = (f"{item.name}_uptake" if item.name in taken else item.name for item in definition.species)
    return (*definition.objectives, *(Objective("min", target) for target in targets if target not in named))


def _fed(case: Case) -> tuple[Case, list[int]]:
    """The case on a medium it grows on, and the exchanges that had to be opened for it."""
    if growth_findings(case)[1] >= NO_GROWTH:
        return case, []
    opened = missing_nutrients(relaxed(case.network), case.biomass)
    if opened is None:
        raise StrainError("the model does not grow even with every exchange open, so no strain can be suggested")
    lower, upper = case.network.lower.copy(), case.network.upper.copy()
    known = identify(case.network)
    opened += [item.column for item in exchanges(case.network) if known.get(item.row) == "oxygen" and item.into == 0.0]
    for item in exchanges(case.network):
        if item.column in opened:
            most = _FOOD if elements(case.network.formulas[item.row]).get("C") else UNLIMITED
            if item.usual:
                lower[item.column] = -most
            else:
                upper[item.column] = most
    network = replace(case.network, lower=lower, upper=upper)
    fed = replace(case, network=network)
    return (fed if growth_findings(fed)[0] == [] else replace(case, network=relaxed(network))), opened


def _name(text: str) -> str:
    clean = re.sub(r"[^A-Za-z0-9_.-]+", "-", text)[:60]
    return clean if clean[:1].isalpha() else f"strain-{clean}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quantity(value: float, unit: str, source: str) -> str:
    return f"{{value: {value:.6g} {unit}, source: {_quote(source)}}}"


def _objective(item: Objective, definition: StrainDefinition) -> str:
    species = {f"{one.species}_uptake": f"{one.species} uptake" for one in definition.uptakes}
    return f"{item.sense} {species.get(item.target, item.target)}"


def _bounds(definition: StrainDefinition, notes: Mapping[str, str]) -> list[str]:
    """One line each where they are few, one line together where a whole medium had to be opened."""
    parts = [f"{_quote(n)}: {{lower: {a:g}, upper: {b:g}, note: {_quote(notes[n])}}}" for n, a, b in definition.bounds]
    if len(parts) > _LISTED:
        return [f"bounds: {{{', '.join(parts)}}}"]
    return ["bounds:", *(f"  {text}" for text in parts)] if parts else []


def _text(definition: StrainDefinition, guess: Guess, notes: Mapping[str, str]) -> str:
    """The file."""
    lines = [
        f"name: {definition.name}",
        'summary: "first guess by moromi strain check: read every line before you rely on it"',
        f"model: {_quote(str(definition.model))}",
        f"biomass: {_quote(definition.biomass)}",
        "species:",
    ]
    for item in definition.species:
        lines.append(f"  {item.name}: {{exchange: {_quote(item.exchange)}, note: {_quote(guess.reasons[item.name])}}}")
    lines.append("uptakes:")
    for uptake in definition.uptakes:
        maximum = _quantity(uptake.maximum, "mmol/gDW/h", guess.reasons[f"uptake {uptake.species}"])
        constant = _quantity(uptake.factors[0].constant, "mmol/L", "assumed")
        lines.append(f"  {uptake.species}: {{maximum: {maximum}, factors: [{{kind: monod, constant: {constant}}}]}}")
    for demand in definition.demands:
        value = _quantity(demand.value, "mmol/gDW/h", guess.reasons[f"demand {demand.name}"])
        lines += ["demands:", f"  {demand.name}: {{reaction: {_quote(demand.reaction)}, value: {value}}}"]
    objectives = ", ".join(_objective(item, definition) for item in definition.objectives)
    lines.append(f"objectives: [{objectives}] # guess: the order decides the overflow")
    lines += _bounds(definition, notes)
    if definition.knockouts:
        lines.append(f"knockouts: [{', '.join(map(_quote, definition.knockouts))}] # guess: further growth reactions")
    return "\n".join(lines) + "\n"

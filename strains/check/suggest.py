"""A first strain file for a bare model: short, loadable, with every guess marked as one."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from ..definition import Objective, StrainDefinition
from ..edit import edit
from .biomass import rivals
from .case import Case, case_of_strain
from .guess import Guess, guess_strain
from .loops import breaking_bounds
from .unique import completed

__all__ = ["suggestion"]


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
    guess = guess_strain(case, _name(name), model)
    definition = replace(guess.definition, knockouts=tuple(case.name(column) for column in rivals(case)))
    opened = case_of_strain(case.network, definition)
    definition = replace(definition, bounds=breaking_bounds(opened))
    added, _ = completed(edit(case.network, definition), definition)
    return _text(replace(definition, objectives=(*definition.objectives, *added)), guess)


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


def _text(definition: StrainDefinition, guess: Guess) -> str:
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
    if definition.bounds:
        lines.append("bounds:")
    for name, low, high in definition.bounds:
        lines.append(f'  {_quote(name)}: {{lower: {low:g}, upper: {high:g}, note: "guess: breaks a loop"}}')
    if definition.knockouts:
        lines.append(f"knockouts: [{', '.join(map(_quote, definition.knockouts))}] # guess: further growth reactions")
    return "\n".join(lines) + "\n"

"""`moromi strain`: strains as the simulator sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from .options import json_option
from .output import emit_json, emit_table, emit_text

if TYPE_CHECKING:
    from ..scenario import StrainFile

__all__ = ["strain"]


@click.group()
def strain() -> None:
    """Look at strains: flux-balance model, uptake laws, demands, objectives."""


@strain.command(epilog="Example: moromi strain show ecoli")
@click.argument("strain_name", metavar="NAME_OR_FILE")
@json_option
def show(strain_name: str, as_json: bool) -> None:
    """Show what the model was told about the cells, with sources."""
    from ..report.numbers import number
    from ..scenario import load_strain
    from .strain_text import strain_lines

    loaded = load_strain(strain_name)
    definition = loaded.definition()
    if as_json:
        parameters = zip(definition.parameters, definition.box, strict=True)
        content = loaded.model_dump(mode="json", exclude_none=True)
        content["parameters"] = [{"name": n, "maximum": m, "unit": "mmol/gDW/h"} for n, m in parameters]
        emit_json({"strain": content.pop("name"), **content})
        return
    emit_text(f"{loaded.name}: {loaded.summary}" if loaded.summary else loaded.name)
    emit_text(f"model {loaded.model}, growth {loaded.biomass}")
    emit_text()
    emit_table(("parameter", "maximum [mmol/gDW/h]", "law", "source"), _parameters(loaded))
    emit_text()
    emit_text("objectives, after feasibility: " + ", ".join(loaded.objectives))
    for line in strain_lines(loaded):
        emit_text(line)
    if loaded.knockouts:
        emit_text("knocked out: " + ", ".join(loaded.knockouts))
    for reaction, bounds in loaded.bounds.items():
        lower = "" if bounds.lower is None else f"{number(bounds.lower)} ≤ "
        upper = "" if bounds.upper is None else f" ≤ {number(bounds.upper)}"
        emit_text(f"bound {lower}{reaction}{upper}  {bounds.note}".rstrip())


def _parameters(loaded: StrainFile) -> list[tuple[str, str, str, str]]:
    """One row a bound that changes during a run."""
    from ..report.numbers import number
    from .strain_text import law_text

    rows = []
    for name, uptake in loaded.uptakes.items():
        laws = law_text(uptake.factors, name)
        rows.append((f"{name}_uptake", number(uptake.maximum.value), laws, uptake.maximum.source))
    for name, demand in loaded.demands.items():
        growth = f" + {number(demand.per_growth.value)}·growth" if demand.per_growth else ""
        laws = " · ".join(text for text in (f"at least, {demand.reaction}{growth}", law_text(demand.factors)) if text)
        rows.append((name, number(demand.value.value), laws, demand.value.source))
    for name, capacity in loaded.capacities.items():
        if capacity.varies:
            rows.append((name, number(capacity.maximum.value), law_text(capacity.factors), capacity.maximum.source))
    if loaded.growth_cap is not None:
        cap = loaded.growth_cap
        rows.append(("growth_cap", f"{number(cap.value)} 1/h", law_text(cap.factors), cap.source))
    return rows

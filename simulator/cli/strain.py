"""`moromi strain`: strains as the simulator sees them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import rich_click as click

from .options import json_option
from .output import emit_json, emit_table, emit_text, progress
from .strain_check import check

if TYPE_CHECKING:
    from ...strains import Compilation
    from ..scenario import StrainFile

__all__ = ["strain"]


@click.group()
def strain() -> None:
    """Look at strains: flux-balance model, uptake laws, demands, objectives."""


strain.add_command(check)


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
        content["parameters"] = [
            {"name": n, "maximum": m, "unit": "1/h" if n == "growth_cap" else "mmol/gDW/h"} for n, m in parameters
        ]
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
    for name, item in loaded.uncertainty.items():
        around = f"{number(item.low)} to {number(item.high)} times the simulated value"
        emit_text(f"uncertainty of {name.replace('_', ' ')}: {around}  ({item.source})")
    if loaded.knockouts:
        emit_text("knocked out: " + ", ".join(loaded.knockouts))
    for reaction, bounds in loaded.bounds.items():
        lower = "" if bounds.lower is None else f"{number(bounds.lower)} ≤ "
        upper = "" if bounds.upper is None else f" ≤ {number(bounds.upper)}"
        emit_text(f"bound {lower}{reaction}{upper}  {bounds.note}".rstrip())


@strain.command(name="compile", epilog="Example: moromi strain compile ecoli --processes 2")
@click.argument("strain_name", metavar="NAME_OR_FILE")
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    help="Processes that share the work; as many as there are processors by default. The atlas is the same.",
)
@click.option(
    "--budget",
    type=click.IntRange(1, 1_000_000),
    default=5000,
    show_default=True,
    help="Regions after which the strain stays lazy: the rest is found when a run needs it.",
)
@click.option("--no-certificate", is_flag=True, help="Leave out the comparison with direct linear programs.")
@json_option
def compile_strain(strain_name: str, processes: int | None, budget: int, no_certificate: bool, as_json: bool) -> None:
    """Explore the whole flux atlas of a strain, certify it, and keep both."""
    from ...strains import StrainError
    from ..errors import InputError
    from ..run.opened import opened_strain
    from ..scenario import load_strain

    definition = load_strain(strain_name).definition()
    with progress() as say:
        opened = opened_strain(definition, say)
        try:
            report = opened.compile(
                processes=processes or os.cpu_count() or 1, budget=budget, certify=not no_certificate, progress=say
            )
        except StrainError as error:
            raise InputError(str(error)) from error
    if as_json:
        emit_json(report.as_dict())
        return
    emit_table(("", ""), _compiled(report))


_MODES = {
    "complete": "complete",
    "lazy": "lazy: the budget ended before the box was full, further regions are found when a run needs them",
}


def _compiled(report: Compilation) -> list[tuple[str, str]]:
    """What a compilation says, a row each."""
    rows = [
        ("strain", f"{report.strain} on {report.model}"),
        ("parameters", f"{len(report.parameters)}: {', '.join(report.parameters)}"),
        ("mode", _MODES[report.mode]),
        ("regions", str(report.regions)),
        ("facets per region", f"{report.facets_mean:.2f}, none redundant"),
        ("coverage", f"{report.coverage:.6f} of 1,000,000 fresh θ"),
        ("time", f"{report.seconds:.1f} s without the certificate"),
    ]
    if report.certificate is not None:
        mark = report.certificate
        on_the_way = f", {mark.found} further regions found for it as a run finds them" if mark.found else ""
        error = f"largest error {mark.max_relative_error:.1e} on {mark.samples} direct programs"
        rows.append(("certificate", error + on_the_way))
    return rows


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

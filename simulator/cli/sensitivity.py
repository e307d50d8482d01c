"""`moromi sensitivity`: what matters, and how surely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from .output import emit_json, emit_table, emit_text, progress
from .study_options import make_plan, study_options, working

if TYPE_CHECKING:
    from ..study.sensitivity_study import Sensitivity

__all__ = ["sensitivity"]

_DESIGNS = {("sobol", False): "saltelli", ("sobol", True): "saltelli-pairs", ("morris", False): "morris"}
_HEADS = {"first": "first order", "total": "total", "mu_star": "µ*", "mu": "µ", "sigma": "σ"}
_MOST = 6
"""Key figures on the screen, where none is named."""
_USUAL = ("biomass_final", "biomass_yield", "productivity_biomass", "titre", "otr_max", "dot_min", "heat_max")


@click.command(
    epilog="Example: moromi sensitivity ecoli-fedbatch --vary vessel.kla_factor=0.7:1.3 "
    "--vary recipe.feed_factor=0.8:1.2 --runs 128"
)
@click.argument("scenario")
@click.option(
    "--runs",
    type=click.IntRange(2),
    metavar="N",
    help="Base samples, a power of 2 (128): N (d + 2) runs of d variables; of Morris's method trajectories (20).",
)
@click.option("--method", type=click.Choice(["sobol", "morris"]), default="sobol", help="sobol by default.")
@click.option("--pairs", is_flag=True, help="Second-order indices, too: N (2 d + 2) runs.")
@click.option("--kpi", "kpis", multiple=True, metavar="NAME", help="Key figure, or limit_NAME; may be repeated.")
@study_options
def sensitivity(
    scenario: str, runs: int | None, method: str, pairs: bool, kpis: tuple[str, ...], **options: Any
) -> None:
    """Say which of the things that vary in a SCENARIO matter: indices of Sobol' or of Morris with intervals."""
    from ..errors import InputError
    from ..study.sensitivity_study import sensitivity as study

    if pairs and method == "morris":
        raise InputError("--pairs: Morris's method has no indices of pairs")
    count = runs or (20 if method == "morris" else 128)
    plan = make_plan(scenario, method, options, design=_DESIGNS[method, pairs], runs=count)
    with progress() as say:
        found = study(plan, options["out"], figures=kpis, progress=say, **working(options))
        say(f"writing {found.sweep.folder}")
        files = found.save(report=not options["no_report"])
    if options["as_json"]:
        emit_json(found.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    _emit(found, files, bool(kpis))


def _emit(found: Sensitivity, files: dict[str, Path], all_of_them: bool) -> None:
    from ..report.study_words import entry_labels
    from ..report.words import kpi_label

    labels = entry_labels(found.problem.names)
    told = found.sweep.summary()
    emit_text(f"{told['runs']:,} runs, {told['failed']:,} failed")
    for reason, count in found.responses.failures()[:5]:
        emit_text(f"warning: {count:,} runs: {reason}")
    shown = list(found.indices) if all_of_them else _usual(found)
    for figure in shown:
        own = found.indices[figure]
        emit_text()
        if own.note:
            emit_text(f"{kpi_label(figure)}: {own.note}")
            continue
        kinds = list(own.by_kind)
        unit = found.responses.of(figure).unit if "mu_star" in kinds else ""
        heads = ("variable", *(f"{_HEADS[kind]}{f' [{unit}]' if unit else ''}" for kind in kinds))
        rows = [(labels[name], *(_text(own.of(name, kind), kind) for kind in kinds)) for name in own.ranked()]
        emit_table(heads, rows, kpi_label(figure))
        if own.first_sum is not None:
            emit_text(f"first orders together {_text(own.first_sum, 'first')}; the rest are interactions")
        for (one, other), item in sorted(own.pairs.items(), key=lambda entry: -entry[1].value)[:3]:
            emit_text(f"together: {labels[one]} × {labels[other]} {_text(item, 'first')}")
        if own.left_out:
            emit_text(f"{own.left_out} base samples left out: a run of theirs failed or has no such value")
    emit_text()
    if len(shown) < len(found.indices):
        emit_text(f"{len(found.indices) - len(shown)} more key figures in {files['json'].name}; or name them: --kpi")
    for path in files.values():
        emit_text(str(path))


def _usual(found: Sensitivity) -> list[str]:
    return [name for name in found.indices if name.startswith(_USUAL)][:_MOST]


def _text(item: Any, kind: str) -> str:
    if kind in ("mu", "sigma"):
        return f"{item.value:.3g}"
    if kind == "mu_star":
        return f"{item.value:.3g} ({item.low:.3g} to {item.high:.3g})"
    return f"{item.value:.2f} ({item.low:.2f} to {item.high:.2f})"

"""`moromi scale-up`: a recipe in other vessels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from .folders import choose_folder
from .options import json_option, out_option, overrides_option, report_option
from .output import emit_json, emit_table, emit_text, number, progress
from .tables import emit_files, emit_limits, emit_notes

__all__ = ["scale_up"]


@click.command(name="scale-up", epilog="Example: moromi scale-up ecoli-fedbatch --to tank-30m3 --by tip-speed")
@click.argument("scenario")
@click.option("--to", required=True, multiple=True, metavar="VESSEL", help="Name or file; may be repeated.")
@click.option("--by", metavar="CRITERION", help="What is kept on the way, for example kla.")
@overrides_option
@out_option
@report_option
@json_option
def scale_up(
    scenario: str,
    to: tuple[str, ...],
    by: str | None,
    overrides: tuple[str, ...],
    out: Path | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Carry the recipe of a SCENARIO to other vessels: loss, cause, advice."""
    from ..scaleup import scale_up as compare
    from ..scenario import load_scenario, load_vessel

    loaded = load_scenario(scenario, overrides)
    vessels = [load_vessel(name) for name in to]
    folder = choose_folder(out, "-".join((loaded.name, "to", *(vessel.name for vessel in vessels))))
    with progress() as say:
        result = compare(loaded, vessels, by=by, progress=say)
        say(f"writing {folder}")
        files = result.save(folder, report=not no_report)
    summary = result.summary() | {"files": {name: str(path) for name, path in files.items()}}
    if as_json:
        emit_json(summary)
        return
    for target in summary["targets"]:
        _emit_target(summary["source"], target)
        emit_text()
    emit_files(folder, files)


def _emit_target(source: Mapping[str, Any], target: Mapping[str, Any]) -> None:
    """Print what changes between two vessels, what it costs, why, and what to do."""
    title = f"{source['scenario']}: {source['vessel']} → {target['vessel']} by {target['criterion']}"
    criteria = [
        (name, number(item["source"]), number(item["target"]), number(item["ratio"]))
        for name, item in target["criteria"].items()
    ]
    emit_table(("criterion", source["vessel"], target["vessel"], "ratio"), criteria, title=title)
    emit_text()
    kpis = [
        (name, number(source["kpis"][name]["value"]), number(kpi["value"]), kpi["unit"])
        for name, kpi in target["kpis"].items()
        if name in source["kpis"]
    ]
    emit_table(("key figure", source["vessel"], target["vessel"], "unit"), kpis)
    emit_text()
    causes = list(dict.fromkeys(cause for loss in target["loss"].values() for cause in loss["causes"]))
    losses = [
        (
            name,
            *(f"{100 * share:.2f}" for share in (loss["relative"], *(loss["causes"].get(c, 0.0) for c in causes))),
        )
        for name, loss in target["loss"].items()
    ]
    emit_table(("loss [%]", "all", *causes), losses)
    emit_text()
    emit_limits(target["limits"])
    emit_notes("warning", target["warnings"])
    emit_notes("advice", target["advice"])

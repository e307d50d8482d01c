"""`moromi scale-up`: a recipe in other vessels."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from .folders import choose_folder
from .options import by_option, json_option, out_option, overrides_option, report_option
from .output import emit_json, emit_text, progress
from .tables import emit_files, emit_target

__all__ = ["scale_up"]


@click.command(name="scale-up", epilog="Example: moromi scale-up ecoli-fedbatch --to tank-30m3 --by tip-speed")
@click.argument("scenario")
@click.option("--to", required=True, multiple=True, metavar="VESSEL", help="Name or file; may be repeated.")
@by_option
@click.option("--well-mixed", is_flag=True, help="Leave gradients out: every vessel ideally mixed.")
@click.option(
    "--uncertain",
    type=click.IntRange(10),
    metavar="N",
    help="Intervals of the prediction from N draws of the correlations and of the strain's published ranges; 5 % "
    "quantiles need about 100. Tanks with gradients take seconds a draw; see --well-mixed.",
)
@overrides_option
@out_option
@report_option
@json_option
def scale_up(
    scenario: str,
    to: tuple[str, ...],
    by: str | None,
    well_mixed: bool,
    uncertain: int | None,
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
        result = compare(loaded, vessels, by=by, mixed=well_mixed, uncertain=uncertain or 0, progress=say)
        say(f"writing {folder}")
        files = result.save(folder, report=not no_report)
    if as_json:
        emit_json(result.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    for number, target in enumerate(result.targets):
        if number:
            emit_text()
        emit_target(result, target)
    emit_files(folder, files)

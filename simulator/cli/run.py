"""`moromi run`: one simulation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from .folders import choose_folder
from .options import by_option, json_option, out_option, overrides_option, report_option
from .output import emit_json, progress
from .tables import emit_files, emit_run

if TYPE_CHECKING:
    from ..run import Result

__all__ = ["run"]


@click.command(epilog="Example: moromi run ecoli-fedbatch --vessel tank-30m3 --set transfer.by=tip-speed")
@click.argument("scenario")
@overrides_option
@click.option("--vessel", metavar="NAME_OR_FILE", help="Another vessel; the recipe is carried over to it.")
@by_option
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Measured points (CSV) to draw over the curves.",
)
@click.option(
    "--animate",
    multiple=True,
    metavar="VARIABLE",
    help="The tank's compartments over time as a moving file, of glucose, dot, …; may be repeated.",
)
@out_option
@report_option
@json_option
def run(
    scenario: str,
    overrides: tuple[str, ...],
    vessel: str | None,
    by: str | None,
    data: Path | None,
    animate: tuple[str, ...],
    out: Path | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Simulate a SCENARIO, a built-in name or a file."""
    from ..run import run as simulate
    from ..run.measured import read_measured
    from ..scenario import load_scenario, load_vessel

    loaded = load_scenario(scenario, overrides)
    place = load_vessel(vessel) if vessel else None
    measured = read_measured(data, species=loaded.species, strains=loaded.strains) if data else None
    folder = choose_folder(out, f"{loaded.name}-{(place or loaded.vessel).name}")
    with progress() as say:
        result = simulate(loaded, vessel=place, by=by, progress=say)
        say(f"writing {folder}")
        files = result.save(folder, report=not no_report, measured=measured)
        files |= {path.name: path for path in _moving(result, animate, folder)}
    if as_json:
        emit_json(result.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    emit_run(result)
    emit_files(folder, files)


def _moving(result: Result, names: Sequence[str], folder: Path) -> list[Path]:
    """Animations, beside the figures of a result that is already written."""
    if not names:
        return []
    from ..report.gradients import animate_section

    place = folder / "figures"
    place.mkdir(exist_ok=True)
    return [animate_section(result, name, place / f"section-{name}.gif") for name in names]

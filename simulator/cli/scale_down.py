"""`moromi scale-down`: a bench rig that imitates a tank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from .folders import choose_folder
from .options import by_option, json_option, out_option, overrides_option, report_option
from .output import emit_json, emit_table, emit_text, progress
from .tables import emit_files

if TYPE_CHECKING:
    from ..study.scale_down import ScaleDown

__all__ = ["scale_down"]


@click.command(name="scale-down", epilog="Example: moromi scale-down ecoli-fedbatch --vessel tank-30m3 --rig str-pfr")
@click.argument("scenario")
@click.option("--vessel", metavar="NAME_OR_FILE", help="The tank; the recipe is carried over to it.")
@by_option
@click.option(
    "--rig",
    default="two-compartment",
    show_default=True,
    metavar="KIND",
    help="two-compartment, or str-pfr, a tank with a plug-flow reactor.",
)
@click.option("--jar", metavar="NAME_OR_FILE", help="Vessel of the rig; the scenario's own, or jar-10l, by default.")
@click.option("--seed", default=1, show_default=True, help="Of the lifelines.")
@overrides_option
@out_option
@report_option
@json_option
def scale_down(
    scenario: str,
    vessel: str | None,
    by: str | None,
    rig: str,
    jar: str | None,
    seed: int,
    overrides: tuple[str, ...],
    out: Path | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Find a bench rig in which cells meet what they meet in a tank, and run a SCENARIO in both."""
    from ..scenario import load_scenario, load_vessel
    from ..study.scale_down import scale_down as imitate

    loaded = load_scenario(scenario, overrides)
    tank = load_vessel(vessel) if vessel else None
    holds = load_vessel(jar) if jar else None
    folder = choose_folder(out, f"{loaded.name}-{(tank or loaded.vessel).name}-{rig}")
    with progress() as say:
        result = imitate(loaded, vessel=tank, by=by, kind=rig, jar=holds, seed=seed, progress=say)
        say(f"writing {folder}")
        files = result.save(folder, report=not no_report)
    if as_json:
        emit_json(result.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    _emit(result)
    emit_files(folder, files)
    emit_text(f"to run it again: moromi run {files['rig.yaml']}")


def _emit(result: ScaleDown) -> None:
    told, tank, jar = result.summary(), result.tank.vessel.name, result.run.vessel.name
    begin, end = result.exposure.window
    emit_table(
        ("cells meet", "share", "stay [s]", "stays [1/h]", "share, rig"),
        [
            (name, *(f"{item[key]:.4g}" for key in ("share", "duration", "frequency", "share_rig")))
            for name, item in told["regimes"].items()
        ],
        f"{tank}, {begin:.1f} to {end:.1f} h",
    )
    emit_text()
    _emit_settings(result, jar)
    emit_text()
    from ..report.words import kpi_label

    rows = [
        (kpi_label(name), *(_value(name, told["kpis"][place].get(name)) for place in ("tank", "rig", "mixed")))
        for name in result.compared()
    ]
    emit_table(("key result", tank, "rig", "jar, mixed"), rows, "the same feed in all three")
    emit_text()
    emit_text(f"the rig's yield is {100.0 * told['yield']['difference']:+.2f} percentage points off the tank's")


def _emit_settings(result: ScaleDown, jar: str) -> None:
    settings, pulses = result.settings(), result.pulses()
    litres = 1e3 * float(settings["recirculation"]["value"]) / 60.0
    fed = "second tank" if result.rig.kind == "two-compartment" else "plug-flow reactor, at its inlet"
    emit_table(
        ("setting", "value"),
        [
            ("fed part", fed),
            ("share of the liquid", f"{100.0 * result.rig.share:.3g} %"),
            ("stay there", f"{result.rig.residence_time:.4g} s"),
            ("circulation time", f"{result.rig.circulation_time:.4g} s"),
            ("recirculation", f"{litres:.4g} L/min of {1e3 * float(settings['volume']['value']):.3g} L"),
            (
                "or pulses in one vessel",
                f"{pulses['length']['value']:.4g} s in every {pulses['period']['value']:.4g} s, at "
                f"{pulses['rate']['value']:.3g} times the mean feed",
            ),
            ("misfit of the stays", f"{result.rig.misfit:.3f} (Kolmogorov: 0 alike, 1 nothing in common)"),
        ],
        f"{result.rig.kind} in {jar}",
    )


def _value(name: str, entry: dict[str, float | str] | None) -> str:
    """A key figure in the unit that people read it in."""
    from ..report.numbers import quantity

    return "–" if entry is None else " ".join(quantity(name, float(entry["value"]), str(entry["unit"]))).strip()

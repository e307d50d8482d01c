"""`moromi changeover`: from one product to the next in one vessel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ..errors import InputError
from ..told import told
from .options import json_option
from .output import emit_json, emit_table, emit_text, progress

if TYPE_CHECKING:
    from ..study.changeover import Changeover

__all__ = ["changeover"]


@click.command(epilog="Example: moromi changeover antigen ecoli-fedbatch --vessel tank-30m3 --figure plan.svg")
@click.argument("before", metavar="SCENARIO_A")
@click.argument("after", metavar="SCENARIO_B")
@click.option("--vessel", metavar="NAME_OR_FILE", help="Where both are run; the first scenario's own by default.")
@click.option("--plan", default="steel-microbial", show_default=True, metavar="NAME_OR_FILE", help="Steps and rules.")
@click.option("--dose-a", metavar="MASS", help="Smallest dose of A's product, '50 ug': for the rule of a thousandth.")
@click.option("--dose-b", metavar="MASS", help="Largest dose of B's product; both doses or none.")
@click.option(
    "--figure",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Draw the tasks over time.",
)
@json_option
def changeover(
    before: str,
    after: str,
    vessel: str | None,
    plan: str,
    dose_a: str | None,
    dose_b: str | None,
    figure: Path | None,
    as_json: bool,
) -> None:
    """Plan cleaning, sterilising and setting up between SCENARIO_A and SCENARIO_B."""
    from ..study.changeover import change_over

    with progress() as say:
        found = change_over(before, after, vessel, plan=plan, doses=_doses(dose_a, dose_b), progress=say)
    files = {} if figure is None else {"figure": str(_draw(found, figure))}
    if as_json:
        emit_json(found.summary() | {"files": files})
        return
    _emit(found)
    if figure is not None:
        emit_text(f"figure: {figure}")


def _doses(first: str | None, second: str | None) -> tuple[float, float] | None:
    """Both doses [kg], or none."""
    from ..scenario.quantity import QuantityError
    from ..study.changeover_plan import DOSE

    if first is None and second is None:
        return None
    if first is None or second is None:
        raise InputError("--dose-a and --dose-b belong together: give both or none")
    try:
        doses = DOSE.read(first), DOSE.read(second)
    except QuantityError as error:
        raise InputError(f"--dose-a, --dose-b: {error}") from None
    if min(doses) <= 0.0:
        raise InputError("--dose-a, --dose-b: a dose is above 0")
    return doses


def _emit(found: Changeover) -> None:
    names = found.before.scenario.name, found.after.scenario.name
    rows = [
        (
            task.name,
            f"{task.start:.2f}",
            f"{task.hours:.2f}",
            *(f"{value:.3g}" if value else "" for value in (1e3 * task.water, task.caustic, task.acid, task.steam)),
        )
        for task in found.tasks
    ]
    title = f"{names[0]} → {names[1]} in {found.vessel.name} by {found.plan.name}: {found.hours:.1f} h"
    emit_table(("task", "from [h]", "hours", "water [L]", "NaOH [kg]", "H3PO4 [kg]", "steam [kg]"), rows, title)
    emit_text()
    _emit_residue(found)
    _emit_heat(found)
    changed = [item for item in found.settings if item.changes]
    emit_table(("to be set otherwise", *names), [(item.name, item.before, item.after) for item in changed])
    same = ", ".join(item.name for item in found.settings if not item.changes)
    emit_text()
    emit_text(f"the same: {same or 'nothing'}")
    for note in (*found.notes, *found.sterilisation.notes):
        emit_text(f"warning: {note}")


def _emit_residue(found: Changeover) -> None:
    residue = found.residue
    emit_table(
        ("carry-over", "value"),
        [
            (f"{residue.product} left on {residue.area:.3g} m² of wall", f"{1e3 * residue.left:.3g} g"),
            (f"allowed: {residue.rule}", f"{1e3 * residue.allowed:.3g} g"),
            ("to be cleaned away", f"{residue.reduction:.1f} powers of ten"),
            ("limit of a swab", f"{1e5 * residue.swab:.3g} µg/cm²"),
            ("limit of carbon in the last rinse", f"{1e3 * residue.toc:.3g} mg/L"),
        ],
    )
    emit_text()


def _emit_heat(found: Changeover) -> None:
    heat = found.sterilisation
    hours = {"heating": heat.heating, "holding": heat.holding, "cooling": heat.cooling}
    rows = [(name, f"{hours[name]:.2f}", f"{killed:.1f}") for name, killed in zip(hours, heat.killed, strict=True)]
    rows.append(("needed", "", f"{heat.needed:.1f}"))
    emit_table(("sterilisation", "hours", "ln(N0/N)"), rows)
    emit_text()


def _draw(found: Changeover, path: Path) -> Path:
    """Write the chart of tasks."""
    from ..report.fonts import figure_language
    from ..report.gantt import gantt_chart
    from ..report.style import to_svg

    title = f"{found.before.scenario.name} → {found.after.scenario.name}, {found.vessel.name}"
    with figure_language():
        figure = gantt_chart([(told(task.name), task.start, task.hours) for task in found.tasks], title)
    try:
        path.write_bytes(to_svg(figure, salt=path.stem))
    except OSError as error:
        raise InputError(f"--figure {path}: cannot be written ({error.strerror or error})") from None
    return path

"""`moromi transfer`: a process from one site to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ..language import gettext as _
from .folders import choose_folder
from .options import by_option, json_option, out_option, overrides_option, report_option
from .output import emit_json, emit_table, emit_text, progress

if TYPE_CHECKING:
    from ..transfer import Protocol

__all__ = ["transfer"]


_DRAWS = 40  # a minute or two with gradients
_FEWEST = 10  # of which quantiles say anything


def _enough(_context: click.Context, _option: click.Parameter, draws: int) -> int:
    """Draws enough to say 5 and 95 % of, or none."""
    if 0 < draws < _FEWEST:
        raise click.BadParameter(_("{draws} is neither 0 nor {fewest} or more.").format(draws=draws, fewest=_FEWEST))
    return draws


@click.command(epilog="Example: moromi transfer cho-mab --from site-a --to site-b")
@click.argument("scenario")
@click.option("--from", "sender", required=True, metavar="SITE", help="Sending site, name or file.")
@click.option("--to", "receiver", required=True, metavar="SITE", help="Receiving site, name or file.")
@click.option(
    "--vessel",
    metavar="VESSEL",
    help="Of the receiving site; by default its largest whose oxygen transfer follows the same law.",
)
@by_option
@click.option("--well-mixed", is_flag=True, help="Leave gradients out: every vessel ideally mixed.")
@click.option(
    "--uncertain",
    type=click.IntRange(0),
    default=_DRAWS,
    show_default=True,
    callback=_enough,
    metavar="N",
    help="Interval of the prediction, and likelihood of the risks, from N draws (10 or more) of what is not known for "
    "sure; 5 % quantiles need about 100; 0 leaves both out. Vessels with gradients take seconds a draw; see "
    "--well-mixed.",
)
@overrides_option
@out_option
@report_option
@json_option
def transfer(
    scenario: str,
    sender: str,
    receiver: str,
    vessel: str | None,
    by: str | None,
    well_mixed: bool,
    uncertain: int,
    overrides: tuple[str, ...],
    out: Path | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Write the protocol of a technology transfer: set points, facility fit, risks, predicted titre."""
    from ..scenario import load_scenario, load_site
    from ..transfer import technology_transfer

    loaded, here, there = load_scenario(scenario, overrides), load_site(sender), load_site(receiver)
    folder = choose_folder(out, f"{loaded.name}-from-{here.name}-to-{there.name}")
    with progress() as say:
        found = technology_transfer(
            loaded, here, there, vessel=vessel, by=by, mixed=well_mixed, uncertain=uncertain, progress=say
        )
        say(f"writing {folder}")
        files = found.save(folder, report=not no_report)
    if as_json:
        emit_json(found.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    _emit(found)
    emit_text(f"result: {folder}")
    if "report.html" in files:
        emit_text(f"protocol: {files['report.html']}")


def _emit(found: Protocol) -> None:
    """Print the protocol, without what carries over."""
    from ..report.transfer_tables import equipment_rows, fit_rows, prediction_rows, risk_rows, set_point_rows

    source, target = found.comparison.source, found.comparison.targets[0]
    here, there = f"{found.sender.name}: {source.vessel.name}", f"{found.receiver.name}: {target.result.vessel.name}"
    title = _("{scenario} from {source} to {target} by {criterion}").format(
        scenario=source.scenario.name, source=found.sender.name, target=found.receiver.name, criterion=target.criterion
    )
    tables = (
        (("equipment", here, there), equipment_rows(found)),
        (("set point that changes", here, there, "why"), set_point_rows(found, changed=True)),
        (("demand", "needed", "available", "unit", "margin", "of"), fit_rows(found)),
        (("risk", "score", "severity", "likelihood", "why", "what to do"), risk_rows(found)),
        (("prediction", here, there, "5 %", "median", "95 %", "unit"), prediction_rows(found)),
    )
    for number, (heads, rows) in enumerate(tables):
        emit_table(heads, [(row.head, *row.cells) for row in rows], "" if number else title)
        emit_text()
    kept = sum(not item.change for item in found.set_points)
    emit_text(f"{kept} of {len(found.set_points)} set points carry over")
    for note in target.result.warnings:
        emit_text(f"warning: {note}")

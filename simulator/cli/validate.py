"""`moromi validate`: published experiments beside the simulation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import rich_click as click

from .options import json_option
from .output import emit_json, emit_table, emit_text, progress

if TYPE_CHECKING:
    from ..study import Outcome

__all__ = ["validate"]


@click.command(epilog="Example: moromi validate varma1994-batch")
@click.argument("cases", nargs=-1, metavar="[CASE …]")
@json_option
@click.pass_context
def validate(context: click.Context, cases: tuple[str, ...], as_json: bool) -> None:
    """Set published experiments beside the simulation and print the errors; exit 1 if a band is missed."""
    from ..study import validate as run_cases

    with progress() as say:
        outcomes = run_cases(cases, progress=say)
    if as_json:
        emit_json({"cases": [outcome.as_dict() for outcome in outcomes]})
    else:
        emit_table(
            ("case", "strain", "quantity", "published", "simulated", "error", "scatter", "band", ""),
            [_row(item) for item in outcomes],
        )
        emit_text()
        emit_text("error: simulated over published, less 1; scatter: of the points around it; runs start after the lag")
        emit_text()
        for source in dict.fromkeys(item.source for item in outcomes):
            emit_text(f"source: {source}")
    if any(item.passes is False for item in outcomes):
        context.exit(1)


def _row(item: Outcome) -> tuple[str, ...]:
    verdicts = {None: "", True: "passes", False: "MISSED"}
    return (
        item.case,
        item.strain,
        item.quantity,
        f"{item.published:.4g} {item.unit}".rstrip(),
        f"{item.simulated:.4g} {item.unit}".rstrip() if math.isfinite(item.simulated) else "not reached",
        f"{100 * item.relative_error:+.1f} %" if math.isfinite(item.simulated) else "",
        "" if item.scatter is None else f"{100 * item.scatter:.0f} %",
        "" if item.band is None else f"± {100 * item.band:.2g} %",
        verdicts[item.passes],
    )

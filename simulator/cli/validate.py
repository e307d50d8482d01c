"""`moromi validate`: published experiments beside the simulation."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ..errors import InputError
from .options import json_option
from .output import emit_json, emit_table, emit_text, json_text, progress

if TYPE_CHECKING:
    from ..study import Outcome, SteadyTable

__all__ = ["validate"]

_HEADS = {"dilution_rate": "D", "biomass": "X", "rq": "RQ", "rq_measured": "RQ measured"}


@click.command(epilog="Example: moromi validate varma1994-batch")
@click.argument("cases", nargs=-1, metavar="[CASE …]")
@click.option("--points", is_flag=True, help="Every dilution rate of the chemostats as well, up to washout.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where parity.svg and validate.json go; nowhere if not given.",
)
@json_option
@click.pass_context
def validate(context: click.Context, cases: tuple[str, ...], points: bool, out: Path | None, as_json: bool) -> None:
    """Set published experiments beside the simulation and print the errors; exit 1 if a band is missed."""
    from ..study import chemostat_tables
    from ..study import validate as run_cases

    if out is not None:
        _make(out)
    with progress() as say:
        outcomes = run_cases(cases, progress=say)
        tables = chemostat_tables(cases, progress=say) if points else []
    if out is not None:
        _draw(outcomes, out)
    if as_json:
        more = {"chemostats": [table.as_dict() for table in tables]} if points else {}
        emit_json({"cases": [outcome.as_dict() for outcome in outcomes], **more})
    else:
        for table in tables:
            _emit_points(table)
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


def _make(out: Path) -> None:
    """Make the folder before anything is computed."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written ({error.strerror or error})") from None


def _draw(outcomes: list[Outcome], out: Path) -> None:
    """Parity plot and the table it was drawn from."""
    from ..report.parity_plot import parity_plot
    from ..report.style import to_svg

    (out / "validate.json").write_text(json_text({"cases": [item.as_dict() for item in outcomes]}) + "\n", "utf-8")
    figure = parity_plot(outcomes)
    if figure is not None:
        (out / "parity.svg").write_bytes(to_svg(figure, salt="parity"))


def _emit_points(table: SteadyTable) -> None:
    """A chemostat's steady states, and where it washes out."""
    heads = [_HEADS.get(name, name.replace("_", " ")) for name in table.columns]
    rows = [tuple(_number(value) for value in row) for row in zip(*table.columns.values(), strict=True)]
    emit_table(tuple(heads), rows, title=f"{table.case} with {table.strain}")
    emit_text(f"washout: {table.washout:.3f} 1/h, the growth rate in the medium that is fed")
    for name, rate in table.onset.items():
        emit_text(f"{name} from {rate:.3f} 1/h on" if math.isfinite(rate) else f"{name}: never")
    emit_text(
        "dilution rate in 1/h, cells in g/L, substrate in mmol/L, rates in mmol/gDW/h; -: not measured, not steady"
    )
    emit_text()


def _number(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else "-"


def _uncertain(item: Outcome) -> str:
    return "" if item.uncertainty is None else f" ± {item.uncertainty * item.published:.2g}"


def _row(item: Outcome) -> tuple[str, ...]:
    verdicts = {None: "", True: "passes", False: "MISSED"}
    return (
        item.case,
        item.strain,
        item.quantity,
        f"{item.published:.4g}{_uncertain(item)} {item.unit}".rstrip(),
        f"{item.simulated:.4g} {item.unit}".rstrip() if math.isfinite(item.simulated) else "not reached",
        f"{100 * item.relative_error:+.1f} %" if math.isfinite(item.simulated) else "",
        "" if item.scatter is None else f"{100 * item.scatter:.0f} %",
        "" if item.band is None else f"± {100 * item.band:.2g} %",
        verdicts[item.passes],
    )

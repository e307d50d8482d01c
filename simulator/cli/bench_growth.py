"""`moromi bench growth`: how the cost of a flux atlas grows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from .bench_text import room
from .options import json_option
from .output import emit_json, emit_table, emit_text, progress

__all__ = ["growth"]

_HEADERS = (
    "strain", "reactions", "rows × columns", "parameters", "mode", "regions", "facets", "coverage", "opening", "time",
    "processor", "memory",
)  # fmt: skip


@click.command(epilog="Example: moromi bench growth ecoli mine.yaml --models folder --out growth")
@click.argument("strains", metavar="[NAME_OR_FILE]...", nargs=-1)
@click.option(
    "--models",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where model files are that do not lie beside their strain.",
)
@click.option(
    "--most",
    type=click.IntRange(0, 10),
    default=10,
    show_default=True,
    help="Parameters at the top of the ladder on textbook and iJO1366; 0 leaves it out.",
)
@click.option("--budget", type=click.IntRange(1, 1_000_000), help="Regions after which a strain stays lazy.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where growth.svg goes; nowhere if not given."
)
@json_option
def growth(
    strains: tuple[str, ...], models: Path | None, most: int, budget: int | None, out: Path | None, as_json: bool
) -> None:
    """Compile E. coli with 1 to 10 parameters, then the strains named: time, regions, memory. Takes many minutes."""
    growing = room("growth")
    with progress() as say:
        outcome = growing.growth(strains, models, say, most, budget or growing.BUDGET)
    if out is not None:
        _draw(outcome, out)
    if as_json:
        emit_json(outcome)
        return
    machine = outcome["machine"]
    title = f"one process on {machine['processor']}, {machine['cpus']} CPUs, Python {machine['python']}"
    rows = [*outcome["parameters"], *outcome["models"]]
    emit_table(_HEADERS, [_cells(row) for row in rows if "skipped" not in row], title=title)
    emit_text(f"lazy: stopped at {outcome['budget']:,} regions; memory: the most the process held")
    for row in rows:
        if "skipped" in row:
            emit_text(f"{row['strain']}: skipped, {row['skipped']}")


def _draw(outcome: Mapping[str, Any], out: Path) -> None:
    from ..report.growth_plot import growth_plot
    from ..report.style import to_svg

    out.mkdir(parents=True, exist_ok=True)
    figure = growth_plot(outcome["parameters"], outcome["models"])
    (out / "growth.svg").write_bytes(to_svg(figure, salt="growth"))


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row as a person reads it."""
    memory = "" if row["memory"] is None else f"{row['memory'] / 1e6:,.0f} MB"
    return (
        row["strain"],
        f"{row['reactions']:,}",
        f"{row['rows']:,} × {row['columns']:,}",
        str(row["parameters"]),
        row["mode"],
        f"{row['regions']:,}",
        f"{row['facets_mean']:.1f}",
        f"{row['coverage']:.6f}",
        f"{row['open_seconds']:.1f} s",
        f"{row['seconds']:.1f} s",
        f"{row['processor_seconds']:.1f} s",
        memory,
    )

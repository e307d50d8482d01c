"""`moromi bench history`: stored runs over time as one page."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from .bench_text import room, store
from .options import json_option
from .output import emit_json, emit_text

__all__ = ["history"]


@click.command(epilog="Example: moromi bench history runs --out history.html")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    default=Path("history.html"),
    show_default=True,
    help="The page.",
)
@json_option
def history(folder: Path, out: Path, as_json: bool) -> None:
    """Draw the runs that 'moromi bench run --out' left in a FOLDER."""
    found = room("comparison.history").history(folder)
    from ..report.history_page import history_page

    store(history_page(found), out)
    if as_json:
        emit_json(found | {"page": str(out)})
        return
    emit_text(f"{out}: {len(found['cases'])} cases in {len(found['runs'])} runs")
    for item in found["skipped"]:
        emit_text(f"left out: {item['reason']}")

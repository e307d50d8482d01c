"""`moromi large-scale`: tanks in compartments, rigs and columns beside what plants have shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import rich_click as click

from .options import json_option
from .output import emit_json, emit_table, emit_text, progress

if TYPE_CHECKING:
    from ..study.plants import Answer

__all__ = ["large_scale"]


@click.command(name="large-scale", epilog="Example: moromi large-scale ecoli-22m3 --ranges")
@click.argument("cases", nargs=-1, metavar="[CASE …]")
@click.option("--ranges", is_flag=True, help="The losses over the sourced ranges of the strain's inertia too; minutes.")
@json_option
def large_scale(cases: tuple[str, ...], ranges: bool, as_json: bool) -> None:
    """Set large tanks, rigs and columns beside plant observations; a band missed is told and is no error."""
    from ..study.plants import ask_plants

    with progress() as say:
        answers = ask_plants(cases, ranges=ranges, progress=say)
    if as_json:
        emit_json({"cases": [answer.as_dict() for answer in answers]})
        return
    for case in dict.fromkeys(answer.case for answer in answers):
        own = [answer for answer in answers if answer.case == case]
        emit_table(
            ("quantity", "with", "simulated", "ranges", "published", "band", ""),
            [_row(item) for item in own],
            title=case,
        )
        emit_text()
    for source in dict.fromkeys(
        f"{item.question.source} ({item.question.mark})" for item in answers if item.question.source
    ):
        emit_text(f"source: {source}")


def _row(item: Answer) -> tuple[str, ...]:
    asked, spread = item.question, item.spread
    verdicts = {None: "", True: "met", False: "MISSED"}
    told = not item.variant
    return (
        asked.name,
        item.variant,
        _number(item.value, item.unit),
        "" if spread is None else f"{_number(spread.low, '')} to {_number(spread.high, item.unit)}",
        asked.published if told else "",
        "" if asked.band is None or not told else _band(asked.band, item.unit),
        verdicts[item.agrees],
    )


def _number(value: float, unit: str) -> str:
    """Three digits; what is nothing but rounding is 0."""
    if not math.isfinite(value):
        return "none"
    return f"{0.0 if abs(value) < 1e-9 else value:.3g} {unit}".rstrip()


def _band(band: tuple[float | None, float | None], unit: str) -> str:
    low, high = band
    if low is None or high is None:
        return (f"at least {low:g} {unit}" if high is None else f"at most {high:g} {unit}").rstrip()
    return f"{low:g} to {high:g} {unit}".rstrip()

"""Tanks, rigs and columns beside plants: the tables of docs/large-scale.md, from what `moromi large-scale` computes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from moromi.simulator.study.plants import Answer

PAGE = Path(__file__).parents[2] / "docs" / "large-scale.md"
VERDICTS = {None: "", True: "met", False: "**missed**"}


def number(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{0.0 if abs(value) < 1e-5 else value:.3g}"


def band(answer: Answer) -> str:
    given = answer.question.band
    if given is None:
        return ""
    low, high = given
    if low is None or high is None:
        return f"≥ {low:g}" if low is not None else f"≤ {high:g}"
    return f"{low:g} to {high:g}"


def case_table(answers: Sequence[Answer]) -> str:
    lines = ["| quantity | simulated | over the ranges | published | mark | band | |", "|" + " --- |" * 7]
    for answer in (item for item in answers if not item.variant):
        spread = answer.spread
        over = "" if spread is None else f"{number(spread.low)} to {number(spread.high)}"
        asked = answer.question
        lines.append(
            f"| {asked.name} | {number(answer.value)} {answer.unit} | {over} | {asked.published} | {asked.mark} | "
            f"{band(answer)} | {VERDICTS[answer.agrees]} |"
        )
    return "\n".join(lines)


def variant_table(answers: Sequence[Answer]) -> str:
    variants = list(dict.fromkeys(item.variant for item in answers if item.variant))
    if not variants:
        return ""
    found = {(item.question.name, item.variant): item for item in answers}
    lines = ["| with | the strain | " + " | ".join(variants) + " |", "|" + " --- |" * (len(variants) + 2)]
    for name in dict.fromkeys(item.question.name for item in answers if item.variant):
        values = " | ".join(number(found[name, variant].value) for variant in ("", *variants))
        lines.append(f"| {name}, {found[name, ''].unit or '-'} | {values} |")
    return "\n".join(lines)


def row_table(answers: Sequence[Answer]) -> str:
    """Rows of the collection of observations that are simulated."""
    lines = ["| row | case | quantity | published | simulated | band | |", "|" + " --- |" * 7]
    asked = [item for item in answers if item.question.row and not item.variant]
    for answer in sorted(asked, key=lambda item: item.question.row or ""):
        question = answer.question
        lines.append(
            f"| {question.row} | {answer.case} | {question.name} | {question.published} | "
            f"{number(answer.value)} {answer.unit} | {band(answer)} | {VERDICTS[answer.agrees]} |"
        )
    return "\n".join(lines)


def blocks(answers: Sequence[Answer]) -> dict[str, str]:
    """Text of every block of the page by its name."""
    found = {"rows": row_table(answers)}
    for case in dict.fromkeys(item.case for item in answers):
        own = [item for item in answers if item.case == case]
        found[case] = "\n\n".join(text for text in (case_table(own), variant_table(own)) if text)
    return found


def put(page: str, name: str, text: str) -> str:
    begin, end = f"<!-- {name}: written by tests/study/large_scale_table.py -->", "<!-- end -->"
    fresh = f"{begin}\n\n{text}\n\n{end}"
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: fresh, page, flags=re.S)


if __name__ == "__main__":
    from moromi.simulator.study.plants import ask_plants

    answers = ask_plants(ranges=True)
    text = PAGE.read_text("utf-8")
    for block, table in blocks(answers).items():
        text = put(text, block, table)
    PAGE.write_text(text, "utf-8")

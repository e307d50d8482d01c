"""`moromi list` and `moromi show`: what is built in, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rich_click as click

from ..errors import InputError, nearest
from ..language import gettext as _
from .bench_text import room
from .options import json_option
from .output import emit_json, emit_table, emit_text

__all__ = ["list_", "show"]

_WARM = 310.15  # K
KINDS = {
    "scenarios": "scenario",
    "vessels": "vessel",
    "strains": "strain",
    "media": "medium",
    "reactions": "reactions",
    "sites": "site",
    "lessons": "lesson",
}
SUITES = "suites"


@click.command(name="list", epilog="Example: moromi list vessels")
@click.argument("kind", required=False, metavar="[scenarios|vessels|strains|media|reactions|sites|lessons|suites]")
@json_option
def list_(kind: str | None, as_json: bool) -> None:
    """List what is built in."""
    from ..scenario import catalogue

    if kind is not None and kind not in (*KINDS, SUITES):
        raise InputError(f"there is no list of '{kind}'{nearest(kind, (*KINDS, SUITES))}")
    if kind == SUITES:  # not among what is listed unasked: it imports the kernels
        benchmarks = room("suites")
        found = {SUITES: [(name, benchmarks.find_suite(name).summary) for name in benchmarks.SUITES]}
    else:
        found = {plural: catalogue(KINDS[plural]) for plural in ([kind] if kind else KINDS)}
    if as_json:
        emit_json({k: [{"name": n, "summary": s} for n, s in rows] for k, rows in found.items()})
        return
    for plural, rows in found.items():
        emit_table(("", ""), rows, title=plural)
        emit_text()


@click.command(epilog="Example: moromi show tank-30m3 --yaml > mine.yaml")
@click.argument("name")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the file itself, to edit and use instead.")
@json_option
def show(name: str, as_yaml: bool, as_json: bool) -> None:
    """Show a scenario, vessel, strain, medium, system of reactions, site or lesson."""
    from ..scenario import built_in_files
    from ..scenario.yaml_file import read_yaml

    files = {kind: built_in_files(kind) for kind in KINDS.values()}
    kind = next((kind for kind, names in files.items() if name in names), None)
    if kind is None:
        raise InputError(f"nothing is called '{name}'{nearest(name, {n for names in files.values() for n in names})}")
    path = files[kind][name]
    if as_yaml:
        emit_text(path.read_text("utf-8").rstrip("\n"))
        return
    data = read_yaml(path).data
    uncertain = _uncertain(name) if kind == "vessel" else []
    soluble = _soluble(name) if kind == "medium" else {}
    if as_json:
        more = {key: part for key, part in (("uncertainty", uncertain), ("solubility", soluble)) if part}
        emit_json({"kind": kind, "name": name, kind: data, **more})
        return
    emit_table((kind, name), _lesson_rows(name) if kind == "lesson" else _entries(data))
    emit_text()
    if uncertain:
        rows = [(str(item["quantity"]), str(item["text"]), str(item["factor"])) for item in uncertain]
        emit_table(("correlation", "about two standard deviations", "multiplied by"), rows)
    if soluble:
        emit_table(("gas", "solubility over water's, 37 °C"), [(gas, f"{value:.3f}") for gas, value in soluble.items()])


def _lesson_rows(name: str) -> list[tuple[str, str]]:
    """What a lesson is about, without its runs."""
    from ..teach.load import load_lesson

    lesson = load_lesson(name)
    rows = [(_("title"), lesson.title.said()), (_("level"), lesson.level), (_("minutes"), str(lesson.minutes))]
    rows += [(_("goal"), goal.said()) for goal in lesson.goals]
    return [*rows, (_("to read it"), f"moromi lesson show {name}")]


def _soluble(medium: str) -> dict[str, float]:
    """Solubility of every gas in a medium over that in water, at 37 °C."""
    from ..plant.solubility import solubility_in
    from ..scenario import load_medium

    gases = ("oxygen", "carbon_dioxide", "nitrogen", "hydrogen", "carbon_monoxide", "methane")
    return {gas: solubility_in(load_medium(medium), gas, _WARM) for gas in gases}


def _uncertain(vessel: str) -> list[dict[str, Any]]:
    """What a vessel's correlations may be off by, with salts in the medium."""
    from ..plant.used import uncertain_of
    from ..scenario import load_medium, load_vessel

    found = uncertain_of(load_vessel(vessel), load_medium("mineral-medium"))
    keys = ("quantity", "source", "uncertainty", "assumed", "factor", "text")
    return [{key: getattr(item, key) for key in keys} for item in found]


def _entries(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its path, written as `--set` takes it."""
    if isinstance(data, dict | list) and data:
        parts = data.items() if isinstance(data, dict) else enumerate(data)
        for key, part in parts:
            yield from _entries(part, f"{path}.{key}" if path else str(key))
    else:
        yield path, str(data).lower() if isinstance(data, bool) else str(data)

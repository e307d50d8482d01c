"""Reports: one file, nothing fetched, nothing executed, every number with its unit."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from moromi.simulator.report import write_run_report, write_scale_up_report
from moromi.simulator.report.html import run_report, scale_up_report

from .culture import Phase, Recipe, Run, Scaled, Scenario, Vessel

MEASURED = {"biomass": (np.array([0.0, 12.0]), np.array([0.25, 17.0]))}
VOID = {"meta", "br", "link", "img", "hr", "input", "col"}
EVIL = "<script>alert(1)</script>\" onload='x' {{ 7*7 }} $x_1$ \x00\u202e"


class Page(HTMLParser):
    """Tags, ids, texts; complains about tags that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def run_page(run: Run) -> str:
    return run_report(run, MEASURED)


@pytest.fixture(scope="module")
def scale_up_page(scale_up: Scaled) -> str:
    return scale_up_report(scale_up)


@pytest.fixture(params=["run", "scale_up"])
def page(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_page"))


def test_a_report_is_well_formed_and_its_ids_are_unique(page: str) -> None:
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {link.removeprefix("#") for link in parsed.links} <= set(parsed.ids)


def test_a_report_needs_nothing_from_outside(page: str) -> None:
    assert not re.search(r"https?://|@import|url\((?!#)|src=", page)
    assert not {"script", "link", "iframe", "object", "img"} & set(Page(page).tags)
    assert "default-src 'none'" in page


def test_a_report_is_accessible(page: str) -> None:
    assert '<html lang="en">' in page
    assert page.count("<svg") == page.count('role="img" aria-label="')
    assert page.count("<h1") == 1
    assert not re.search(r"<th(?![^>]*scope=)[ >]", page)


def test_a_report_can_be_printed(page: str) -> None:
    assert "@page { size: A4" in page
    assert "@media print" in page


def test_a_run_report_says_what_happened(run: Run, run_page: str) -> None:
    for text in ("ecoli-fedbatch in jar-3l", "Final biomass", "g/L", "Glucose supply", "exponential feed", "1.0e-09"):
        assert text in run_page
    assert f"{run.kpis['biomass_final']['value']:.1f}" in run_page


def test_measured_points_are_set_beside_the_simulation(run_page: str) -> None:
    assert "Root mean square deviation" in run_page
    assert "nothing was fitted" in run_page


def test_a_scale_up_report_says_what_is_lost_and_why(scale_up_page: str) -> None:
    for text in (
        "biomass yield on glucose falls by 7.4 %",
        "The largest cause is oxygen supply",
        "at equal power per volume",
        "raise the head pressure",
        "held equal",
        "faster than its supply",
        "What the recipe became",
        "1.5 L",
    ):
        assert text in scale_up_page


def test_criteria_are_read_in_common_units(scale_up_page: str) -> None:
    row = re.search(r"Stirrer speed</th>(.*?)</tr>", scale_up_page, re.DOTALL)
    assert row is not None
    assert re.findall(r">([^<>\n]+)</td>", row[1])[:3] == ["1,200", "160", "rpm"]


def test_several_targets_stand_side_by_side(scale_up: Scaled) -> None:
    (target,) = scale_up.targets
    page = scale_up_report(replace(scale_up, targets=[target, replace(target, criterion="best")]))
    Page(page)
    assert "at the best settings the vessel allows" in page


def test_the_same_run_gives_the_same_page(run: Run, run_page: str) -> None:
    assert run_report(run, MEASURED) == run_page


def test_hostile_names_stay_text(run: Run) -> None:
    evil = replace(
        run,
        scenario=Scenario(name=EVIL, summary=EVIL, recipe=Recipe(phases=[Phase(name=EVIL, feed=EVIL, until=EVIL)])),
        vessel=Vessel(name=EVIL, working_volume=EVIL),
        strain_name=EVIL,
        limits=[{"limit": EVIL, "from": 0.0, "to": 5.0}],
        warnings=[EVIL],
        events=[{"time": 0.0, "what": EVIL, "kind": "phase", "name": EVIL}, {"time": 1.0, "what": EVIL}],
        kpis={EVIL: {"value": 1.0, "unit": EVIL}},
        balances={EVIL: {"in": 1.0, "out": 1.0, "accumulated": 0.0, "closure": 1.0}},
        provenance={EVIL: EVIL},
    )
    page = run_report(evil, {EVIL: (np.ones(1), np.ones(1))})
    parsed = Page(page)
    assert "script" not in parsed.tags
    assert "onload" not in parsed.attributes
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page)[0]
    assert "\x00" not in page
    assert "\u202e" not in page


def test_hostile_targets_stay_text(scale_up: Scaled) -> None:
    target = scale_up.targets[0]
    evil = replace(
        target,
        criterion=EVIL,
        criteria={EVIL: {"source": 1.0, "target": 2.0, "ratio": 2.0, "unit": EVIL}},
        regimes={EVIL: {EVIL: 1.0}},
        loss={EVIL: {"relative": 0.1, "causes": {EVIL: 0.1}}},
        advice=[EVIL],
    )
    assert "script" not in Page(scale_up_report(replace(scale_up, targets=[evil]))).tags


def test_little_is_enough(run: Run) -> None:
    empty = replace(
        run, data=run.data[["biomass"]], kpis={}, balances={}, limits=[], warnings=[], events=[], provenance={}
    )
    page = run_report(empty)
    Page(page)
    assert "No limit of the vessel or the strain bound." in page


def test_a_scale_up_with_nothing_to_compare_is_still_a_page(scale_up: Scaled) -> None:
    bare = replace(scale_up.targets[0], criteria={}, regimes={}, loss={}, advice=[])
    Page(scale_up_report(replace(scale_up, targets=[bare])))
    Page(scale_up_report(replace(scale_up, targets=[])))


def test_numbers_that_are_none_become_dashes(run: Run) -> None:
    odd = {
        "dot_min": {"value": float("nan"), "unit": "%"},
        "heat_max": {"value": None, "unit": "W"},
        "duration": {"value": float("inf"), "unit": "h"},
    }
    page = run_report(replace(run, kpis=odd, balances={"carbon": {"in": 0.0, "closure": float("nan")}}))
    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL))


def test_reports_are_replaced_only_when_complete(run: Run, scale_up: Scaled, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    with pytest.raises(AttributeError):
        write_run_report(cast("Any", object()), path)
    assert path.read_text() == "old"
    assert write_run_report(run, path) == path
    bare = replace(scale_up, targets=[])
    assert write_scale_up_report(bare, tmp_path / "up.html").read_text("utf-8").endswith("</html>")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["report.html", "up.html"]

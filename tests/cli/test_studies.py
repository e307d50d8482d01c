"""`sensitivity`, `design-space` and the reports of studies from the command line."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from moromi.simulator.cli.app import outcome

KLA, GROWTH = "vessel.kla_factor=0.6:1.4", "recipe.phases.exponential-feed.feed.growth_rate=0.15 1/h:0.3 1/h"
START = "recipe.start.biomass=0.08 g/L:0.12 g/L"


def answer(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert outcome([*words, "--json"]) == code, capsys.readouterr().err
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def sensitivity(folder: Path, *words: str) -> list[str]:
    return ["sensitivity", "ecoli-fedbatch", "--vary", KLA, "--vary", GROWTH, "--out", str(folder), *words]


def space(folder: Path, *words: str) -> list[str]:
    first = [
        "design-space",
        "ecoli-fedbatch",
        "--x",
        GROWTH,
        "--y",
        START,
        "--vary",
        "vessel.kla_factor=lognormal(1, 1.2)",
    ]
    return [*first, "--runs", "96", "--out", str(folder), *words]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studies")


def test_sensitivity_names_what_an_engineer_expects(folder: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("SALib", reason="indices need SALib")
    told = answer(capsys, *sensitivity(folder / "sobol", "--runs", "32"))
    assert (told["runs"], told["ok"], told["failed"], told["base_samples"]) == (128, 128, 0, 32)
    transfer = told["indices"]["otr_max"]
    assert transfer["total"]["vessel.kla_factor"]["low"] > 0.5
    assert transfer["total"]["vessel.kla_factor"]["value"] > 5.0 * max(
        transfer["total"][path]["value"] for path in told["variables"] if path != "vessel.kla_factor"
    )
    for found in told["indices"].values():
        if "first_sum" in found:
            assert found["first_sum"]["low"] <= 1.0
    assert told["indices"]["duration"]["note"] == "constant: 28 in all runs"
    files = {name: Path(path) for name, path in told["files"].items()}
    kept = json.loads(files["json"].read_text("utf-8"))
    assert kept["indices"] == told["indices"]
    with files["csv"].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["index"] for row in rows} == {"first", "total"}
    page = files["report"].read_text("utf-8")
    assert "depends most on" in page
    assert "All 128 runs came to an end" in page
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert not re.search(r'(?:href|src)="(?!#)', page)
    assert (folder / "sobol" / "figures" / "indices.svg").is_file()


def test_sensitivity_goes_on_where_it_was(folder: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("SALib", reason="indices need SALib")
    words = sensitivity(folder / "again", "--runs", "4", "--method", "morris", "--kpi", "otr_max", "--no-report")
    first, second = answer(capsys, *words), answer(capsys, *words)
    assert (first["ran"], second["ran"]) == (12, 0)
    assert first["indices"] == second["indices"]
    assert list(first["indices"]) == ["otr_max"]
    assert first["indices"]["otr_max"]["mu_star"]["vessel.kla_factor"]["value"] > 0.0


def test_design_space_finds_its_box(folder: Path, capsys: pytest.CaptureFixture[str]):
    told = answer(capsys, *space(folder / "space", "--limit", "dot_min > 20 %", "--limit", "biomass_final > 40 g/L"))
    assert told["met"] == 1.0
    assert told["box"]["runs"] == told["box"]["met"] == 96
    assert told["box"]["ranges"]["recipe.start.biomass"] == pytest.approx([0.08, 0.12])
    assert told["random"] == ["vessel.kla_factor"]
    assert "Largest box" in Path(told["files"]["report"]).read_text("utf-8")
    assert (folder / "space" / "figures" / "design-space.svg").is_file()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--limit", "dot_mim > 20 %"], "nearest is 'dot_min'"),
        (["--limit", "dot_min > 20 %", "--vary", START], "named twice"),
        ([], "at least one --limit"),
        (["--limit", "dot_min > 20 %", "--every", "1 h"], "name what to --keep"),
        (["--limit", "dot_min > 20 %", "--vary", "vessel.kla_facto=1:2"], "kla_factor"),
        (["--limit", "dot_min > 20 %", "--vary", "recipe.feed_factor=2:1"], "range is empty"),
        (["--limit", "dot_min > 20 %", "--vary", "vessel.name=1:2"], "name"),
    ],
)
def test_a_nonsense_design_space_is_refused_in_a_line(
    words: list[str], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    told = answer(capsys, *space(tmp_path / "none", *words), code=2)
    assert complaint in told["error"]
    assert "\n" not in told["error"]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--runs", "100"], "a power of 2: 64 or 128"),
        (["--kpi", "biomas_final", "--runs", "32"], "nearest is 'biomass_final'"),
        (["--kpi", "otr_max", "--kpi", "otr_max", "--runs", "32"], "named twice"),
        (["--pairs", "--method", "morris"], "no indices of pairs"),
        (["--method", "guess"], "--method"),
    ],
)
def test_a_nonsense_sensitivity_is_refused_in_a_line(
    words: list[str], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pytest.importorskip("SALib", reason="indices need SALib")
    told = answer(capsys, *sensitivity(tmp_path / "none", *words), code=2)
    assert complaint in told["error"]
    assert not (tmp_path / "none").exists()


def test_without_salib_a_line_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    for name in [name for name in sys.modules if name.split(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    told = answer(capsys, *sensitivity(tmp_path / "none", "--runs", "32"), code=2)
    assert told["error"] == "indices of sensitivity need SALib: pip install 'moromi[study]'"


def test_a_sweep_writes_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    words = ["sweep", "ecoli-fedbatch", "--vary", KLA, "--vary", GROWTH, "--design", "one-at-a-time", "--levels", "3"]
    told = answer(capsys, *words, "--keep", "biomass", "--out", str(tmp_path / "sweep"))
    page = Path(told["files"]["report"]).read_text("utf-8")
    assert "One at a time" in page
    assert "Bands of trajectories" in page
    assert "<script" not in page
    assert {"tornado-biomass_final.svg", "bands.svg"} <= {
        item.name for item in (tmp_path / "sweep" / "figures").iterdir()
    }
    again = answer(capsys, *words, "--no-report", "--out", str(tmp_path / "bare"))
    assert "report" not in again["files"]

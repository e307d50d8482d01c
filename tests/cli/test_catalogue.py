"""`list`, `show` and `strain show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.cli.catalogue import KINDS
from moromi.simulator.scenario import built_in_files, load_strain, load_vessel


def answer(words: list[str], capsys: pytest.CaptureFixture[str]) -> dict:
    assert outcome([*words, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


@pytest.mark.parametrize("plural", KINDS)
def test_list_has_every_file_with_a_summary(plural: str, capsys: pytest.CaptureFixture[str]):
    rows = answer(["list", plural], capsys)[plural]
    assert [row["name"] for row in rows] == list(built_in_files(KINDS[plural]))
    assert all(row["summary"] for row in rows)


def test_list_without_kind_has_all_kinds(capsys: pytest.CaptureFixture[str]):
    assert list(answer(["list"], capsys)) == list(KINDS)
    assert outcome(["list"]) == 0
    text = capsys.readouterr().out
    assert "tank-30m3" in text
    assert "ecoli-fedbatch" in text


@pytest.mark.parametrize("kind", KINDS.values())
def test_show_prints_every_built_in_thing(kind: str, capsys: pytest.CaptureFixture[str]):
    for name, path in built_in_files(kind).items():
        assert outcome(["show", name]) == 0
        assert capsys.readouterr().out.startswith(kind)
        assert outcome(["show", name, "--yaml"]) == 0
        assert capsys.readouterr().out.strip() == path.read_text("utf-8").strip()
        shown = answer(["show", name], capsys)
        assert shown["kind"] == kind
        assert shown[kind]["name"] == name


def test_printed_file_is_accepted_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name, load in (("tank-30m3", load_vessel), ("ecoli", load_strain)):
        assert outcome(["show", name, "--yaml"]) == 0
        mine = tmp_path / f"{name}.yaml"
        mine.write_text(capsys.readouterr().out, encoding="utf-8")
        assert load(mine) == load(name)


def test_strain_show(capsys: pytest.CaptureFixture[str]):
    shown = answer(["strain", "show", "ecoli"], capsys)
    assert shown["strain"] == "ecoli"
    assert shown["model"] == "iJO1366"
    assert "glucose_uptake" in {row["name"] for row in shown["parameters"]}
    assert outcome(["strain", "show", "ecoli"]) == 0
    text = capsys.readouterr().out
    assert "glucose_uptake" in text
    assert "objectives, after feasibility:" in text

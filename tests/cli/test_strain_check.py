"""`moromi strain check`: exit codes, one JSON object, one line for a broken file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from moromi import load_strain
from moromi.simulator.cli.app import outcome

from ..strains.malformed import bombed, cobra_json, sbml, write


def answer(words: list[str], capsys: pytest.CaptureFixture[str], code: int) -> dict:
    assert outcome(["strain", "check", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["textbook", "ecoli-varma1994"])
def test_a_sound_one_by_name(name: str, capsys: pytest.CaptureFixture[str]):
    content = answer([name], capsys, 0)
    assert content["ok"] is True
    assert {"level", "what", "advice"} == {key for finding in content["findings"] for key in finding}
    assert {finding["level"] for finding in content["findings"]} <= {"warning", "note"}
    assert content["growth"]["unit"] == "1/h"
    assert content["model" if name == "textbook" else "strain"] == name
    assert any("1.541 g" in finding["what"] for finding in content["findings"])


def test_in_words(capsys: pytest.CaptureFixture[str]):
    assert outcome(["strain", "check", "textbook"]) == 0
    out, err = capsys.readouterr()
    assert "growth by Biomass_Ecoli_core: 0.8739 1/h" in out
    assert "fit for use" in out
    assert "checking biomass" in err


def test_a_failed_check_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = write(tmp_path / "model.json", cobra_json(lower_bound=0, upper_bound=0))
    content = answer([str(path)], capsys, 1)
    assert content["ok"] is False
    assert content["findings"][0]["level"] == "error"
    assert "does not grow" in content["findings"][0]["what"]
    assert outcome(["strain", "check", str(path)]) == 1
    assert "not fit for use" in capsys.readouterr().out


def test_growth_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = write(tmp_path / "model.json", cobra_json(id="A", objective_coefficient=0))
    assert answer([str(path), "--biomass", "A"], capsys, 0)["biomass"] == "A"
    assert outcome(["strain", "check", str(path), "--biomass", "GLCT"]) == 2
    assert "nearest is 'GLCt'" in capsys.readouterr().err
    assert outcome(["strain", "check", "ecoli", "--biomass", "A"]) == 2
    assert "is for a bare model" in capsys.readouterr().err


def test_suggestion_is_a_strain(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "mine.yaml"
    content = answer(["textbook", "--suggest", str(out)], capsys, 0)
    assert content["suggestion"] == str(out)
    assert load_strain(out).species["glucose"].exchange == "EX_glc__D_e"
    assert answer([str(out)], capsys, 0)["growth"]["value"] == pytest.approx(content["growth"]["value"], rel=1e-6)
    assert outcome(["strain", "check", "textbook", "--suggest", str(out)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert outcome(["strain", "check", "ecoli-varma1994", "--suggest", str(tmp_path / "other.yaml")]) == 2
    assert "is a strain already" in capsys.readouterr().err


def test_an_sbml_file_becomes_a_strain(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from moromi.strains.model import model_path

    (tmp_path / "my model.xml").write_bytes(gzip.decompress(model_path("textbook").read_bytes()))
    out = tmp_path / "mine.yaml"
    answer([str(tmp_path / "my model.xml"), "--suggest", str(out)], capsys, 0)
    assert load_strain(out).name == "my-model"
    answer([str(out)], capsys, 0)


CORE = """
metabolites: {glc: {formula: C6H12O6}, x: {}}
reactions: {EX_glc: "glc <=>", GROWTH: 5.5506 glc --> x, EX_x: x -->}
"""


def test_a_core_model_is_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "core.yaml"
    path.write_text(CORE, encoding="utf-8")
    content = answer([str(path)], capsys, 1)  # glucose may enter without limit
    assert content["model"] == str(path)
    assert "carbon source" in content["findings"][0]["what"]


@pytest.fixture
def complaint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str, object], str]:
    """Check a file, expect exit 2 and one line."""

    def run(name: str, content: object) -> str:
        path = write(tmp_path / name, content)  # type of content as the generator takes it
        assert outcome(["strain", "check", str(path)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        (line,) = [line for line in err.splitlines() if line.startswith("moromi: ")]
        assert err.splitlines()[-1] == line
        assert "Traceback" not in err
        assert name in line
        return line

    return run


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("truncated.xml", sbml()[:2000], "cannot be read"),
        ("bomb.xml", bombed(), "<!DOCTYPE"),
        ("unitless.xml", sbml(units=""), "has no unit"),
        ("long.json", cobra_json(id="x" * 10_000), "10000 characters"),
        ("twice.json", cobra_json(id="GLCt"), "is there twice"),
        ("crossed.json", cobra_json(lower_bound=2.0, upper_bound=1.0), "crossed"),
        ("empty.json", cobra_json() | {"reactions": []}, "has no reactions"),
        ("aimless.json", cobra_json(id="A", objective_coefficient=0), "looks like growth"),
        ("notes.txt", "hello", "expected one of .xml"),
        ("strain.yaml", "name: x\nbiomass: y\nspecies: {}\nuptakes: {}\n", "strain.yaml:1"),
    ],
)
def test_bad_files(name: str, content: object, expected: str, complaint: Callable[[str, object], str]):
    assert expected in complaint(name, content)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("textbok", "nearest is 'textbook'"),
        ("nowhere.xml", "does not exist"),
        ("nowhere.yaml", "does not exist"),
        (".", ""),
    ],
)
def test_no_such_thing(name: str, expected: str, capsys: pytest.CaptureFixture[str]):
    assert outcome(["strain", "check", name]) == 2
    assert expected in capsys.readouterr().err

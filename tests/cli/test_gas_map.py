"""`moromi gas-map`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome


def test_draws_a_recipe_without_running_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    figure = tmp_path / "map.svg"
    assert outcome(["gas-map", "cnecator-gas-phb", "--out", str(figure), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["oxygen"] == pytest.approx(0.026)
    assert told["margin"] > 0.02
    assert figure.read_bytes().startswith(b"<?xml")


def test_draws_what_is_refused_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    figure = tmp_path / "map.svg"
    words = ["cnecator-gas-phb", "--set", "recipe.gas.oxygen=8 %"]
    assert outcome(["gas-map", *words, "--out", str(figure)]) == 1
    assert "least oxygen there" in capsys.readouterr().out
    assert figure.exists()
    assert outcome(["run", *words]) == 2
    assert "gas-map" in capsys.readouterr().err


def test_air_has_no_map(capsys: pytest.CaptureFixture[str]):
    assert outcome(["gas-map", "ecoli-fedbatch"]) == 2
    assert "nothing can burn" in capsys.readouterr().err


def test_figure_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert outcome(["gas-map", "cnecator-gas-phb", "--out", str(tmp_path / "none" / "map.svg")]) == 2
    assert "cannot be written" in capsys.readouterr().err

"""`moromi strain compile`: one JSON object with the agreed keys, one line for a strain that is not decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.run import opened

ORDERS = ("oxygen uptake", "acetate", "formate", "carbon_dioxide", "ethanol", "lactate", "succinate")


@pytest.fixture(autouse=True)
def _cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MOROMI_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(opened, "_OPENED", {})


def test_json_has_the_agreed_keys(capsys: pytest.CaptureFixture[str]):
    words = ["strain", "compile", "ecoli-varma1994", "--no-certificate", "--processes", "1", "--json"]
    assert outcome(words) == 0
    out, err = capsys.readouterr()
    report = json.loads(out)
    keys = "strain model parameters mode regions facets_mean coverage seconds certificate"
    assert list(report) == keys.split()
    assert report["mode"] == "complete"
    assert report["coverage"] == 1.0
    assert report["certificate"] is None
    assert "regions" in err


def test_undecided_fluxes_are_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert outcome(["show", "ecoli-varma1994", "--yaml"]) == 0
    text = capsys.readouterr().out
    kept = [line for line in text.splitlines() if not line.strip().endswith(ORDERS) or "max growth" in line]
    assert len(kept) < len(text.splitlines())
    vague = tmp_path / "vague.yaml"
    vague.write_text("\n".join(kept), encoding="utf-8")
    assert outcome(["strain", "compile", str(vague), "--no-certificate"]) == 2
    error = capsys.readouterr().err
    assert "not decided by its objectives" in error
    assert "Traceback" not in error

"""The page "bring your own process" does what it says, with a genome-scale model from beside the repository."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT.parent / "shared" / "models" / "iMcBath.json.gz"
PAGE = (ROOT / "docs" / "processes" / "your-own.md").read_text("utf-8")

pytestmark = pytest.mark.skipif(not MODEL.is_file(), reason="the models' folder is not beside the repository")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    strain, scenario = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len((strain + scenario).splitlines()) < 40
    (tmp_path / "methylococcus.yaml").write_text(strain, "utf-8")
    (tmp_path / "methane.yaml").write_text(scenario, "utf-8")
    shutil.copy(MODEL, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_runs_and_says_what_binds(folder, capsys):
    assert outcome(["run", "methane.yaml", "--out", "out", "--no-report", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kpis"]["biomass_final"]["value"] == pytest.approx(18.9, rel=0.01), "as the page says"
    assert {"methane_uptake", "oxygen_transfer"} <= {limit["limit"] for limit in found["limits"]}
    assert "biomass_yield_methane" in found["kpis"]
    for element in ("carbon", "nitrogen", "oxygen"):
        assert abs(found["balances"][element]["closure"] - 1.0) <= 1e-6
    assert abs(found["balances"]["energy"]["closure"] - 1.0) <= 0.02, "its biomass does not close mass"


def test_a_gas_that_burns_is_refused_before_it_runs(folder, capsys):
    gas = "recipe.gas={held_at: sparger, methane: 30 %, oxygen: 30 %}"
    assert outcome(["run", "methane.yaml", "--set", gas, "--out", "out", "--no-report"]) == 2
    assert "burn" in capsys.readouterr().err

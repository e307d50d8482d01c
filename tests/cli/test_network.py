"""`moromi network`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome


def test_prints_compartments_and_both_mixing_times(capsys: pytest.CaptureFixture[str]):
    assert outcome(["network", "tank-30m3", "--speed", "133 rpm"]) == 0
    text = capsys.readouterr().out
    assert "44 compartments" in text
    assert "stage-4-upper-wall-3" in text
    assert "correlation" in text


def test_json_has_flows_that_conserve(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    figure = tmp_path / "tank.svg"
    words = ["network", "ecoli-fedbatch", "--set", "network.kind=axial-chain", "--json"]
    assert outcome([*words, "--figure", str(figure)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    told = json.loads(out)
    assert len(told["compartments"]) == 20
    assert sum(item["volume"] for item in told["compartments"]) == pytest.approx(told["volume"]["value"])
    net = dict.fromkeys((item["name"] for item in told["compartments"]), 0.0)
    for flow in told["flows"]:
        net[flow["target"]] += flow["flow"]
        net[flow["source"]] -= flow["flow"]
    assert max(map(abs, net.values())) < 1e-9
    assert told["mass_error"] <= 1e-12
    assert figure.read_bytes().startswith(b"<?xml")
    again = figure.read_bytes()
    assert outcome([*words, "--figure", str(figure)]) == 0
    assert figure.read_bytes() == again


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tank-30m3", "--kind", "loops"], "--kind: kind: 'loops' is not a choice"),
        (["tank-30m3", "--speed", "133"], "--speed: '133' has no unit"),
        (["tank-30m3", "--set", "network.kind=ideal"], "--set changes a scenario"),
        (["flask-500ml"], "has no impellers"),
        (["nothing"], "scenario 'nothing' is not known"),
        (["tank-30m3", "--figure", "/no/such/folder/a.svg"], "cannot be written"),
    ],
)
def test_bad_input_is_one_line(words: list[str], message: str, capsys: pytest.CaptureFixture[str]):
    assert outcome(["network", *words]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1

"""`moromi validate`: table, JSON shape, and an exit code that says whether a band was missed."""

from __future__ import annotations

import json

from moromi.simulator.cli.app import outcome

KEYS = {"case", "quantity", "published", "simulated", "relative_error", "band", "pass", "source", "strain", "scatter"}


def test_table_and_exit_code(capsys):
    assert outcome(["validate", "varma1994-batch"]) == 0
    printed = capsys.readouterr().out
    assert "ecoli-w3110" in printed
    assert "passes" in printed
    assert "after the lag" in printed
    assert "source: Varma & Palsson 1994" in printed


def test_a_missed_band_is_exit_1(capsys):
    assert outcome(["validate", "enjalbert2015-batch"]) == 1
    assert "MISSED" in capsys.readouterr().out


def test_json_has_the_promised_keys(capsys):
    assert outcome(["validate", "nanchen2006-chemostat", "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["cases"]
    assert all(set(case) >= KEYS for case in cases)
    assert {case["strain"] for case in cases} == {"ecoli", "ecoli-w3110"}
    line = cases[0]
    assert line["relative_error"] == (line["simulated"] - line["published"]) / line["published"]
    assert line["scatter"] > 0.0


def test_figure_and_table_are_kept(tmp_path, capsys):
    assert outcome(["validate", "varma1994-batch", "--out", str(tmp_path / "kept")]) == 0
    capsys.readouterr()
    assert (tmp_path / "kept" / "parity.svg").read_bytes().startswith(b"<?xml")
    kept = json.loads((tmp_path / "kept" / "validate.json").read_text("utf-8"))["cases"]
    assert {case["case"] for case in kept} == {"varma1994-batch"}
    (tmp_path / "file").write_text("", "utf-8")
    assert outcome(["validate", "varma1994-batch", "--out", str(tmp_path / "file")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_unknown_case_is_exit_2(capsys):
    assert outcome(["validate", "varma"]) == 2
    assert "not known" in capsys.readouterr().err

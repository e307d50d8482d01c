"""Stored runs: compared, drawn over time, and refused when they are none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from moromi.benchmarks.comparison.compare import Rule
from moromi.benchmarks.comparison.history import history
from moromi.benchmarks.comparison.stored import compare_stored, read_run
from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError


def silent(line: str) -> None:
    """Progress nobody reads."""


def stored(
    path: Path, seed: int, day: int = 1, speed: float = 1.0, processor: str = "p", peers: int = 9, **slow: float
) -> Path:
    """A run of two cases on a machine of a speed, ours slower by the factor of the case's name."""
    random = np.random.default_rng(seed)

    def times(mean: float, count: int) -> list[float]:
        return (mean / speed * np.exp(random.normal(0.0, 0.01, count))).tolist()

    cases = []
    for name in ("one", "two"):
        ours, peer = times(1e-3 * slow.get(name, 1.0), 15), times(5e-3, peers)
        row = {"suite": "s", "case": name, "size": 10.0, "unit": "calls", "reference": "C", "goal": None}
        medians = {"seconds": float(np.median(ours)), "reference_seconds": float(np.median(peer))}
        samples = {"samples": ours, "reference_samples": peer}
        cases.append({**row, **medians, "ratio": medians["reference_seconds"] / medians["seconds"], **samples})
    machine = {"processor": processor, "cpus": 2, "python": "3.12", "versions": {"moromi": "1"}}
    run = {"suite": "s", "recorded": f"2026-01-{day:02}T00:00:00+00:00", "machine": machine, "cases": cases}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run), "utf-8")
    return path


def test_a_slower_case_is_found_on_a_machine_of_another_speed(tmp_path):
    old = stored(tmp_path / "old.json", 1)
    new = stored(tmp_path / "new.json", 2, speed=1.7, processor="q", one=1.3)
    found = compare_stored(old, new, Rule(), silent)
    assert found["slower"] == ["s/one beside C"]
    assert not found["interleaved"]
    assert {row["by"] for row in found["cases"]} == {"ratio"}
    assert found["cases"][0]["ratio"] == pytest.approx(1.3, rel=0.03)


def test_one_sample_of_a_peer_leaves_the_times_on_one_processor_only(tmp_path):
    old = stored(tmp_path / "old.json", 1, peers=1)
    same = compare_stored(old, stored(tmp_path / "same.json", 2, peers=1, two=0.7), Rule(), silent)
    assert same["faster"] == ["s/two beside C"]
    assert {row["by"] for row in same["cases"]} == {"time"}
    other = compare_stored(old, stored(tmp_path / "other.json", 3, peers=1, processor="q"), Rule(), silent)
    assert other["cases"] == []
    assert all("another processor" in row["reason"] for row in other["skipped"])


def test_the_command_says_that_it_is_weaker(tmp_path, capsys):
    old, new = stored(tmp_path / "old.json", 1), stored(tmp_path / "new.json", 2, one=1.3)
    assert outcome(["bench", "compare", str(old), str(new)]) == 1
    text = capsys.readouterr().out
    assert "not measured in turns" in text
    assert "slower by more than 0.05 of the old time, of 2 cases: s/one beside C" in text
    assert outcome(["bench", "compare", str(old), str(old), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["slower"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "is no run of benchmarks"),
        ('{"suite": "s", "machine": {}, "cases": [{"case": "a"}]}', "a case lacks"),
    ],
)
def test_what_is_no_run_is_refused(tmp_path, capsys, content, said):
    bad = tmp_path / "bad.json"
    bad.write_text(content, "utf-8")
    good = stored(tmp_path / "good.json", 1)
    for pair in ((bad, good), (good, bad)):
        assert outcome(["bench", "compare", *map(str, pair)]) == 2
        assert said in capsys.readouterr().err


def test_times_of_zero_are_refused(tmp_path):
    file = stored(tmp_path / "zero.json", 1)
    run = json.loads(file.read_text("utf-8"))
    run["cases"][0]["samples"][0] = 0.0
    file.write_text(json.dumps(run), "utf-8")
    with pytest.raises(InputError, match="not all above zero"):
        read_run(file)


@pytest.mark.parametrize(
    "words", [["a.json"], ["a.json", "."], ["a.json", "b.json", "--case", "x"], ["a.json", "b.json"]]
)
def test_half_a_pair_and_missing_files_are_refused(words, capsys):
    assert outcome(["bench", "compare", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_runs_are_told_in_the_order_they_were_taken(tmp_path):
    stored(tmp_path / "a.json", 1, day=3, one=2.0)
    stored(tmp_path / "deep" / "b.json", 2, day=1)
    (tmp_path / "notes.json").write_text("{}", "utf-8")
    found = history(tmp_path)
    assert [run["file"] for run in found["runs"]] == ["deep/b.json", "a.json"]
    assert [case["case"] for case in found["cases"]] == ["one", "two"]
    first, last = found["cases"][0]["points"]
    assert first["ratio"] / last["ratio"] == pytest.approx(2.0, rel=0.03)
    assert first["low"] <= first["ratio"] <= first["high"]
    assert [item["file"] for item in found["skipped"]] == ["notes.json"]


def test_the_page_is_one_file_and_fetches_nothing(tmp_path, capsys):
    for day in (1, 2, 3):
        stored(tmp_path / "runs" / f"{day}.json", day, day, processor="<b>p</b>" if day == 2 else "p")
    page = tmp_path / "new" / "page.html"
    assert outcome(["bench", "history", str(tmp_path / "runs"), "--out", str(page)]) == 0
    assert "2 cases in 3 runs" in capsys.readouterr().out
    text = page.read_text("utf-8")
    assert text.lstrip().startswith("<!DOCTYPE html>")
    assert text.count("<svg") == 1
    assert "<b>p</b>" not in text
    assert "&lt;b&gt;p&lt;/b&gt;" in text
    assert not any(word in text for word in ("http://", "https://", "<script"))
    assert outcome(["bench", "history", str(tmp_path / "runs"), "--out", str(page), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["runs"]) == 3


def test_a_folder_without_runs_is_refused(tmp_path, capsys):
    for folder in (tmp_path, tmp_path / "none"):
        assert outcome(["bench", "history", str(folder)]) == 2
        assert "moromi bench run --out" in capsys.readouterr().err

"""The benchmark of growth: rows are of the strains asked for, and what cannot be measured says why."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from moromi.benchmarks.batch import TEXTBOOK
from moromi.benchmarks.compile_cost import compile_cost
from moromi.benchmarks.growth import PARAMETERS, growth, ladder, strain_definition
from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.strains import open_strain

MODELS = Path(__file__).resolve().parents[3] / "shared" / "models"


def silent(line: str) -> None:
    """Progress nobody reads."""


@pytest.mark.parametrize("count", range(1, PARAMETERS + 1))
def test_each_step_adds_one_parameter(count):
    before = set(ladder(TEXTBOOK, count - 1).parameters) if count > 1 else set()
    now = ladder(TEXTBOOK, count).parameters
    assert len(now) == count
    assert before < set(now)


def test_a_step_is_a_slice_of_the_next(tmp_path):
    """What is no parameter yet stands at the value it is a parameter of later."""
    lower, higher = (open_strain(ladder(TEXTBOOK, count), tmp_path) for count in (2, 4))
    held = {"maintenance": 7.6, "ammonium_uptake": 15.0}
    for glucose, oxygen in [(10.5, 15.0), (3.0, 0.0), (0.2, 9.0)]:
        asked = {"glucose_uptake": glucose, "oxygen_uptake": oxygen} | held
        few, many = ([asked[name] for name in strain.parameters] for strain in (lower, higher))
        few, many = lower.solve(few), higher.solve(many)
        tracked = 1 + len(lower.definition.species)
        assert few[:tracked] == pytest.approx(many[:tracked], abs=1e-9)


def test_a_row_says_what_compiling_says(tmp_path):
    definition = ladder(TEXTBOOK, 4)
    row = compile_cost(definition, 6000)
    report = open_strain(definition, tmp_path).compile(certify=False)
    assert (row["mode"], row["regions"], row["facets_mean"]) == ("complete", report.regions, report.facets_mean)
    assert row["coverage"] == 1.0
    assert row["reactions"] == 95
    assert 0 < row["rows"] < row["columns"] < 95
    assert 0.0 < row["processor_seconds"] <= row["seconds"]
    assert row["memory"] is None or 50e6 < row["memory"] < 5e9


def test_beyond_the_budget_a_row_says_lazy():
    assert compile_cost(ladder(TEXTBOOK, 4), 3)["mode"] == "lazy"


HELD = """
import numpy as np
from moromi.benchmarks.compile_cost import peak_memory
before = peak_memory()
held = np.ones(25_000_000)
print((peak_memory() - before) / held.nbytes if before is not None else "untold")
"""


def test_memory_counts_what_is_held():
    """In a process of its own: the peak of this one may lie above what is held here."""
    told = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True, check=True).stdout.strip()
    if told == "untold":
        pytest.skip("this system does not tell a process its memory")
    assert 0.5 < float(told) < 2.0


def test_a_model_that_is_not_there_is_skipped_with_a_reason(tmp_path):
    file = tmp_path / "absent.yaml"
    file.write_text("name: absent\nmodel: absent.json\nbiomass: x\nspecies: {}\nuptakes: {}\n", encoding="utf-8")
    rows = growth([str(file)], tmp_path, silent, most=0)["models"]
    assert "does not exist" in rows[0]["skipped"]
    with pytest.raises(InputError, match="does not exist"):
        strain_definition(str(file), None)


@pytest.mark.skipif(not MODELS.is_dir(), reason=f"the published models are not in {MODELS}")
def test_a_model_is_found_in_another_folder():
    file = Path(__file__).parents[1] / "strains" / "models" / "ecoli-core.yaml"
    assert strain_definition(str(file), MODELS).model == (MODELS / "e_coli_core.json.gz").resolve()


def test_the_command_draws_and_prints(tmp_path, capsys):
    asked = ["bench", "growth", "ecoli-varma1994", "--most", "0", "--out", str(tmp_path / "new"), "--json"]
    assert outcome(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert [row["strain"] for row in said["models"]] == ["ecoli-varma1994"]
    assert said["parameters"] == []
    assert (tmp_path / "new" / "growth.svg").read_bytes().startswith(b"<?xml")
    assert outcome(["bench", "growth", "no-such-strain", "--most", "0"]) == 0
    assert "skipped" in capsys.readouterr().out

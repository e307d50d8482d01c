"""What README.md promises, run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome

from .pages import play

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_python_example_runs(tmp_path: Path):
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "value" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^\| `moromi (.*?)`", README, flags=re.MULTILINE))))
def test_commands_exist(line: str, capsys: pytest.CaptureFixture[str]):
    words = [word for word in line.split() if word.islower() and not word.startswith("-")]
    assert outcome([*words, "--help"]) == 0, capsys.readouterr().err


def own_blocks() -> list[str]:
    """Blocks of commands, but for those that install."""
    return [block for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL) if block.startswith("moromi ")]


@pytest.mark.slow
@pytest.mark.parametrize("block", own_blocks())
def test_blocks_of_commands_run(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from cobra.io import load_model, write_sbml_model

    monkeypatch.chdir(tmp_path)
    write_sbml_model(load_model("textbook"), "mine.xml")
    Path("measured.csv").write_text("time [h],biomass [g/L]\n0,0.1\n8,5.0\n", encoding="utf-8")
    assert play(f"```sh\n{block}```\n", tmp_path, whole=True) == []


def ready() -> list[str]:
    """Commands that the ready processes start with, a row each."""
    section = README.split("## Ready processes")[1].split("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| ")][1:]
    return [row.rpartition("`moromi ")[2].partition("`")[0] for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("line", ready())
def test_ready_processes_start(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert outcome(line.split()) == 0

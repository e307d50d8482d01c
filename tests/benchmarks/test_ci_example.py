"""The workflow users copy: it parses, and its commands exist with their options."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from moromi.simulator.cli.app import outcome

WORKFLOW = YAML(typ="safe").load(Path(__file__).parents[2] / "docs" / "ci-benchmarks.yml")


def commands() -> list[str]:
    steps = (step for job in WORKFLOW["jobs"].values() for step in job["steps"])
    return [step["run"] for step in steps if step.get("run", "").startswith("moromi")]


def test_both_jobs_end_in_a_command():
    assert set(WORKFLOW["jobs"]) == {"compare", "record"}
    assert [line.split()[2] for line in commands()] == ["compare", "run", "history"]


@pytest.mark.parametrize("line", commands())
def test_commands_exist_with_their_options(line, capsys):
    words = shlex.split(line)[1:]
    assert outcome([*words[:2], "--help"]) == 0
    told = capsys.readouterr().out
    assert {word for word in words if word.startswith("--") and word not in told} == set()

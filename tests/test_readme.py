"""What README.md promises, run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome

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

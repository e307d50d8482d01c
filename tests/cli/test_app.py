"""The command line as a whole: help, start-up, errors and exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
import rich_click as click

import moromi
from moromi.simulator import scenario as door
from moromi.simulator.cli.app import COMMANDS, outcome
from moromi.simulator.cli.app import moromi as command
from moromi.simulator.errors import SimulationError

HELP = "from moromi.simulator.cli import main; main(['--help'])"


def leaves() -> list[list[str]]:
    """Words of every command that does something."""
    context = click.Context(command, info_name="moromi")
    found = []
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        below = child.list_commands(context) if isinstance(child, click.Group) else []
        found += [[name, word] for word in below] or [[name]]
    return found


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]):
    assert outcome(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


@pytest.mark.parametrize("words", leaves(), ids=" ".join)
def test_every_command_has_help_with_example_and_json(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert outcome([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example: moromi " + " ".join(words) in " ".join(text.split())
    assert "--json" in text


@pytest.mark.parametrize("name", ["run", "scale-up"])
def test_help_names_every_criterion(name: str, capsys: pytest.CaptureFixture[str]):
    assert outcome([name, "--help"]) == 0
    text = re.sub(r"[\s│]+", " ", capsys.readouterr().out)
    assert all(criterion in text for criterion in door.CRITERIA)


def test_version(capsys: pytest.CaptureFixture[str]):
    assert outcome(["--version"]) == 0
    assert moromi.__version__ in capsys.readouterr().out


def test_help_starts_light():
    heavy = ("numba", "cobra", "matplotlib", "pint", "numpy", "scipy", "xarray", "pydantic")
    tell = f"import atexit, sys\natexit.register(lambda: print([m for m in {heavy!r} if m in sys.modules]))"
    code = f"{tell}\n{HELP}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lst"], "no command 'lst'; nearest is 'list'"),
        (["list", "vesels"], "nearest is 'vessels'"),
        (["show", "tank-30m"], "nothing is called 'tank-30m'; nearest is 'tank-30m3'"),
        (["show", "tank-30m3", "--yml"], "Did you mean '--yaml'?"),
        (["show"], "Missing argument 'NAME'"),
        (["strain", "sow"], "No such command 'sow'"),
        (["--hepl"], "Did you mean '--help'?"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(words: list[str], message: str, capsys: pytest.CaptureFixture[str]):
    assert outcome(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("moromi: ")
    assert message in err


def test_error_as_json_is_one_object(capsys: pytest.CaptureFixture[str]):
    assert outcome(["show", "tank-30m", "--json"]) == 2
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert answer["exit_code"] == 2
    assert answer["error"] in err


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            SimulationError("the step size fell below what the clock resolves"),
            1,
            "moromi: the step size fell",
        ),
        (KeyboardInterrupt(), 130, "moromi: interrupted"),
        (
            KeyError("boom"),
            1,
            "moromi: unexpected KeyError: 'boom' (a bug; MOROMI_DEBUG=1 shows the traceback)",
        ),
    ],
    ids=["simulation", "interrupt", "bug"],
)
def test_failure_codes(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    def fail(kind: str) -> None:
        raise error

    monkeypatch.delenv("MOROMI_DEBUG", raising=False)
    monkeypatch.setattr(door, "catalogue", fail)
    assert outcome(["list"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_traceback_on_request(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def fail(kind: str) -> None:
        raise KeyError("boom")

    monkeypatch.setenv("MOROMI_DEBUG", "1")
    monkeypatch.setattr(door, "catalogue", fail)
    assert outcome(["list"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_reader_that_goes_away_is_no_error():
    code = "from moromi.simulator.cli import main; main(['show', 'tank-30m3', '--yaml'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        errors = process.stderr.read().decode()
    assert "Traceback" not in errors
    assert "unexpected" not in errors

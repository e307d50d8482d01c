"""Suite `start-up`: whole processes, from the shell's point of view."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..simulator.errors import SimulationError
from .case import Case, Contest, Progress, Side, Suite
from .scratch import scratch

__all__ = ["CASES", "SUITE", "output_of"]

REPEATS = 9
RUN = ("run", "ecoli-fedbatch", "--no-report", "--out", "run")
# Runs the command line inside an interpreter that then tells what it imported.
WATCHED = """
import json, sys
from moromi.simulator.cli.app import outcome
code = outcome(sys.argv[1:])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def _moromi() -> list[str]:
    """The installed command, or the interpreter with what the command does."""
    for name in ("moromi", "moromi.exe"):
        script = Path(sysconfig.get_path("scripts")) / name
        if script.is_file():
            return [str(script)]
    return [sys.executable, "-c", "from moromi.simulator.cli import main; main()"]


def output_of(command: Sequence[str]) -> str:
    """Run a command to its end; its standard output.

    Raises
    ------
    SimulationError
        It failed.
    """
    done = subprocess.run(command, cwd=scratch(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SimulationError(f"'{' '.join(command)}' ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def _side(command: Sequence[str]) -> Side:
    return Side(partial(output_of, command), repeats=REPEATS)


def _python(code: str) -> Side:
    return _side([sys.executable, "-c", code])


def _imports(ours: Any, reference: Any) -> Mapping[str, Any]:
    """Whether a warm run imports cobra."""
    told = output_of([sys.executable, "-c", WATCHED, *RUN]).splitlines()[-1]
    return {"cobra_imported": "cobra" in json.loads(told)}


def _help(processes: float, progress: Progress) -> Contest:
    return Contest(_side([*_moromi(), "--help"]), _python("import click"))


def _warm_run(processes: float, progress: Progress) -> Contest:
    return Contest(_side([*_moromi(), *RUN]), _python("import numba, scipy.integrate"), _imports)


CASES = (
    Case(
        name="help",
        summary="moromi --help",
        reference="import click",
        size=1,
        unit="process",
        tiny=1,
        build=_help,
        goal=1 / 4,
    ),
    Case(
        name="warm-run",
        summary="moromi run ecoli-fedbatch --no-report, kernels and atlas cached",
        reference="import numba, scipy.integrate",
        size=1,
        unit="process",
        tiny=1,
        build=_warm_run,
        goal=1 / 3,
    ),
)
"""What a person waits for before anything happens."""

SUITE = Suite("start-up", "whole processes: help, and a run with warm caches", CASES)

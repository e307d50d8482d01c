"""Suite `start-up`: whole processes, from the shell's point of view."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from functools import cache, partial
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


@cache
def _process(command: tuple[str, ...]) -> Side:
    return Side(partial(output_of, command), repeats=REPEATS)


def _side(command: Sequence[str]) -> Side:
    """A process as a side, the same for the same command: cases that share it time it once."""
    return _process(tuple(command))


def _python(code: str) -> Side:
    return _side([sys.executable, "-c", code])


def _imports(ours: Any, reference: Any) -> Mapping[str, Any]:
    """Whether a warm run imports cobra."""
    return {"cobra_imported": "cobra" in _imported()}


@cache
def _imported() -> list[str]:
    """Packages a warm run imports."""
    found: list[str] = json.loads(output_of([sys.executable, "-c", WATCHED, *RUN]).splitlines()[-1])
    return found


_HELP, _WARM, _IMPORT = "help", "warm-run", "import"
_SUMMARY: Mapping[str, str] = {
    _HELP: "moromi --help",
    _IMPORT: "import moromi in Python, and its scenario loader",
    _WARM: "moromi run ecoli-fedbatch --no-report, kernels and atlas cached",
}


def _ours(name: str) -> Side:
    if name == _IMPORT:
        return _python("import moromi; moromi.load_scenario")
    return _side([*_moromi(), *(RUN if name == _WARM else ("--help",))])


def _contest(name: str, code: str, processes: float, progress: Progress) -> Contest:
    """A process of ours beside an interpreter that runs a line."""
    reference = partial(_python, code)
    return Contest(_ours(name), reference, _imports) if name == _WARM else Contest(_ours(name), reference)


def _case(name: str, code: str, goal: float | None = None, needs: tuple[str, ...] = ()) -> Case:
    return Case(
        name=name,
        summary=_SUMMARY[name],
        reference="python -c pass" if code == "pass" else code,
        size=1,
        unit="process",
        tiny=1,
        build=partial(_contest, name, code),
        goal=goal,
        needs=needs,
        threads=0,
    )


CASES = (
    _case(_HELP, "pass"),
    _case(_HELP, "import click", 1 / 4),
    _case(_IMPORT, "import numpy"),
    _case(_WARM, "import numba, scipy.integrate", 1 / 3),
    _case(_WARM, "import cobra", needs=("cobra",)),
)
"""What a person waits for before anything happens."""

SUITE = Suite("start-up", "whole processes: help, import, and a run with warm caches", CASES)

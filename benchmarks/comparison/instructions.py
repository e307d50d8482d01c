"""A second opinion that hardly varies: instructions counted by callgrind, of two builds on the same cases.

Both builds compile for a plain processor, which valgrind knows, and are asked for one run and for two: the difference
is a run. What other processes do is not counted, and what an instruction costs is not known here: fewer cache misses,
shorter chains or wider vectors change time alone.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...simulator.errors import SimulationError
from ..case import Progress
from .builds import Build
from .serving import CaseError, Serving

__all__ = ["counted", "missing"]

PLAIN: Mapping[str, str] = {"x86_64": "x86-64-v3", "amd64": "x86-64-v3"}
"""What Numba is to compile for, by machine: valgrind does not know every instruction of new processors."""
_TOTALS = re.compile(r"^(?:totals|summary): (\d+)", re.MULTILINE)


def missing() -> str | None:
    """Why nothing can be counted here; None: it can."""
    for name in ("valgrind", "vgdb"):
        if shutil.which(name) is None:
            return f"{name} is not installed (for example: apt install valgrind)"
    return None


def counted(outcome: Mapping[str, Any], old: Build, new: Build, progress: Progress) -> dict[str, Any]:
    """A comparison with instructions counted.

    Parameters
    ----------
    outcome : mapping
        From `compare.compare_builds`.
    old, new : Build
    progress : callable
        Told, in a line, what is going on.

    Returns
    -------
    dict
        The same; every case has ``instructions``, new over old, and ``old_instructions, new_instructions`` of one run
        (null where its work is done in other processes or it failed); ``instructions_skipped`` says why there is none.
    """
    reason = missing()
    cases = [dict(row) for row in outcome["cases"]]
    if reason is None:
        counts = [_count(_plain(build), cases, progress) for build in (old, new)]
        for row in cases:
            first, second = (count.get(row["case"]) for count in counts)
            row |= {"old_instructions": first, "new_instructions": second}
            row["instructions"] = second / first if first and second else None
    return {**outcome, "cases": cases, "instructions_skipped": reason}


def _plain(build: Build) -> Build:
    """The build, compiling for a plain processor."""
    name = PLAIN.get(platform.machine().lower(), "generic")
    return replace(build, environment={**build.environment, "NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": ""})


def _count(build: Build, cases: Iterable[Mapping[str, Any]], progress: Progress) -> dict[str, int]:
    """Instructions of one run of every case."""
    cases = list(cases)
    with Serving(build) as native:  # compiles what is not compiled: valgrind would take an hour for it
        inside = native.ask("cases")["cases"]
        ready = [row for row in cases if inside[row["case"]]["threads"] and _prepared(native, row)]
    with tempfile.TemporaryDirectory(prefix="moromi-bench-") as folder:
        out = Path(folder) / "callgrind"
        options = ["--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out}", "-q"]
        with Serving(build, ["valgrind", *options]) as process:
            found = {}
            for row in ready:
                progress(f"instructions of {build.label}: {row['case']}")
                if _prepared(process, row):
                    once, twice = (_instructions(process, row["case"], runs, out) for runs in (1, 2))
                    found[row["case"]] = twice - once
            return found


def _prepared(process: Serving, row: Mapping[str, Any]) -> bool:
    try:
        process.ask("prepare", key=row["case"], size=row["size"])
    except CaseError:
        return False
    return True


def _instructions(process: Serving, case: str, runs: int, out: Path) -> int:
    """Instructions from asking for so many runs to the answer."""
    before = set(out.parent.iterdir())
    for word in ("instrumentation on", "zero"):
        _tell(process, word)
    process.ask("time", key=case, runs=runs)
    for word in ("dump", "instrumentation off"):
        _tell(process, word)
    text = "".join(path.read_text("utf-8") for path in set(out.parent.iterdir()) - before)
    return max((int(number) for number in _TOTALS.findall(text)), default=0)


def _tell(process: Serving, word: str) -> None:
    """Send callgrind a command.

    Raises
    ------
    SimulationError
        It does not listen.
    """
    done = subprocess.run(["vgdb", f"--pid={process.pid}", *word.split()], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SimulationError(f"callgrind does not listen: {done.stderr.strip()}")

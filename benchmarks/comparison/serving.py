"""The other end of `server`: a build's process, asked one thing at a time."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from ...simulator.errors import SimulationError
from .builds import Build
from .server import PROGRAM

__all__ = ["CaseError", "Serving"]

PATIENCE = 20.0  # s for a process to end by itself


class CaseError(SimulationError):
    """A build cannot run a case."""


class Serving:
    """A process of a build; ends with the block.

    Parameters
    ----------
    build : Build
    before : sequence of str, optional
        Command that runs the interpreter, with its options.
    """

    def __init__(self, build: Build, before: Sequence[str] = ()) -> None:
        self.build = build
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self._process = subprocess.Popen(
            [*before, build.python, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=tempfile.gettempdir(),
            env={**build.environment, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
        )

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process: it stops when nobody asks any more."""
        process = self._process
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(0.0 if kind is not None else PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self._errors.close()

    def ask(self, question: str, **details: Any) -> dict[str, Any]:
        """Ask, and wait for the answer.

        Raises
        ------
        CaseError
            It cannot do that; the process is still there.
        SimulationError
            The process has died.
        """
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise SimulationError(f"the process of {self.build.label} has no ends to talk to")
        try:
            process.stdin.write(json.dumps({"ask": question, **details}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, ConnectionError):
            line = ""
        if not line:
            raise SimulationError(f"{self.build.label} does not serve benchmarks: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise CaseError(f"{self.build.label}: {answer['error']}")
        return answer

    def _last_words(self) -> str:
        """What a process said last before it died."""
        self._process.wait()
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors if line.strip()]
        return lines[-1] if lines else f"it ended with {self._process.returncode}"

"""A build's own process: it makes cases and times our side of them when it is asked to.

One JSON object a line comes in, one goes out. What the work itself prints goes to standard error.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..case import Case, Side
from ..machine import machine
from ..suites import ours, suites_of
from ..timing import clock_of, time_of

__all__ = ["PROGRAM", "Server", "main"]

PROGRAM = "from moromi.benchmarks.comparison.server import main; main()"
"""What an interpreter runs to serve."""

FEWEST_SECONDS = 0.05  # a case is run so long before it is timed
MOST_WARM = 50  # runs


def _silent(line: str) -> None:
    """Progress goes nowhere: the process that asks tells its own."""


class Server:
    """Cases that are ready, and the answers to what is asked of them."""

    def __init__(self) -> None:
        self._cases: dict[str, Case] = ours()
        self._ready: dict[str, tuple[Side, str]] = {}
        self._answers: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
            "cases": self._list,
            "prepare": self._prepare,
            "time": self._time,
            "drop": self._drop,
        }

    def answer(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer one request; what goes wrong in a case is an answer as well: ``error``."""
        try:
            return self._answers[str(request["ask"])](request)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {' '.join(str(error).split())}"}

    def serve(self, lines: Iterable[str]) -> Iterator[str]:
        """Answers to requests, a line each."""
        for line in lines:
            yield json.dumps(self.answer(json.loads(line)))

    def _list(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """What there is to time."""
        return {
            "machine": machine(),
            "cases": {
                key: {
                    "suites": suites_of(case),
                    "size": case.size,
                    "unit": case.unit,
                    "slow": case.slow,
                    "threads": case.threads,
                    "clock": clock_of(case),
                }
                for key, case in self._cases.items()
            },
        }

    def _prepare(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make a case ready and run it untimed, which compiles what is not compiled; the time of a run."""
        key = request["key"]
        if key not in self._ready:
            case = self._cases[key]
            self._ready[key] = case.build(float(request["size"]), _silent).ours, clock_of(case)
        side, clock = self._ready[key]
        seconds = time_of(side, clock)[0]
        begin = time.perf_counter()
        for _ in range(MOST_WARM if request.get("again") or seconds < FEWEST_SECONDS else 0):
            seconds = time_of(side, clock)[0]
            if time.perf_counter() - begin > FEWEST_SECONDS:
                break
        gc.collect()
        gc.freeze()  # so that collecting between turns costs next to nothing
        return {"seconds": seconds, "operations": side.operations}

    def _time(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Times of so many runs [s], after one that is not timed where runs are short."""
        side, clock = self._ready[request["key"]]
        _move_to(request.get("processor"))
        if request.get("warm"):
            time_of(side, clock)[0]
        gc.collect()
        gc.disable()
        try:
            return {"seconds": [time_of(side, clock)[0] for _ in range(int(request["runs"]))]}
        finally:
            gc.enable()

    def _drop(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Forget a case; what it shares with others stays."""
        self._ready.pop(request["key"], None)
        return {}


def _move_to(processor: object) -> None:
    """Go on on this processor, or on any of those there are, where the system lets a process choose."""
    move = getattr(os, "sched_setaffinity", None)
    if move is not None and isinstance(processor, list):
        move(0, processor)


def main() -> None:
    """Serve standard input until it ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever the work prints
    for answer in Server().serve(sys.stdin):
        answers.write(answer + "\n")
        answers.flush()

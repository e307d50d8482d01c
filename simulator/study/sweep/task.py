"""One piece of work of a study, complete in itself: any thread, process or machine does it, with the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ...scenario import Scenario
from ...scenario.explain import validate
from ...scenario.yaml_file import parse_yaml
from .cell import Cell, ready_cell
from .chunk import run_piece
from .plan import Keep
from .store import pack

__all__ = ["Task", "compute", "make_ready"]

_READY: dict[tuple[str, str], Cell] = {}
"""Scenarios of studies that this process has made ready: a worker does many pieces of one."""
_MOST_READY = 64
_LOCK = Lock()


@dataclass(frozen=True)
class Task:
    """Runs of one scenario.

    Parameters
    ----------
    key : str
        Of the study.
    name : str
        Of the scenario in it.
    base : str
        YAML of it.
    paths : tuple of str
        What varies.
    ends : tuple of tuples of str
        Of every path values between which all others of the study lie.
    texts : tuple of tuples of str
        Values of every run.
    keep : Keep or None
    times : int
        Rows of what is kept.
    """

    key: str
    name: str
    base: str
    paths: tuple[str, ...]
    ends: tuple[tuple[str, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    keep: Keep | None
    times: int


def make_ready(task: Task, progress: Callable[[str], None] | None = None) -> Cell:
    """The task's scenario, made ready by whoever comes first."""
    at = (task.key, task.name)
    with _LOCK:
        if at not in _READY:
            base = validate(Scenario, parse_yaml(task.base, task.name, Path.cwd()))
            cell = ready_cell(base, task.paths, task.ends, progress)
            if len(_READY) >= _MOST_READY:
                _READY.clear()
            _READY[at] = cell
        return _READY[at]


def compute(task: Task) -> bytes:
    """Do the work."""
    return pack(run_piece(make_ready(task), task.texts, task.keep, task.times), task.key)

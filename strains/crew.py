"""Processes that explore one program together: each holds it, and what is known of its regions.

Spawned, never forked, so they work on every system; with one process the work is done here. The answer does not
depend on how many there are.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .atlas import FluxAtlas
from .crossing import Crossing, cross
from .errors import StrainError
from .explore import Explorer
from .problem import ParametricProblem, problem_from_arrays, problem_to_arrays
from .reference import direct
from .region import Region

__all__ = ["Crew", "Worker"]


class Worker:
    """One program, the regions known, and what can be asked about them."""

    def __init__(self, problem: ParametricProblem) -> None:
        self.explorer = Explorer(problem)
        self.atlas = FluxAtlas(problem.box.size, len(problem.outputs))

    def cross(self, news: Sequence[Region], lanes: Sequence[Sequence[int]]) -> list[list[Crossing]]:
        """Take in new regions, then cross the facets of some, lane by lane.

        Within a lane a crossing knows what those before it found; lanes know nothing of each other.
        """
        for region in news:
            self.atlas.add(region)
        return [self._cross_lane(lane) for lane in lanes]

    def _cross_lane(self, indices: Sequence[int]) -> list[Crossing]:
        atlas, out = self.atlas.copy(), []
        for index in indices:
            out.append(cross(atlas.regions[index], atlas, self.explorer))
        return out

    def direct(self, lanes: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """Outputs of the linear program itself, shape (k, q) for k θ; every lane starts from scratch."""
        out = []
        for thetas in lanes:
            self.explorer.forget()
            out.append(np.array([direct(self.explorer, theta) for theta in thetas]))
        return out


def _serve(connection: Connection, arrays: dict[str, NDArray[Any]]) -> None:
    """Answer questions until there are no more."""
    worker = Worker(problem_from_arrays(arrays))
    while True:
        question = connection.recv()
        if question is None:
            return
        name, arguments = question
        try:
            connection.send((getattr(worker, name)(*arguments), ""))
        except StrainError as error:
            connection.send((None, str(error)))


class Crew:
    """Some workers on one program; a context manager.

    Parameters
    ----------
    problem : ParametricProblem
    processes : int
        How many; 1 works in this process.
    """

    def __init__(self, problem: ParametricProblem, processes: int) -> None:
        self.size = max(processes, 1)
        self._here = Worker(problem) if self.size == 1 else None
        self._ends: list[Connection] = []
        self._processes: list[Any] = []
        if self._here is None:
            context = multiprocessing.get_context("spawn")
            arrays = problem_to_arrays(problem)
            for _ in range(self.size):
                mine, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs, arrays), daemon=True)
                process.start()
                theirs.close()
                self._ends.append(mine)
                self._processes.append(process)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *exception: object) -> None:
        for end in self._ends:
            try:
                end.send(None)
            except OSError:
                continue
        for process in self._processes:
            process.join(timeout=1.0)
            if process.is_alive():
                process.terminate()

    def ask(self, name: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask every worker one question and wait for all answers.

        Parameters
        ----------
        name : str
            Method of `Worker`.
        arguments : sequence of tuple
            One a worker.

        Raises
        ------
        StrainError
            A worker failed, or died.
        """
        if self._here is not None:
            return [getattr(self._here, name)(*given) for given in arguments]
        try:
            for end, given in zip(self._ends, arguments, strict=True):
                end.send((name, given))
            answers = [end.recv() for end in self._ends]
        except (EOFError, OSError):
            raise StrainError("a process that explored the flux atlas died: try again with one process") from None
        for _, complaint in answers:
            if complaint:
                raise StrainError(complaint)
        return [answer for answer, _ in answers]

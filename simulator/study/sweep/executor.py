"""Who does the work: threads of this process, spawned processes, or workers of a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from typing import Any

from ...errors import InputError, SimulationError
from .study import Chunk
from .task import Task, compute

__all__ = ["EXECUTORS", "results"]

EXECUTORS = ("threads", "processes", "dask")
_AHEAD = 2
"""Tasks a worker finds waiting."""
_MOST_BREAKS = 5


@contextmanager
def _pool(pool: Executor) -> Iterator[Executor]:
    """A pool that drops what waits when its user is interrupted."""
    with pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _threads(workers: int, _: str) -> AbstractContextManager[Executor]:
    return _pool(ThreadPoolExecutor(workers))


def _processes(workers: int, _: str) -> AbstractContextManager[Executor]:
    return _pool(ProcessPoolExecutor(workers, mp_context=get_context("spawn")))


@contextmanager
def _dask(workers: int, address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError("a cluster needs dask: pip install 'moromi[cluster]'") from error
    if address:
        try:
            client = Client(address, timeout="15s")
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(f"--cluster {address}: no scheduler answers there: {error}") from error
        with client:
            yield client.get_executor()
        return
    settings: dict[str, Any] = {"host": "127.0.0.1", "dashboard_address": None}
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, **settings) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor()


_OPENERS: dict[str, Any] = {"threads": _threads, "processes": _processes, "dask": _dask}


def results(
    chunks: Sequence[Chunk],
    task_of: Callable[[Chunk], Task],
    kind: str = "threads",
    workers: int | None = None,
    address: str = "",
) -> Iterator[tuple[Chunk, bytes]]:
    """Do the work of some pieces; each as it is finished.

    Parameters
    ----------
    chunks : sequence of Chunk
    task_of : callable
        The work of a piece.
    kind : str
        One of `EXECUTORS`.
    workers : int, optional
        The number of processors by default; of a cluster at an address those it has.
    address : str
        Of a cluster's scheduler; a local one by default.

    Raises
    ------
    InputError
        There is no such executor, or the cluster does not answer.
    SimulationError
        Workers die again and again.
    """
    count = workers or os.cpu_count() or 1
    left = list(chunks)
    for _ in range(_MOST_BREAKS):
        try:
            with _OPENERS[kind](count, address) as pool:
                for chunk, data in _drained(pool, left, task_of, count):
                    left.remove(chunk)
                    yield chunk, data
            return
        except BrokenProcessPool:  # a worker was killed: its piece, and those that waited, are done again
            continue
    raise SimulationError("workers die again and again: too little memory? What is finished is kept")


def _drained(
    pool: Executor, chunks: Sequence[Chunk], task_of: Callable[[Chunk], Task], workers: int
) -> Iterator[tuple[Chunk, bytes]]:
    """Keep some tasks waiting, no more, so that memory does not grow with the study."""
    waiting: dict[Future[bytes], Chunk] = {}
    rest = iter(list(chunks))
    while True:
        while len(waiting) < _AHEAD * workers and (chunk := next(rest, None)) is not None:
            waiting[pool.submit(compute, task_of(chunk))] = chunk
        if not waiting:
            return
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield waiting.pop(future), future.result()

"""What compiling one strain costs: time, regions and memory, each strain in a fresh process."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from ..strains import StrainDefinition, StrainError, open_strain
from ..strains.model import load_network, model_path

__all__ = ["compile_cost", "peak_memory"]


def peak_memory() -> int | None:
    """Most memory this process has held at once [bytes]; None where the system does not tell.

    Linux tells it in a file, and there `getrusage` would count what the parent held before this process began.
    """
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("VmHWM:"):
            return 1024 * int(line.split()[1])
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:  # no POSIX
        return None
    most = getrusage(RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def compile_cost(definition: StrainDefinition, budget: int) -> dict[str, Any]:
    """Compile a strain from nothing, by one process, without a certificate.

    Parameters
    ----------
    definition : StrainDefinition
    budget : int
        Regions after which the strain stays lazy.

    Returns
    -------
    dict
        ``strain, reactions, rows, columns, parameters, mode, regions, facets_mean, coverage, open_seconds, seconds,
        processor_seconds, memory``. Rows and columns are those of the reduced program; opening is from the model
        file to that program; `processor_seconds` are the seconds, less what other work on the machine took; memory
        [bytes] is the most the process held, the interpreter and the model included. Where it came to nothing:
        ``strain, skipped``, the reason.
    """
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            return pool.submit(_measure, definition, budget).result()
    except StrainError as error:
        reason = str(error)
    except BrokenProcessPool:
        reason = "the process died, for want of memory perhaps"
    return {"strain": definition.name, "skipped": reason}


def _measure(definition: StrainDefinition, budget: int) -> dict[str, Any]:
    """The row, measured here: the process does nothing else."""
    with tempfile.TemporaryDirectory(prefix="moromi-growth-") as folder:
        begin = time.perf_counter()
        strain = open_strain(definition, Path(folder))
        rows, columns = strain.explorer().system.problem.matrix.shape
        opened = time.perf_counter() - begin
        begin, used = time.perf_counter(), time.process_time()
        report = strain.compile(processes=1, budget=budget, certify=False)
        share = (time.process_time() - used) / (time.perf_counter() - begin)
        memory = peak_memory()
    return {
        "strain": definition.name,
        "reactions": len(load_network(model_path(definition.model)).reactions),
        "rows": int(rows),
        "columns": int(columns),
        "parameters": len(report.parameters),
        "mode": report.mode,
        "regions": report.regions,
        "facets_mean": report.facets_mean,
        "coverage": report.coverage,
        "open_seconds": opened,
        "seconds": report.seconds,
        "processor_seconds": report.seconds * min(share, 1.0),
        "memory": memory,
    }

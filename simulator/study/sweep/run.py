"""Work through a study: what is finished is kept, what is missing is run, all of it becomes one table."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError
from ...run.provenance import provenance
from ...run.store import write_json
from ...scenario import dump_yaml
from .executor import EXECUTORS, results
from .plan import StudyPlan, read_plan
from .store import read_piece, write_bytes
from .study import Chunk, Study, study_of
from .table import write_table
from .task import make_ready

if TYPE_CHECKING:
    import xarray

__all__ = ["Sweep", "open_study", "sweep"]

Progress = Callable[[str], None]

_KEY = "chunks/study.key"
_TELL = 1.0  # s between two lines of progress


@dataclass(frozen=True)
class Sweep:
    """A finished study.

    Attributes
    ----------
    study : Study
    folder : Path
    counts : dict of str to int
        Runs by the name of their status.
    ran : int
        Runs of this call; the others were there.
    seconds : float
        What they took.
    """

    study: Study
    folder: Path
    counts: dict[str, int]
    ran: int
    seconds: float

    @property
    def path(self) -> Path:
        """The table."""
        return self.folder / "table.nc"

    @cached_property
    def table(self) -> xarray.Dataset:
        """All runs, along the dimension ``run``."""
        import xarray

        with xarray.open_dataset(self.path, engine="h5netcdf") as file:
            return file.load()

    @cached_property
    def kpis(self) -> tuple[str, ...]:
        """Names of the key figures in the table."""
        return tuple(str(name) for name, column in self.table.data_vars.items() if "kpi" in column.attrs)

    def quantiles(self, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> list[tuple[str, ...]]:
        """Key figures, what lies below the shares, and units, as text."""
        rows = []
        for name in self.kpis:
            column = self.table[name].values
            if np.isfinite(column).any():
                values = (f"{value:.4g}" for value in np.nanquantile(column, shares))
                rows.append((name, *values, str(self.table[name].attrs["units"])))
        return rows

    def command(self, run: int) -> str:
        """Command line that runs one of the runs on its own."""
        count = len(self.study.points)
        name = list(self.study.bases)[run // count]
        texts = zip(self.study.points.variables, self.study.points.texts(run % count), strict=True)
        changes = " ".join(f"--set {shlex.quote(f'{variable.path}={text}')}" for variable, text in texts)
        return f"moromi run {self.folder / 'scenarios' / name}.yaml {changes}"

    def write_parquet(self) -> Path:
        """The table without trajectories as a Parquet file beside it.

        Raises
        ------
        InputError
            pyarrow is not installed.
        """
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise InputError("--parquet needs pyarrow: pip install 'moromi[study]'") from error
        columns = {name: column.values for name, column in self.table.data_vars.items() if column.dims == ("run",)}
        target = self.folder / "table.parquet"
        parquet.write_table(pyarrow.table({name: pyarrow.array(values) for name, values in columns.items()}), target)
        return target

    def summary(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        done = self.counts.get("DONE", 0)
        return {
            "study": self.study.plan.name,
            "runs": self.study.runs,
            "ok": done,
            "failed": self.study.runs - done,
            "status": self.counts,
            "runs_per_second": self.ran / self.seconds if self.ran and self.seconds > 0.0 else None,
            "ran": self.ran,
            "table": str(self.path),
        }


def open_study(folder: str | Path) -> Sweep:
    """A finished study from its folder.

    Raises
    ------
    InputError
        There is none, or it is not finished.
    """
    place = Path(folder)
    file = place / "study.yaml"
    if not file.is_file():
        raise InputError(f"{place}: holds no study (no study.yaml)")
    study = study_of(read_plan(file))
    return Sweep(study, place, _finish(study, place), 0, 0.0)


def sweep(
    plan: StudyPlan,
    folder: Path | None = None,
    *,
    executor: str = "threads",
    workers: int | None = None,
    cluster: str = "",
    restart: bool = False,
    progress: Progress | None = None,
) -> Sweep:
    """Run a study, or what is left of it.

    Parameters
    ----------
    plan : StudyPlan
    folder : Path, optional
        Where it is kept; by default one in ``moromi-runs`` that follows from what is studied, so that the same call
        goes on where it was stopped.
    executor : str
        ``threads`` of this process, spawned ``processes``, or ``dask``: the same bytes from each.
    workers : int, optional
        The number of processors by default.
    cluster : str
        Address of a dask scheduler; a local one by default.
    restart : bool
        Whether to throw away what another study left in the folder.
    progress : callable, optional
        Told how far it is.

    Returns
    -------
    Sweep

    Raises
    ------
    InputError
        The study is wrong, or the folder is another study's or cannot be written.
    """
    if executor not in EXECUTORS:
        raise InputError(f"executor '{executor}' is not known; valid are {', '.join(EXECUTORS)}")
    study = study_of(plan)
    firsts = {chunk.cell: chunk for chunk in reversed(list(study.chunks()))}
    for chunk in firsts.values():
        make_ready(study.task(chunk), progress)
    place = folder or Path("moromi-runs") / f"{study.plan.name}-{study.key[:8]}"
    _prepare(study, place, restart)
    left = _missing(study, place, progress)
    clock = _Clock(study.runs, sum(chunk.last - chunk.first for chunk in left), progress)
    for chunk, data in results(left, study.task, executor, workers, cluster):
        write_bytes(_file(place, chunk), data)
        clock.tick(chunk.last - chunk.first)
    counts = _finish(study, place)
    write_json(place / "provenance.json", provenance(dump_yaml(study.plan)) | {"study": study.key})
    return Sweep(study, place, counts, clock.done, clock.seconds)


def _file(folder: Path, chunk: Chunk) -> Path:
    return folder / "chunks" / f"{chunk.index:06d}.npz"


def _prepare(study: Study, folder: Path, restart: bool) -> None:
    """Write what the study is, unless it stands there; refuse a folder of something else."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: is a file, not a folder")
    key = folder / _KEY
    there = key.read_text(encoding="utf-8").strip() if key.is_file() else None
    if there is None and folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"--out {folder}: holds other files; name an empty or new folder")
    if there not in (None, study.key):
        if not restart:
            raise InputError(
                f"--out {folder}: holds another study, or one of another version of Moromi; name another folder, or "
                "--restart to throw away what it has"
            )
        shutil.rmtree(folder)
    for left in folder.rglob(".*.part"):  # of a writer that was killed
        left.unlink(missing_ok=True)
    write_bytes(key, study.key.encode())
    for name, base in study.bases.items():
        write_bytes(folder / "scenarios" / f"{name}.yaml", dump_yaml(base).encode())
    if study.points.given:
        write_bytes(folder / study.plan.points, study.points.csv().encode())
    write_bytes(folder / "study.yaml", dump_yaml(study.plan).encode())


def _missing(study: Study, folder: Path, progress: Progress | None) -> list[Chunk]:
    """Pieces that have to be run."""
    left = []
    for chunk in study.chunks():
        file = _file(folder, chunk)
        if read_piece(file, study.key) is None:
            if file.exists() and progress is not None:
                progress(f"piece {chunk.index} is damaged: its runs are done again")
            left.append(chunk)
    return left


def _finish(study: Study, folder: Path) -> dict[str, int]:
    """Write the table beside its final name, then give it that name."""
    temporary = folder / ".table.part"
    try:
        counts = write_table(study, folder / "chunks", temporary)
        os.replace(temporary, folder / "table.nc")
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}; the runs are kept") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return dict(sorted(counts.items()))


class _Clock:
    """Says how far a study is, how fast it goes and how long it will take."""

    def __init__(self, runs: int, left: int, progress: Progress | None) -> None:
        self.done = 0
        self._runs, self._left, self._progress = runs, left, progress
        self._begin = self._told = time.perf_counter()
        self._end = self._begin

    @property
    def seconds(self) -> float:
        """From the start to the last piece."""
        return self._end - self._begin

    def tick(self, runs: int) -> None:
        """Some runs are done."""
        self.done += runs
        self._end = time.perf_counter()
        if self._progress is None or (self._end - self._told < _TELL and self.done < self._left):
            return
        self._told = self._end
        rate = self.done / max(self.seconds, 1e-9)
        before = self._runs - self._left
        rest = (self._left - self.done) / rate
        self._progress(f"{before + self.done:,} of {self._runs:,} runs, {rate:.0f} a second, {_span(rest)} left")


def _span(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"

"""All runs of a study in one netCDF table, written piece by piece."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ....kernels.status import Status
from ...errors import InputError
from ...variables import find_variable
from .chunk import OWN_STATUSES, Piece, status_name
from .store import read_piece
from .study import Chunk, Study

__all__ = ["STATUSES", "limit_name", "vary_name", "write_table"]

_LEAST = 200_000  # bytes of an empty table, generously
_TEXTS = 400  # bytes of a run's texts
_BLOCK = 100_000

STATUSES = (*(int(status) for status in Status), *OWN_STATUSES)


@dataclass
class _Names:
    """Columns of all pieces."""

    kpis: dict[str, str] = field(default_factory=dict)
    limits: dict[str, None] = field(default_factory=dict)

    def learn(self, piece: Piece) -> None:
        self.kpis |= {name: piece.units[name] for name in piece.kpis if name not in self.kpis}
        self.limits |= dict.fromkeys(piece.limits)


def write_table(study: Study, pieces: Path, target: Path) -> dict[str, int]:
    """Write the table of a finished study.

    Parameters
    ----------
    study : Study
    pieces : Path
        Folder of the pieces, all there.
    target : Path

    Returns
    -------
    dict of str to int
        Runs by the name of their status.

    Raises
    ------
    InputError
        A piece is missing or damaged, or the disk is full.
    """
    import h5netcdf

    names = _Names()
    for _, piece in _pieces(study, pieces):
        names.learn(piece)
    counts: dict[str, int] = {}
    try:
        _make_room(target, study, names)
        with h5netcdf.File(target, "w") as file:
            _declare(file, study, names)
            for chunk, piece in _pieces(study, pieces):
                _fill(file, study, names, chunk, piece)
                for code in piece.status.tolist():
                    counts[status_name(code)] = counts.get(status_name(code), 0) + 1
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror or error}; the runs are kept") from error
    return counts


def _make_room(target: Path, study: Study, names: _Names) -> None:
    """Write as much as the table will have, and take it away: HDF5 does not survive a full disk."""
    columns = len(names.kpis) + len(names.limits) + len(study.points.variables) + 2
    kept = study.times * len(study.plan.keep.variables) if study.plan.keep else 0
    size = _LEAST + study.runs * (8 * (columns + kept) + _TEXTS)
    block = os.urandom(_BLOCK)
    try:
        with target.open("wb") as file:
            for _ in range(0, size, _BLOCK):
                file.write(block)
    finally:
        target.unlink(missing_ok=True)


def _pieces(study: Study, folder: Path) -> Iterable[tuple[Chunk, Piece]]:
    for chunk in study.chunks():
        piece = read_piece(folder / f"{chunk.index:06d}.npz", study.key)
        if piece is None:
            raise InputError(f"{folder}: piece {chunk.index} is missing or damaged; the same command runs it again")
        yield chunk, piece


def _declare(file: Any, study: Study, names: _Names) -> None:
    """Dimensions, variables and their attributes."""
    import h5py

    file.dimensions = {"run": study.runs}
    file.attrs["title"] = study.plan.name
    file.attrs["Conventions"] = "CF-1.11"
    file.attrs["study"] = study.key
    text = h5py.string_dtype()
    for name in ("scenario", "strain", "vessel"):
        file.create_variable(name, ("run",), text)
    file.create_variable("message", ("run",), text)
    status = file.create_variable("status", ("run",), np.int16)
    status.attrs["flag_values"] = np.array(STATUSES, np.int16)
    status.attrs["flag_meanings"] = " ".join(status_name(code) for code in STATUSES)
    _number(file, "stopped", "h", "Clock time at which a run ended early")
    for variable in study.points.variables:
        found = _number(file, vary_name(variable.path), variable.unit or "1", f"{variable.path}, varied")
        found.attrs["path"] = variable.path
        if not variable.numeric:
            found.attrs["choices"] = "\n".join(variable.choices)
    for name, unit in names.kpis.items():
        _number(file, name, unit or "1", name.replace("_", " ")).attrs["kpi"] = name
    for name in names.limits:
        hours = _number(file, limit_name(name), "h", f"Time in which {name.replace('_', ' ')} is the limit")
        hours.attrs["limit"] = name
    keep = study.plan.keep
    if keep is None:
        return
    file.dimensions["kept_time"] = study.times
    time = file.create_variable("kept_time", ("kept_time",), float)
    time[:] = keep.interval * np.arange(study.times)
    time.attrs.update({"units": "h", "long_name": "Time from the start of the run"})
    base = next(iter(study.bases.values()))
    for name in keep.variables:
        kept = file.create_variable(f"kept_{name}", ("run", "kept_time"), float)
        kept.attrs.update(find_variable(name, base.species, base.strains).attributes())


def vary_name(path: str) -> str:
    """Name of a varied entry in the table: a slash would be a group there."""
    return f"vary_{path.replace('/', '_').replace('.', '__')}"


def limit_name(name: str) -> str:
    """Name of a limit's hours in the table."""
    return f"limit_{name.replace(': ', '_').replace('/', '_').replace(' ', '_')}"


def _number(file: Any, name: str, unit: str, label: str) -> Any:
    variable = file.create_variable(name, ("run",), float)
    variable.attrs.update({"units": unit, "long_name": label})
    return variable


def _fill(file: Any, study: Study, names: _Names, chunk: Chunk, piece: Piece) -> None:
    """Rows of one piece."""
    rows = slice(chunk.first, chunk.last)
    runs = chunk.last - chunk.first
    base = list(study.bases.values())[chunk.cell]
    for name, value in (("scenario", base.name), ("strain", base.strain_name), ("vessel", base.vessel.name)):
        file.variables[name][rows] = np.array([value] * runs, dtype=object)
    file.variables["message"][rows] = np.array(piece.messages, dtype=object)
    file.variables["status"][rows] = piece.status
    file.variables["stopped"][rows] = piece.stopped
    numbers = np.array([study.points.numbers(row) for row in range(chunk.begin, chunk.end)])
    for place, variable in enumerate(study.points.variables):
        file.variables[vary_name(variable.path)][rows] = numbers[:, place]
    missing = np.full(runs, np.nan)
    done = np.where(piece.status == int(Status.DONE), 0.0, np.nan)
    for name in names.kpis:
        file.variables[name][rows] = piece.kpis.get(name, missing)
    for name in names.limits:
        file.variables[limit_name(name)][rows] = piece.limits.get(name, 0.0) + done
    for name, column in piece.kept.items():
        file.variables[f"kept_{name}"][rows] = column

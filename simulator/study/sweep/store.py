"""Pieces of a study as files: written in one step, refused when damaged or of another study."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from .chunk import Piece

__all__ = ["pack", "read_piece", "unpack", "write_bytes"]


def pack(piece: Piece, key: str) -> bytes:
    """A piece as bytes: the same for the same numbers."""
    arrays: dict[str, NDArray[Any]] = {
        "key": np.array(key),
        "status": piece.status,
        "stopped": piece.stopped,
        "messages": np.array(piece.messages),
        "kpi_names": np.array(list(piece.kpis), dtype=np.str_),
        "kpi_units": np.array([piece.units[name] for name in piece.kpis], dtype=np.str_),
        "kpis": _columns(piece.kpis, len(piece.status)),
        "limit_names": np.array(list(piece.limits), dtype=np.str_),
        "limits": _columns(piece.limits, len(piece.status)),
    }
    arrays |= {f"kept_{name}": column for name, column in piece.kept.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)  # without clock
    return buffer.getvalue()


def _columns(table: dict[str, NDArray[np.float64]], runs: int) -> NDArray[np.float64]:
    return np.array(list(table.values())).reshape(len(table), runs)


def unpack(data: bytes, key: str) -> Piece | None:
    """The piece in some bytes; None where they are damaged, or of a study with another key."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            if str(file["key"]) != key:
                return None
            names, limits = file["kpi_names"].tolist(), file["limit_names"].tolist()
            return Piece(
                status=file["status"],
                stopped=file["stopped"],
                messages=tuple(file["messages"].tolist()),
                kpis=dict(zip(names, file["kpis"], strict=True)),
                units=dict(zip(names, file["kpi_units"].tolist(), strict=True)),
                limits=dict(zip(limits, file["limits"], strict=True)),
                kept={name.removeprefix("kept_"): file[name] for name in file.files if name.startswith("kept_")},
            )
    except Exception:  # a damaged archive raises nearly anything; all of it means: run the piece again
        return None


def read_piece(path: Path, key: str) -> Piece | None:
    """The piece in a file; None where there is none that can be used."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return unpack(data, key)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file in one step.

    Raises
    ------
    InputError
        The disk does not let us; what was there before is untouched.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise InputError(
            f"{path}: cannot be written: {error.strerror or error}; what is finished is kept, and the same command "
            "goes on"
        ) from error

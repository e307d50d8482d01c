"""Files of the cache: arrays and records with a checksum, written atomically, never trusted."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["cache_root", "digest", "hash_arrays", "read_arrays", "read_record", "write_arrays", "write_record"]

_ALIGNED = 64  # every array of a file starts at a multiple of this [B]
# Raise when the meaning of a stored file changes.
FORMAT = 2


@functools.cache
def _edition() -> str:
    """Format and sources of this room: a change of the mathematics must not meet old files."""
    total = hashlib.sha256(f"moromi strains {FORMAT}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        total.update(source.read_bytes())
    return total.hexdigest()


def cache_root(cache: Path | None) -> Path:
    """Folder of the strains' cache.

    Parameters
    ----------
    cache : Path or None
        Root of the cache; None: ``MOROMI_CACHE_DIR`` or the user's cache folder.

    Returns
    -------
    Path
    """
    if cache is not None:
        return Path(cache) / "strains"
    override = os.environ.get("MOROMI_CACHE_DIR")
    if override:
        return Path(override) / "strains"
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("moromi", appauthor=False)) / "strains"


def digest(*parts: bytes | str) -> str:
    """Hash of the parts and of this edition of the room, 32 hexadecimal digits."""
    total = hashlib.sha256(_edition().encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "little"))
        total.update(data)
    return total.hexdigest()[:32]


def hash_arrays(arrays: Mapping[str, NDArray[Any]]) -> str:
    """Hash of names, types, shapes and contents."""
    parts: list[bytes | str] = []
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        parts += [name, array.dtype.str, str(array.shape), array.tobytes()]
    return digest(*parts)


def _write(path: Path, data: bytes) -> bool:
    """Replace a file in one step; False where the disk does not let us."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        return False
    return True


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], compress: bool = False) -> bool:
    """Store arrays with their checksum: a zip archive of what they are, in JSON, and of all their bytes.

    One member for all: taking twenty small arrays out of an ``.npz`` costs more than finding a core model's regions.

    Parameters
    ----------
    path : Path
        Target.
    arrays : mapping
        Plain arrays, no objects.
    compress : bool
        Smaller, slower to read.

    Returns
    -------
    bool
        False where nothing could be written; the old file is then untouched.
    """
    parts, data = [], bytearray()
    for name, given in arrays.items():
        array = np.asarray(given, order="C")
        parts.append([name, array.dtype.str, list(array.shape), len(data)])
        data += array.tobytes()
        data += bytes(-len(data) % _ALIGNED)
    contents, whole = json.dumps(parts), bytes(data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        for name, member in (("checksum", digest(contents, whole)), ("contents", contents), ("data", whole)):
            # ZipInfo without the clock: the same bytes for the same arrays
            archive.writestr(zipfile.ZipInfo(name), member, archive.compression)
    return _write(path, buffer.getvalue())


def read_arrays(path: Path) -> dict[str, NDArray[Any]] | None:
    """Arrays of a file written by `write_arrays`; None where it is absent, damaged or foreign."""
    try:
        with zipfile.ZipFile(path) as archive:
            checksum, contents, data = (archive.read(name) for name in ("checksum", "contents", "data"))
        if checksum.decode() != digest(contents, data):
            return None
        whole = bytearray(data)
        return {name: _part(whole, *where) for name, *where in json.loads(contents)}
    except Exception:  # a damaged archive raises nearly anything; all of it means: make the file anew
        return None


def _part(data: bytearray, kind: str, shape: list[int], start: int) -> NDArray[Any]:
    """One array of a file, a view into its bytes."""
    dtype = np.dtype(kind)
    if dtype.hasobject:
        raise ValueError("a stored array holds objects")
    return np.ndarray(tuple(shape), dtype, data, start)


def write_record(path: Path, record: Mapping[str, Any]) -> bool:
    """Store a small record as JSON with its checksum; False where nothing could be written."""
    text = json.dumps(record, sort_keys=True)
    return _write(path, json.dumps({"checksum": digest(text), "record": record}, sort_keys=True).encode())


def read_record(path: Path) -> dict[str, Any] | None:
    """Record of a file written by `write_record`; None where it is absent, damaged or foreign."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        record = content["record"]
        good = content["checksum"] == digest(json.dumps(record, sort_keys=True))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if good and isinstance(record, dict) else None

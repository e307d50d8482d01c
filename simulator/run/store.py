"""The result folder: written beside its final name and moved there when complete, never half."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..variables import find_variable
from .columns import Column

__all__ = ["check_writable", "write_csv", "write_folder", "write_json", "write_netcdf"]

MARK = "ro-crate-metadata.json"
"""A folder that holds this file is a result of ours and may be replaced."""


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot become a result folder.

    Raises
    ------
    InputError
        It exists and is not a result, or its parent cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: is a file, not a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise InputError(f"--out {folder}: holds other files; name an empty or new folder")
    parent = folder.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise InputError(f"--out {folder}: '{parent}' cannot be written")
    if folder.is_dir() and not os.access(folder, os.W_OK):
        raise InputError(f"--out {folder}: cannot be written")


def write_folder(folder: Path, fill: Callable[[Path], None]) -> dict[str, Path]:
    """Fill a temporary folder beside `folder`, then give it the final name.

    Parameters
    ----------
    folder : Path
        Final name; an older result of that name is replaced once the new one is complete.
    fill : callable
        Writes the files into the folder it is given.

    Returns
    -------
    dict of str to Path
        What was written, by its name in the folder.
    """
    check_writable(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".part", dir=folder.parent))
    except OSError as error:
        raise InputError(f"--out {folder}: {error.strerror or error}") from error
    try:
        fill(temporary)
        _swap(temporary, folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _swap(complete: Path, final: Path) -> None:
    """Give a complete folder its final name."""
    complete.chmod(0o755)
    if final.exists():
        old = complete.with_name(complete.name + ".old")
        os.replace(final, old)
        os.replace(complete, final)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(complete, final)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON with sorted keys; not-a-number becomes null."""
    text = json.dumps(_plain(content), indent=2, sort_keys=True, allow_nan=False, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _plain(value: Any) -> Any:
    """JSON-ready copy."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return number if np.isfinite(number) else None
    if isinstance(value, np.integer):
        return int(value)
    return value


def write_csv(path: Path, table: Mapping[str, Column], species: tuple[str, ...], strains: tuple[str, ...] = ()) -> None:
    """Write the columns with ``name [unit]`` headers; shortest text that reads back to the same number."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f"{name} [{find_variable(name, species, strains).unit or '-'}]" for name in table])
        for row in zip(*table.values(), strict=True):
            writer.writerow([repr(float(value)) for value in row])


@dataclass(frozen=True)
class LocalTable:
    """Variables of N compartments, arrays of shape (rows, N), with the compartments' names, heights and shares."""

    places: tuple[str, ...]
    height: Column
    share: Column
    columns: Mapping[str, Column]


HEIGHT = {"units": "1", "long_name": "Height over that of the liquid"}
SHARE = {"units": "1", "long_name": "Share of the liquid"}


def write_netcdf(
    path: Path,
    table: Mapping[str, Column],
    species: tuple[str, ...],
    title: str,
    strains: tuple[str, ...] = (),
    parts: LocalTable | None = None,
) -> None:
    """Write the columns as netCDF-4 with units and labels in the attributes, without loading xarray."""
    import h5netcdf

    with h5netcdf.File(path, "w") as file:
        file.dimensions = {"time": len(table["time"])}
        file.attrs["title"] = title
        file.attrs["Conventions"] = "CF-1.11"
        for name, values in table.items():
            variable = file.create_variable(name, ("time",), float)
            variable[:] = values
            for key, text in find_variable(name, species, strains).attributes().items():
                variable.attrs[key] = text
        if parts is not None:
            _write_compartments(file, parts, species, strains)


def _write_compartments(file: Any, parts: LocalTable, species: tuple[str, ...], strains: tuple[str, ...]) -> None:
    """Add what differs between compartments, along a dimension of their own."""
    import h5py

    file.dimensions["compartment"] = len(parts.places)
    names = file.create_variable("compartment", ("compartment",), h5py.string_dtype())
    names[:] = np.array(parts.places, dtype=object)
    for name, values, attributes in (
        ("compartment_height", parts.height, HEIGHT),
        ("compartment_share", parts.share, SHARE),
    ):
        variable = file.create_variable(name, ("compartment",), float)
        variable[:] = values
        variable.attrs.update(attributes)
    for name, values in parts.columns.items():
        variable = file.create_variable(name, ("time", "compartment"), float)
        variable[:] = values
        variable.attrs.update(find_variable(name, species, strains).attributes())

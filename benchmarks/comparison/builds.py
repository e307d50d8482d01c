"""Builds of Moromi that can be compared: an environment, a source tree, a wheel, or the one that runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...simulator.errors import InputError
from ...strains.store import cache_root

__all__ = ["Build", "find_build", "this_build"]

ROOMS = ("benchmarks", "kernels", "scenarios", "simulator", "strains")
KEEP = 6  # copies of trees and wheels
EPOCH = 1_000_000_000  # s; files of copies are dated from here on, for half a year


@dataclass(frozen=True)
class Build:
    """How to start an interpreter that imports a build.

    Parameters
    ----------
    label : str
        What it is called in tables.
    python : str
    environment : mapping
        Variables of its process.
    """

    label: str
    python: str
    environment: Mapping[str, str]


def this_build() -> Build:
    """The build that runs."""
    return Build(f"this one ({Path(__file__).resolve().parents[2]})", sys.executable, dict(os.environ))


def find_build(place: str) -> Build:
    """Build at a place.

    Parameters
    ----------
    place : str
        A Python interpreter or the folder of a virtual environment, which has Moromi installed; a source tree or a
        wheel, run by this interpreter with this environment's packages from a copy in the cache.

    Raises
    ------
    InputError
        There is no build.
    """
    path = Path(place).expanduser()
    if path.is_dir() and (path / "pyvenv.cfg").is_file():
        return _installed(place, _python_of(path))
    if path.is_dir() and all((path / room).is_dir() for room in ROOMS):
        return _copied(place, _copy(path.resolve(), _sources(path.resolve())))
    if path.suffix == ".whl" and zipfile.is_zipfile(path):
        return _copied(place, _copy(path.resolve(), _unpacked(path)))
    if path.is_file() and os.access(path, os.X_OK):
        return _installed(place, path)
    found = shutil.which(place)
    if found:
        return _installed(place, Path(found))
    raise InputError(
        f"'{place}' is no build: give a Python interpreter or a virtual environment with moromi in it, "
        "a source tree of moromi, a wheel, or two files of 'moromi bench run --json'"
    )


def _python_of(folder: Path) -> Path:
    """Interpreter of a virtual environment."""
    places = [folder / "bin" / "python", folder / "Scripts" / "python.exe"]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise InputError(f"the virtual environment '{folder}' has no interpreter: make it anew")
    return found


def _installed(label: str, python: Path) -> Build:
    """A build of another interpreter, which must not see what this one was told to import."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return Build(label, str(python.absolute()), environment)


def _copied(label: str, folder: Path) -> Build:
    """A build in a folder, run by this interpreter."""
    return Build(label, sys.executable, {**os.environ, "PYTHONPATH": str(folder)})


def _sources(tree: Path) -> dict[str, bytes]:
    """The package in a source tree, by path in its copy."""
    found = [*tree.glob("*.py")]
    for room in ROOMS:
        found += [path for path in (tree / room).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {f"moromi/{path.relative_to(tree).as_posix()}": path.read_bytes() for path in found}


def _unpacked(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _copy(source: Path, files: Mapping[str, bytes]) -> Path:
    """Copy of a source in the cache, so that editing it does not disturb what is being measured.

    Its folder has the same path every time, and the time of a file is made from what it holds: that is how Numba finds
    compiled kernels again.

    Raises
    ------
    InputError
        It cannot be written.
    """
    root = cache_root(None).parent / "builds"
    folder = root / hashlib.sha256(str(source).encode()).hexdigest()[:16]
    try:
        for name, content in files.items():
            _put(folder / name, content)
        known = {folder / name for name in files}
        for path in [path for path in folder.rglob("*") if path.is_file()]:
            if path not in known and "__pycache__" not in path.parts:
                path.unlink()
        os.utime(folder)
        for old in sorted(root.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[KEEP:]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise InputError(f"no copy of the build can be kept in '{root}' ({error}): set MOROMI_CACHE_DIR") from error
    return folder


def _put(path: Path, content: bytes) -> None:
    """Write a file, unless it is there."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = EPOCH + int.from_bytes(hashlib.sha256(content).digest()[:3], "big")
    os.utime(path, (moment, moment))

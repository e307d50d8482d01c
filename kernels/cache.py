"""Where compiled kernels are kept: a folder named by all that went into them, alike for every copy of the sources."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np

__all__ = ["PackageLocator", "cache_folder", "cache_is_warm", "folder_hash"]

_KEEP_DAYS = 30.0
_PACKAGE = Path(__file__).resolve().parents[1]


class PackageLocator:
    """Find a function of the package by its place inside the package: what Numba asks a cache locator.

    Numba's own rule goes by the absolute path, so that a second checkout or environment compiles everything again,
    and calls an entry stale by the function's own file; here it is stale with any file beside it. Functions from
    elsewhere are left to Numba's rule.

    Parameters
    ----------
    root : Path
        Where caches lie.
    line : int
        First line of the function.
    file : Path
        Its source.
    """

    def __init__(self, root: Path, line: int, file: Path) -> None:
        self._root = root
        self._line = line
        self._folder = file.parent
        self._py_file = str(file)  # by this name Numba looks for it when it warns

    @classmethod
    def from_function(cls, function: Callable[..., object], file: str) -> PackageLocator | None:
        """Give the function's locator, or None if it is not of the package or nothing can be written."""
        source = Path(file).resolve()
        if _FOLDER is None or not source.is_relative_to(_PACKAGE):
            return None
        found = cls(_FOLDER, function.__code__.co_firstlineno, source)
        try:
            found.ensure_cache_path()
        except OSError:
            return None
        return found

    def ensure_cache_path(self) -> None:
        """Make the folder, and fail with OSError where nothing can be written."""
        path = Path(self.get_cache_path())
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK):
            raise PermissionError(str(path))

    def get_cache_path(self) -> str:
        """Folder for the functions of one folder of the package."""
        return str(self._root / "_".join(self._folder.relative_to(_PACKAGE).parts))

    def get_source_stamp(self) -> str:
        """Hash of the sources beside the function."""
        return folder_hash(self._folder)

    def get_disambiguator(self) -> str:
        """What tells functions of one name apart."""
        return str(self._line)


@functools.cache
def folder_hash(folder: Path) -> str:
    """Hash of every source in a folder and of the compiler, short enough for a folder name."""
    digest = hashlib.sha256()
    digest.update(f"{numba.__version__} {np.__version__} {sys.version_info[:2]} {sys.platform}".encode())
    for source in sorted(folder.glob("*.py")):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _user_cache() -> Path:
    """Per-user cache folder; the rule of platformdirs, which kernels may not import."""
    override = os.environ.get("MOROMI_CACHE_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "moromi" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "moromi"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "moromi"


def _prune(root: Path, keep: str) -> None:
    """Delete cache folders of other sources that nobody used for a month."""
    horizon = time.time() - _KEEP_DAYS * 86400.0
    for folder in root.iterdir():
        if folder.name != keep and folder.is_dir() and folder.stat().st_mtime < horizon:
            shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> Path | None:
    """Cache folder for this build of the kernels, or None where nothing can be written."""
    root = _user_cache() / "kernels"
    folder = root / folder_hash(Path(__file__).resolve().parent)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            return None
        os.utime(folder)
        _prune(root, folder.name)
    except OSError:
        return None
    return folder


_FOLDER = _prepare()


def cache_folder() -> Path | None:
    """Folder that holds the compiled kernels of these sources (None: no writable cache)."""
    return _FOLDER


def cache_is_warm(function: str) -> bool:
    """Whether the machine code of a kernel (``"file.function"``) of these sources is already on disk."""
    return _FOLDER is not None and next(_FOLDER.rglob(f"{function}-*.nbi"), None) is not None

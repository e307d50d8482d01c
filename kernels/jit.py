"""The one decorator that compiles a kernel, and the one rule for its cache.

Numba decides whether a cached kernel is stale from that kernel's own file only: a kernel whose *callee* in
another file changed would be served from the cache with the old callee inside, a silently wrong number.
The cache therefore lives in a folder named by a hash of all kernel sources, the numba version and the
processor; editing any kernel starts a new folder, and folders of other hashes are pruned.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numba.core import config
from numba.core.options import DefaultOptions

__all__ = [
    "cache_folder",
    "cache_is_warm",
    "callback",
    "fleeting",
    "inlined",
    "inlined_fleeting",
    "kernel",
    "spliced",
    "uncounted",
]

F = TypeVar("F", bound=Callable[..., object])

_KEEP_DAYS = 30.0
_SETTINGS: Any = config  # Numba defines its settings at run time, unseen by type checkers


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


def _source_hash() -> str:
    """Hash of every kernel source and of the compiler, short enough for a folder name."""
    digest = hashlib.sha256()
    digest.update(f"{numba.__version__} {np.__version__} {sys.version_info[:2]} {sys.platform}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _prune(root: Path, keep: str) -> None:
    """Delete cache folders of other sources that nobody used for a month."""
    horizon = time.time() - _KEEP_DAYS * 86400.0
    for folder in root.iterdir():
        if folder.name != keep and folder.is_dir() and folder.stat().st_mtime < horizon:
            shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> Path | None:
    """Cache folder for this build of the kernels, or None where nothing can be written."""
    root = _user_cache() / "kernels"
    folder = root / _source_hash()
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

# Numba's run time counts references, and can be left out. Not a public option: a release without it is only slower.
_CAN_COUNT = hasattr(DefaultOptions, "_nrt")


def cache_folder() -> Path | None:
    """Folder that holds the compiled kernels of these sources (None: no writable cache)."""
    return _FOLDER


def cache_is_warm(function: str) -> bool:
    """Whether the machine code of a kernel (``"file.function"``) of these sources is already on disk."""
    return _FOLDER is not None and next(_FOLDER.rglob(f"{function}-*.nbi"), None) is not None


def _compile(function: F, *, inline: bool, count: bool, splice: bool = False, store: bool = True) -> F:
    """Compile in nopython mode with the house's settings; the plain function under ``NUMBA_DISABLE_JIT=1``."""
    if _SETTINGS.DISABLE_JIT:
        return function
    settings: dict[str, Any] = {
        "cache": store and _FOLDER is not None,
        "nogil": True,
        "error_model": "numpy",
        "fastmath": False,
        "forceinline": inline,
    }
    if splice:
        settings["inline"] = "always"
    if _CAN_COUNT:  # said to every kernel: one compiled on behalf of a caller takes over what it is not told
        settings["_nrt"] = count
    before = _SETTINGS.CACHE_DIR
    _SETTINGS.CACHE_DIR = str(_FOLDER) if _FOLDER else before
    try:
        compiled: Any = numba.njit(function, **settings)
    finally:
        _SETTINGS.CACHE_DIR = before
    typed: F = compiled
    return typed


def kernel(function: F) -> F:
    """Compile a function of numbers and arrays; GIL released, NumPy division, no fast-math.

    Parameters
    ----------
    function : callable
        Body in Numba's nopython subset.

    Returns
    -------
    callable
        The dispatcher; the plain function under ``NUMBA_DISABLE_JIT=1``.
    """
    return _compile(function, inline=False, count=True)


def fleeting(function: F) -> F:
    """Compile as `kernel` does, in every process anew: for what calls a library at an address of this process."""
    return _compile(function, inline=False, count=True, store=False)


def inlined_fleeting(function: F) -> F:
    """Compile as `inlined` does, without storing: for parts of kernels that are made of somebody's functions.

    What is made of a function of this process is never found again, and would only fill the cache.
    """
    return _compile(function, inline=True, count=False, store=False)


def uncounted(function: F) -> F:
    """Compile as `kernel` does, without counting references, as `inlined`; but called, not merged.

    For what takes a tuple of many arrays: to count them at every call is most of the code. It must not make arrays and
    must not return any.
    """
    return _compile(function, inline=False, count=False)


def spliced(function: F) -> F:
    """Put the source of a function where it is called, before anything is compiled.

    For layers around a large kernel: every function that calls another is optimised together with all it calls, so
    that four layers compile the innermost five times. Each call is another copy.
    """
    return _compile(function, inline=False, count=False, splice=True)


def inlined(function: F) -> F:
    """Compile as `kernel` does, and merge the machine code into every caller.

    For what a right-hand side calls. Numba counts references to every array of every argument up and down at every
    call, which costs more than most of these bodies and survives merging; so it is told not to: an inlined kernel
    must not make arrays (it would not compile; ``a[:] = b`` does make one) and must not return any (nobody would
    notice). A 28 h fed-batch took 12.7 ms without merging, 6.8 ms with it; the right-hand side 320 ns with counting,
    230 ns without.
    """
    return _compile(function, inline=True, count=False)


def callback(function: Callable[..., object], signature: Any) -> Any:
    """Compile a function that a library written in C calls.

    Parameters
    ----------
    function : callable
        Body in Numba's nopython subset.
    signature : numba.core.typing.templates.Signature
        Its types, ``float64(float64, voidptr)`` for instance.

    Returns
    -------
    object
        Keep it alive as long as it may be called; ``address`` is where it lies.
    """
    return numba.cfunc(signature, error_model="numpy", nogil=True)(function)

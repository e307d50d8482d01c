"""The one decorator that compiles a kernel, and the one rule for its cache.

Numba decides whether a cached kernel is stale from that kernel's own file only: a kernel whose *callee* in
another file changed would be served from the cache with the old callee inside, a silently wrong number.
The cache therefore lives in a folder named by a hash of all kernel sources, the numba version and the
processor (`cache`); editing any kernel starts a new folder, and folders of other hashes are pruned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numba
from numba.core import config
from numba.core.options import DefaultOptions

from .cache import PackageLocator, cache_folder

__all__ = [
    "callback",
    "fleeting",
    "inlined",
    "inlined_fleeting",
    "kernel",
    "spliced",
    "uncounted",
]

F = TypeVar("F", bound=Callable[..., object])

_SETTINGS: Any = config  # Numba defines its settings at run time, unseen by type checkers
_FOLDER = cache_folder()
_LOCATORS = f"{PackageLocator.__module__}.{PackageLocator.__name__},UserProvidedCacheLocator"


# Numba's run time counts references, and can be left out. Not a public option: a release without it is only slower.
_CAN_COUNT = hasattr(DefaultOptions, "_nrt")


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
    with _cached_here():
        compiled: Any = numba.njit(function, **settings)
    typed: F = compiled
    return typed


@contextmanager
def _cached_here() -> Iterator[None]:
    """Numba's settings while it decides where a function is cached: those of the process are another's."""
    before = {name: getattr(_SETTINGS, name, "") for name in ("CACHE_DIR", "CACHE_LOCATOR_CLASSES")}
    if _FOLDER:
        _SETTINGS.CACHE_DIR, _SETTINGS.CACHE_LOCATOR_CLASSES = str(_FOLDER), _LOCATORS
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(_SETTINGS, name, value)


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

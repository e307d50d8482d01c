"""The hot kernels in plain C, compiled when they are asked for by the machine's own compiler."""

from __future__ import annotations

import ctypes
import subprocess
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..simulator.errors import SimulationError
from .case import Side
from .needs import c_compiler
from .scratch import scratch

__all__ = ["plain"]

SOURCE = "plain.c"
# As Numba compiles: for this processor, and with no arithmetic that IEEE 754 does not allow.
NATIVE = "-march=native"  # not every compiler knows it
OPTIONS = ("-O3", NATIVE, "-ffp-contract=off", "-shared", "-fPIC")


@cache
def _library() -> ctypes.CDLL:
    """The compiled library.

    Raises
    ------
    SimulationError
        There is no compiler, or it refuses.
    """
    compiler = c_compiler()
    if compiler is None:
        raise SimulationError("there is no C compiler: install gcc or clang, or name one in the variable CC")
    target = scratch() / "plain.so"
    source = str(Path(__file__).with_name(SOURCE))
    for options in (OPTIONS, [option for option in OPTIONS if option != NATIVE]):
        command = [compiler, *options, source, "-o", str(target), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    else:
        raise SimulationError(f"'{compiler}' does not compile {SOURCE}: {done.stderr.strip()}")
    return ctypes.CDLL(str(target))


def plain(name: str, calls: int, repeats: int, *arguments: NDArray[np.float64] | int | float) -> Side:
    """A function of the library as a side that calls it once, with so many loops inside.

    Parameters
    ----------
    name : str
    calls : int
        First argument of the function.
    repeats : int
    *arguments
        The others: arrays by their address, whole numbers as int64, others as double.

    Raises
    ------
    SimulationError
        There is no compiler, or it refuses.
    """
    function = getattr(_library(), name)
    function.restype = ctypes.c_double
    converted: list[Any] = [_converted(argument) for argument in arguments]
    # the arrays live as long as the side: the partial holds them
    return Side(partial(_call, function, calls, converted, arguments), repeats=repeats, operations=calls)


def _call(function: Any, calls: int, converted: list[Any], arguments: tuple[Any, ...]) -> float:
    return float(function(ctypes.c_int64(calls), *converted))


def _converted(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return argument.ctypes.data_as(ctypes.c_void_p)
    return ctypes.c_double(argument) if isinstance(argument, float) else ctypes.c_int64(argument)

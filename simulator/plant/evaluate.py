"""One correlation by its name: its value, the band of its uncertainty, and whether it was meant for these inputs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from ..errors import InputError, nearest
from .correlations import CORRELATIONS, Correlation, range_warnings

__all__ = ["Evaluation", "arguments_of", "evaluate", "kernel_of"]

_MODULES = (
    "acidbase", "column", "column_akita", "column_dispersion", "diffusivity", "film", "foam", "gas", "henry",
    "hydration", "impeller", "mixing", "ph", "power", "power_stages", "salting", "shear", "solubility",
    "transfer_factors", "transfer_flask", "transfer_small", "transfer_stirred", "viscosity", "water",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a correlation gives.

    Attributes
    ----------
    value : float
        In the unit of the kernel.
    low, high : float
        Less and plus the relative uncertainty.
    remarks : tuple of str
        A sentence for every range the inputs have left; empty inside all of them.
    """

    value: float
    low: float
    high: float
    remarks: tuple[str, ...]


def _known(name: str) -> Correlation:
    if name not in CORRELATIONS:
        raise InputError(f"correlation '{name}' is not known{nearest(name, CORRELATIONS)}")
    return CORRELATIONS[name]


@cache
def kernel_of(name: str) -> Callable[..., Any]:
    """The kernel of a correlation.

    Raises
    ------
    InputError
        There is none of that name.
    """
    _known(name)
    modules = (import_module(f"...kernels.{module}", __package__) for module in _MODULES)
    found: Callable[..., Any] = next(getattr(module, name) for module in modules if hasattr(module, name))
    return found


@cache
def arguments_of(name: str) -> tuple[str, ...]:
    """Names of the numbers a correlation takes; raises as `kernel_of`."""
    kernel = kernel_of(name)
    return tuple(inspect.signature(getattr(kernel, "py_func", kernel)).parameters)


def evaluate(name: str, *, refuse: bool = False, **inputs: Any) -> Evaluation:
    """Evaluate a correlation and hold the inputs against the ranges it was fitted on.

    Parameters
    ----------
    name : str
        As in `CORRELATIONS`, the name of its kernel.
    refuse : bool
        Raise instead of remarking.
    **inputs
        The kernel's arguments by name, and whatever else its ranges ask for (a volume, a Reynolds number).

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        The correlation is not known, an input is missing or of no use, or one is out of range and `refuse` is set.
    """
    correlation, wanted = _known(name), arguments_of(name)
    missing = [argument for argument in wanted if argument not in inputs]
    if missing:
        raise InputError(f"correlation '{name}' needs {', '.join(missing)}")
    useful = {*wanted, *(limit.quantity for limit in correlation.inputs)}
    for given in inputs:
        if given not in useful:
            raise InputError(f"correlation '{name}' has no use for '{given}'{nearest(given, useful)}")
    remarks = range_warnings([correlation], {key: value for key, value in inputs.items() if key in useful})
    if remarks and refuse:
        raise InputError(remarks[0])
    value = float(kernel_of(name)(*(inputs[argument] for argument in wanted)))
    spread = correlation.uncertainty * abs(value)
    return Evaluation(value, value - spread, value + spread, tuple(remarks))

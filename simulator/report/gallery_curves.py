"""What the gallery of correlations shows: by family, each author's curve beside another's over its range."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..plant.correlations import CORRELATIONS
from ..plant.evaluate import evaluate

__all__ = ["Curve", "Panel", "curve", "formula"]

Numbers = NDArray[np.float64]
_POINTS = 81


@dataclass(frozen=True)
class Curve:
    """One line.

    Attributes
    ----------
    name : str
        Of the correlation; empty for a line that is only drawn beside.
    label : str
    x, y : ndarray
    band : float
        Relative uncertainty; 0 draws none.
    inside : ndarray of bool
        Where every input is in the range the correlation was fitted on.
    """

    name: str
    label: str
    x: Numbers
    y: Numbers
    band: float
    inside: NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """One pair of axes; units stand in the labels."""

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    log_x: bool = False
    log_y: bool = False
    legend: bool = True


def _grid(low: float, high: float, log: bool) -> Numbers:
    return np.geomspace(low, high, _POINTS) if log else np.linspace(low, high, _POINTS)


def curve(
    name: str,
    over: str,
    low: float,
    high: float,
    *,
    log: bool = False,
    label: str = "",
    times: float = 1.0,
    shown: Callable[[Numbers], Numbers] | None = None,
    also: Mapping[str, Callable[[float], float]] | None = None,
    **fixed: Any,
) -> Curve:
    """Evaluate a correlation over one of its inputs.

    Parameters
    ----------
    name : str
        Of the correlation.
    over : str
        The input that runs from `low` to `high`, in steps of its logarithm if `log`.
    label : str
        What the legend says; by default the author and year.
    times : float
        Factor from the kernel's unit to that of the axis.
    shown : callable, optional
        Input → number on the horizontal axis.
    also : mapping, optional
        Other inputs that follow from the one that runs.
    **fixed
        The other inputs.

    Returns
    -------
    Curve
    """
    xs, item = _grid(low, high, log), CORRELATIONS[name]
    found = []
    for x in xs.tolist():
        follows: dict[str, Any] = {key: rule(x) for key, rule in (also or {}).items()}
        found.append(evaluate(name, **{over: x}, **follows, **fixed))
    return Curve(
        name,
        label or item.author,
        shown(xs) if shown else xs,
        times * np.array([point.value for point in found]),
        item.uncertainty,
        np.array([not point.remarks for point in found]),
    )


def formula(
    label: str, rule: Callable[[float], float], low: float, high: float, *, log: bool = False, shift: float = 0.0
) -> Curve:
    """A line of an author who is no correlation of ours; `shift` is added to what the axis shows."""
    xs = _grid(low, high, log)
    ys = np.array([rule(x) for x in xs.tolist()])
    return Curve("", label, xs + shift, ys, 0.0, np.ones(xs.size, bool))

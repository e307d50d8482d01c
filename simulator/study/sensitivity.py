"""Indices of sensitivity of numbers at the points of a design, each with its interval."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from .sweep.sampled import LEVELS, SAMPLED, group_size, salib_problem, unit_sample

__all__ = ["Index", "Indices", "Problem", "indices"]

MOST_LEFT_OUT = 0.2
"""Share of the base samples that may be missing: more, and what is left is no sample of the ranges any more."""
_RESAMPLES = 500
_LEVEL = 0.95


@dataclass(frozen=True)
class Problem:
    """What was varied, and by which design.

    Parameters
    ----------
    names : tuple of str
    design : str
        ``saltelli``, ``saltelli-pairs`` or ``morris``.
    base : int
        Base samples, or trajectories of Morris.
    seed : int
        Of the design.
    """

    names: tuple[str, ...]
    design: str
    base: int
    seed: int = 1

    def __post_init__(self) -> None:
        if self.design not in SAMPLED:
            raise InputError(f"design '{self.design}' gives no indices; those that do are {', '.join(SAMPLED)}")

    @property
    def group(self) -> int:
        """Runs that belong together."""
        return group_size(self.design, len(self.names))

    @property
    def runs(self) -> int:
        """Number of points."""
        return self.base * self.group


@dataclass(frozen=True)
class Index:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float

    def summary(self) -> dict[str, float]:
        """As in ``--json``."""
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Indices:
    """How a number depends on what was varied.

    Attributes
    ----------
    names : tuple of str
        What was varied.
    by_kind : dict of str to tuple of Index
        One a name: ``first`` and ``total`` of Sobol' (shares of the variance), or ``mu_star``, ``mu`` and ``sigma`` of
        Morris (in the unit of the number, for a variable that goes through its whole range; only ``mu_star`` has an
        interval).
    pairs : dict of (str, str) to Index
        Second-order indices.
    first_sum : Index or None
        Sum of the first-order indices: what is missing to 1 are interactions.
    used : int
        Base samples all of whose runs have a value.
    left_out : int
        The others.
    note : str
        Why there are no indices; empty where there are.
    """

    names: tuple[str, ...]
    by_kind: Mapping[str, tuple[Index, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pairs: Mapping[tuple[str, str], Index] = field(default_factory=lambda: MappingProxyType({}))
    first_sum: Index | None = None
    used: int = 0
    left_out: int = 0
    note: str = ""

    @property
    def leading(self) -> str:
        """Kind by which variables are ranked."""
        return "total" if "total" in self.by_kind else "mu_star"

    def ranked(self) -> list[str]:
        """Names, the one that matters most first; empty where there are no indices."""
        if not self.by_kind:
            return []
        value = dict(zip(self.names, self.by_kind[self.leading], strict=True))
        return sorted(self.names, key=lambda name: -value[name].value)

    def of(self, name: str, kind: str) -> Index:
        """One index."""
        return self.by_kind[kind][self.names.index(name)]

    def summary(self) -> dict[str, Any]:
        """As in ``--json``."""
        told: dict[str, Any] = {"base_samples": self.used, "left_out": self.left_out}
        if self.note:
            return told | {"note": self.note}
        kinds = {
            kind: {name: item.summary() for name, item in zip(self.names, found, strict=True)}
            for kind, found in self.by_kind.items()
        }
        told |= kinds
        if self.first_sum is not None:
            told["first_sum"] = self.first_sum.summary()
        if self.pairs:
            told["pairs"] = {f"{one} × {other}": item.summary() for (one, other), item in self.pairs.items()}
        return told


def indices(problem: Problem, y: ArrayLike, noise: float = 1e-9) -> Indices:
    """Indices of sensitivity with bootstrap intervals.

    Parameters
    ----------
    problem : Problem
    y : array_like, shape (problem.runs,)
        A number at every point of the design, in its order; NaN where a run failed or has none.
    noise : float
        Standard deviation relative to the largest magnitude below which the number counts as constant.

    Returns
    -------
    Indices
        With a `note` instead of indices where the number is constant or too many runs are missing. A base sample (a
        trajectory) with a missing run is left out whole: estimators need all of its runs.

    Raises
    ------
    InputError
        `y` does not belong to the design, or SALib is not installed.

    Notes
    -----
    Estimators of Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018, and of Campolongo et al. (2007),
    doi:10.1016/j.envsoft.2006.10.004, as SALib computes them; intervals are 1.96 standard deviations of a bootstrap
    over base samples (trajectories).
    """
    values = np.asarray(y, np.float64)
    if values.shape != (problem.runs,):
        raise InputError(f"{values.size} values do not belong to a design of {problem.runs} runs")
    grouped = values.reshape(problem.base, problem.group)
    whole = np.asarray(np.isfinite(grouped).all(axis=1))
    used, missing = int(whole.sum()), int((~whole).sum())
    note = _why_none(problem, grouped[whole], missing, noise)
    if note:
        return Indices(problem.names, used=used, left_out=missing, note=note)
    found = _morris(problem, grouped, whole) if problem.design == "morris" else _sobol(problem, grouped[whole])
    return Indices(problem.names, *found, used=used, left_out=missing)


def _why_none(problem: Problem, kept: NDArray[np.float64], missing: int, noise: float) -> str:
    if missing > MOST_LEFT_OUT * problem.base or len(kept) < 2:
        what = "trajectories" if problem.design == "morris" else "base samples"
        return f"{missing} of {problem.base} {what} have a run that failed or has no such value: too many to tell"
    if float(np.std(kept)) <= noise * float(np.max(np.abs(kept))):
        return f"constant: {kept.flat[0]:.6g} in all runs"
    return ""


_Found = tuple[dict[str, tuple[Index, ...]], dict[tuple[str, str], Index], Index | None]


def _sobol(problem: Problem, kept: NDArray[np.float64]) -> _Found:
    from SALib.analyze import sobol

    pairs = problem.design == "saltelli-pairs"
    found = sobol.analyze(
        salib_problem(len(problem.names)),
        kept.reshape(-1),
        calc_second_order=pairs,
        num_resamples=_RESAMPLES,
        conf_level=_LEVEL,
        keep_resamples=True,
        seed=problem.seed,
    )
    kinds = {"first": _around(found["S1"], found["S1_conf"]), "total": _around(found["ST"], found["ST_conf"])}
    # with the same base samples drawn for all variables the resampled sum keeps their correlation
    spread = float(np.std(np.asarray(found["S1_conf_all"]).sum(axis=1), ddof=1))
    total = _around([float(np.sum(found["S1"]))], [_deviations() * spread])[0]
    seconds = {}
    if pairs:
        for i, j in combinations(range(len(problem.names)), 2):
            (item,) = _around([found["S2"][i, j]], [found["S2_conf"][i, j]])
            seconds[(problem.names[i], problem.names[j])] = item
    return kinds, seconds, total


def _morris(problem: Problem, grouped: NDArray[np.float64], whole: NDArray[np.bool_]) -> _Found:
    from SALib.analyze import morris

    width = len(problem.names)
    unit = unit_sample("morris", width, problem.base, problem.seed).reshape(problem.base, problem.group, width)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # one variable without any effect
        found = morris.analyze(
            salib_problem(width),
            unit[whole].reshape(-1, width),
            grouped[whole].reshape(-1),
            num_resamples=_RESAMPLES,
            conf_level=_LEVEL,
            num_levels=LEVELS,
            seed=problem.seed,
        )
    none = np.zeros(width)
    kinds = {
        "mu_star": _around(found["mu_star"], found["mu_star_conf"]),
        "mu": _around(found["mu"], none),
        "sigma": _around(found["sigma"], none),
    }
    return kinds, {}, None


def _deviations() -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + 0.5 * _LEVEL)


def _around(values: ArrayLike, halves: ArrayLike) -> tuple[Index, ...]:
    pairs = zip(np.asarray(values, np.float64).tolist(), np.asarray(halves, np.float64).tolist(), strict=True)
    return tuple(Index(value, value - half, value + half) for value, half in pairs)

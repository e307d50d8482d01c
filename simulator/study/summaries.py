"""What a finished study shows at a glance: bands of trajectories, which inputs go with a figure, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...kernels.status import Status
from .responses import Response, Responses, Varied

if TYPE_CHECKING:
    import xarray

__all__ = ["Band", "Swing", "bands_of", "correlations", "swings"]

Column = NDArray[np.float64]

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of bands."""


@dataclass(frozen=True)
class Band:
    """Quantiles of a trajectory over runs.

    Attributes
    ----------
    name : str
        Of the variable.
    unit : str
    hours : shape (times,)
        From the start of the run.
    quantiles : shape (len(SHARES), times)
        NaN where no run goes on.
    runs : shape (times,)
        Runs that still go on.
    """

    name: str
    unit: str
    hours: Column
    quantiles: Column
    runs: NDArray[np.intp]


def bands_of(table: xarray.Dataset, chosen: NDArray[np.bool_] | None = None) -> list[Band]:
    """Bands of all kept trajectories.

    Parameters
    ----------
    table : Dataset
        Of a study.
    chosen : shape (runs,), optional
        Runs that count; by default those that came to an end.
    """
    if "kept_time" not in table:
        return []
    rows = np.asarray(table["status"].values == int(Status.DONE)) if chosen is None else chosen
    hours = np.asarray(table["kept_time"].values, np.float64)
    found = []
    for key, column in table.data_vars.items():
        if column.dims == ("run", "kept_time"):
            name = str(key).removeprefix("kept_")
            unit = str(column.attrs.get("units", ""))
            found.append(band(name, "" if unit == "1" else unit, hours, np.asarray(column.values)[rows]))
    return found


def band(name: str, unit: str, hours: Column, values: Column) -> Band:
    """Quantiles at every time over the runs that go on; `values` of shape (runs, times)."""
    known = np.isfinite(values)
    runs = known.sum(axis=0)
    quantiles = np.full((len(SHARES), len(hours)), np.nan)
    if runs.any():
        last = runs > 0
        quantiles[:, last] = np.nanquantile(values[:, last], SHARES, axis=0)
    return Band(name, unit, hours, quantiles, runs)


def correlations(responses: Responses, figure: Response) -> dict[str, float]:
    """Spearman's rank correlation of a figure with every entry that varied, by path; 0 where either is constant."""
    from scipy.stats import rankdata

    known = np.isfinite(figure.values)
    found: dict[str, float] = {}
    ranks = rankdata(figure.values[known])
    for item in responses.varied:
        own = rankdata(item.values[known])
        flat = known.sum() < 3 or np.ptp(own) == 0.0 or np.ptp(ranks) == 0.0
        found[item.path] = 0.0 if flat else float(np.corrcoef(own, ranks)[0, 1])
    return found


@dataclass(frozen=True)
class Swing:
    """What one entry alone does to a figure.

    Attributes
    ----------
    entry : Varied
    low, high : float
        The figure at the entry's least and largest value; NaN where that run failed.
    middle : float
        With all entries in the middle.
    """

    entry: Varied
    low: float
    high: float
    middle: float

    @property
    def size(self) -> float:
        """Largest distance from the middle; 0 where nothing is known."""
        known = [abs(end - self.middle) for end in (self.low, self.high) if np.isfinite(end)]
        return max(known, default=0.0)


def swings(responses: Responses, figure: Response) -> list[Swing]:
    """What every entry does alone, of a design one at a time (its first run is the middle); the largest first."""
    middle = float(figure.values[0])
    found = []
    for item in responses.varied:
        own = np.flatnonzero(item.values != item.values[0])
        if not own.size:
            continue
        at = item.values[own]
        ends = (float(figure.values[own[np.argmin(at)]]), float(figure.values[own[np.argmax(at)]]))
        found.append(Swing(item, *ends, middle))
    return sorted(found, key=lambda swing: -swing.size)

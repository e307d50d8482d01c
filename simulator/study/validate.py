"""Published experiments beside the simulation, with the error of every figure and no tuning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..run import Result, simulate
from ..scenario import load_scenario
from .cases import Case, Figure, case_names, load_case

__all__ = ["Outcome", "validate"]


@dataclass(frozen=True)
class Outcome:
    """One figure of one case.

    Attributes
    ----------
    case, quantity : str
    published, simulated : float
        In `unit`.
    unit : str
    band : float or None
        Relative error that passes; None where the error is only told.
    source : str
    """

    case: str
    quantity: str
    published: float
    simulated: float
    unit: str
    band: float | None
    source: str

    @property
    def relative_error(self) -> float:
        """(simulated − published)/published."""
        return (self.simulated - self.published) / self.published

    @property
    def passes(self) -> bool | None:
        """Whether the error is within the band; None without a band."""
        return None if self.band is None else bool(abs(self.relative_error) <= self.band)

    def as_dict(self) -> dict[str, Any]:
        """Keys as in ``--json``."""
        return {
            "case": self.case,
            "quantity": self.quantity,
            "published": self.published,
            "simulated": self.simulated,
            "unit": self.unit,
            "relative_error": self.relative_error,
            "band": self.band,
            "pass": self.passes,
            "source": self.source,
        }


def validate(cases: Sequence[str] = (), *, progress: Callable[[str], None] | None = None) -> list[Outcome]:
    """Run validation cases.

    Parameters
    ----------
    cases : sequence of str
        Names; all of them by default.
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    list of Outcome
        One per published figure.

    Raises
    ------
    InputError
        A case of that name does not exist.
    """
    loaded = [load_case(name) for name in cases or case_names()]
    outcomes = []
    for case in loaded:
        result = simulate(load_scenario(case.scenario), progress=progress)
        outcomes += [_outcome(case, figure, result) for figure in case.figures]
    return outcomes


def _outcome(case: Case, figure: Figure, result: Result) -> Outcome:
    unit = "h" if figure.measure.startswith("time") else "1/h" if figure.measure == "growth-rate" else ""
    unit = unit or ("kg/m3" if figure.variable == "biomass" else "mol/m3")
    simulated = _read(figure, result)
    return Outcome(case.name, figure.name, figure.value, simulated, unit, figure.band, figure.source)


def _read(figure: Figure, result: Result) -> float:
    """A figure read off a run; nan where it does not occur."""
    time = result.columns["time"]
    if figure.measure == "growth-rate":
        biomass = np.log(np.interp([figure.start or 0.0, figure.end or 0.0], time, result.columns["biomass"]))
        return float((biomass[1] - biomass[0]) / ((figure.end or 0.0) - (figure.start or 0.0)))
    if figure.measure.endswith("exhaustion"):
        moment = _exhaustion(figure, result)
        if figure.measure.startswith("time"):
            return moment
        return float(np.interp(moment, time, result.columns[figure.variable or ""]))
    values = result.columns[figure.variable or ""]
    if figure.measure == "final":
        return float(values[-1])
    peak = int(np.argmax(values))
    return float(time[peak] if figure.measure == "time-of-peak" else values[peak])


def _exhaustion(figure: Figure, result: Result) -> float:
    """First time [h] at which the substrate is below the threshold, between rows by interpolation."""
    substrate = figure.substrate or ""
    below = figure.below.molar(result.molar_masses[substrate]) if figure.below else 0.0
    values, time = result.columns[substrate], result.columns["time"]
    under = np.flatnonzero(values < below)
    if not under.size:
        return float("nan")
    row = int(under[0])
    if row == 0:
        return float(time[0])
    share = (values[row - 1] - below) / (values[row - 1] - values[row])
    return float(time[row - 1] + share * (time[row] - time[row - 1]))

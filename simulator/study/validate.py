"""Published experiments beside the simulation, with the error of every figure and no tuning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..plant import Job
from ..run import Result
from ..run.remarks import main_substrate
from ..run.simulate import announce_compilation, finish, prepare
from ..scenario import load_scenario
from .cases import Case, case_names, load_case
from .chemostat import Lines, electron_recovery, lines_of, stepped
from .figure import CHEMOSTAT, Figure
from .physiology import onset_of_overflow
from .readings import oxygen_by_electrons, read
from .steady import SteadyTable, steady_table, washout_rate

__all__ = ["Outcome", "chemostat_tables", "validate"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """One figure of one case.

    Attributes
    ----------
    case, quantity, strain : str
    published, simulated : float
        In `unit`.
    unit : str
    band : float or None
        Relative error that passes; None where the error is only told.
    source : str
    scatter : float or None
        Of a line: root mean square of its points' errors over their mean.
    uncertainty : float or None
        Relative, of what is published.
    """

    case: str
    quantity: str
    strain: str
    published: float
    simulated: float
    unit: str
    band: float | None
    source: str
    scatter: float | None = None
    uncertainty: float | None = None

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
            "strain": self.strain,
            "published": self.published,
            "simulated": self.simulated,
            "unit": self.unit,
            "uncertainty": self.uncertainty,
            "relative_error": self.relative_error,
            "scatter": self.scatter,
            "band": self.band,
            "pass": self.passes,
            "source": self.source,
        }


@dataclass(frozen=True)
class _Run:
    """A case as simulated with one strain."""

    case: Case
    job: Job
    result: Result
    lines: Lines | None


def validate(cases: Sequence[str] = (), *, progress: Progress | None = None) -> list[Outcome]:
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
        One per published figure and strain.

    Raises
    ------
    InputError
        A case of that name does not exist.
    """
    loaded = [load_case(name) for name in cases or case_names()]
    announce_compilation(progress)
    outcomes = []
    for case in loaded:
        own = _simulate(case, case.set, progress)
        outcomes += [_outcome(figure, own, figure.allowed) for figure in case.figures]
        for strain in case.beside:
            other = _simulate(case, (*case.set, f"strain={strain}"), progress)
            outcomes += [_outcome(figure, other, None) for figure in case.figures]
    return outcomes


def chemostat_tables(cases: Sequence[str] = (), *, progress: Progress | None = None) -> list[SteadyTable]:
    """Steady states of the cases that are chemostats, with their own strain and those beside it.

    Parameters and errors as in `validate`.
    """
    loaded = [load_case(name) for name in cases or case_names()]
    return [
        steady_table(case, strain, progress=progress)
        for case in loaded
        if case.chemostat is not None
        for strain in ("", *case.beside)
    ]


def _simulate(case: Case, overrides: Sequence[str], progress: Progress | None) -> _Run:
    scenario = load_scenario(case.scenario, overrides)
    if case.chemostat is not None:
        scenario = stepped(scenario, case.chemostat)
    job = prepare([scenario], progress=progress)
    result = finish([scenario], job, progress=progress)[0]
    lines = lines_of(result, case.chemostat) if case.chemostat is not None else None
    return _Run(case, job, result, lines)


def _outcome(figure: Figure, run: _Run, band: float | None) -> Outcome:
    chemistry = run.job.strain.chemistry
    scatter = None
    if figure.measure == "onset":
        substrate = main_substrate(run.result.scenario)
        made = figure.variable or "acetate"
        published = figure.value
        simulated = onset_of_overflow(run.job.strain, run.job.batch.maximum[0], substrate, made)
    elif figure.measure == "oxygen-by-electrons":
        published, simulated = oxygen_by_electrons(run.result, chemistry)
    elif figure.measure in CHEMOSTAT and run.lines is not None:
        published, simulated, scatter = _of_lines(figure, run, run.lines)
    else:
        published, simulated = figure.value, read(figure, run.result, chemistry)
    return Outcome(
        case=run.case.name,
        quantity=figure.name,
        strain=run.result.strain_name,
        published=published,
        simulated=simulated,
        unit=figure.unit,
        band=band,
        source=figure.source,
        scatter=scatter,
        uncertainty=figure.unsure,
    )


def _of_lines(figure: Figure, run: _Run, lines: Lines) -> tuple[float, float, float | None]:
    """Published, simulated and scatter of a figure about the points of a chemostat."""
    chemistry, name = run.job.strain.chemistry, figure.variable or ""
    if figure.measure == "washout":
        return figure.value, washout_rate(run.result.scenario), None
    if figure.measure == "rq-at":
        made, taken = (lines.at(gas, figure.dilution_rate or 0.0) for gas in ("carbon_dioxide", "oxygen"))
        return figure.value, made / taken, None
    if figure.measure == "rate-at":
        return figure.value, lines.at(name, figure.dilution_rate or 0.0), None
    if figure.measure.startswith("electron"):
        whole = figure.measure == "electron-recovery"
        pairs = [electron_recovery(lines, rates, chemistry, whole) for rates in (lines.measured, lines.simulated)]
        there = ~np.isnan(pairs[0])
        return float(pairs[0][there].mean()), float(pairs[1][there].mean()), None
    chemostat = run.case.chemostat
    if figure.measure == "reconciled-line" and chemostat is not None and chemostat.scatter is not None:
        lines = lines.reconciled(chemostat.scatter, chemistry)
    measured, simulated = lines.both(name)
    return float(measured.mean()), float(simulated.mean()), _scatter(measured, simulated)


def _scatter(measured: NDArray[np.float64], simulated: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean((simulated - measured) ** 2)) / abs(measured.mean()))

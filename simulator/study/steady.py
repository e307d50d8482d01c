"""Steady states of a chemostat as one table: broth and rates, measured and reconciled beside simulated; washout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..run.remarks import main_substrate
from ..run.simulate import finish, prepare
from ..scenario import Phase, Scenario, load_scenario, revise
from ..scenario.concentration import Concentration
from ..scenario.schema import Output
from .cases import Case
from .chemostat import COLUMNS, lines_of, stepped
from .physiology import onset_of_overflow

__all__ = ["SteadyTable", "steady_table", "washout_rate"]

_TRACE = "1e-6 g/L"  # of cells, which change nothing in the medium they meet
_BY_PRODUCTS = ("acetate", "ethanol")


@dataclass(frozen=True)
class SteadyTable:
    """A row for every published point, the lowest dilution rate first.

    Attributes
    ----------
    case, strain, substrate : str
    columns : dict of str to array, shape (points,)
        ``dilution_rate`` [1/h], ``biomass`` [g/L], the substrate [mmol/L]; of every rate that was measured ``q_…``,
        ``q_…_measured`` and, where the case can, ``q_…_reconciled`` [mmol/gDW/h]; ``rq``, ``rq_measured``.
    washout : float
        Dilution rate [1/h] above which no culture stands: growth in the medium that is fed.
    onset : dict of str to float
        Growth rate [1/h] from which a by-product is made.
    """

    case: str
    strain: str
    substrate: str
    columns: dict[str, NDArray[np.float64]]
    washout: float
    onset: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """Keys as in ``--json``; what is not known is null."""
        rows = [
            {name: None if np.isnan(values[row]) else float(values[row]) for name, values in self.columns.items()}
            for row in range(len(self.columns["dilution_rate"]))
        ]
        onset = {name: rate for name, rate in self.onset.items() if np.isfinite(rate)}
        return {
            "case": self.case,
            "strain": self.strain,
            "substrate": self.substrate,
            "washout": self.washout,
            "onset": onset,
            "points": rows,
        }


def steady_table(case: Case, strain: str = "", *, progress: Callable[[str], None] | None = None) -> SteadyTable:
    """Simulate a case's chemostat at all its dilution rates.

    Parameters
    ----------
    case : Case
    strain : str
        Another than the case's own.
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    SteadyTable

    Raises
    ------
    InputError
        The case has no points of a chemostat.
    """
    if case.chemostat is None:
        raise InputError(f"validation case '{case.name}' is no chemostat: it has no dilution rates")
    overrides = (*case.set, f"strain={strain}") if strain else case.set
    plain = load_scenario(case.scenario, overrides)
    job = prepare([stepped(plain, case.chemostat)], progress=progress)
    result = finish([stepped(plain, case.chemostat)], job, progress=progress)[0]
    lines = lines_of(result, case.chemostat)
    substrate = main_substrate(plain)
    columns = {"dilution_rate": lines.dilution_rate, "biomass": lines.broth["biomass"]}
    columns[substrate] = lines.broth[substrate]
    for name in COLUMNS:
        if not np.all(np.isnan(lines.measured[name])):
            columns |= {f"q_{name}_measured": lines.measured[name], f"q_{name}": lines.simulated[name]}
    if case.chemostat.scatter is not None:
        balanced = lines.reconciled(case.chemostat.scatter, job.strain.chemistry)
        both = ~np.isnan(lines.measured["glucose"] + lines.measured["oxygen"])
        for name in ("glucose", "oxygen"):
            columns[f"q_{name}_reconciled"] = np.full(both.shape, np.nan)
            columns[f"q_{name}_reconciled"][both] = balanced.measured[name]
    columns |= {"rq_measured": _quotient(lines.measured), "rq": _quotient(lines.simulated)}
    onset = {
        name: onset_of_overflow(job.strain, job.batch.maximum[0], substrate, name)
        for name in _BY_PRODUCTS
        if name in job.strain.chemistry.species
    }
    order = np.argsort(lines.dilution_rate, kind="stable")
    sorted_columns = {name: values[order] for name, values in columns.items() if not np.all(np.isnan(values))}
    return SteadyTable(case.name, result.strain_name, substrate, sorted_columns, washout_rate(plain), onset)


def _quotient(rates: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Carbon dioxide made over oxygen taken up; nan where one is not known."""
    return np.asarray(rates["carbon_dioxide"] / rates["oxygen"])


def washout_rate(scenario: Scenario) -> float:
    """Growth rate [1/h] of a trace of cells in the medium that a chemostat is fed."""
    feed = next(iter(scenario.recipe.feeds.values()))
    start = scenario.recipe.start.model_copy(
        update={"biomass": Concentration.read(_TRACE), "concentrations": feed.concentrations}
    )
    recipe = scenario.recipe.model_copy(
        update={"start": start, "phases": (Phase(name="fresh"),), "duration": 1e-2, "overflow": None}
    )
    fresh = revise(scenario, recipe=recipe, output=Output.model_validate({"interval": "0.01 h"}))
    result = finish([fresh], prepare([fresh]))[0]
    return float(result.columns["mu"][0])

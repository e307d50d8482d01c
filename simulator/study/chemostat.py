"""Published chemostats: their points, a run through all their dilution rates, and both read off side by side.

Specific rates of a steady state depend on the dilution rate alone, not on the feed's concentration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from ...strains import Chemistry
from ..run import Result
from ..run.remarks import main_substrate
from ..scenario import Condition, Phase, Scenario, revise
from ..scenario.feeding import FeedProgramme
from ..scenario.measures import Factor, Measure, Rate, SpecificRate, complain
from ..scenario.model import Part
from ..scenario.quantity import Kind
from ..scenario.schema import Output
from .reconcile import reconcile

__all__ = ["COLUMNS", "Chemostat", "Lines", "Point", "Scatter", "electron_recovery", "lines_of", "stepped"]

_SIGNED = Kind("a specific rate", "mol/kg/h", ("mmol/gDW/h",), "0.1 mmol/gDW/h")
SignedRate = Annotated[float, Measure(_SIGNED, -1e3, 1e3)]
"""mol/kg/h = mmol/gDW/h; measured small rates scatter around zero."""

_UPTAKES = ("glucose", "oxygen")
_PRODUCTS = ("acetate", "ethanol", "glycerol")
COLUMNS = {name: f"q_{name}" for name in (*_UPTAKES, "carbon_dioxide", *_PRODUCTS)}
"""Species of a point → column of a run (+ leaves the cell)."""

_STEADY = 1e-3  # |µ/outflow − 1| up to which a state counts as steady
_NEAR = 0.03  # |outflow/D − 1|: what evaporates of the feed does not run off
_ROWS = 4000


class Point(Part):
    """Measured rates at one dilution rate; uptakes of glucose and oxygen and release of the others are positive."""

    dilution_rate: Rate
    glucose: SpecificRate | None = None
    oxygen: SpecificRate | None = None
    carbon_dioxide: SignedRate | None = None
    acetate: SignedRate | None = None
    ethanol: SignedRate | None = None
    glycerol: SignedRate | None = None


class Scatter(Part):
    """Standard deviations of the measured uptakes."""

    glucose: SpecificRate
    oxygen: SpecificRate


class Chemostat(Part):
    """The points of a published chemostat."""

    points: Annotated[tuple[Point, ...], Field(min_length=1)]
    scatter: Scatter | None = None
    residence_times: Factor = 15.0
    """Run at each dilution rate."""
    residence_times_last: Factor = 15.0
    """At the highest one, which may be close to washout, where a culture settles slowly."""

    @model_validator(mode="after")
    def _check(self) -> Chemostat:
        for index, point in enumerate(self.points):
            if point.dilution_rate <= 0.0:
                raise complain("a dilution rate is above 0", "points", index, "dilution_rate")
        if len(self.dilution_rates) > 50:
            raise complain("at most 50 dilution rates", "points")
        return self

    @property
    def dilution_rates(self) -> tuple[float, ...]:
        """Different ones, the lowest first [1/h]."""
        return tuple(sorted({point.dilution_rate for point in self.points}))


@dataclass(frozen=True)
class Lines:
    """Measured and simulated rates over the dilution rate.

    Attributes
    ----------
    dilution_rate : shape (points,)
        [1/h]
    measured, simulated : dict of str to array, shape (points,)
        By species [mol/kg/h]; nan where not measured, or where no steady state was reached.
    broth : dict of str to array, shape (points,)
        Simulated biomass [kg/m³] and main substrate [mol/m³]; nan as above.
    """

    dilution_rate: NDArray[np.float64]
    measured: dict[str, NDArray[np.float64]]
    simulated: dict[str, NDArray[np.float64]]
    broth: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def both(self, species: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Measured and simulated rates at the points where this was measured."""
        there = ~np.isnan(self.measured[species])
        return self.measured[species][there], self.simulated[species][there]

    def at(self, species: str, dilution_rate: float) -> float:
        """Simulated rate at one of the dilution rates."""
        return float(self.simulated[species][int(np.argmin(np.abs(self.dilution_rate - dilution_rate)))])

    def reconciled(self, scatter: Scatter, chemistry: Chemistry) -> Lines:
        """Glucose and oxygen of the points that have both, moved until electrons balance; the rest is left out."""
        content = dict(zip(chemistry.species, chemistry.electrons, strict=True))
        rows = np.flatnonzero(~np.isnan(self.measured["glucose"] + self.measured["oxygen"]))
        acetate = np.nan_to_num(self.measured["acetate"][rows])
        moved = [
            reconcile(
                [self.measured["glucose"][row], self.measured["oxygen"][row]],
                [scatter.glucose, scatter.oxygen],
                [[content["glucose"], content["oxygen"]]],
                [chemistry.biomass_electrons * self.dilution_rate[row] + content["acetate"] * made],
            ).rates
            for row, made in zip(rows, acetate, strict=True)
        ]
        glucose, oxygen = np.array(moved).T
        return Lines(
            self.dilution_rate[rows],
            {"glucose": glucose, "oxygen": oxygen, "acetate": acetate},
            {name: values[rows] for name, values in self.simulated.items()},
        )


def stepped(scenario: Scenario, chemostat: Chemostat) -> Scenario:
    """The scenario with one phase for each dilution rate, from the lowest up, each long enough to settle."""
    stream = next(iter(scenario.recipe.feeds))
    rates = chemostat.dilution_rates
    spans = [chemostat.residence_times / rate for rate in rates]
    spans[-1] = chemostat.residence_times_last / rates[-1]
    phases = tuple(
        Phase(
            name=_phase(rate),
            feed=(_feed(stream, rate),),
            until=() if rate == rates[-1] else (Condition("time", ">", span),),
        )
        for rate, span in zip(rates, spans, strict=True)
    )
    recipe = scenario.recipe.model_copy(update={"phases": phases, "duration": sum(spans)})
    return revise(scenario, recipe=recipe, output=Output.model_validate({"interval": f"{sum(spans) / _ROWS!r} h"}))


def _feed(stream: str, rate: float) -> FeedProgramme:
    return FeedProgramme.model_validate({"kind": "constant", "stream": stream, "dilution_rate": f"{rate!r} 1/h"})


def _phase(rate: float) -> str:
    return f"D-{rate:g}"


def lines_of(result: Result, chemostat: Chemostat) -> Lines:
    """Measured points and the ends of the phases of a run of the `stepped` scenario."""
    rates = np.array([point.dilution_rate for point in chemostat.points])
    time, growth, loss = result.columns["time"], result.columns["mu"], result.trajectory.signal("cell_loss_rate")
    begun = [float(event["time"]) for event in result.events if event["kind"] == "phase"]
    ends = [*begun[1:], float(time[-1]) + 1.0]
    rows = [int(np.searchsorted(time, end)) - 1 for end in ends]
    substrate = main_substrate(result.scenario)

    def at_points(values: NDArray[np.float64]) -> NDArray[np.float64]:
        by_rate = {
            rate: values[row] if _settled(growth[row], loss[row], rate) else np.nan
            for rate, row in zip(chemostat.dilution_rates, rows, strict=True)
        }
        return np.array([by_rate[rate] for rate in rates])

    measured: dict[str, NDArray[np.float64]] = {}
    simulated: dict[str, NDArray[np.float64]] = {}
    for name, column in COLUMNS.items():
        given = [getattr(point, name) for point in chemostat.points]
        measured[name] = np.array([np.nan if value is None else value for value in given])
        sign = -1.0 if name in _UPTAKES else 1.0
        values = sign * result.columns.get(column, np.full(time.size, np.nan))  # not every strain makes everything
        simulated[name] = at_points(values)
    broth = {name: at_points(result.columns[name]) for name in ("biomass", substrate)}
    return Lines(rates, measured, simulated, broth)


def _settled(growth: float, loss: float, rate: float) -> bool:
    """Whether cells grow as fast as they run off, at about the dilution rate that was set [1/h]."""
    return abs(growth / loss - 1.0) < _STEADY and abs(loss / rate - 1.0) < _NEAR


def electron_recovery(
    lines: Lines, rates: dict[str, NDArray[np.float64]], chemistry: Chemistry, oxygen: bool = True
) -> NDArray[np.float64]:
    """Electrons found again in biomass, products and oxygen over those of the glucose, shape (points,); 1 closes.

    Parameters
    ----------
    lines : Lines
    rates : dict
        `lines.measured` or `lines.simulated`.
    chemistry : Chemistry
        Electron contents; biomass has that of the model.
    oxygen : bool
        Whether to count what oxygen took; without, the share kept in biomass and products.
    """
    content = dict(zip(chemistry.species, chemistry.electrons, strict=True))
    found = chemistry.biomass_electrons * lines.dilution_rate
    for name in _PRODUCTS:
        if name in content and name in rates:
            found = found + content[name] * np.nan_to_num(rates[name])
    if oxygen:
        found = found - content["oxygen"] * rates["oxygen"]
    return np.asarray(found / (content["glucose"] * rates["glucose"]))

"""What is read off the runs of a tank in compartments: losses of yield, gradients, by-products made and taken up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, nearest
from ..run import Result
from ..run.compartments import Compartments
from ..run.remarks import main_substrate
from .plant_rig import rig_of_tank

__all__ = ["MEASURES", "Asked", "Measure", "biomass_yield"]

Grid = NDArray[np.float64]

_ANOXIC = 1.0  # % of calibration
_MILLI = 1e3  # mg/L in kg/m³


class Asked(Protocol):
    """The part of a question that a measure reads."""

    @property
    def variable(self) -> str | None:
        """A species."""
        ...

    @property
    def other(self) -> str | None:
        """A second one."""
        ...

    @property
    def place(self) -> str | None:
        """A compartment or point."""
        ...

    @property
    def start(self) -> float | None:
        """Clock time [h]."""
        ...

    @property
    def end(self) -> float | None:
        """Clock time [h]."""
        ...


Reader = Callable[[Asked, Result, Result], float]


@dataclass(frozen=True)
class Measure:
    """How a figure is read.

    Attributes
    ----------
    read : callable
        Of the question, the run and the run it is compared with.
    unit : str
    needs : tuple of str
        Fields of the question.
    """

    read: Reader
    unit: str
    needs: tuple[str, ...] = ()


def biomass_yield(result: Result, start: float | None, end: float | None) -> float:
    """Biomass gained over main substrate used [kg/kg] between two clock times [h], or over the whole run."""
    run, substrate = result.trajectory, main_substrate(result.scenario)
    mass = result.molar_masses[substrate]
    cells = run.biomass() + run.left_biomass() - _poured_cells(result)
    used = _fed(result, substrate) - (run.amount(substrate) + run.left_amount(substrate)) * mass
    first, last = (run.time[0] if start is None else start), (run.time[-1] if end is None else end)
    return float(_between(run.time, cells, first, last) / _between(run.time, used, first, last))


def _between(time: Grid, values: Grid, start: float, end: float) -> float:
    return float(np.interp(end, time, values) - np.interp(start, time, values))


def _poured_cells(result: Result) -> Grid:
    """Cells that feeds have brought so far [kg]."""
    run, total = result.trajectory, np.zeros(len(result.trajectory.time))
    for stream, feed in enumerate(result.scenario.recipe.feeds.values()):
        total = total + run.stream_volume(stream) * sum(given.value for given in feed.inocula().values())
    return np.asarray(total)


def _fed(result: Result, species: str) -> Grid:
    """What feeds have brought of a species so far [kg]."""
    run, total = result.trajectory, np.zeros(len(result.trajectory.time))
    for stream, feed in enumerate(result.scenario.recipe.feeds.values()):
        given = feed.concentrations.get(species)
        if given is not None:
            total = total + run.stream_volume(stream) * given.molar(result.molar_masses[species])
    return np.asarray(total * result.molar_masses[species])


def _parts(result: Result) -> Compartments:
    if result.compartments is None:
        raise InputError(f"run of {result.scenario.name}: this measure needs a network of compartments")
    return result.compartments


def _place(asked: Asked, result: Result) -> int:
    network, name = _parts(result).network, asked.place or ""
    if name in network.points:
        return int(network.points[name])
    if name not in network.places:
        raise InputError(f"there is no place '{name}'{nearest(name, [*network.places, *network.points])}")
    return int(network.places.index(name))


def _last(asked: Asked, result: Result) -> int:
    """Row of the clock time that is asked for, by default the last."""
    time = result.trajectory.time
    return len(time) - 1 if asked.end is None else int(np.argmin(np.abs(time - asked.end)))


def _local(asked: Asked, result: Result) -> Grid:
    """Concentrations of a species in every compartment at that time [mg/L]."""
    name = asked.variable or main_substrate(result.scenario)
    return np.asarray(result.local[f"local_{name}"][_last(asked, result)] * result.molar_masses[name] * _MILLI)


def _loss(asked: Asked, of: Result, against: Result) -> float:
    kept = biomass_yield(of, asked.start, asked.end) / biomass_yield(against, asked.start, asked.end)
    return 100.0 * (1.0 - kept)


def _fed_by(asked: Asked, of: Result, _: Result) -> float:
    fed = _fed(of, asked.variable or main_substrate(of.scenario))
    return float(fed[_last(asked, of)]) / of.scenario.vessel.working_volume


def _over_mean(asked: Asked, of: Result, _: Result) -> float:
    local, fraction = _local(asked, of), _parts(of).network.fraction
    return float(local.max() / (local @ fraction))


def _upstream(asked: Asked, of: Result, _: Result) -> float:
    """Share of the compartments off the feed that liquid enters from one with more substrate."""
    parts, local = _parts(of), _local(asked, of)
    network = parts.network
    richest = np.zeros(network.size)
    np.maximum.at(richest, np.asarray(network.target), local[np.asarray(network.source)])
    others = np.array([place for place in range(network.size) if place not in parts.feeds])
    return 100.0 * float(np.mean(richest[others] > local[others]))


def _oxygen_at(asked: Asked, of: Result, _: Result) -> float:
    return float(of.local["local_dot"][_last(asked, of), _place(asked, of)])


def _lowest_oxygen_off(asked: Asked, of: Result, _: Result) -> float:
    """Height of the compartment with the least oxygen, less that of the place, over the liquid's."""
    height = _parts(of).network.height
    lowest = int(np.argmin(of.local["local_dot"][_last(asked, of)]))
    return float(height[lowest] - height[_place(asked, of)])


def _made_without_oxygen(asked: Asked, of: Result, _: Result) -> float:
    """Moles of one species over another's that cells without oxygen make."""
    row = _last(asked, of)
    cells = of.local["local_biomass"][row] * _parts(of).network.fraction
    without = of.local["local_dot"][row] < _ANOXIC
    first, second = (
        float(np.sum(np.maximum(of.local[f"local_q_{name}"][row], 0.0) * cells * without))
        for name in (asked.variable, asked.other)
    )
    return first / second if second > 0.0 else float("nan")


def _rate_at(asked: Asked, of: Result, _: Result) -> float:
    return float(of.local[f"local_q_{asked.variable}"][_last(asked, of), _place(asked, of)])


def _rise(asked: Asked, of: Result, _: Result) -> float:
    """Concentration at the place less that of the sensors [mg/L]."""
    local = _local(asked, of)
    return float(local[_place(asked, of)] - local[_parts(of).network.probe])


def _mean_of(asked: Asked, result: Result) -> Grid:
    name = asked.variable or ""
    return np.asarray(result.columns[name] * result.molar_masses[name] * _MILLI)


def _drift(asked: Asked, of: Result, _: Result) -> float:
    """Relative change per hour between two times."""
    time, values = of.trajectory.time, _mean_of(asked, of)
    start, end = asked.start or float(time[0]), asked.end or float(time[-1])
    first, last = np.interp([start, end], time, values)
    return 100.0 * float((last - first) / (end - start) / max(0.5 * (first + last), 1e-9))


def _figure(name: str, factor: float = 1.0) -> Reader:
    """A key figure of the run, 0 where it has none."""

    def read(asked: Asked, of: Result, _: Result) -> float:
        found = of.kpis.get(name.format(asked.variable))
        return factor * float(found["value"]) if found else 0.0

    return read


def _titre_lost(asked: Asked, of: Result, against: Result) -> float:
    here, there = (float(item.kpis[f"titre_{asked.variable}"]["value"]) for item in (of, against))
    return 100.0 * (1.0 - here / there)


def _carbon_dioxide(asked: Asked, of: Result, _: Result) -> float:
    """Partial pressure in the broth at that time [mbar]."""
    return float(of.columns["p_co2"][_last(asked, of)]) * _MILLI


def _carbon_dioxide_over(asked: Asked, of: Result, against: Result) -> float:
    return _carbon_dioxide(asked, of, of) / _carbon_dioxide(asked, against, against)


def _power(asked: Asked, of: Result, _: Result) -> float:
    """Of the stirrer without gas [kW/m³ of working volume]."""
    watts = float(of.columns["power_ungassed"][_last(asked, of)])
    return 1e-3 * watts / of.scenario.vessel.working_volume


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "loss": Measure(_loss, "%", ("against",)),
        "titre-lost": Measure(_titre_lost, "%", ("against", "variable")),
        "carbon-dioxide": Measure(_carbon_dioxide, "mbar"),
        "carbon-dioxide-over": Measure(_carbon_dioxide_over, "", ("against",)),
        "yield": Measure(lambda asked, of, _: biomass_yield(of, asked.start, asked.end), "g/g"),
        "fed": Measure(_fed_by, "g/L"),
        "highest": Measure(lambda asked, of, _: float(_local(asked, of).max()), "mg/L"),
        "lowest": Measure(lambda asked, of, _: float(_local(asked, of).min()), "mg/L"),
        "at": Measure(lambda asked, of, _: float(_local(asked, of)[_place(asked, of)]), "mg/L", ("place",)),
        "highest-over-mean": Measure(_over_mean, ""),
        "richer-upstream": Measure(_upstream, "%"),
        "oxygen-at": Measure(_oxygen_at, "%", ("place",)),
        "lowest-oxygen-above": Measure(_lowest_oxygen_off, "", ("place",)),
        "anoxic-share": Measure(_figure("anoxic_share", 100.0), "%"),
        "made-without-oxygen": Measure(_made_without_oxygen, "mol/mol", ("variable", "other")),
        "rate-at": Measure(_rate_at, "mmol/gDW/h", ("variable", "place")),
        "taken-up-again": Measure(_figure("reassimilated_{}", 100.0), "%", ("variable",)),
        "rise": Measure(_rise, "mg/L", ("variable", "place")),
        "final": Measure(lambda asked, of, _: float(_mean_of(asked, of)[_last(asked, of)]), "mg/L", ("variable",)),
        "drift": Measure(_drift, "%/h", ("variable", "start", "end")),
        "rig-cycle": Measure(lambda asked, of, _: rig_of_tank(of).circulation_time, "s"),
        "power": Measure(_power, "kW/m3"),
        "tip-speed": Measure(lambda asked, of, _: float(of.columns["tip_speed"][_last(asked, of)]), "m/s"),
        "mixing-time": Measure(_figure("mixing_time"), "s"),
    }
)
"""By name; the substrate is the scenario's main one where a question names no `variable`."""

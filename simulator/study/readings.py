"""Figures read off the time course of one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...strains import Chemistry
from ..run import Result
from ..run.remarks import main_substrate
from .figure import Figure

__all__ = ["oxygen_by_electrons", "read"]

_NOT = float("nan")


def read(figure: Figure, result: Result, chemistry: Chemistry) -> float:
    """A figure read off a run; nan where it does not occur.

    Parameters
    ----------
    figure : Figure
        Of a measure of a time course.
    result : Result
    chemistry : Chemistry
        Of the strain that ran.
    """
    if figure.measure == "electrons-kept":
        return _electrons_kept(figure, result, chemistry)
    return _READERS[figure.measure](figure, result)


def _at(result: Result, name: str, time: float) -> float:
    return float(np.interp(time, result.columns["time"], result.columns[name]))


def _growth_rate(figure: Figure, result: Result) -> float:
    start, end = figure.start or 0.0, figure.end or 0.0
    return float(np.log(_at(result, "biomass", end) / _at(result, "biomass", start)) / (end - start))


def _value_at(figure: Figure, result: Result) -> float:
    return _at(result, figure.variable or "", figure.start or 0.0)


def _peak(figure: Figure, result: Result) -> float:
    return float(np.max(result.columns[figure.variable or ""]))


def _time_of_peak(figure: Figure, result: Result) -> float:
    return float(result.columns["time"][int(np.argmax(result.columns[figure.variable or ""]))])


def _final(figure: Figure, result: Result) -> float:
    return float(result.columns[figure.variable or ""][-1])


def _key_figure(figure: Figure, result: Result) -> float:
    found = result.kpis.get(figure.variable or "")
    return float(found["value"]) if found else _NOT


def _expansion(_: Figure, result: Result) -> float:
    """Viable cells at the end and in what left over those at the start."""
    run = result.trajectory
    return float((run.biomass()[-1] + run.left_biomass()[-1]) / run.biomass()[0])


def _ratio_at(figure: Figure, result: Result) -> float:
    time = figure.start or 0.0
    return _at(result, figure.variable or "", time) / _at(result, figure.substrate or "", time)


def _average(result: Result, name: str, start: float, end: float) -> float:
    """Mean of a column over time, by the trapezoidal rule."""
    time, values = result.columns["time"], result.columns[name]
    inside = (time > start) & (time < end)
    knots = np.concatenate(([start], time[inside], [end]))
    return float(np.trapezoid(np.interp(knots, time, values), knots) / (end - start))


def _mean(figure: Figure, result: Result) -> float:
    return _average(result, figure.variable or "", figure.start or 0.0, figure.end or 0.0)


def _mean_yield(figure: Figure, result: Result) -> float:
    span = figure.start or 0.0, figure.end or 0.0
    substrate = figure.substrate or main_substrate(result.scenario)
    uptake = -_average(result, f"q_{substrate}", *span)
    return _average(result, "mu", *span) / (uptake * result.molar_masses[substrate])


def _yield(figure: Figure, result: Result) -> float:
    """Gain over loss between two times, in a broth whose volume does not change."""
    start, end = figure.start or 0.0, figure.end or 0.0
    product, substrate = figure.variable or "", figure.substrate or ""
    gain = _at(result, product, end) - _at(result, product, start)
    loss = _at(result, substrate, start) - _at(result, substrate, end)
    return gain / (loss * (result.molar_masses[substrate] if product == "biomass" else 1.0))


def _time_of_exhaustion(figure: Figure, result: Result) -> float:
    """First time [h] at which the substrate is below the threshold, between rows by interpolation."""
    substrate = figure.substrate or ""
    below = figure.below.molar(result.molar_masses[substrate]) if figure.below else 0.0
    values, time = result.columns[substrate], result.columns["time"]
    under = np.flatnonzero(values < below)
    if not under.size:
        return _NOT
    row = int(under[0])
    if row == 0:
        return float(time[0])
    share = (values[row - 1] - below) / (values[row - 1] - values[row])
    return float(time[row - 1] + share * (time[row] - time[row - 1]))


def _value_at_exhaustion(figure: Figure, result: Result) -> float:
    return _at(result, figure.variable or "", _time_of_exhaustion(figure, result))


_READERS: Mapping[str, Callable[[Figure, Result], float]] = MappingProxyType(
    {
        "growth-rate": _growth_rate,
        "value-at": _value_at,
        "value-at-exhaustion": _value_at_exhaustion,
        "time-of-exhaustion": _time_of_exhaustion,
        "peak": _peak,
        "time-of-peak": _time_of_peak,
        "final": _final,
        "yield": _yield,
        "key-figure": _key_figure,
        "expansion": _expansion,
        "ratio-at": _ratio_at,
        "mean": _mean,
        "mean-yield": _mean_yield,
    }
)


def _electrons_kept(figure: Figure, result: Result, chemistry: Chemistry) -> float:
    """Electrons in the biomass and acetate made over those of the glucose used, between two times."""
    start, end = figure.start or 0.0, figure.end or 0.0
    content = dict(zip(chemistry.species, chemistry.electrons, strict=True))
    gain = {name: _at(result, name, end) - _at(result, name, start) for name in ("biomass", "acetate", "glucose")}
    used = _supplied(result, "glucose", end) - _supplied(result, "glucose", start) - gain["glucose"]
    kept = chemistry.biomass_electrons * gain["biomass"] + content["acetate"] * gain["acetate"]
    return float(kept / (content["glucose"] * used))


def _supplied(result: Result, species: str, time: float) -> float:
    """What feeds have brought up to a time, per present volume [mol/m³]."""
    run, total = result.trajectory, 0.0
    for stream, feed in enumerate(result.scenario.recipe.feeds.values()):
        given = feed.concentrations.get(species)
        if given is not None:
            poured = float(np.interp(time, run.time, run.stream_volume(stream)))
            total += poured * given.molar(result.molar_masses[species])
    return total / _at(result, "volume", time)


def oxygen_by_electrons(result: Result, chemistry: Chemistry) -> tuple[float, float]:
    """Specific oxygen uptake [mol/kg/h] by the electron balance and as simulated, where they differ most.

    Every electron that enters with a substrate and leaves in no product, biomass or other exchange is taken by oxygen.
    """
    run = result.trajectory
    oxygen = run.species.index("oxygen")
    rates: NDArray[np.float64] = np.array([run.flux(name) for name in run.species])
    content = np.array(chemistry.electrons)
    others = content @ rates - content[oxygen] * rates[oxygen]
    others += chemistry.biomass_electrons * run.flux("growth") + run.flux("other_electrons")
    expected, uptake = others / content[oxygen], -rates[oxygen]
    breathing = uptake > 1e-3 * float(uptake.max())
    worst = int(np.argmax(np.where(breathing, np.abs(uptake / np.where(breathing, expected, 1.0) - 1.0), 0.0)))
    return float(expected[worst]), float(uptake[worst])

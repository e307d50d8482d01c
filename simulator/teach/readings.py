"""What an expression can read from a run: key figures, a variable at a time, how long it was low, what bound when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..errors import nearest
from ..run import Result
from ..variables import find_variable
from .value import Mismatch, Value

__all__ = ["READINGS", "Reading", "series_of"]

Numbers = NDArray[np.float64]
_HOUR = "h"


@dataclass(frozen=True)
class Reading:
    """A function of expressions.

    Attributes
    ----------
    takes : tuple of str
        What its arguments are: ``run``, ``name`` or ``value``.
    least : int
        How many it needs.
    usage : str
        How it is written.
    call : callable
        Takes a Result, a str or a Value each; gives a Value.
    """

    takes: tuple[str, ...]
    least: int
    usage: str
    call: Callable[..., Value]


def series_of(run: Result, name: str) -> tuple[Numbers, str]:
    """A variable of a run over time, and its unit; of a tank in compartments also ``local_…``.

    Raises
    ------
    Mismatch
        The run has no such variable.
    """
    table = run.columns if name in run.columns else run.local
    if name not in table:
        raise Mismatch(f"the run has no '{name}'{nearest(name, [*run.columns, *run.local])}")
    return np.asarray(table[name], float), find_variable(name, run.species, run.strains).unit


def _kpi(run: Result, name: str) -> Value:
    if name not in run.kpis:
        raise Mismatch(f"the run has no key figure '{name}'{nearest(name, run.kpis)}")
    found = run.kpis[name]
    return Value.of(float(found["value"]), str(found["unit"]))


def _time(run: Result) -> Numbers:
    """Hours since the run began."""
    return np.asarray(run.trajectory.time - run.trajectory.time[0])


def _between(run: Result, name: str, since: Value | None, until: Value | None) -> tuple[Numbers, Numbers, str]:
    """Times [h], values and unit of a variable in a window; its ends are interpolated."""
    values, unit = series_of(run, name)
    time = _time(run)
    first = 0.0 if since is None else since.to(_HOUR)
    last = float(time[-1]) if until is None else until.to(_HOUR)
    if not 0.0 <= first < last <= float(time[-1]) * (1.0 + 1e-9):
        raise Mismatch(f"from {first:.4g} h to {last:.4g} h is not inside a run of {float(time[-1]):.4g} h")
    if values.ndim > 1:
        inside = (time >= first) & (time <= last * (1.0 + 1e-9))
        return time[inside], values[inside], unit
    inside = (time > first) & (time < last)
    ends = np.interp([first, last], time, values)
    return np.array([first, *time[inside], last]), np.array([ends[0], *values[inside], ends[1]]), unit


def _at(run: Result, name: str, when: Value) -> Value:
    values, unit = series_of(run, name)
    time, hour = _time(run), when.to(_HOUR)
    if not -1e-9 <= hour <= float(time[-1]) * (1.0 + 1e-9):
        raise Mismatch(f"{hour:.4g} h is not in a run of {float(time[-1]):.4g} h")
    return Value.of(float(np.interp(hour, time, _one(values, name))), unit)


def _one(values: Numbers, name: str) -> Numbers:
    if values.ndim > 1:
        raise Mismatch(f"'{name}' has a value in every compartment: use lowest or highest")
    return values


def _lowest(run: Result, name: str, since: Value | None = None, until: Value | None = None) -> Value:
    _, values, unit = _between(run, name, since, until)
    return Value.of(float(np.min(values)), unit)


def _highest(run: Result, name: str, since: Value | None = None, until: Value | None = None) -> Value:
    _, values, unit = _between(run, name, since, until)
    return Value.of(float(np.max(values)), unit)


def _total(run: Result, name: str, since: Value | None = None, until: Value | None = None) -> Value:
    time, values, unit = _between(run, name, since, until)
    return Value.of(float(np.trapezoid(_one(values, name), time)), unit) * Value.of(1.0, _HOUR)


def _mean(run: Result, name: str, since: Value | None = None, until: Value | None = None) -> Value:
    time, _, _ = _between(run, name, since, until)
    return _total(run, name, since, until) / Value.of(float(time[-1] - time[0]), _HOUR)


def _excess(run: Result, name: str, level: Value) -> tuple[Numbers, Numbers]:
    """Times [h], and how far a variable is above a level, in its own unit."""
    values, unit = series_of(run, name)
    return _time(run), _one(values, name) - level.to(unit)


def _first(run: Result, name: str, level: Value, sign: float) -> Value:
    """Hours until a variable passes a level; the end of the run where it never does."""
    time, excess = _excess(run, name, level)
    beyond = np.flatnonzero(sign * excess > 0.0)
    if beyond.size == 0:
        return Value.of(float(time[-1]), _HOUR)
    row = int(beyond[0])
    if row == 0:
        return Value.of(0.0, _HOUR)
    share = excess[row - 1] / (excess[row - 1] - excess[row])
    return Value.of(float(time[row - 1] + share * (time[row] - time[row - 1])), _HOUR)


def _hours(run: Result, name: str, level: Value, sign: float) -> Value:
    """Hours on one side of a level, straight between the rows."""
    time, excess = _excess(run, name, level)
    before, after = sign * excess[:-1], sign * excess[1:]
    step = np.diff(time)
    apart = np.abs(before) + np.abs(after)
    share = np.where(before > 0.0, before, 0.0) + np.where(after > 0.0, after, 0.0)
    part = np.divide(share, apart, out=np.zeros_like(share), where=apart > 0.0)
    return Value.of(float(np.sum(part * step)), _HOUR)


def _limit(run: Result, name: str) -> Value:
    """Hours in which a limit binds."""
    spans = [item for item in run.limits if item["limit"] == name]
    return Value.of(sum((float(item["to"]) - float(item["from"]) for item in spans), 0.0), _HOUR)


def _limit_since(run: Result, name: str) -> Value:
    """Hours until a limit first binds; the end of the run where it never does."""
    time = run.trajectory.time
    begins = [float(item["from"]) for item in run.limits if item["limit"] == name]
    return Value.of(min(begins, default=float(time[-1])) - float(time[0]), _HOUR)


def _phase(run: Result, name: str) -> Value:
    """Hours until a phase begins; a hyphen in its name is written as an underscore."""
    for item in run.events:
        if item.get("kind") == "phase" and str(item.get("name")).replace("-", "_") == name:
            return Value.of(float(item["time"]) - float(run.trajectory.time[0]), _HOUR)
    begun = [str(item["name"]).replace("-", "_") for item in run.events if item.get("kind") == "phase"]
    raise Mismatch(f"no phase '{name}' began{nearest(name, begun)}")


def _molar_mass(run: Result, name: str) -> Value:
    if name not in run.molar_masses:
        raise Mismatch(f"the run has no species '{name}'{nearest(name, run.molar_masses)}")
    return Value.of(run.molar_masses[name], "kg/mol")


def _criterion(run: Result, name: str) -> Value:
    """A criterion of scale-up with the vessel full and the oxygen cascade at its top."""
    from ..scaleup.operating_point import CRITERIA_UNITS
    from ..scaleup.points import top_point

    if name not in CRITERIA_UNITS:
        raise Mismatch(f"there is no criterion '{name}'{nearest(name, CRITERIA_UNITS)}")
    return Value.of(float(getattr(top_point(run.scenario), name)), CRITERIA_UNITS[name])


def _kla_by_slope(run: Result, name: str, final: Value, low: Value, high: Value) -> Value:
    """Slope of the logarithm of the deficit of a reading, as one takes it from a gassing-out curve."""
    from ..study.gassing_out import kla_by_slope

    values, unit = series_of(run, name)
    window = (low.pure(), high.pure())
    return Value.of(kla_by_slope(_time(run), _one(values, name), final.to(unit), window), "1/h")


def _pure(function: Callable[[float], float]) -> Callable[[Value], Value]:
    def apply(value: Value) -> Value:
        try:
            with np.errstate(all="raise"):
                return Value(float(function(value.pure())))
        except FloatingPointError as error:
            raise Mismatch("a function of a number it is not made for") from error

    return apply


def _smallest(*values: Value) -> Value:
    return min(values, key=lambda value: value.compare(values[0]))


def _largest(*values: Value) -> Value:
    return max(values, key=lambda value: value.compare(values[0]))


_WINDOW = ("run", "name", "value", "value")
_LEVEL = ("run", "name", "value")
_OWN = ("run", "name")

READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        "kpi": Reading(_OWN, 2, "kpi(run, key_figure)", _kpi),
        "at": Reading(_LEVEL, 3, "at(run, variable, time)", _at),
        "final": Reading(_OWN, 2, "final(run, variable)", lambda run, name: _at(run, name, _kpi(run, "duration"))),
        "initial": Reading(_OWN, 2, "initial(run, variable)", lambda run, name: _at(run, name, Value.of(0.0, "h"))),
        "lowest": Reading(_WINDOW, 2, "lowest(run, variable[, from, to])", _lowest),
        "highest": Reading(_WINDOW, 2, "highest(run, variable[, from, to])", _highest),
        "mean": Reading(_WINDOW, 2, "mean(run, variable[, from, to])", _mean),
        "total": Reading(_WINDOW, 2, "total(run, variable[, from, to])", _total),
        "first_above": Reading(_LEVEL, 3, "first_above(run, variable, level)", lambda r, n, v: _first(r, n, v, 1.0)),
        "first_below": Reading(_LEVEL, 3, "first_below(run, variable, level)", lambda r, n, v: _first(r, n, v, -1.0)),
        "hours_above": Reading(_LEVEL, 3, "hours_above(run, variable, level)", lambda r, n, v: _hours(r, n, v, 1.0)),
        "hours_below": Reading(_LEVEL, 3, "hours_below(run, variable, level)", lambda r, n, v: _hours(r, n, v, -1.0)),
        "limit": Reading(_OWN, 2, "limit(run, limit)", _limit),
        "limit_since": Reading(_OWN, 2, "limit_since(run, limit)", _limit_since),
        "phase": Reading(_OWN, 2, "phase(run, phase)", _phase),
        "molar_mass": Reading(_OWN, 2, "molar_mass(run, species)", _molar_mass),
        "criterion": Reading(_OWN, 2, "criterion(run, criterion)", _criterion),
        "kla_by_slope": Reading(
            ("run", "name", "value", "value", "value"),
            5,
            "kla_by_slope(run, variable, final, from_share, to_share)",
            _kla_by_slope,
        ),
        "log": Reading(("value",), 1, "log(number)", _pure(np.log)),
        "exp": Reading(("value",), 1, "exp(number)", _pure(np.exp)),
        "sqrt": Reading(("value",), 1, "sqrt(number)", _pure(np.sqrt)),
        "abs": Reading(("value",), 1, "abs(value)", lambda value: Value(abs(value.number), value.dimension)),
        "min": Reading(("value", "value", "value"), 2, "min(value, value)", _smallest),
        "max": Reading(("value", "value", "value"), 2, "max(value, value)", _largest),
    }
)
"""Every function an expression knows, by name."""

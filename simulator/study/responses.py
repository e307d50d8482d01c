"""The table of a study as what was varied and what came out of it, and any Python function in the place of the runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...kernels.status import Status
from ..errors import InputError, SimulationError, nearest
from .sweep.chunk import FAILED, status_name
from .sweep.points import Points
from .sweep.table import vary_name

if TYPE_CHECKING:
    import xarray

__all__ = ["Response", "Responses", "Varied", "responses_of", "tabulate"]

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Varied:
    """An entry that was varied.

    Attributes
    ----------
    path : str
    unit : str
        Of its values; empty where they have none.
    values : shape (runs,)
        Of words their place in `choices`.
    choices : tuple of str
        Words, where it takes no numbers.
    """

    path: str
    unit: str
    values: Column
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Response:
    """A key figure, or the hours of a limit; NaN in runs that failed."""

    name: str
    unit: str
    values: Column
    limit: str = ""


@dataclass(frozen=True)
class Responses:
    """All runs of a study.

    Attributes
    ----------
    varied : tuple of Varied
    kpis, limits : dict of str to Response
        By their names in the table.
    reasons : tuple of str
        Of every run why it failed; empty where it did not.
    """

    varied: tuple[Varied, ...]
    kpis: dict[str, Response]
    limits: dict[str, Response]
    reasons: tuple[str, ...]

    @cached_property
    def done(self) -> NDArray[np.bool_]:
        """Which runs came to an end, shape (runs,)."""
        return np.array([not reason for reason in self.reasons])

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.reasons)

    def some(self, first: int, last: int) -> Responses:
        """Runs first … last−1."""
        rows = slice(first, last)
        return Responses(
            tuple(replace(item, values=item.values[rows]) for item in self.varied),
            {name: replace(item, values=item.values[rows]) for name, item in self.kpis.items()},
            {name: replace(item, values=item.values[rows]) for name, item in self.limits.items()},
            self.reasons[rows],
        )

    def failures(self) -> list[tuple[str, int]]:
        """Reasons and how many runs have each, the most frequent first."""
        found: dict[str, int] = {}
        for reason in self.reasons:
            if reason:
                found[reason] = found.get(reason, 0) + 1
        return sorted(found.items(), key=lambda item: -item[1])

    def of(self, name: str) -> Response:
        """Key figure or limit of a name.

        Raises
        ------
        InputError
            There is none.
        """
        both = self.kpis | self.limits
        if name not in both:
            raise InputError(f"no key figure or limit '{name}'{nearest(name, both)}")
        return both[name]

    def entry(self, path: str) -> Varied:
        """What was varied, by its path.

        Raises
        ------
        InputError
            It was not.
        """
        for item in self.varied:
            if item.path == path:
                return item
        raise InputError(f"'{path}' was not varied{nearest(path, [item.path for item in self.varied])}")


def responses_of(table: xarray.Dataset) -> Responses:
    """Read the table of a study, or of `tabulate`."""
    varied, kpis, limits = [], {}, {}
    status = np.asarray(table["status"].values)
    done = status == int(Status.DONE)
    for key, column in table.data_vars.items():
        told, name, values = column.attrs, str(key), column.values
        unit = "" if told.get("units") == "1" else str(told.get("units", ""))
        if "path" in told:
            choices = tuple(str(told["choices"]).split("\n")) if "choices" in told else ()
            varied.append(Varied(str(told["path"]), unit, np.asarray(values, np.float64), choices))
        elif "kpi" in told:
            kpis[name] = Response(name, unit, np.where(done, values, np.nan))
        elif "limit" in told:
            limits[name] = Response(name, unit, np.where(done, values, np.nan), str(told["limit"]))
    messages = [str(text) for text in table["message"].values]
    reasons = tuple(
        "" if code == int(Status.DONE) else f"{status_name(int(code))}: {text}".rstrip(": ")
        for code, text in zip(status.tolist(), messages, strict=True)
    )
    return Responses(tuple(varied), kpis, limits, reasons)


def tabulate(
    points: Points,
    function: Callable[[Mapping[str, float]], Mapping[str, float]],
    units: Mapping[str, str] | None = None,
) -> xarray.Dataset:
    """The table of a study whose runs are calls of a function.

    Parameters
    ----------
    points : Points
        From `sweep.points.lay`, as of any study.
    function : callable
        Takes ``{path: number}`` of a point, returns ``{key figure: number}``.
    units : mapping of str to str, optional
        Of the key figures.

    Returns
    -------
    xarray.Dataset
        Along the dimension ``run``, as `sweep.table` writes it. A call that raises `SimulationError`, `ValueError` or
        `ArithmeticError` is a run that failed.
    """
    import xarray

    paths = [variable.path for variable in points.variables]
    inputs = np.array([points.numbers(row) for row in range(len(points))]).reshape(len(points), len(paths))
    found: list[Mapping[str, float]] = []
    messages: list[str] = []
    for row in inputs.tolist():
        result, message = _called(function, dict(zip(paths, row, strict=True)))
        found.append(result)
        messages.append(message)
    columns = {}
    for place, variable in enumerate(points.variables):
        told = {"units": variable.unit or "1", "path": variable.path}
        if not variable.numeric:
            told["choices"] = "\n".join(variable.choices)
        columns[vary_name(variable.path)] = ("run", inputs[:, place], told)
    for name in dict.fromkeys(name for result in found for name in result):
        values = np.array([result.get(name, np.nan) for result in found])
        columns[name] = ("run", values, {"units": (units or {}).get(name, "1"), "kpi": name})
    status = np.array([FAILED if message else int(Status.DONE) for message in messages], np.int16)
    return xarray.Dataset({**columns, "status": ("run", status), "message": ("run", np.array(messages, dtype=object))})


def _called(
    function: Callable[[Mapping[str, float]], Mapping[str, float]], values: Mapping[str, float]
) -> tuple[Mapping[str, float], str]:
    try:
        return function(values), ""
    except (SimulationError, ValueError, ArithmeticError) as error:
        return {}, str(error) or type(error).__name__

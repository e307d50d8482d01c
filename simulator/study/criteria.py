"""What runs of a study have to meet: ``dot_min > 20 %``, ``limit_cooling < 0.1 h``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..scenario import Scenario
from ..scenario.quantity import QuantityError, split_quantity, unit_of
from .figure_names import check_figures
from .responses import Responses

__all__ = ["Criterion", "all_met", "parse_criteria"]

_RULE = re.compile(r"\s*(?P<name>[a-zA-Z]\w*)\s*(?P<sign><=|>=|<|>)\s*(?P<value>\S.*?)\s*")
_EXAMPLE = "write it like 'dot_min > 20 %', 'otr_max < 150 mmol/L/h' or 'limit_cooling < 0.1 h'"
_ABSENT_IS_NONE = ("titre_", "yield_", "productivity_", "limit_", "reassimilated_")
"""Beginnings of figures that runs do not report where nothing was made, or where the limit never bound."""


@dataclass(frozen=True)
class Criterion:
    """A bound on a key figure, or on the hours of a limit.

    Parameters
    ----------
    name : str
    above : bool
        Whether values have to lie above the bound; else below it.
    bound : float
        In `unit`.
    unit : str
        Of the key figure.
    text : str
        As it was written.
    """

    name: str
    above: bool
    bound: float
    unit: str
    text: str

    def met(self, responses: Responses) -> NDArray[np.bool_]:
        """Which runs meet it, shape (runs,); one that failed, or has no such figure, does not."""
        both = responses.kpis | responses.limits
        values = both[self.name].values if self.name in both else np.full(responses.runs, np.nan)
        if self.name.startswith(_ABSENT_IS_NONE):
            values = np.where(responses.done & np.isnan(values), 0.0, values)
        return np.asarray(values >= self.bound if self.above else values <= self.bound)


def parse_criteria(texts: Sequence[str], scenarios: Iterable[Scenario]) -> tuple[Criterion, ...]:
    """Criteria of a command line; numbers without a unit are in that of the key figure.

    Raises
    ------
    InputError
        One cannot be read, or names something that no run has.
    """
    read = []
    for text in texts:
        match = _RULE.fullmatch(text)
        if match is None:
            raise InputError(f"--limit {text}: {_EXAMPLE}")
        read.append((match["name"], match["sign"].startswith(">"), match["value"], text))
    bases = list(scenarios)
    units: Mapping[str, str] = {name: check_figures([name], bases)[name] for name, *_ in read}
    found = [
        Criterion(name, above, _bound(value, units[name], text), units[name], text.strip())
        for name, above, value, text in read
    ]
    _check_sides(found)
    return tuple(found)


def _bound(value: str, unit: str, text: str) -> float:
    """The number in the unit of its key figure."""
    try:
        number, own = split_quantity(value)
        here, there = unit_of(own or unit), unit_of(unit)
    except QuantityError as error:
        raise InputError(f"--limit {text}: {error}; {_EXAMPLE}") from error
    if here.dimension != there.dimension:
        raise InputError(f"--limit {text}: the unit is one of another thing; this figure is in {unit or 'no unit'}")
    return float((number * here.factor + here.offset - there.offset) / there.factor) if own else float(number)


def _check_sides(criteria: Sequence[Criterion]) -> None:
    """Refuse a figure that is bounded twice on one side, or between bounds that leave nothing."""
    for place, one in enumerate(criteria):
        for other in criteria[place + 1 :]:
            if one.name != other.name:
                continue
            if one.above == other.above:
                raise InputError(f"--limit {other.text}: '{one.text}' bounds it on the same side already")
            low, high = (one, other) if one.above else (other, one)
            if low.bound >= high.bound:
                raise InputError(f"--limit {other.text}: nothing lies between it and '{one.text}'")


def all_met(criteria: Sequence[Criterion], responses: Responses) -> NDArray[np.bool_]:
    """Which runs meet all of them, shape (runs,)."""
    return np.asarray(np.logical_and.reduce([item.met(responses) for item in criteria]))

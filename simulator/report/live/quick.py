"""A run as the figures read it, without making a dataset of it: that takes longer than the run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ...variables import find_variable
from ..protocols import Numbers, RunLike

if TYPE_CHECKING:
    from ...run import Result

__all__ = ["quick"]


class _Column:
    """One variable over time, as figures ask a dataset's variables."""

    dims = ("time",)

    def __init__(self, values: Numbers, unit: str) -> None:
        self._values = values
        self.attrs = {"units": unit or "1"}

    def to_numpy(self) -> Numbers:
        """The values."""
        return self._values


class _Table:
    """The variables by name."""

    def __init__(self, columns: Mapping[str, _Column]) -> None:
        self._columns = columns
        self.data_vars = [name for name in columns if name != "time"]

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __getitem__(self, name: str) -> _Column:
        return self._columns[name]


class _Quick:
    """A result whose `data` is quick; everything else is the result's own."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._result, name)

    @cached_property
    def data(self) -> _Table:
        """Variables over time."""
        result = self._result
        known: Mapping[str, _Column] = MappingProxyType(
            {
                name: _Column(np.asarray(values, dtype=np.float64), _unit(name, result))
                for name, values in result.columns.items()
            }
        )
        return _Table(known)


def _unit(name: str, result: Result) -> str:
    return find_variable(name, result.species, result.strains).unit


def quick(result: Result) -> RunLike:
    """The result as light figures read it."""
    return cast("RunLike", _Quick(result))

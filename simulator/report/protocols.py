"""What the report asks of a run and of a scale-up; anything with these attributes can be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from xarray import Dataset

__all__ = ["Compartments", "Measured", "Named", "Numbers", "RunLike", "ScaleUpLike", "TargetLike"]

Numbers: TypeAlias = NDArray[np.float64]
Measured: TypeAlias = Mapping[str, tuple[Numbers, Numbers]]
"""Variable name → (hours, values in the variable's own unit)."""


class Named(Protocol):
    """A scenario or a vessel: a name, and optionally `summary` and pydantic's `model_dump`."""

    @property
    def name(self) -> str: ...


class RunLike(Protocol):
    """A finished run. Optional besides: `provenance` (mapping of names to text or numbers).

    `kpis` {name: {value, unit}}, `balances` {element: {in, out, accumulated, closure}}, `limits` [{limit, from, to}] in
    hours, `events` [{time, what}] in hours; an event that starts a phase says so as {kind: "phase", name}.
    """

    @property
    def scenario(self) -> Named: ...
    @property
    def vessel(self) -> Named: ...
    @property
    def strain_name(self) -> str: ...
    @property
    def data(self) -> Dataset: ...
    @property
    def kpis(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def balances(self) -> Mapping[str, Mapping[str, float]]: ...
    @property
    def limits(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def warnings(self) -> Sequence[str]: ...
    @property
    def events(self) -> Sequence[Mapping[str, Any]]: ...


class TargetLike(Protocol):
    """The recipe in one target vessel.

    `criteria` {name: {source, target, ratio, unit}} with optional `limit` (most the target allows), `regimes`
    {vessel: {process: seconds}}, `loss` {kpi: {relative, causes: {cause: relative}}} with > 0 meaning lost.
    """

    @property
    def result(self) -> RunLike: ...
    @property
    def criterion(self) -> str: ...
    @property
    def criteria(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def regimes(self) -> Mapping[str, Mapping[str, float]]: ...
    @property
    def loss(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def advice(self) -> Sequence[str]: ...


class Compartments(Protocol):
    """A `Network`, or anything with these."""

    @property
    def size(self) -> int: ...
    @property
    def fraction(self) -> Numbers: ...
    @property
    def height(self) -> Numbers: ...
    @property
    def boxes(self) -> Numbers | None: ...
    @property
    def feed(self) -> int: ...
    @property
    def probe(self) -> int: ...


class ScaleUpLike(Protocol):
    """One source run and its targets."""

    @property
    def source(self) -> RunLike: ...
    @property
    def targets(self) -> Sequence[TargetLike]: ...

"""Read what a figure needs out of a run; everything that may be missing is asked for here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..told import told
from ..variables import Variable, find_variable
from .protocols import Numbers, RunLike
from .words import clean

__all__ = [
    "Span",
    "end_of",
    "has",
    "hours_of",
    "length_of",
    "limit_spans",
    "merged",
    "per_volume",
    "phases_of",
    "series",
    "species_of",
    "start_of",
    "variable_of",
]

# Species that are not substrates or by-products: their own panels or none.
_BACKGROUND = frozenset({"ammonium", "oxygen", "inorganic_carbon"})
_SENSED = "sensed_"  # the same once more, where the sensors of a tank in compartments are
_TRACE = 0.02  # mol/m³: below this a by-product is not drawn


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with a name [h]."""

    name: str
    start: float
    end: float


def has(run: RunLike, name: str) -> bool:
    """Whether a run has this variable over time, with at least one number in it."""
    return name in run.data and run.data[name].dims == ("time",) and bool(np.isfinite(run.data[name].to_numpy()).any())


def hours_of(run: RunLike) -> Numbers:
    """Time axis [h]."""
    return np.asarray(run.data["time"].to_numpy(), dtype=np.float64)


def end_of(run: RunLike) -> float:
    """Last hour of a run."""
    hours = hours_of(run)
    return float(hours[-1]) if hours.size else 0.0


def start_of(run: RunLike) -> float:
    """First hour of a run."""
    hours = hours_of(run)
    return float(hours[0]) if hours.size else 0.0


def length_of(run: RunLike) -> float:
    """Hours from start to end; 1 for a run without any, so that shares exist."""
    return end_of(run) - start_of(run) or 1.0


def series(run: RunLike, name: str) -> Numbers:
    """Values of a variable over time, in its own unit."""
    return np.asarray(run.data[name].to_numpy(), dtype=np.float64)


def variable_of(run: RunLike, name: str) -> Variable:
    """Registry entry of a dataset variable; names the registry does not know are described by their attributes."""
    try:
        return find_variable(name, species=[name] if _unit(run, name) == "mol/m³" else [])
    except KeyError:
        attributes = run.data[name].attrs if name in run.data else {}
        label = clean(attributes.get("long_name") or name.replace("_", " "), 40)
        return Variable(name, "", _unit(run, name), ("time",), label, label, "")


def _unit(run: RunLike, name: str) -> str:
    unit = clean(run.data[name].attrs.get("units", ""), 20) if name in run.data else ""
    return "" if unit == "1" else unit


def species_of(run: RunLike) -> list[str]:
    """Substrates and by-products that ever reach a visible concentration, the main substrate first."""
    names = [str(n) for n in run.data.data_vars if _unit(run, str(n)) == "mol/m³" and str(n) not in _BACKGROUND]
    names = [name for name in names if not name.startswith(_SENSED)]
    seen = [n for n in names if has(run, n) and float(np.nanmax(series(run, n))) > _TRACE]
    return sorted(seen, key=lambda n: (n != "glucose", names.index(n)))


def per_volume(run: RunLike, name: str, symbol: str) -> tuple[Variable, Numbers] | None:
    """A heat or power per volume of broth [W/m³], which is comparable between vessels."""
    if not (has(run, name) and has(run, "volume")):
        return None
    variable = replace(variable_of(run, name), unit="W/m³", symbol=symbol)
    return variable, series(run, name) / series(run, "volume")


def phases_of(run: RunLike) -> list[Span]:
    """Phases of the recipe, from the events that start them."""
    starts = [(_hour(e["time"]), _phase_name(e)) for e in run.events if _phase_name(e)]
    ends = [*(hour for hour, _ in starts), end_of(run)][1:]
    return [Span(name, hour, end) for (hour, name), end in zip(starts, ends, strict=True) if end > hour]


def _phase_name(event: Mapping[str, Any]) -> str:
    """Name of the phase that an event starts, dashes as spaces; empty for other events."""
    return told(clean(str(event.get("name", "")).replace("-", " "), 40)) if event.get("kind") == "phase" else ""


def _hour(value: Any) -> float:
    return float(value)


def limit_spans(run: RunLike) -> dict[str, list[Span]]:
    """Stretches in which each limit binds, the longest-lasting limit first."""
    spans: dict[str, list[Span]] = {}
    for entry in run.limits:
        name = clean(entry["limit"], 40)
        spans.setdefault(name, []).append(Span(name, _hour(entry["from"]), _hour(entry["to"])))
    return dict(sorted(spans.items(), key=lambda item: (-total(item[1]), item[0])))


def merged(spans: list[Span], gap: float) -> list[Span]:
    """The spans as they are drawn: those closer than `gap` [h] joined, so that chatter is one bar."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if joined and span.start - joined[-1].end < gap:
            last = joined.pop()
            span = Span(last.name, last.start, max(last.end, span.end))
        joined.append(span)
    return joined


def total(spans: list[Span]) -> float:
    """Hours that the spans cover together."""
    return sum(span.end - span.start for span in spans)

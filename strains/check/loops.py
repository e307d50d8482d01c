"""Exchanges that the optimum does not pin down: they can run to their limit and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..formula import elements
from ..network import UNLIMITED
from .border import Exchange, exchanges
from .case import Case
from .finding import Finding, some
from .growth import NO_GROWTH
from .program import FluxProgram, program_of

__all__ = ["breaking_bounds", "loop_findings"]

_LIMIT = 0.45 * UNLIMITED
_IDLE = 0.5
_SLACK = 1e-6
_MOST = 6
_FREE = ({"H": 2.0, "O": 1.0}, {"H": 1.0})


def loop_findings(case: Case) -> list[Finding]:
    """Uptakes and secretions that can run to hundreds of mmol/gDW/h at full growth, water and protons aside."""
    entering, leaving = _running(case)
    if not entering:
        return []
    ins, outs = (", ".join(case.name(item.column) for item in part[:4]) for part in (entering, leaving))
    what = (
        f"at full growth uptake by {ins} can run to its limit and leave again by {outs or 'other exchanges'}: "
        "a loop through the medium that does no work"
    )
    bounds = breaking_bounds(case)
    if not bounds:
        return [Finding("warning", what, "give these uptakes maxima near what growth needs")]
    closed = some([f"{name}: {{lower: {low:g}, upper: {high:g}}}" for name, low, high in bounds])
    return [Finding("warning", what, f"close the way out in 'bounds': {closed}")]


def breaking_bounds(case: Case) -> tuple[tuple[str, float, float], ...]:
    """Bounds that close secretions until no loop runs and growth is what it was; empty where none do."""
    growth = program_of(case.network).largest({case.biomass: 1.0}) or 0.0
    found: list[tuple[str, float, float]] = []
    current = case
    for _ in range(_MOST):
        entering, leaving = _running(current)
        if not entering:
            break
        inside = {item.column for item in entering}
        step = next((one for one in _closed(current, leaving, inside) if _grows(one[1], growth)), None)
        if step is None:
            return ()
        found.append(step[0])
        current = step[1]
    return tuple(found)


def _closed(case: Case, leaving: list[Exchange], inside: set[int]) -> Iterator[tuple[tuple[str, float, float], Case]]:
    """Each way out closed in turn; first those through which nothing enters."""
    for item in sorted(leaving, key=lambda one: (one.column in inside, one.column)):
        lower, upper = case.network.lower.copy(), case.network.upper.copy()
        if item.usual:
            upper[item.column] = min(upper[item.column], 0.0)
        else:
            lower[item.column] = max(lower[item.column], 0.0)
        bound = (case.name(item.column), float(lower[item.column]), float(upper[item.column]))
        yield bound, replace(case, network=replace(case.network, lower=lower, upper=upper))


def _grows(case: Case, growth: float) -> bool:
    return (program_of(case.network).largest({case.biomass: 1.0}) or 0.0) >= growth * (1.0 - 1e-6)


def _running(case: Case) -> tuple[list[Exchange], list[Exchange]]:
    """Exchanges that can bring in, and take out, hundreds of mmol/gDW/h at full growth."""
    network, program = case.network, program_of(case.network)
    growth = program.largest({case.biomass: 1.0})
    if growth is None or growth < NO_GROWTH:
        return [], []
    program.bound([case.biomass], growth * (1.0 - _SLACK), growth)
    border = [item for item in exchanges(network) if elements(network.formulas[item.row]) not in _FREE]
    wide = [item for item in border if item.into >= _LIMIT and _reach(program, item, 1.0) >= _LIMIT]
    entering = [item for item in wide if _need(program, item) < _IDLE * _LIMIT]
    if not entering:
        return [], []
    return entering, [item for item in border if item.out >= _LIMIT and _reach(program, item, -1.0) >= _LIMIT]


def _reach(program: FluxProgram, item: Exchange, side: float) -> float:
    """Largest flux into the cell (side +1) or out of it (−1)."""
    return abs(program.largest({item.column: side * item.coefficient}) or 0.0)


def _need(program: FluxProgram, item: Exchange) -> float:
    """Smallest flux into the cell: what growth itself takes."""
    return program.smallest({item.column: item.coefficient}) or 0.0

"""Cycles that make energy from nothing: with every uptake closed, no carrier can be spent."""

from __future__ import annotations

from ..network import UNLIMITED, Network
from .border import with_columns, without_uptake
from .carriers import dissipations
from .case import Case
from .finding import Finding, some
from .program import FluxProgram

__all__ = ["energy_findings"]

_FREE = 1e-6
_CYCLE = 1e-7


def energy_findings(case: Case) -> list[Finding]:
    """Carriers that can be spent without food, with the smallest set of reactions that pays for the first."""
    closed = without_uptake(case.network)
    wastes = dissipations(closed)
    if not wastes:
        return [Finding("note", "energy-generating cycles were not looked for: no ATP was recognised in the model")]
    program = FluxProgram(*with_columns(closed, list(wastes.values())))
    first = program.size - len(wastes)
    program.bound(range(first, program.size), 0.0, 0.0)
    free = {}
    for number, name in enumerate(wastes, start=first):
        program.bound([number], 0.0, UNLIMITED)
        rate = program.largest({number: 1.0}) or 0.0
        program.bound([number], 0.0, 0.0)
        if rate > _FREE:
            free[name] = rate
    if not free:
        return []
    name = next(iter(free))
    cycle = _cycle(closed, wastes[name])
    return [
        Finding(
            "error",
            f"makes energy from nothing: with every uptake closed it can still spend {', '.join(free)} "
            f"(up to {max(free.values()):.3g} mmol/gDW/h); {name} by {some(cycle, 8)}",
            "close one of these reactions, or one direction of it, in 'bounds' or 'knockouts'",
        )
    ]


def _cycle(closed: Network, waste: dict[int, float]) -> list[str]:
    """Reactions of a small cycle that pays for one unit, by the least sum of fluxes."""
    matrix = closed.matrix
    columns: list[dict[int, float]] = []
    names: list[str] = []
    for column, name in enumerate(closed.reactions):
        rows, values = closed.column(column)
        for open_, sign in ((closed.upper[column] > 0.0, 1.0), (closed.lower[column] < 0.0, -1.0)):
            if open_:
                columns.append({int(row): sign * float(value) for row, value in zip(rows, values, strict=True)})
                names.append(name)
    empty = Network((), closed.metabolites, matrix[:, :0], matrix.data[:0], matrix.data[:0], (), closed.charges)
    program = FluxProgram(*with_columns(empty, [*columns, waste]))
    program.bound([len(columns)], 1.0, 1.0)
    if program.smallest(dict.fromkeys(range(len(columns)), 1.0)) is None:
        return []
    fluxes = program.fluxes[:-1]
    order = sorted((column for column in range(len(names)) if fluxes[column] > _CYCLE), key=lambda i: -fluxes[i])
    return [names[column] for column in order]

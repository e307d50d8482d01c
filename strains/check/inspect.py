"""All checks, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from .balance import balance_findings
from .biomass import biomass_findings
from .case import Case
from .energy import energy_findings
from .enforced import enforced_findings
from .finding import Finding, Report
from .growth import growth_findings
from .ids import id_findings
from .loops import loop_findings
from .openings import opening_findings
from .unique import unique_findings

__all__ = ["inspect"]

_ORDER = ("error", "warning", "note")
_CHECKS: tuple[tuple[str, Callable[[Case], list[Finding]]], ...] = (
    ("energy-generating cycles", energy_findings),
    ("biomass", biomass_findings),
    ("exchanges", opening_findings),
    ("loops", loop_findings),
    ("balances", balance_findings),
    ("enforced fluxes", enforced_findings),
    ("ids", id_findings),
    ("uniqueness of tracked fluxes", unique_findings),
)


def inspect(case: Case, progress: Callable[[str], None] | None = None) -> Report:
    """Run every check.

    Parameters
    ----------
    case : Case
        A model or a strain.
    progress : callable, optional
        Told, in a line, what is being checked.

    Returns
    -------
    Report
    """
    say = progress or (lambda _: None)
    say("checking growth")
    findings, growth = growth_findings(case)
    for name, check in _CHECKS:
        say(f"checking {name}")
        findings += check(case)
    return Report(
        findings=tuple(sorted(findings, key=lambda item: _ORDER.index(item.level))),
        biomass=case.name(case.biomass),
        growth=growth,
        reactions=len(case.network.reactions),
        metabolites=len(case.network.metabolites),
    )

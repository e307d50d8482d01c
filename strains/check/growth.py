"""Does it grow on the stated medium; if not, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..formula import elements, molar_mass
from ..network import UNLIMITED, Network
from .border import exchanges, with_columns
from .case import Case
from .compounds import identify
from .finding import Finding, Level, some
from .program import FluxProgram, program_of

__all__ = ["NO_GROWTH", "growth_findings", "missing_nutrients", "relaxed"]

# Slower than this [1/h], a doubling in 29 days, is no growth.
NO_GROWTH = 1e-3
_TRIAL = 0.01
_FLOWS = 1e-7
_UNKNOWN = {"C": 40.0}
# What a medium holds, before anything else with carbon in it: dearer by this factor.
_FOODS = ("glucose", "fructose", "sucrose", "glycerol", "galactose", "xylose", "methanol", "methane", "acetate")
_SALT, _OTHER_ORGANIC = 0.1, 50.0


def growth_findings(case: Case) -> tuple[list[Finding], float]:
    """Findings, and the largest growth rate [1/h]."""
    found: list[Finding] = []
    best, network = program_of(case.network).largest({case.biomass: 1.0}), case.network
    if best is None:
        network = relaxed(network)
        best = program_of(network).largest({case.biomass: 1.0}) or 0.0
        found.append(_contradiction(case, network))
    if best < NO_GROWTH:
        found.append(_no_growth(case, network, best))
    return found, best


def relaxed(network: Network) -> Network:
    """Nothing enforced."""
    return replace(network, lower=np.minimum(network.lower, 0.0), upper=np.maximum(network.upper, 0.0))


def _contradiction(case: Case, free: Network) -> Finding:
    """Enforced fluxes that exclude each other; in a strain they may fall short."""
    unmet = _unmet(case, free)
    level: Level = "warning" if case.definition else "error"
    what = f"the enforced fluxes contradict each other on this medium{f': {some(unmet)}' if unmet else ''}"
    advice = "set their lower bounds to 0, or make them demands of the strain, which may fall short"
    return Finding(level, what, advice)


def _unmet(case: Case, free: Network) -> list[str]:
    """Enforced fluxes that cannot be met even alone."""
    program, names = program_of(free), []
    for column in np.flatnonzero((case.network.lower > 0.0) | (case.network.upper < 0.0)):
        forward = case.network.lower[column] > 0.0
        reach = program.largest({int(column): 1.0 if forward else -1.0}) or 0.0
        need = float(case.network.lower[column] if forward else -case.network.upper[column])
        if reach < need - _FLOWS:
            names.append(f"{case.name(int(column))} ≥ {need:g} (at most {reach:.3g})")
    return names


def _no_growth(case: Case, network: Network, best: float) -> Finding:
    what = f"does not grow on the stated medium: at most {best:.3g} 1/h by {case.name(case.biomass)}"
    missing = missing_nutrients(network, case.biomass)
    if missing is None:
        blocked = _unmakeable(network, case.biomass)
        tail = f"; it cannot make {some(blocked)}" if blocked else ""
        return Finding(
            "error", f"{what}, nor with every exchange open{tail}", "check the biomass reaction and the gaps"
        )
    opened = some([case.name(column) for column in missing], 12)
    return Finding("error", f"{what}; uptake by {opened} opens growth", "add these to the medium (bounds or uptakes)")


def missing_nutrients(network: Network, biomass: int) -> list[int] | None:
    """A small set of exchanges whose opening gives growth.

    The mass taken up in addition is minimised (salts and common sugars before anything else), then every exchange in it
    that growth can do without is dropped.

    Parameters
    ----------
    network : Network
        Nothing enforced.
    biomass : int
        Column of the growth reaction.

    Returns
    -------
    list of int or None
        Columns; None where even all of them together do not give growth.
    """
    closed = [item for item in exchanges(network) if item.into < UNLIMITED]
    found = _enough(network, biomass, [item.row for item in closed])
    return None if found is None else [closed[number].column for number in found]


def _unmakeable(network: Network, biomass: int) -> list[str]:
    """Substrates of the growth reaction whose supply gives growth where every exchange is open."""
    opened = [item.row for item in exchanges(network)]
    rows, values = network.column(biomass)
    wanted = [int(row) for row in rows[values < 0.0]]
    found = _enough(network, biomass, wanted, free=opened)
    return [network.metabolites[wanted[number]] for number in found or ()]


def _enough(network: Network, biomass: int, rows: Sequence[int], free: Sequence[int] = ()) -> list[int] | None:
    """Positions in `rows` of metabolites whose supply, beside those that are free, gives growth."""
    program = FluxProgram(*with_columns(network, [{row: 1.0} for row in (*rows, *free)]))
    first = len(network.reactions)
    added = range(first, first + len(rows))
    weights = _prices(network, rows)
    program.bound([biomass], _TRIAL, UNLIMITED)
    if program.smallest(dict(zip(added, weights, strict=True))) is None:
        return None
    used = [number for number in added if program.fluxes[number] > _FLOWS]
    program.bound([number for number in added if number not in used], 0.0, 0.0)
    for number in list(used):
        program.bound([number], 0.0, 0.0)
        if program.largest({biomass: 1.0}) is None:
            program.bound([number], 0.0, UNLIMITED)
        else:
            used.remove(number)
    return [number - first for number in used]


def _prices(network: Network, rows: Sequence[int]) -> list[float]:
    """Mass of each metabolite [g/mol], salts cheaper, uncommon organic compounds dearer."""
    known, prices = identify(network), []
    for row in rows:
        counts = elements(network.formulas[row]) or _UNKNOWN
        compound = known.get(row, "")
        if compound in _FOODS:
            factor = 1.0 + _FOODS.index(compound)
        else:
            factor = _OTHER_ORGANIC if counts.get("C") and compound != "carbon_dioxide" else _SALT
        prices.append(1.0 + 1000.0 * molar_mass(counts) * factor)
    return prices

"""Is one unit of growth one gram; does it hold the elements of life; is there a second way to make it."""

from __future__ import annotations

from ..chemistry import biomass_pools
from ..formula import elements, molar_mass
from ..network import Network
from .case import Case
from .finding import Finding, Level, count, some
from .growth_reaction import biomass_like
from .program import FluxProgram, program_of

__all__ = ["biomass_findings", "rivals", "unfolded"]

_CLOSED = 0.05
_SCALED = (0.5, 2.0)
_ELEMENTS = ("C", "H", "N", "O", "P", "S")
_NAMES = {"C": "carbon", "H": "hydrogen", "N": "nitrogen", "O": "oxygen", "P": "phosphorus", "S": "sulphur"}
_DEPTH = 40
_FLOWS = 1e-6


def unfolded(network: Network, biomass: int) -> dict[int, float]:
    """Coefficients of growth with pools that have no formula replaced by what they are made of.

    A pool (protein, lipids) is replaced while exactly one inner reaction makes it.

    Parameters
    ----------
    network : Network
        The model.
    biomass : int
        Column of the growth reaction.

    Returns
    -------
    dict
        Metabolite index to coefficient; pools that could not be replaced are still in it.
    """
    by_row = network.matrix.tocsr()
    boundary = network.boundary()
    rows, values = network.column(biomass)
    total = {int(row): float(value) for row, value in zip(rows, values, strict=True)}
    seen: set[int] = set()
    for _ in range(_DEPTH):
        pool = next(
            (r for r, v in total.items() if v < 0.0 and not elements(network.formulas[r]) and r not in seen), None
        )
        if pool is None:
            break
        seen.add(pool)
        users = by_row.indices[by_row.indptr[pool] : by_row.indptr[pool + 1]]
        makers = [
            int(user) for user in users if not boundary[user] and user != biomass and _makes(network, int(user), pool)
        ]
        if len(makers) == 1:
            _replace(network, total, pool, makers[0])
    return {row: value for row, value in total.items() if abs(value) > 1e-12}


def _makes(network: Network, column: int, row: int) -> bool:
    rows, values = network.column(column)
    value = values[rows == row][0]
    return bool((value > 0.0 and network.upper[column] > 0.0) or (value < 0.0 and network.lower[column] < 0.0))


def _replace(network: Network, total: dict[int, float], pool: int, maker: int) -> None:
    rows, values = network.column(maker)
    share = -total[pool] / float(values[rows == pool][0])
    for row, value in zip(rows, values, strict=True):
        total[int(row)] = total.get(int(row), 0.0) + share * float(value)
    total[pool] = 0.0


def biomass_findings(case: Case) -> list[Finding]:
    """Mass, elements, components without a formula, other growth reactions."""
    network, name = case.network, case.name(case.biomass)
    total = unfolded(network, case.biomass)
    direct = network.column(case.biomass)[0]
    unknown = [network.metabolites[r] for r, v in total.items() if v < 0.0 and not elements(network.formulas[r])]
    taken = _taken(network, case.biomass, total)
    found: list[Finding] = []
    if unknown:
        advice = "give these formulas, or the balances of a run will not close"
        found.append(
            Finding("warning", f"{count(len(unknown), 'component')} of {name} without formula: {some(unknown)}", advice)
        )
    elif set(total) - set(int(row) for row in direct):
        advice = "balances of a run count what enters the growth reaction itself, so give its pools formulas"
        found.append(Finding("note", f"{name} is made from pools without formula, which were unfolded", advice))
    mass = molar_mass(taken)
    if not unknown or mass > 1.0:  # what has no formula weighs more than nothing
        found += _mass(name, mass, bool(unknown))
    missing = [_NAMES[symbol] for symbol in _ELEMENTS if taken.get(symbol, 0.0) <= 1e-9]
    if missing and not unknown:
        advice = "balances of these elements mean nothing with this model"
        found.append(Finding("warning", f"{name} takes up no {' and no '.join(missing)}", advice))
    return found + _others(case)


def _taken(network: Network, biomass: int, total: dict[int, float]) -> dict[str, float]:
    """Elements taken up net for one unit of growth [mmol/gDW]."""
    taken: dict[str, float] = {}
    for row in set(total) - set(biomass_pools(network, biomass)):
        for symbol, number in elements(network.formulas[row]).items():
            taken[symbol] = taken.get(symbol, 0.0) - total[row] * number
    return taken


def _mass(name: str, mass: float, bound: bool) -> list[Finding]:
    if abs(mass - 1.0) <= _CLOSED:
        return []
    scaled = _SCALED[0] <= mass <= _SCALED[1] or bound
    level: Level = "warning" if scaled else "error"
    advice = "yields on biomass are off by this factor, and mass and element balances do not close"
    if not scaled:
        advice = f"growth is not scaled to 1 gDW: divide the coefficients of {name} by this number"
    least = "at least " if bound else ""
    return [Finding(level, f"one unit of {name} takes up {least}{mass:.4g} g, where 1 gDW should take up 1 g", advice)]


def rivals(case: Case) -> list[int]:
    """Columns of further growth reactions that can run and that growth does not need."""
    program = program_of(case.network)
    return [
        column
        for column in biomass_like(case.network)
        if column != case.biomass
        and case.network.upper[column] > 0.0
        and len(case.network.column(column)[0]) > 1
        and (program.largest({column: 1.0}) or 0.0) > _FLOWS
        and not _needed(case, program, column)
    ]


def _others(case: Case) -> list[Finding]:
    """Further growth reactions: a sink for anything, and growth that nobody counts."""
    active = rivals(case)
    if not active:
        return []
    names = some([case.name(column) for column in active])
    what = f"besides {case.name(case.biomass)}, there is a second way to grow that can run: {names}"
    return [Finding("warning", what, "each is a sink whose growth nobody counts: put them in 'knockouts'")]


def _needed(case: Case, program: FluxProgram, column: int) -> bool:
    """Whether growth stops without this reaction: it makes a part of biomass then."""
    program.bound([column], 0.0, 0.0)
    without = program.largest({case.biomass: 1.0}) or 0.0
    program.bound([column], case.network.lower[column], case.network.upper[column])
    return without < _FLOWS

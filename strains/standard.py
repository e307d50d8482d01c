"""From an edited network and a definition to the parametric linear program."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from .chemistry import enthalpies_leaving, leaving
from .definition import Objective, StrainDefinition
from .errors import StrainError, nearest
from .formula import elements
from .network import Network
from .problem import ParametricProblem

__all__ = ["build_problem"]

_QUANTITIES = ("carbon", "nitrogen", "oxygen", "charge", "electrons", "mass")
_OTHER = ("water", "proton", *(f"other_{quantity}" for quantity in _QUANTITIES), "heat")
# A reversible flux may run either way, so its weight in the last level is only there to break ties.
_REVERSIBLE_WEIGHT = 0.01
_SECONDS_PER_HOUR_IN_KJ = 3.6  # kJ/h per W


def _hashed(name: str) -> float:
    """A number in (0, 1) that depends on the name alone."""
    return (int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") + 0.5) / 2.0**48


class _Columns:
    """Columns and rows under construction."""

    def __init__(self, network: Network, definition: StrainDefinition) -> None:
        self.network = network
        self.definition = definition
        self.index = {name: column for column, name in enumerate(network.reactions)}
        self.names = list(network.reactions)
        self.lower = list(network.lower)
        self.upper = list(network.upper)
        self.lower_slope: dict[int, tuple[int, float]] = {}
        self.upper_slope: dict[int, tuple[int, float]] = {}
        self._targets = definition.named_fluxes
        self.rows: list[dict[int, float]] = []
        self.slacks: list[tuple[str, int]] = []

    def add(self, name: str, lower: float, upper: float) -> int:
        """A new column."""
        self.names.append(name)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.names) - 1

    def find(self, reaction: str, where: str) -> int:
        """Column of a reaction; its absence is the reader's error."""
        if reaction not in self.index:
            self.network.reaction(reaction, f"strain '{self.definition.name}', {where}")
        return self.index[reaction]

    def target(self, name: str, where: str) -> tuple[int, float]:
        """Column and sign of a named flux or a reaction."""
        reaction, sign = self._targets.get(name, (name, 1.0))
        if reaction not in self.index:
            tail = nearest(name, (*self._targets, *self.index))
            raise StrainError(f"strain '{self.definition.name}', {where}: unknown '{name}'{tail}")
        return self.index[reaction], sign

    def enforce(self, name: str, column: int, sign: float, at_least: float) -> int:
        """sign·x ≥ at_least − slack; returns the column of sign·x + slack, whose lower bound that is."""
        level = self.add(f"level:{name}", at_least, math.inf)
        slack = self.add(f"slack:{name}", 0.0, math.inf)
        self.rows.append({column: sign, slack: 1.0, level: -1.0})
        self.slacks.append((name, slack))
        return level


def _enforced_bounds(columns: _Columns) -> None:
    """Bounds of the model that zero flux violates."""
    asked = {columns.index.get(columns.definition.flux(item.reaction)[0]) for item in columns.definition.demands}
    for column, name in enumerate(columns.network.reactions):
        low, high = columns.lower[column], columns.upper[column]
        if low > 0.0:
            columns.lower[column] = 0.0
            if column not in asked:  # a demand takes its place
                columns.enforce(name, column, 1.0, low)
        if high < 0.0:
            columns.upper[column] = 0.0
            columns.enforce(name, column, -1.0, -high)


def _uptakes(columns: _Columns) -> None:
    """Exchange ≥ −θ, and for an enforced one exchange + slack = −θ; release ≤ θ."""
    definition = columns.definition
    species = {item.name: item for item in definition.species}
    for number, uptake in enumerate(definition.uptakes):
        item = species[uptake.species]
        if item.release:
            column = columns.find(item.release, "uptakes")
            columns.upper[column] = 0.0
            columns.upper_slope[column] = (number, 1.0)
            continue
        column = columns.find(item.reaction, "uptakes")
        columns.lower[column] = 0.0
        columns.lower_slope[column] = (number, -1.0)
        if uptake.enforced:
            level = columns.enforce(f"{uptake.species}_uptake", column, -1.0, 0.0)
            columns.lower_slope[level] = (number, 1.0)


def _demands(columns: _Columns) -> None:
    """Flux − per_growth·growth + slack ≥ θ."""
    definition = columns.definition
    growth = columns.index[definition.biomass]
    for number, demand in enumerate(definition.demands, start=len(definition.uptakes)):
        column, sign = columns.target(demand.reaction, f"demand '{demand.name}'")
        level = columns.enforce(demand.name, column, sign, 0.0)
        if demand.per_growth:
            row = columns.rows[-1]
            row[growth] = row.get(growth, 0.0) - demand.per_growth
        columns.lower_slope[level] = (number, 1.0)


def _capacities(columns: _Columns) -> None:
    """Σ coefficient·flux = a column of its own, bounded above by a constant or by θ."""
    number = len(columns.definition.uptakes) + len(columns.definition.demands)
    for capacity in columns.definition.capacities:
        where = f"capacity '{capacity.name}'"
        if capacity.maximum < 0.0:
            name = columns.definition.name
            raise StrainError(f"strain '{name}', {where}: a maximum below 0 cannot be met by a resting cell")
        row: dict[int, float] = {}
        for target, coefficient in capacity.terms:
            column, sign = columns.target(target, where)
            row[column] = row.get(column, 0.0) + sign * coefficient
        used = columns.add(f"capacity:{capacity.name}", -math.inf, capacity.maximum)
        if capacity.varies:
            columns.upper[used] = 0.0
            columns.upper_slope[used] = (number, 1.0)
            number += 1
        row[used] = -1.0
        columns.rows.append(row)


def _matrix(columns: _Columns) -> csc_array:
    """Stoichiometry with the rows of levels and capacities below."""
    stoichiometry = columns.network.matrix.tocoo()
    rows, cols, values = (list(stoichiometry.row), list(stoichiometry.col), list(stoichiometry.data))
    for number, row in enumerate(columns.rows, start=stoichiometry.shape[0]):
        rows += [number] * len(row)
        cols += list(row)
        values += list(row.values())
    shape = (stoichiometry.shape[0] + len(columns.rows), len(columns.names))
    return csc_array((values, (rows, cols)), shape=shape)


def _objective(objective: Objective, columns: _Columns) -> NDArray[np.float64]:
    """Cost row, to be minimised."""
    column, sign = columns.target(objective.target, "objectives")
    cost = np.zeros(len(columns.names))
    cost[column] = sign if objective.sense == "min" else -sign
    return cost


def _tie_breaker(columns: _Columns) -> NDArray[np.float64]:
    """Strictly generic weights that make all fluxes unique and keep irreversible ones small."""
    weight = np.zeros(len(columns.names))
    for column, name in enumerate(columns.names):
        number = _hashed(name)
        if columns.lower[column] < 0.0 < columns.upper[column] or column in columns.lower_slope:
            weight[column] = _REVERSIBLE_WEIGHT * (2.0 * number - 1.0)
        else:
            weight[column] = (1.0 + number) * (1.0 if columns.upper[column] > 0.0 else -1.0)
    return weight


def _levels(
    columns: _Columns, outputs: Mapping[str, NDArray[np.float64]]
) -> tuple[list[str], list[NDArray[np.float64]], int]:
    """Feasibility, growth, the strain's objectives; then ours."""
    names: list[str] = []
    costs: list[NDArray[np.float64]] = []
    for name, slack in columns.slacks:
        cost = np.zeros(len(columns.names))
        cost[slack] = 1.0
        names.append(f"min shortfall_{name}")
        costs.append(cost)
    objectives = columns.definition.objectives
    if not any(item.target == "growth" for item in objectives):
        objectives = (Objective("max", "growth"), *objectives)
    for item in objectives:
        names.append(f"{item.sense} {item.target}")
        costs.append(_objective(item, columns))
    stated = len(names)
    # The lumped outputs are fixed by a generic mixture of themselves, so that no output depends on reaction ids.
    lumps = [outputs[name] / (np.abs(outputs[name]).max() or 1.0) * (1.0 + _hashed(name)) for name in _OTHER]
    mixture = np.sum(lumps, axis=0)
    return [*names, "lumped outputs", "tie breaker"], [*costs, mixture, _tie_breaker(columns)], stated


def _kind(network: Network, column: int) -> str | None:
    """``"water"`` or ``"proton"`` for the exchange of one of them."""
    rows, _ = network.column(column)
    if len(rows) != 1:
        return None
    counts, charge = elements(network.formulas[rows[0]]), network.charges[rows[0]]
    if counts == {"H": 2.0, "O": 1.0} and charge == 0.0:
        return "water"
    return "proton" if counts == {"H": 1.0} and charge == 1.0 else None


def _lumps(columns: _Columns) -> dict[str, NDArray[np.float64]]:
    """Water, protons, everything else that crosses the border, and heat.

    An unbalanced inner reaction counts as crossing the border, so that balances close on any model.
    """
    network, definition = columns.network, columns.definition
    out = leaving(network, definition.biomass)
    biomass = columns.index[definition.biomass]
    enthalpy = enthalpies_leaving(network, definition, out["electrons"])
    tracked = {columns.index[name] for item in definition.species for name in (item.reaction, item.release) if name}
    rows = {name: np.zeros(len(columns.names)) for name in _OTHER}
    rows["heat"][: len(enthalpy)] = -enthalpy / _SECONDS_PER_HOUR_IN_KJ
    for column in range(len(network.reactions)):
        kind = _kind(network, column)
        if column in tracked or column == biomass:
            continue
        if kind is not None:
            rows[kind][column] = -network.column(column)[1][0]
            continue
        for quantity in _QUANTITIES:
            rows[f"other_{quantity}"][column] = out[quantity][column]
    return rows


def _outputs(columns: _Columns) -> dict[str, NDArray[np.float64]]:
    """Growth, net exchange of the species, shortfalls, lumps: each a row over the columns."""
    rows: dict[str, NDArray[np.float64]] = {}
    picks = {"growth": columns.index[columns.definition.biomass]}
    picks |= {item.name: columns.index[item.reaction] for item in columns.definition.species}
    picks |= {f"shortfall_{name}": slack for name, slack in columns.slacks}
    for name, column in picks.items():
        rows[name] = np.zeros(len(columns.names))
        rows[name][column] = 1.0
    for item in columns.definition.species:
        if item.release:
            rows[item.name][columns.index[item.release]] = -1.0
    return rows | _lumps(columns)


def _slopes(columns: _Columns, slopes: Mapping[int, tuple[int, float]]) -> NDArray[np.float64]:
    """Slope of every column's bound in every parameter."""
    out = np.zeros((len(columns.names), len(columns.definition.parameters)))
    for column, (parameter, value) in slopes.items():
        out[column, parameter] = value
    return out


def build_problem(network: Network, definition: StrainDefinition) -> ParametricProblem:
    """Standard form of a strain.

    Parameters
    ----------
    network : Network
        The edited model.
    definition : StrainDefinition
        What varies, what is enforced, and in which order it is optimised.

    Returns
    -------
    ParametricProblem

    Raises
    ------
    StrainError
        An id that the model does not have, or a capacity that zero flux violates.
    """
    columns = _Columns(network, definition)
    columns.find(definition.biomass, "biomass")
    _enforced_bounds(columns)
    _uptakes(columns)
    _demands(columns)
    _capacities(columns)
    outputs = _outputs(columns)
    levels, costs, stated = _levels(columns, outputs)
    return ParametricProblem(
        columns=tuple(columns.names),
        parameters=definition.parameters,
        levels=tuple(levels),
        outputs=tuple(outputs),
        matrix=_matrix(columns),
        lower=np.array(columns.lower),
        lower_slope=_slopes(columns, columns.lower_slope),
        upper=np.array(columns.upper),
        upper_slope=_slopes(columns, columns.upper_slope),
        costs=np.array(costs),
        output_matrix=np.array(list(outputs.values())),
        box=np.array(definition.box),
        stated=stated,
    )

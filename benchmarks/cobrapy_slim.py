"""The batch with COBRApy as a careful user would: one `slim_optimize` a call on a weighted sum, SciPy's BDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .batch import EXCHANGES, MAINTENANCE, START, Organism, balance, capacities, grid
from .case import Progress, Side
from .swiglpk_lsoda import SHORTFALL, WEIGHTS

__all__ = ["SlimBatch", "slim"]

Array = NDArray[np.float64]

RELATIVE, ABSOLUTE = 2e-6, 2e-8  # achieve an error below 1e-4 on both models


@dataclass(frozen=True)
class SlimBatch:
    """What came of it: states at the times of `batch.grid`, shape (times, 4), and calls of the right-hand side."""

    states: Array
    calls: int


def _weighted(organism: Organism) -> Any:
    """The model with the levels as a weighted sum and a slack for maintenance."""
    from cobra.io import load_model

    model = load_model(organism.model)
    for name, lower, upper in organism.bounds:
        model.reactions.get_by_id(name).bounds = lower, upper
    maintenance = model.reactions.get_by_id(MAINTENANCE)
    need, maintenance.lower_bound = maintenance.lower_bound, 0.0
    optlang = model.problem
    slack = optlang.Variable("shortfall", lb=0.0)
    model.add_cons_vars([slack, optlang.Constraint(maintenance.flux_expression + slack, lb=need)])
    followed = zip((organism.biomass, *EXCHANGES.values()), WEIGHTS, strict=True)
    total = sum(weight * model.reactions.get_by_id(name).flux_expression for name, weight in followed)
    model.objective = optlang.Objective(total - SHORTFALL * slack, direction="max")
    return model


def _run(model: Any, organism: Organism, hours: float) -> SlimBatch:
    """Integrate the batch."""
    from scipy.integrate import solve_ivp

    exchanges = [model.reactions.get_by_id(name) for name in EXCHANGES.values()]
    followed = [model.reactions.get_by_id(organism.biomass), *exchanges]

    def slope(time: float, state: Array) -> Array:
        for reaction, capacity in zip(exchanges, capacities(state).tolist(), strict=True):
            reaction.lower_bound = -capacity
        model.slim_optimize(error_value=None)
        return balance(state, np.array([reaction.flux for reaction in followed]))

    solved = solve_ivp(slope, (0.0, hours), START, "BDF", grid(hours), rtol=RELATIVE, atol=ABSOLUTE)
    return SlimBatch(np.asarray(solved.y.T, dtype=float), int(solved.nfev))


@cache
def slim(organism: Organism, hours: float, progress: Progress) -> Side:
    """The batch as a side of a contest; seconds on a genome-scale model, so it runs once after a warm-up.

    Parameters
    ----------
    organism : Organism
    hours : float
        How long the batch is.
    progress : callable
        Told, in a line, that it begins.

    Returns
    -------
    Side
        Returns a `SlimBatch`.
    """
    progress(f"COBRApy's slim_optimize on {organism.model}")
    return Side(partial(_run, _weighted(organism), organism, hours), warm=False)

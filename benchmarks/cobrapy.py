"""The batch as COBRApy's documentation does dynamic FBA ("Dynamic Flux Balance Analysis (dFBA) in COBRApy").

SciPy's BDF calls the model; at every call, in a context of the model: bounds from the concentrations, a feasibility
program, and one constraint a level of the lexicographic order. The integration ends where the model becomes
infeasible: when neither sugar nor acetate pays for maintenance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .batch import EXCHANGES, START, TEXTBOOK, balance, capacities, grid
from .case import Progress, Side

__all__ = ["CobrapyBatch", "documented"]

Array = NDArray[np.float64]

INFEASIBLE = 1e-6  # sum of the violations at which the model counts as infeasible; the documentation's figure
# Capacities near GLPK's tolerance of 1e-7 make the next level of the order infeasible: they count as none.
UNSEEN = 1e-6  # mmol/gDW/h
EVERY = 0.25  # h between lines of progress


@dataclass(frozen=True)
class CobrapyBatch:
    """What came of it.

    Parameters
    ----------
    states : shape (rows, 4)
        At the times of `batch.grid`, as many as were reached.
    end : float
        Time at which it ended [h].
    calls : int
        Calls of the right-hand side.
    """

    states: Array
    end: float
    calls: int


def _bound(model: Any, state: Array) -> None:
    """Let the exchanges take up what the concentrations allow."""
    for reaction, capacity in zip(EXCHANGES.values(), capacities(state), strict=True):
        model.reactions.get_by_id(reaction).lower_bound = -capacity if capacity > UNSEEN else 0.0


def _slope(model: Any, hours: float, progress: Progress, told: list[float], time: float, state: Array) -> Array:
    """Right-hand side: fluxes in lexicographic order, times the biomass."""
    from cobra.util import add_lexicographic_constraints, add_lp_feasibility, fix_objective_as_constraint

    if time >= told[0]:
        told[0] += EVERY
        progress(f"COBRApy's documented way: {time:.2f} of {hours:g} h")
    order = [TEXTBOOK.biomass, *EXCHANGES.values()]
    with model:
        _bound(model, state)
        add_lp_feasibility(model)
        fix_objective_as_constraint(model)
        fluxes = add_lexicographic_constraints(model, order, ["max"] * len(order))
    return balance(state, fluxes.to_numpy())


def _infeasibility(model: Any, time: float, state: Array) -> float:
    """Distance from the point at which the model counts as infeasible; the integration ends at zero."""
    from cobra.util import add_lp_feasibility, fix_objective_as_constraint

    with model:
        _bound(model, state)
        add_lp_feasibility(model)
        return float(fix_objective_as_constraint(model)) - INFEASIBLE


def _batch(model: Any, hours: float, progress: Progress) -> CobrapyBatch:
    """Integrate the batch.

    Parameters
    ----------
    model : cobra.Model
        Left as it was.
    hours : float
        How long.
    progress : callable
        Told, in a line, how far it is; the whole batch takes more than a minute.

    Returns
    -------
    CobrapyBatch
    """
    from scipy.integrate import solve_ivp

    event: Any = partial(_infeasibility, model)
    event.direction, event.terminal = 1, True
    times = grid(hours)
    solved = solve_ivp(
        partial(_slope, model, hours, progress, [0.0]),
        (0.0, hours),
        START,
        "BDF",
        times,
        events=[event],
        rtol=1e-6,
        atol=1e-8,
    )
    ended = solved.t_events[0]
    end = float(ended[0]) if len(ended) else hours
    return CobrapyBatch(np.asarray(solved.y.T, dtype=float), end, int(solved.nfev))


@cache
def documented(hours: float, progress: Progress) -> Side:
    """The batch COBRApy's way as a side of a contest; slow, so it runs once, whoever asks, and that is its sample.

    Parameters
    ----------
    hours : float
        How long the batch is.
    progress : callable
        Told, in a line, how far it is.

    Returns
    -------
    Side
        Returns a `CobrapyBatch`.
    """
    from cobra.io import load_model

    return Side(partial(_batch, load_model(TEXTBOOK.model), hours, progress), warm=False)

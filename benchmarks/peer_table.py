"""How fast the peers have been: a peer that is much slower here is badly written, and beating it says nothing."""

from __future__ import annotations

import statistics
from functools import cache, partial
from types import MappingProxyType

from .batch import EXCHANGES, TEXTBOOK
from .case import Side
from .timing import PROCESSOR, time_of

__all__ = ["table_seconds"]

# Ten hours of the batch [s], measured once on another machine; COBRApy took `PROGRAM` for one textbook program there.
TABLE = MappingProxyType(
    {
        ("swiglpk+LSODA", "textbook"): 0.016,
        ("swiglpk+LSODA", "iJO1366"): 0.180,
        ("COBRApy slim", "textbook"): 0.240,
        ("COBRApy slim", "iJO1366"): 4.6,
        ("COBRApy documented", "textbook"): 74.5,
    }
)
PROGRAM = 0.07e-3  # s, warm, glucose bound changed


@cache
def _program_seconds() -> float:
    """COBRApy's time for one textbook program, warm, its glucose bound changed."""
    from cobra.io import load_model

    model = load_model(TEXTBOOK.model)
    glucose = model.reactions.get_by_id(EXCHANGES["glucose"])

    def solve(bound: float) -> None:
        glucose.lower_bound = bound
        model.slim_optimize()

    bounds = (-10.0 + 0.01 * number for number in range(200))
    return statistics.median(time_of(Side(partial(solve, bound)), PROCESSOR)[0] for bound in bounds)


def table_seconds(reference: str, model: str) -> float:
    """Time a peer is expected to take for ten hours on this machine.

    Parameters
    ----------
    reference, model : str
        Names.

    Returns
    -------
    float
        [s]
    """
    return TABLE[reference, model] * _program_seconds() / PROGRAM

"""Fluxes the model forces: each becomes a level of feasibility of its own."""

from __future__ import annotations

import numpy as np

from .case import Case
from .finding import Finding, Level, some

__all__ = ["enforced_findings"]

_MANY = 5


def enforced_findings(case: Case) -> list[Finding]:
    """Lower bounds above 0 and upper bounds below 0 that are no demand of the strain."""
    strain = case.definition
    demanded = {strain.flux(item.reaction)[0] for item in strain.demands} if strain else set()
    lower, upper = case.network.lower, case.network.upper
    columns = [
        int(column)
        for column in np.flatnonzero((lower > 0.0) | (upper < 0.0))
        if case.name(int(column)) not in demanded
    ]
    if not columns:
        return []
    named = [
        f"{case.name(column)} {'≥' if lower[column] > 0.0 else '≤'} "
        f"{lower[column] if lower[column] > 0.0 else upper[column]:.4g}"
        for column in columns
    ]
    level: Level = "warning" if len(columns) > _MANY else "note"
    return [
        Finding(
            level,
            f"{len(columns)} enforced {'fluxes' if len(columns) > 1 else 'flux'}: {some(named)}",
            "a maintenance belongs in 'demands'; other enforced bounds are best set to 0 in 'bounds', since each is "
            "met first, before growth, and may fall short",
        )
    ]

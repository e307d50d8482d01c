"""Which reaction is maintenance: it spends ATP and does nothing else."""

from __future__ import annotations

import re

from ..network import Network
from .compounds import identify

__all__ = ["guess_maintenance"]

_ALLOWED = {"atp", "water", "adp", "phosphate", "proton"}
_NAMED = re.compile(r"maint|ngam|atpm|dm_atp", re.IGNORECASE)


def guess_maintenance(network: Network) -> tuple[str, float] | None:
    """Maintenance reaction and its own lower bound [mmol/gDW/h].

    Only ATP hydrolysis counts; an enforced one first, then one named so, then the first by id.

    Parameters
    ----------
    network : Network
        The model.

    Returns
    -------
    tuple or None
        None where no reaction hydrolyses ATP and nothing else.
    """
    known = identify(network)
    labels = network.labels.reactions or ("",) * len(network.reactions)
    found = []
    for column, name in enumerate(network.reactions):
        rows, values = network.column(column)
        parts = {known.get(int(row), ""): float(value) for row, value in zip(rows, values, strict=True)}
        spends = parts.get("atp", 0.0) < 0.0 < parts.get("adp", 0.0) and "phosphate" in parts
        if spends and set(parts) <= _ALLOWED and len(parts) == len(rows) and network.upper[column] > 0.0:
            named = bool(_NAMED.search(name) or _NAMED.search(labels[column]))
            found.append((network.lower[column] <= 0.0, not named, name, float(max(network.lower[column], 0.0))))
    if not found:
        return None
    *_, name, lower = min(found)
    return name, lower

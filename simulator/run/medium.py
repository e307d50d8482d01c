"""What only a medium with reactions has: groups, bound and free enzyme, rates, conversions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..scenario import Reactions, Scenario
from .trajectory import Trajectory

__all__ = ["conversions", "made_of", "medium_columns"]

Column = NDArray[np.float64]


def medium_columns(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """Groups [kg/m³], bound and free of what adsorbs, rates of the reactions and their heat; nothing without them."""
    reactions = scenario.reactions
    if reactions is None:
        return {}
    table = {f"group_{name}": run.share(place) for place, name in enumerate(reactions.groups)}
    for pair, name in enumerate(reactions.adsorption):
        place = len(reactions.groups) + 2 * pair
        table[f"bound_{name}"], table[f"free_{name}"] = run.share(place), run.share(place + 1)
    table |= {f"rate_{name}": run.medium_rate(place) for place, name in enumerate(reactions.steps)}
    table["heat_reactions"] = run.signal("heat_reactions")
    return table


def made_of(run: Trajectory, reactions: Reactions | None, name: str) -> float:
    """What reactions in the medium made of a species [mol], whatever became of it."""
    if reactions is None:
        return 0.0
    counts = [step.stoichiometry.get(name, 0.0) for step in reactions.steps.values()]
    return sum(float(run.extent(place)[-1]) * count for place, count in enumerate(counts) if count > 0.0)


def conversions(run: Trajectory, reactions: Reactions | None, fed: Column) -> dict[str, float]:
    """Share of every raw material in vessel and feeds that reacted."""
    found: dict[str, float] = {}
    for name in reactions.raw_materials if reactions is not None else ():
        amount, place = run.amount(name), run.species.index(name)
        given = float(amount[0] + fed[place])
        if given > 0.0:
            left = float(amount[-1] + run.left_amount(name)[-1])
            found[f"conversion_{name}"] = (given - left) / given
    return found

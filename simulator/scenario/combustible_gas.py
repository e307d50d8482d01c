"""Whether the gas that a recipe blows in can burn, asked before anything is run."""

from __future__ import annotations

from ..combustible import FUELS, CombustibleRange, combustible_range
from .recipe import Recipe

__all__ = ["ALLOWING", "OXYGEN_ROOM", "combustible_inlet", "safest_oxygen"]

ALLOWING = "recipe.gas.combustible=allowed"
"""What a person sets who knows about it."""
OXYGEN_ROOM = 0.02
"""Mole fraction of oxygen below the limiting one, NFPA 69: at least 2 vol % where oxygen is watched (recalled)."""


def combustible_inlet(recipe: Recipe) -> str | None:
    """Why a recipe is refused; None where its inlet gas cannot burn, or may.

    The lower end of the oxygen cascade counts: it is certain. Where the cascade may go further, the run shows whether
    it does.
    """
    gas = recipe.gas
    if gas.combustible == "allowed" or not any(gas.others[name] > 0.0 for name in FUELS):
        return None
    oxygen = recipe.inlet_oxygen[0]
    fuel = sum(gas.others[name] for name in FUELS)
    limits = _limits(recipe, oxygen)
    inside = -float(limits.margin(fuel, oxygen))
    if inside < 0.0:
        return None
    names = " and ".join(name.replace("_", " ") for name in FUELS if gas.others[name] > 0.0)
    least, there = 100.0 * float(limits.lower), 100.0 * float(limits.oxygen_at(fuel))
    return (
        f"the inlet gas can burn: {100.0 * fuel:.3g} % of {names} with {100.0 * oxygen:.3g} % of oxygen is "
        f"{100.0 * inside:.2g} vol % inside the combustible range (from {least:.2g} % of fuel, and there from "
        f"{there:.2g} % of oxygen); lower either of them, or allow it knowingly: {ALLOWING} ('moromi gas-map' draws "
        "the map)"
    )


def safest_oxygen(recipe: Recipe) -> float | None:
    """Most oxygen in the inlet gas that leaves the room NFPA 69 asks for; None where nothing can burn."""
    if not any(recipe.gas.others[name] > 0.0 for name in FUELS):
        return None
    return max(float(_limits(recipe, recipe.inlet_oxygen[0]).limiting_oxygen) - OXYGEN_ROOM, 0.0)


def _limits(recipe: Recipe, oxygen: float) -> CombustibleRange:
    """Where the inlet gas burns, at the warmest and highest set points."""
    held = [recipe.set_points.temperature, *(phase.set_points.temperature or 0.0 for phase in recipe.phases)]
    pressures = [recipe.set_points.pressure, *(phase.set_points.pressure or 0.0 for phase in recipe.phases)]
    pressures.append(recipe.dissolved_oxygen.pressure or 0.0)
    return combustible_range(recipe.gas.composition(oxygen), max(held), max(pressures))

"""Where in the process, and when, gas can burn: at the sparger and in the headspace, which is purged and recycled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..combustible import FUELS, REACH, combustible_range, margin
from ..errors import SimulationError
from ..scenario import Scenario
from ..scenario.combustible_gas import ALLOWING, OXYGEN_ROOM
from .gas_loop import fuels_of, sparged
from .kpis import Kpi
from .trajectory import Trajectory

__all__ = [
    "CombustibleGas",
    "combustible_columns",
    "combustible_figures",
    "combustible_mask",
    "combustible_remarks",
    "refuse",
]

Column = NDArray[np.float64]

_LIMIT = "combustible_margin"
_PLACES = ("sparger", "headspace")
_FUEL_MARGIN = 0.25  # of the lower limit, NFPA 69: at most a quarter, with interlocks 0.6 (recalled)
_FUEL = 1e-6  # mole fraction that counts as fuel gas


class CombustibleGas(SimulationError):
    """A run whose gas can burn, and may not (exit code 1)."""


def _streams(run: Trajectory, scenario: Scenario) -> dict[str, dict[str, Column]]:
    """Mole fractions of the dry gas by place."""
    headspace = {name: np.asarray(run.offgas(place)) for place, name in enumerate(run.gases)}
    return {"sparger": sparged(run, scenario.recipe), "headspace": headspace}


def combustible_columns(run: Trajectory, scenario: Scenario) -> dict[str, Column]:
    """How far the gas is from burning at each place [mole fraction], negative inside; nothing without fuel gas."""
    if not fuels_of(run):
        return {}
    temperature, pressure = run.signal("temperature"), run.signal("pressure")
    return {f"{_LIMIT}_{place}": margin(gas, temperature, pressure) for place, gas in _streams(run, scenario).items()}


def combustible_mask(table: Mapping[str, Column], rows: int) -> NDArray[np.bool_]:
    """Rows in which the gas can burn anywhere."""
    found = np.zeros(rows, bool)
    for place in _PLACES:
        if f"{_LIMIT}_{place}" in table:
            found |= table[f"{_LIMIT}_{place}"] <= 0.0
    return found


def combustible_figures(table: Mapping[str, Column]) -> dict[str, Kpi]:
    """Smallest distance from burning anywhere and at any time, ``combustible_margin``."""
    own = [float(np.min(table[f"{_LIMIT}_{place}"])) for place in _PLACES if f"{_LIMIT}_{place}" in table]
    return {_LIMIT: {"value": min(own), "unit": ""}} if own else {}


def refuse(run: Trajectory, scenario: Scenario, table: Mapping[str, Column]) -> None:
    """Refuse a run whose gas can burn without being allowed to.

    Raises
    ------
    CombustibleGas
        Says where and when it begins, and how far inside the range it comes.
    """
    if scenario.recipe.gas.combustible == "allowed" or not np.any(combustible_mask(table, len(run.time))):
        return
    streams = _streams(run, scenario)
    texts = []
    for place in _PLACES:
        inside = np.flatnonzero(table[f"{_LIMIT}_{place}"] <= 0.0)
        if inside.size:
            worst = int(inside[np.argmin(table[f"{_LIMIT}_{place}"][inside])])
            gas = {name: 100.0 * float(values[worst]) for name, values in streams[place].items()}
            deep = -100.0 * float(table[f"{_LIMIT}_{place}"][worst])
            first, then = float(run.time[inside[0]]), float(run.time[worst])
            texts.append(
                f"{_words(place)} from {first:.3g} h on, {deep:.2g} vol % inside the range at worst, at {then:.3g} h "
                f"({sum(gas[name] for name in fuels_of(run)):.3g} % of fuel, "
                f"{gas['oxygen']:.3g} % of oxygen)"
            )
    raise CombustibleGas(
        f"the gas can burn {' and '.join(texts)}; keep oxygen or fuel below the limits ('moromi gas-map' draws them), "
        f"or allow it knowingly: {ALLOWING}"
    )


def _words(place: str) -> str:
    return "at the sparger" if place == "sparger" else "in the headspace"


def combustible_remarks(run: Trajectory, scenario: Scenario, table: Mapping[str, Column]) -> list[str]:
    """Sentences about gas that burns, or has less room than is asked for, and about limits beyond their range."""
    if not fuels_of(run):
        return []
    where = [place for place in _PLACES if np.any(table[f"{_LIMIT}_{place}"] <= 0.0)]
    texts = []
    if where:
        worst = 100.0 * -float(combustible_figures(table)[_LIMIT]["value"])
        places = " and ".join(where)
        texts.append(f"the gas can burn ({places}), up to {worst:.2g} vol % inside the range; the recipe allows it")
    elif any(_close(run, scenario, gas) for gas in _streams(run, scenario).values()):
        texts.append(
            "the gas cannot burn, but has less room than NFPA 69 asks for: oxygen 2 vol % below the limiting "
            "concentration, or fuel below a quarter of its lower limit"
        )
    highest = float(np.max(run.signal("pressure")))
    if highest > REACH:
        texts.append(f"the limits of combustion are those up to {REACH:g} bar(a); the head pressure was {highest:.3g}")
    return texts


def _close(run: Trajectory, scenario: Scenario, gas: Mapping[str, Column]) -> bool:
    """Whether a gas anywhere lacks the margin that is asked for of either oxygen or fuel."""
    limits = combustible_range(gas, run.signal("temperature"), run.signal("pressure"))
    fuel = sum((gas[name] for name in FUELS if name in gas), np.zeros(len(run.time)))
    poor = gas["oxygen"] > limits.limiting_oxygen - OXYGEN_ROOM
    rich = (fuel > _FUEL) & (fuel > _FUEL_MARGIN * limits.lower)
    return bool(np.any(poor & rich))

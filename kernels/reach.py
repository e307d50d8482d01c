"""How far a state reaches: the parts of the right-hand side of one vessel that differences in it have to ask.

Most columns of a Jacobian change little of a fermenter. What is dissolved and is no gas meets only the cells and the
reactions around them; the gas meets only the transfer and the way out, the jacket's valve only the heat balance. So
these columns are differences of the part they reach, which leaves less rounding in them than in differences of the
whole, and a state no law reads is no column.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .agitation import thickens
from .fermenter import broth, culture, equipment, inhabitants, regulate, respiration
from .gas_phase import gas_phase
from .jit import inlined, kernel
from .liquid import liquid
from .members import all_fluxes
from .recipe import EXPONENTIAL, STAT, SUBSTRATE, TABLE
from .records import Cursor, Plant
from .state import biomass_index, cell_index, gas_index, headspace_index, heat_index, species_index, valve_index
from .thermal import open_valve

__all__ = ["CULTURE", "EVERYTHING", "GAS", "JACKET", "KNOWN", "NOTHING", "mark_reaches", "mark_time", "slope_within"]

KNOWN = -1  # everything, where signals and θ are those of the state already
EVERYTHING = 0  # has to be the first
CULTURE = 1
GAS = 2
JACKET = 3
NOTHING = 4


@inlined
def _watched(signal: int, plant: Plant) -> bool:
    """Whether a pump of any phase follows a signal."""
    for k in range(plant.feeds.size):
        feed = plant.feeds[k]
        if (feed.kind == STAT or feed.kind == SUBSTRATE) and feed.signal == signal:
            return True
    return False


@inlined
def _read(signal: int, plant: Plant) -> bool:
    """Whether a law of the cells reads a signal."""
    for k in range(plant.factors.size):
        if plant.factors[k].signal == signal or plant.factors[k].other == signal:
            return True
    return False


@inlined
def _of_species(k: int, plant: Plant) -> int:
    """How far a species in the broth reaches."""
    layout = plant.layout
    signal = at.COUNT + k
    if thickens(plant.vessel):
        return EVERYTHING
    if layout.strong >= 0 or k == layout.oxygen or k == layout.carbon_dioxide or _watched(signal, plant):
        return EVERYTHING
    for j in range(plant.gases.size):
        if plant.gases[j].species == k:
            return EVERYTHING
    if layout.reactions > 0 or layout.outlet or _read(signal, plant):
        return CULTURE
    return NOTHING


@inlined
def _cooling_matters(plant: Plant) -> bool:
    """Whether anything but the heat balance asks how far the jacket's valve is open."""
    for k in range(plant.feeds.size):
        if plant.feeds[k].cooling and plant.operation.cooling_override <= 0.0:
            return True
    for signal in (at.VALVE, at.COOLING):
        if _watched(signal, plant) or _read(signal, plant):
            return True
    return False


@kernel
def mark_reaches(plant: Plant, reaches: NDArray[np.int64]) -> None:
    """Write how far every dynamic state reaches, whatever the recipe's phase.

    Parameters
    ----------
    plant : Plant
    reaches : shape (d + 1,)
        Written but for the last, which `mark_time` writes: `EVERYTHING`, `CULTURE`, `GAS`, `JACKET` or `NOTHING`.
    """
    layout = plant.layout
    for j in range(reaches.size):
        reaches[j] = EVERYTHING
    if not thickens(plant.vessel):
        for strain in range(layout.strains):
            reaches[biomass_index(strain)] = CULTURE
    for k in range(layout.species):
        reaches[species_index(layout) + k] = _of_species(k, plant)
    for j in range(cell_index(layout), heat_index(layout)):
        reaches[j] = CULTURE
    for j in range(gas_index(layout), headspace_index(layout) + layout.gases):
        reaches[j] = GAS
    if layout.thermal and layout.reactions == 0 and not _cooling_matters(plant):
        reaches[valve_index(layout)] = JACKET


@inlined
def _passes(plant: Plant, cursor: Cursor) -> bool:
    """Whether anything follows the clock during the cursor's phase: a feed, or a law."""
    phase = plant.phases[cursor.phase]
    for k in range(phase.first_feed, phase.last_feed):
        if plant.feeds[k].kind == EXPONENTIAL or plant.feeds[k].kind == TABLE:
            return True
    for k in range(plant.factors.size):  # the other signal of a law is a species or the cells, else says nothing
        if plant.factors[k].signal == at.TIME or plant.factors[k].signal == at.CLOCK:
            return True
    return plant.layout.reactions > 0


@inlined
def mark_time(plant: Plant, cursor: Cursor, reaches: NDArray[np.int64], drift: NDArray[np.float64]) -> None:
    """Write how far time reaches in the cursor's phase.

    Parameters
    ----------
    plant : Plant
    cursor : record CURSOR
    reaches : shape (d + 1,)
        Its last is written: `EVERYTHING`, or `NOTHING`.
    drift : shape (n,)
        Explicit time derivative: made zero where time reaches nothing.
    """
    if _passes(plant, cursor):
        reaches[reaches.size - 1] = EVERYTHING
        return
    reaches[reaches.size - 1] = NOTHING
    for i in range(drift.size):
        drift[i] = 0.0


@inlined
def slope_within(
    reach: int,
    time: float,
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    signals: NDArray[np.float64],
    theta: NDArray[np.float64],
    fluxes: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """What a part of the right-hand side contributes to it, the rest being as it was.

    Parameters
    ----------
    reach : int
        `EVERYTHING`: the right-hand side; so is `KNOWN`. `CULTURE`: cells and medium, all but the gas; `GAS`: the gas
        alone; `JACKET`: the jacket's valve. Of these only differences have a meaning.
    time, state, plant, cursor, signals, theta, fluxes, slope
        As in `fermenter.derivative`; for `KNOWN`, signals and θ are those of the state; for the parts, the signals hold
        what `EVERYTHING` left at the state differences are taken from.
    """
    if reach == EVERYTHING:
        broth(state, plant, signals)
        equipment(time, state, plant, cursor, signals)
    elif reach != KNOWN:
        for i in range(slope.size):
            slope[i] = 0.0
    if reach == JACKET:
        open_valve(state, plant, signals)
    if reach == CULTURE:
        inhabitants(state, plant, signals)
    if reach == EVERYTHING or reach == CULTURE:
        culture(state, plant, signals, theta)
    if reach <= CULTURE:
        all_fluxes(plant, cursor, theta, fluxes)
        liquid(state, plant, signals, fluxes, slope)
    if reach <= EVERYTHING or reach == GAS:
        gas_phase(state, plant, signals, slope)
    if reach <= CULTURE:
        respiration(state, plant, signals, fluxes)
    regulate(state, plant, signals, slope)

"""What changes with the temperature of the broth, as a table: a right-hand side must not pay for exponentials.

Cubic pieces of one kelvin with the value and the slope of the published law at both ends. They follow every law here
to 1e-7 of its value and have no kink, so an integrator sees a smooth vessel however its temperature moves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .acidbase import carbonic_pk1, carbonic_pk2
from .henry import carbon_monoxide_henry, hydrogen_henry, methane_henry
from .jit import inlined, kernel
from .records import Plant
from .solubility import carbon_dioxide_henry, nitrogen_henry, oxygen_henry, water_vapour_pressure

__all__ = [
    "CARBONIC_1",
    "CARBONIC_2",
    "CARBON_DIOXIDE",
    "CARBON_MONOXIDE",
    "HYDROGEN",
    "METHANE",
    "NITROGEN",
    "OXYGEN",
    "VAPOUR",
    "broth_properties",
    "look_up",
    "property_table",
]

VAPOUR = 0  # bar, water
CARBONIC_1 = 1  # 10^-pK1
CARBONIC_2 = 2  # 10^-pK2
OXYGEN = 3  # mol/m³/bar, Henry constant in water; so are the next
CARBON_DIOXIDE = 4
NITROGEN = 5
HYDROGEN = 6
CARBON_MONOXIDE = 7
METHANE = 8
COLUMNS = 9

LOWEST = 273.15  # K
PIECES = 100  # of 1 K, to 100 °C; beyond, the outermost piece goes on
BOILING = 0.95  # vapour pressure over head pressure at which it stops rising: there is gas left to count
HOTTEST_OXYGEN = 363.15  # K: the law divides by what vapour leaves of an atmosphere, nothing at 100 °C
_NUDGE = 1e-3  # K, for slopes


@inlined
def _law(column: int, temperature: float) -> float:
    """The published law of a column."""
    if column == VAPOUR:
        return water_vapour_pressure(temperature)
    if column == CARBONIC_1:
        first: float = 10.0 ** -carbonic_pk1(temperature)
        return first
    if column == CARBONIC_2:
        second: float = 10.0 ** -carbonic_pk2(temperature)
        return second
    if column == OXYGEN:
        return oxygen_henry(min(temperature, HOTTEST_OXYGEN))
    if column == CARBON_DIOXIDE:
        return carbon_dioxide_henry(temperature)
    if column == NITROGEN:
        return nitrogen_henry(temperature)
    if column == HYDROGEN:
        return hydrogen_henry(temperature)
    if column == CARBON_MONOXIDE:
        return carbon_monoxide_henry(temperature)
    return methane_henry(temperature)


@kernel
def property_table() -> NDArray[np.float64]:
    """Table of all laws.

    Returns
    -------
    shape (PIECES, COLUMNS, 4)
        Coefficients of the cubic in the distance from the lower end of the piece [K], constant first.

    Notes
    -----
    Ranges and sources are those of the laws: `solubility`, `acidbase`. Confidence: definition.
    """
    table = np.empty((PIECES, COLUMNS, 4))
    for column in range(COLUMNS):
        for piece in range(PIECES):
            low = LOWEST + piece
            value = _law(column, low)
            rise = _law(column, low + 1.0) - value
            begin = (_law(column, low + _NUDGE) - _law(column, low - _NUDGE)) / (2.0 * _NUDGE)
            end = (_law(column, low + 1.0 + _NUDGE) - _law(column, low + 1.0 - _NUDGE)) / (2.0 * _NUDGE)
            table[piece, column, 0] = value
            table[piece, column, 1] = begin
            table[piece, column, 2] = 3.0 * rise - 2.0 * begin - end
            table[piece, column, 3] = begin + end - 2.0 * rise
    return table


@inlined
def look_up(table: NDArray[np.float64], column: int, temperature: float) -> float:
    """Value of a column at a temperature [K].

    Parameters
    ----------
    table : shape (PIECES, COLUMNS, 4)
        From `property_table`.
    column : int
        `VAPOUR` …
    temperature : float
        Temperature [K], valid 273-373 K as far as the law behind it is.
    """
    distance = temperature - LOWEST
    piece = int(min(max(distance, 0.0), PIECES - 1.0))
    x = distance - piece
    value: float = table[piece, column, 0] + x * (
        table[piece, column, 1] + x * (table[piece, column, 2] + x * table[piece, column, 3])
    )
    return value


@inlined
def broth_properties(temperature: float, plant: Plant, signals: NDArray[np.float64]) -> None:
    """Write the temperature [K] and what follows from it: vapour pressure, solubilities, free CO2."""
    operation = plant.operation
    table = plant.properties
    signals[at.TEMPERATURE] = temperature
    signals[at.VAPOUR_PRESSURE] = min(look_up(table, VAPOUR, temperature), BOILING * operation.head_pressure)
    signals[at.OXYGEN_HENRY] = operation.oxygen_solubility * look_up(table, OXYGEN, temperature)
    signals[at.CARBON_DIOXIDE_HENRY] = operation.carbon_dioxide_solubility * look_up(table, CARBON_DIOXIDE, temperature)
    inverse = 1.0 / operation.proton
    bicarbonate = look_up(table, CARBONIC_1, temperature) * inverse
    carbonate = bicarbonate * look_up(table, CARBONIC_2, temperature) * inverse
    signals[at.CARBON_DIOXIDE_FREE] = 1.0 / (1.0 + bicarbonate + carbonate)

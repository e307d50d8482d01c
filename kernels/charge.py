"""pH of the broth as the balance of its charges has it, or as an ideal controller holds it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import signals as at
from .jit import inlined, kernel
from .ph import acid_share, davies, fill_acids, solve_ph, strong_ions_at, water_constant
from .records import Plant
from .state import species_index

__all__ = ["CARBON_ROW", "balance_start", "broth_ph", "dissociate"]

CARBON_ROW = 0  # of inorganic carbon among the acids of a plant


@inlined
def broth_ph(plant: Plant, signals: NDArray[np.float64]) -> None:
    """Write the pH and, where it follows from the ions, the free share of inorganic carbon at it.

    Parameters
    ----------
    plant : Plant
        A layout with strong ions among its species has a pH of its own.
    signals : shape (signal_size,)
        Holds concentrations [mol/m³] and the last pH, from which the root is sought.
    """
    layout = plant.layout
    operation = plant.operation
    if layout.strong < 0:
        signals[at.PH] = operation.ph
        return
    concentrations = signals[at.COUNT :]
    strong = float(concentrations[layout.strong])
    ph = solve_ph(
        float(signals[at.PH]), concentrations, plant.acids, strong, operation.water_constant, operation.activity
    )
    signals[at.PH] = ph
    signals[at.CARBON_DIOXIDE_FREE] = acid_share(ph, plant.acids, CARBON_ROW, 0)


@kernel
def dissociate(plant: Plant) -> None:
    """Dissociation constants at the set point of the temperature and the medium's ionic strength.

    A controlled temperature moves by tenths of a kelvin, a pK by less than 0.01 for each kelvin.
    """
    operation = plant.operation
    operation.water_constant = water_constant(operation.temperature)
    operation.activity = davies(operation.ionic_strength, operation.temperature)
    fill_acids(plant.acid_table, operation.temperature, operation.ionic_strength, plant.acids)


@kernel
def balance_start(state: NDArray[np.float64], plant: Plant) -> None:
    """Give the broth the strong ions that balance its charges at the pH it starts with."""
    layout = plant.layout
    operation = plant.operation
    if layout.strong < 0:
        return
    first = species_index(layout)
    concentrations = state[first : first + layout.species] / state[0]
    strong = strong_ions_at(operation.ph, concentrations, plant.acids, operation.water_constant, operation.activity)
    state[first + layout.strong] = strong * state[0]

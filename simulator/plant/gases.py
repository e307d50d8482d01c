"""Which gases a run follows, and how each passes between broth and bubbles."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from ...kernels import properties
from ...kernels.diffusivity import MEASURED
from ...kernels.records import GAS
from ...kernels.transfer import CARBON_DIOXIDE_FACTOR
from ..errors import InputError
from ..scenario import Scenario
from .solubility import solubility_in

__all__ = ["gas_names", "gas_records"]

_ALWAYS = ("oxygen", "carbon_dioxide", "nitrogen")
_COLUMNS = {
    "oxygen": properties.OXYGEN,
    "carbon_dioxide": properties.CARBON_DIOXIDE,
    "nitrogen": properties.NITROGEN,
    "hydrogen": properties.HYDROGEN,
    "carbon_monoxide": properties.CARBON_MONOXIDE,
    "methane": properties.METHANE,
}
_RENEWAL = 0.5  # exponent of the diffusivity: surfaces that renew themselves (Higbie 1935)


def gas_names(species: Collection[str]) -> tuple[str, ...]:
    """Gases of a run in the order of its states: oxygen, carbon dioxide, nitrogen, then others the strains follow."""
    return _ALWAYS + tuple(name for name in _COLUMNS if name not in _ALWAYS and name in species)


def _transfer(gas: str) -> float:
    """kLa of a gas over that of oxygen; of CO2 the measured one."""
    if gas == "carbon_dioxide":
        return CARBON_DIOXIDE_FACTOR
    return float((MEASURED[gas] / MEASURED["oxygen"]) ** _RENEWAL)


def gas_records(scenario: Scenario, species: Sequence[str]) -> NDArray[np.void]:
    """Numbers of every gas, records GAS.

    Raises
    ------
    InputError
        The inlet holds a gas that no strain follows.
    """
    names = gas_names(species)
    inlet = scenario.recipe.gas.others
    for name, share in inlet.items():
        if share > 0.0 and name not in names:
            raise InputError(f"recipe.gas.{name}: no strain follows the species '{name}', so it cannot be balanced")
    return np.array([_row(name, scenario, species) for name in names], GAS)


def _row(name: str, scenario: Scenario, species: Sequence[str]) -> tuple[int, int, float, float, float]:
    place = species.index(name) if name in species else -1
    solubility = solubility_in(scenario.medium, name, scenario.recipe.set_points.temperature)
    return place, _COLUMNS[name], _transfer(name), scenario.recipe.gas.others.get(name, 0.0), solubility

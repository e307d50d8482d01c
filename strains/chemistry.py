"""What species and biomass are made of, so that every balance of a run closes.

Contents come from the model's formulas and charges. The content of biomass is what its reaction consumes net,
not its declared formula: then the fluxes across the border plus growth balance exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .formula import degree_of_reduction, elements, molar_mass

if TYPE_CHECKING:
    from .definition import StrainDefinition
    from .network import Network

__all__ = ["ENTHALPY_PER_ELECTRON", "Chemistry", "biomass_pools", "chemistry_of", "enthalpies_leaving", "leaving"]

# Roels (1983), Energetics and Kinetics in Biotechnology: heat of combustion per electron [kJ/mol].
ENTHALPY_PER_ELECTRON = 115.0

# Sums of formulas are whole numbers but for rounding; biomass coefficients go down to 1e-6.
_ROUNDING = 1e-12

_LIFE = {"C", "H", "N"}
_MOST = 0.5  # of the mass that growth takes up

_QUANTITIES = ("carbon", "nitrogen", "oxygen", "charge", "mass", "electrons")


@dataclass(frozen=True)
class Chemistry:
    """Contents of the tracked species (arrays in their order) and of biomass.

    Parameters
    ----------
    species : tuple of str
        Names.
    carbon, nitrogen, oxygen, charge, electrons : ndarray
        Atoms, elementary charges and degree of reduction [mol/mol].
    molar_mass : ndarray
        [kg/mol].
    enthalpy : ndarray
        Heat of combustion to CO2(g), H2O(l), NH4⁺(aq) [kJ/mol]; O2 is 0.
    biomass_carbon, biomass_nitrogen, biomass_oxygen, biomass_charge, biomass_electrons : float
        [mol/kg].
    biomass_mass : float
        Mass of what the biomass reaction takes up for one kg [kg/kg]; 1 in a sound model.
    biomass_enthalpy : float
        [kJ/kg].
    """

    species: tuple[str, ...]
    carbon: NDArray[np.float64]
    nitrogen: NDArray[np.float64]
    oxygen: NDArray[np.float64]
    charge: NDArray[np.float64]
    molar_mass: NDArray[np.float64]
    enthalpy: NDArray[np.float64]
    electrons: NDArray[np.float64]
    biomass_carbon: float
    biomass_nitrogen: float
    biomass_oxygen: float
    biomass_charge: float
    biomass_mass: float
    biomass_enthalpy: float
    biomass_electrons: float


def biomass_pools(network: Network, biomass: int) -> list[int]:
    """Metabolites that stand for biomass itself: made by its reaction, used only to cross the border.

    A real compound can be made by growth alone as well, such as CO2 in a small model: what has a formula is biomass
    only if it holds carbon, hydrogen and nitrogen, as all cells do, or half of the mass that growth takes up.
    """
    rows, values = network.column(biomass)
    boundary = network.boundary()
    by_row = network.matrix.tocsr()
    contents = {int(row): elements(network.formulas[row]) for row in rows}
    taken = -sum(value * molar_mass(contents[int(row)]) for row, value in zip(rows, values, strict=True) if value < 0.0)
    pools = []
    for row, value in zip(rows.tolist(), values.tolist(), strict=True):
        users = by_row.indices[by_row.indptr[row] : by_row.indptr[row + 1]]
        if value <= 0.0 or not all(boundary[user] for user in users if user != biomass):
            continue
        counts = contents[row]
        mass = value * molar_mass(counts)
        if mass == 0.0 or set(counts) >= _LIFE or mass >= _MOST * taken:
            pools.append(row)
    return pools


def leaving(network: Network, biomass: str) -> dict[str, NDArray[np.float64]]:
    """What one unit of each reaction takes out of the cell; zero for a balanced inner reaction.

    Parameters
    ----------
    network : Network
        The model.
    biomass : str
        Its column is the content of biomass.

    Returns
    -------
    dict
        ``carbon``, ``nitrogen``, ``oxygen``, ``charge``, ``electrons`` [mol], ``mass`` [kg], each (n,).
    """
    content = np.zeros((len(_QUANTITIES), len(network.metabolites)))
    for index, (formula, charge) in enumerate(zip(network.formulas, network.charges, strict=True)):
        counts = elements(formula)
        if counts:
            content[:, index] = (
                counts.get("C", 0.0),
                counts.get("N", 0.0),
                counts.get("O", 0.0),
                charge,
                molar_mass(counts),
                degree_of_reduction(counts, charge),
            )
    content[:, biomass_pools(network, network.reactions.index(biomass))] = 0.0
    out = -(network.matrix.T @ content.T).T
    out[np.abs(out) < _ROUNDING] = 0.0
    return dict(zip(_QUANTITIES, np.ascontiguousarray(out), strict=True))


def enthalpies_leaving(
    network: Network, definition: StrainDefinition, electrons: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Heat of combustion one unit of each reaction takes out of the cell [kJ/mol]; 0 for O2."""
    enthalpy = ENTHALPY_PER_ELECTRON * electrons
    for index in np.flatnonzero(network.boundary()):
        rows = network.column(int(index))[0]
        if len(rows) == 1 and elements(network.formulas[rows[0]]) == {"O": 2.0}:
            enthalpy[index] = 0.0
    for species in definition.species:
        if species.combustion_enthalpy is not None:
            enthalpy[network.reactions.index(species.reaction)] = species.combustion_enthalpy
            if species.release:
                enthalpy[network.reactions.index(species.release)] = -species.combustion_enthalpy
    return enthalpy


def chemistry_of(network: Network, definition: StrainDefinition) -> Chemistry:
    """Contents of the tracked species and of biomass.

    Parameters
    ----------
    network : Network
        The edited model: every tracked exchange takes out one mole.
    definition : StrainDefinition
        Names the species and the biomass reaction.

    Returns
    -------
    Chemistry
    """
    out = leaving(network, definition.biomass)
    enthalpy = enthalpies_leaving(network, definition, out["electrons"])
    tracked = [network.reactions.index(item.reaction) for item in definition.species]
    grown = network.reactions.index(definition.biomass)
    # the model knows nothing of a species the cells only notice
    mass = [item.molar_mass or own for item, own in zip(definition.species, out["mass"][tracked].tolist(), strict=True)]
    return Chemistry(
        species=tuple(item.name for item in definition.species),
        carbon=out["carbon"][tracked],
        nitrogen=out["nitrogen"][tracked],
        oxygen=out["oxygen"][tracked],
        charge=out["charge"][tracked],
        molar_mass=np.array(mass),
        enthalpy=enthalpy[tracked],
        electrons=out["electrons"][tracked],
        biomass_carbon=float(out["carbon"][grown]),
        biomass_nitrogen=float(out["nitrogen"][grown]),
        biomass_oxygen=float(out["oxygen"][grown]),
        biomass_charge=float(out["charge"][grown]),
        biomass_mass=float(out["mass"][grown]),
        biomass_enthalpy=float(enthalpy[grown]),
        biomass_electrons=float(out["electrons"][grown]),
    )

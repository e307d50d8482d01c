"""How much less gas a medium holds than water: salting-out by every ion, and by sugar.

log10(c0/c) = Σ (h_i + h_G) c_i over ions plus Σ K_j c_j over what is no ion. Parameters of ions and gases are data; a
medium becomes a table of them once, and the factor one pass over the concentrations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

__all__ = ["GASES", "IONS", "SOLUTES", "Gas", "gas_constant", "salting_table", "solubility_factor"]


class Gas(NamedTuple):
    """A gas in salt solutions."""

    constant: float
    """h_G at 25 °C [m³/mol]"""
    slope: float
    """Its change with temperature [m³/mol/K]"""
    source: str


_SCHUMPE = "Weisenberger & Schumpe (1996) AIChE J. 42:298, doi:10.1002/aic.690420130"
_SEA = "derived from sea water: Wiesenburg & Guinasso (1979) J. Chem. Eng. Data 24:356, doi:10.1021/je60083a006"

IONS: Mapping[str, float] = MappingProxyType(
    {
        "H+": 0.0, "Na+": 0.1143e-3, "K+": 0.0922e-3, "NH4+": 0.0556e-3, "Mg++": 0.1694e-3, "Ca++": 0.1762e-3,
        "Cl-": 0.0318e-3, "SO4--": 0.1117e-3, "HPO4--": 0.1499e-3, "H2PO4-": 0.0906e-3, "NO3-": 0.0128e-3,
        "HCO3-": 0.0967e-3, "OH-": 0.0839e-3, "Li+": 0.0754e-3, "Mn++": 0.1463e-3, "Fe++": 0.1523e-3,
        "Cu++": 0.1675e-3, "Zn++": 0.1537e-3, "CO3--": 0.1423e-3, "PO4---": 0.2119e-3, "NO2-": 0.0795e-3,
    }
)  # fmt: skip
"""h_i of ions [m³/mol], Weisenberger & Schumpe (1996): two open transcriptions agree, but for potassium, where one has
0.0992 by swapped digits; sea water is the judge in the tests."""

GASES: Mapping[str, Gas] = MappingProxyType(
    {
        "oxygen": Gas(0.0, -0.334e-6, _SCHUMPE),
        "carbon_dioxide": Gas(-0.0172e-3, -0.338e-6, _SCHUMPE),
        "hydrogen": Gas(-0.0218e-3, -0.299e-6, _SCHUMPE),
        "methane": Gas(0.0022e-3, -0.524e-6, _SCHUMPE),
        "nitrogen": Gas(-0.0010e-3, -0.605e-6, _SCHUMPE),
        "ammonia": Gas(-0.0481e-3, 0.0, _SCHUMPE + " (25 °C only)"),
        "carbon_monoxide": Gas(-0.0119e-3, -0.76e-6, _SEA),
    }
)

SOLUTES: Mapping[str, float] = MappingProxyType({"glucose": 0.13e-3, "fructose": 0.13e-3, "sucrose": 0.26e-3})
"""K of what is no ion [m³/mol]: glucose 0.12-0.15 in the literature, recalled; the others assumed by mass like it."""


def salting_table(species: Sequence[str]) -> NDArray[np.float64]:
    """Parameters of the species of a medium, in the order of their concentrations.

    Parameters
    ----------
    species : sequence of str
        Names in `IONS` or `SOLUTES`.

    Returns
    -------
    ndarray, (species, 2)
        h_i or K [m³/mol]; 1 for ions, 0 for others.

    Raises
    ------
    ValueError
        A species has no known parameter.
    """
    unknown = [name for name in species if name not in IONS and name not in SOLUTES]
    if unknown:
        known = ", ".join([*IONS, *SOLUTES])
        raise ValueError(f"salting-out by {', '.join(unknown)} is not known; known are {known}")
    return np.array([[IONS[name], 1.0] if name in IONS else [SOLUTES[name], 0.0] for name in species]).reshape(-1, 2)


@inlined
def gas_constant(constant: float, slope: float, temperature: float) -> float:
    """h_G of a gas [m³/mol] at a temperature [K], valid 273-363 K, from its value at 25 °C and its slope."""
    return constant + slope * (temperature - 298.15)


@inlined
def solubility_factor(concentrations: NDArray[np.float64], table: NDArray[np.float64], gas: float) -> float:
    """Solubility of a gas in a medium over that in water.

    Parameters
    ----------
    concentrations : ndarray, (species,)
        Of ions and sugars [mol/m³], valid to about 2000 in sum.
    table : ndarray, (species, 2)
        From `salting_table`.
    gas : float
        h_G of the gas [m³/mol], from `gas_constant`.

    Returns
    -------
    float
        Factor [-], 0-1 for usual media; 0.93 for oxygen in a mineral medium of 0.1 mol/L Na2SO4.

    Notes
    -----
    Confidence: checked (two transcriptions, and within 2 % of five gases in sea water); uncertainty 3 % (of the
    factor).

    References
    ----------
    Weisenberger & Schumpe (1996) AIChE J. 42:298, doi:10.1002/aic.690420130. Sugars: Schumpe, Quicker & Deckwer (1982)
    Adv. Biochem. Eng. 24:1.
    """
    exponent = 0.0
    for row in range(table.shape[0]):
        exponent += concentrations[row] * (table[row, 0] + gas * table[row, 1])
    factor: float = 10.0**-exponent
    return factor

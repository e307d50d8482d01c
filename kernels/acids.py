"""Weak acids and bases of broths: their charges and dissociation constants with temperature, as data for `ph`.

Constants are thermodynamic (infinite dilution, 1 mol/L = 1000 mol/m³) in one form, pK = a/T + b + c T + d ln T.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["ACIDS", "WATER", "Acid"]

_REFERENCE = 298.15  # K
_GAS_CONSTANT = 8.314462618  # J/mol/K
_PER_DECADE = math.log(10.0)

Terms = tuple[float, float, float, float]


class Acid(NamedTuple):
    """One acid: how it is charged with all its protons on, and what it takes to lose them one by one."""

    charge: int
    """Charge of the most protonated form"""
    constants: tuple[Terms, ...]
    """a [K], b [-], c [1/K], d [-] of each dissociation, at most three"""
    uncertainty: float
    """Of each pK at 25 °C [-]"""
    source: str


def _thermodynamic(pk: float, enthalpy: float, heat_capacity: float) -> Terms:
    """Terms of a pK known at 25 °C with its enthalpy [kJ/mol] and constant change of heat capacity [J/mol/K]."""
    heat, capacity = 1000.0 * enthalpy / _GAS_CONSTANT, heat_capacity / _GAS_CONSTANT
    inverse = (heat - capacity * _REFERENCE) / _PER_DECADE
    logarithmic = -capacity / _PER_DECADE
    constant = pk - inverse / _REFERENCE - logarithmic * math.log(_REFERENCE)
    return (inverse, constant, 0.0, logarithmic)


_GOLDBERG = "Goldberg, Kishore & Lennen (2002) J. Phys. Chem. Ref. Data 31:231, doi:10.1063/1.1416902"
_HARNED = "Harned & Embree (1934) J. Am. Chem. Soc. 56:1042; heat and heat capacity read off its table, 0-50 °C"

WATER: Terms = (4470.99, -6.0875, 0.017060, 0.0)
"""pKw: 13.995 at 25 °C, 13.62 at 37 °C, 273-333 K; Harned & Hamer (1933) J. Am. Chem. Soc. 55:2194."""

ACIDS: Mapping[str, Acid] = MappingProxyType(
    {
        "inorganic_carbon": Acid(
            0,
            ((3404.71, -14.8435, 0.032786, 0.0), (2902.39, -6.4980, 0.02379, 0.0)),
            0.01,
            "Harned & Davis (1943), doi:10.1021/ja01250a059; Harned & Scholes (1941); as in `acidbase`",
        ),
        "ammonium": Acid(1, ((2729.92, 0.09018, 0.0, 0.0),), 0.01, "Emerson et al. (1975), doi:10.1139/f75-274"),
        "phosphate": Acid(
            0,
            (
                _thermodynamic(2.148, -8.0, -141.0),
                _thermodynamic(7.198, 3.6, -230.0),
                _thermodynamic(12.35, 16.0, -242.0),
            ),
            0.01,
            _GOLDBERG,
        ),
        "sulphate": Acid(-1, (_thermodynamic(1.987, -22.4, -258.0),), 0.02, _GOLDBERG),
        "acetate": Acid(0, (_thermodynamic(4.756, -0.41, -142.0),), 0.01, _GOLDBERG),
        "lactate": Acid(0, (_thermodynamic(3.86, -0.33, -170.0),), 0.02, _GOLDBERG),
        "formate": Acid(0, (_thermodynamic(3.752, 0.0, -170.0),), 0.02, _HARNED),
        "succinate": Acid(
            0, (_thermodynamic(4.207, 3.0, -121.0), _thermodynamic(5.636, -0.5, -217.0)), 0.01, _GOLDBERG
        ),
        "citrate": Acid(
            0,
            (
                _thermodynamic(3.128, 4.07, -131.0),
                _thermodynamic(4.761, 2.23, -178.0),
                _thermodynamic(6.396, -3.38, -254.0),
            ),
            0.01,
            _GOLDBERG,
        ),
    }
)
"""By the name of the species: what a concentration of it counts, in all its forms together."""

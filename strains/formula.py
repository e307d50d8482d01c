"""Chemical formulas: elements, molar mass, degree of reduction."""

from __future__ import annotations

import re

__all__ = ["degree_of_reduction", "elements", "molar_mass"]

# IUPAC 2021 abridged standard atomic weights [g/mol].
_ATOMIC_MASS = {
    "H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "P": 30.974, "S": 32.06, "Na": 22.990, "Mg": 24.305,
    "Cl": 35.45, "K": 39.098, "Ca": 40.078, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845,
    "Co": 58.933, "Ni": 58.693, "Cu": 63.546, "Zn": 65.38, "As": 74.922, "Se": 78.971, "Br": 79.904,
    "Mo": 95.95, "Ag": 107.87, "Cd": 112.41, "I": 126.90, "W": 183.84, "Hg": 200.59, "F": 18.998,
    "Si": 28.085, "B": 10.81, "Al": 26.982, "Li": 6.94, "Ba": 137.33, "Pb": 207.2, "Sr": 87.62,
}  # fmt: skip

# Masses are whole multiples of this [kg/mol], 2e-10 of a hydrogen atom, so that sums are exact and a loop of balanced
# reactions, which may run at 1,000 mmol/gDW/h, weighs nothing.
_GRAIN = 2.0**-42

# Electrons an atom gives when its compound is burnt to CO2, H2O, NH4+, H2PO4-, SO4-- and the common ion of a
# metal (Roels 1983 for C, H, O, N, P, S). An ion in its common state then counts zero, as does water.
_VALENCE = {
    "C": 4.0, "H": 1.0, "O": -2.0, "N": -3.0, "P": 5.0, "S": 6.0, "Se": 6.0, "Na": 1.0, "K": 1.0, "Li": 1.0,
    "Ag": 1.0, "Mg": 2.0, "Ca": 2.0, "Mn": 2.0, "Fe": 2.0, "Co": 2.0, "Ni": 2.0, "Cu": 2.0, "Zn": 2.0,
    "Cd": 2.0, "Hg": 2.0, "Ba": 2.0, "Pb": 2.0, "Sr": 2.0, "Al": 3.0, "B": 3.0, "Cr": 3.0, "Si": 4.0,
    "As": 5.0, "V": 5.0, "Mo": 6.0, "W": 6.0, "Cl": -1.0, "Br": -1.0, "I": -1.0, "F": -1.0,
}  # fmt: skip

_TOKEN = re.compile(r"([A-Z][a-z]*)(\d*\.?\d*)")


def elements(formula: str) -> dict[str, float]:
    """Count of each element.

    Parameters
    ----------
    formula : str
        For example ``"C10H12N5O13P3"``; rests such as ``R`` or ``X`` are kept as their own symbols.

    Returns
    -------
    dict
        Symbol to count; empty for an unknown formula.
    """
    counts: dict[str, float] = {}
    for symbol, number in _TOKEN.findall(formula):
        counts[symbol] = counts.get(symbol, 0.0) + (float(number) if number else 1.0)
    return counts


def molar_mass(counts: dict[str, float]) -> float:
    """Molar mass [kg/mol]; rests without a known mass count nothing."""
    return sum(
        number * round(_ATOMIC_MASS.get(symbol, 0.0) / 1000.0 / _GRAIN) * _GRAIN for symbol, number in counts.items()
    )


def degree_of_reduction(counts: dict[str, float], charge: float) -> float:
    """Electrons released on combustion [mol/mol]: 4C + H − 2O − 3N + 5P + 6S + metals − charge (Roels 1983)."""
    return sum(number * _VALENCE.get(symbol, 0.0) for symbol, number in counts.items()) - charge

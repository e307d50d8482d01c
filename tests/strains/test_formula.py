"""Formulas against numbers from any handbook."""

from __future__ import annotations

import pytest

from moromi.strains.formula import degree_of_reduction, elements, molar_mass


@pytest.mark.parametrize(
    ("formula", "charge", "mass", "electrons"),
    [
        ("C6H12O6", 0, 180.156, 24),
        ("C2H3O2", -1, 59.044, 8),
        ("CO2", 0, 44.009, 0),
        ("CHO3", -1, 61.016, 0),
        ("O2", 0, 31.998, -4),
        ("H4N", 1, 18.039, 0),
        ("H2O", 0, 18.015, 0),
        ("H", 1, 1.008, 0),
        ("H2", 0, 2.016, 2),
        ("HO4P", -2, 95.978, 0),
        ("O4S", -2, 96.056, 0),
        ("K", 1, 39.098, 0),
        ("Fe", 3, 55.845, -1),
        ("MoO4", -2, 159.946, 0),
        ("CH4", 0, 16.043, 8),
    ],
)
def test_mass_and_degree_of_reduction(formula, charge, mass, electrons):
    counts = elements(formula)
    assert molar_mass(counts) * 1000.0 == pytest.approx(mass, abs=2e-3)
    assert degree_of_reduction(counts, charge) == electrons


def test_parses_what_models_contain():
    assert elements("C10H12N5O13P3") == {"C": 10, "H": 12, "N": 5, "O": 13, "P": 3}
    assert elements("C11H21N2O7PRS")["R"] == 1
    assert elements("CH1.8O0.5N0.2")["H"] == 1.8
    assert elements("") == {}


def test_balanced_reactions_balance_to_the_last_bit():
    """Loops of them may run at 1,000 mmol/gDW/h and must weigh nothing."""
    glucose, dioxygen, dioxide, water = (molar_mass(elements(name)) for name in ("C6H12O6", "O2", "CO2", "H2O"))
    assert glucose + 6.0 * dioxygen == 6.0 * dioxide + 6.0 * water

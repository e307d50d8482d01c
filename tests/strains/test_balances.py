"""The outputs of a genome-scale cell close every balance, whatever it lives on."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.strains.chemistry import ENTHALPY_PER_ELECTRON
from moromi.strains.uniqueness import sample_box


@pytest.fixture(scope="module")
def fluxes(ijo, look_up):
    return np.array([look_up(ijo, theta) for theta in sample_box(ijo.box, 30, seed=3)])


def column(ijo, fluxes, name):
    return fluxes[:, ijo.outputs.index(name)]


@pytest.mark.parametrize(
    ("element", "water", "proton"),
    [("carbon", 0, 0), ("nitrogen", 0, 0), ("oxygen", 1, 0), ("charge", 0, 1)],
)
def test_elements_and_charge(ijo, fluxes, element, water, proton):
    chemistry = ijo.chemistry
    tracked = fluxes[:, 1 : 1 + len(chemistry.species)]
    terms = np.column_stack(
        [
            tracked * getattr(chemistry, element),
            column(ijo, fluxes, "growth") * getattr(chemistry, f"biomass_{element}"),
            column(ijo, fluxes, f"other_{element}"),
            column(ijo, fluxes, "water") * water,
            column(ijo, fluxes, "proton") * proton,
        ]
    )
    assert np.all(np.abs(terms.sum(axis=1)) <= 1e-9 * np.abs(terms).sum(axis=1) + 1e-12)


def test_mass(ijo, fluxes):
    chemistry = ijo.chemistry
    terms = np.column_stack(
        [
            fluxes[:, 1 : 1 + len(chemistry.species)] * chemistry.molar_mass,
            column(ijo, fluxes, "growth") * chemistry.biomass_mass,
            column(ijo, fluxes, "other_mass"),
            column(ijo, fluxes, "water") * 0.018015,
            column(ijo, fluxes, "proton") * 0.001008,
        ]
    )
    assert np.all(np.abs(terms.sum(axis=1)) <= 1e-9 * np.abs(terms).sum(axis=1) + 1e-12)


def test_heat_is_the_electrons_that_reach_oxygen(ijo, fluxes):
    """With 115 kJ per electron everywhere, heat is 4·115 kJ per mole O2, aerobic or not (Roels 1983)."""
    assert np.array_equal(
        ijo.chemistry.enthalpy == 0.0, np.isin(ijo.chemistry.species, ["oxygen", "carbon_dioxide", "ammonium"])
    )
    heat = column(ijo, fluxes, "heat")
    oxygen = -column(ijo, fluxes, "oxygen")
    expected = 4.0 * ENTHALPY_PER_ELECTRON * oxygen / 3.6
    assert np.all(np.abs(heat - expected) <= 1e-9 * np.abs(expected) + 1e-7)


def test_biomass_of_the_genome_scale_model_is_a_gram(ijo, textbook):
    assert ijo.chemistry.biomass_mass == pytest.approx(1.0, abs=1e-4)
    assert ijo.chemistry.biomass_carbon == pytest.approx(41.04, abs=0.01)
    assert ijo.chemistry.biomass_nitrogen == pytest.approx(10.80, abs=0.01)
    assert textbook.chemistry.biomass_nitrogen == pytest.approx(5.45, abs=0.01)  # known not to be true
    assert textbook.chemistry.biomass_mass == pytest.approx(1.54, abs=0.01)

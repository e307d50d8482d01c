"""Yields of the core model of C. necator against published ones (reference/strains.md, section 4a)."""

from __future__ import annotations

import numpy as np
import pytest

from moromi import load_strain
from moromi.strains import open_strain

from .fba import Core, Range

FRUCTOSE = 0.180156  # g/mmol
PHB = 0.086090
OPEN: dict[str, Range] = {
    "EX_ammonium": (-100.0, 0.0),
    "EX_oxygen": (-1000.0, 0.0),
    "EX_carbon_dioxide": (-1000.0, 1000.0),
    "RELEASE_phb": (0.0, 0.0),
}


def least(uptake: str, maintenance: float = 0.0, **bounds: Range) -> dict[str, float]:
    """Fluxes with the least of one substrate."""
    ends: dict[str, Range] = {uptake: (-1000.0, 0.0), "ATPM": (maintenance, 1000.0)}
    x = Core("necator-core", **(OPEN | ends | bounds)).best(uptake)
    assert x is not None
    return x


def most(target: str, uptake: str, **bounds: Range) -> float:
    """Largest flux from one mole of a substrate without maintenance."""
    ends: dict[str, Range] = {uptake: (-1.0, 0.0), "ATPM": (0.0, 1000.0)}
    x = Core("necator-core", **(OPEN | ends | bounds)).best(target)
    assert x is not None
    return x[target]


@pytest.mark.parametrize(
    ("exchange", "published"), [("EX_hydrogen", 219.8), ("EX_oxygen", 63.9), ("EX_carbon_dioxide", 42.1)]
)
def test_gases_per_gram_without_maintenance(exchange: str, published: float):
    """Ishizaki & Tanaka 1990, J Ferment Bioeng 69:170: 21.36 H2 + 6.21 O2 + 4.09 CO2 per C4.09H7.13O1.89N0.76."""
    assert -least("EX_hydrogen", GROWTH=(1.0, 1.0))[exchange] == pytest.approx(published, rel=0.05)


@pytest.mark.parametrize("growth", [0.05, 0.1, 0.2])
def test_gram_per_mole_of_hydrogen_with_maintenance(growth: float):
    """Published for autotrophic cultures: 4.0-4.6 g/mol."""
    hydrogen = -least("EX_hydrogen", 3.0, GROWTH=(growth, growth))["EX_hydrogen"]
    assert 4.0 <= 1000.0 * growth / hydrogen <= 4.6


def test_hydrogen_per_unit_of_polymer():
    """RehMBEL1391 has 16.9, redox alone 9; cultures took 33 with maintenance and slip (Ishizaki & Tanaka 1991)."""
    x = least("EX_hydrogen", EX_phb=(1.0, 1.0))
    assert -x["EX_hydrogen"] == pytest.approx(16.9, rel=0.05)
    assert -x["EX_carbon_dioxide"] == pytest.approx(4.0, rel=1e-9)
    assert -x["EX_oxygen"] == pytest.approx((-x["EX_hydrogen"] - 9.0) / 2.0, rel=1e-9)  # 4 CO2 + 9 H2 = C4H6O2 + 6 H2O


def test_yields_on_fructose():
    closed: dict[str, Range] = {"EX_carbon_dioxide": (0.0, 1000.0)}
    growth = most("GROWTH", "EX_fructose", **closed)
    assert 0.35 <= growth / FRUCTOSE <= 0.50
    polymer = most("EX_phb", "EX_fructose", **closed, RBPC=(0.0, 0.0))
    assert polymer == pytest.approx(1.0, rel=1e-9)  # two acetyl-CoA a sugar by Entner-Doudoroff
    assert polymer * PHB / FRUCTOSE == pytest.approx(0.48, rel=0.05)


def test_yield_on_formate():
    """3.5-4.5 g/mol published; without maintenance the same as hydrogen, which gives as many electrons."""
    growth = 1000.0 * most("GROWTH", "EX_formate")
    assert 3.5 <= growth <= 4.5 * 1.05
    assert growth == pytest.approx(1000.0 * most("GROWTH", "EX_hydrogen"), rel=1e-9)


def test_growth_comes_before_storage_and_storage_before_waste(tmp_path):
    strain = open_strain(load_strain("necator").definition(), tmp_path)

    def fluxes(**theta: float) -> dict[str, float]:
        point = {name: 0.0 for name in strain.parameters} | {"maintenance": 3.0, "growth_cap": 0.3, "storage": 2.1}
        point |= {"hydrogen_uptake": 40.0, "oxygen_uptake": 20.0, "carbon_dioxide_uptake": 15.0} | theta
        values = strain.solve(np.array([point[name] for name in strain.parameters]))
        return dict(zip(strain.outputs, values.tolist(), strict=True))

    fed, starved = fluxes(ammonium_uptake=5.0), fluxes(ammonium_uptake=0.0)
    assert fed["growth"] == pytest.approx(38.5 / 219.6, rel=1e-3)  # 1.5 of 40 for maintenance
    assert fed["phb"] == pytest.approx(0.0, abs=1e-9)
    assert starved["growth"] == pytest.approx(0.0, abs=1e-9)
    assert starved["phb"] == pytest.approx(2.1, rel=1e-9)  # the capacity binds before the hydrogen
    full = fluxes(ammonium_uptake=0.0, storage=0.0)
    assert full["phb"] == pytest.approx(0.0, abs=1e-9)
    assert full["hydrogen"] == pytest.approx(-1.5, rel=1e-6)  # two ATP each, for maintenance
    hungry = fluxes(ammonium_uptake=5.0, hydrogen_uptake=0.0, phb_uptake=0.5)
    assert hungry["phb"] < -0.49
    assert hungry["growth"] > 0.0

"""Yields of the core model of K. phaffii, on glucose as fitted, on glycerol and methanol as a result."""

from __future__ import annotations

import numpy as np
import pytest

from moromi import load_strain
from moromi.strains import Strain, open_strain
from moromi.strains.formula import elements, molar_mass

from .fba import Core, Range

MASS = {"glucose": 0.180156, "glycerol": 0.092094, "methanol": 0.032042}  # g/mmol
OXYGEN, MAINTENANCE = (-1000.0, 0.0), 1.9
CLOSED: dict[str, Range] = {
    f"EX_{name}": (0.0, 0.0) for name in ("acetate", "acetaldehyde", "pyruvate", "succinate", "formate", "ethanol")
}
FED: dict[str, Range] = {"EX_ammonium": (-100.0, 0.0), "EX_oxygen": OXYGEN}


def chemostat(substrate: str, growth: float, maintenance: float) -> dict[str, float]:
    """Least of one substrate at a growth rate: yield [g/g], O2 per substrate [mol/mol], respiratory quotient."""
    ends: dict[str, Range] = {"GROWTH": (growth, growth), "ATPM": (maintenance, 1000.0)}
    x = Core("phaffii-core", **(CLOSED | FED | ends | {f"EX_{substrate}": (-100.0, 0.0)})).best(f"EX_{substrate}")
    assert x is not None
    used = -x[f"EX_{substrate}"]
    return {
        "yield": growth / (used * MASS[substrate]),
        "oxygen": -x["EX_oxygen"] / used,
        "rq": -x["EX_carbon_dioxide"] / x["EX_oxygen"],
    }


def test_glucose_as_fitted():
    """Maurer et al. 2006, Microb Cell Fact 5:37: 0.559 g/g, and 0.0161 g/g/h for maintenance."""
    assert chemostat("glucose", 0.1, 0.0)["yield"] == pytest.approx(0.559, rel=0.01)
    kept = chemostat("glucose", 0.1, MAINTENANCE)["yield"]
    assert 0.1 / kept - 0.1 / 0.559 == pytest.approx(0.0161, rel=0.03)


@pytest.mark.parametrize(
    ("substrate", "growth", "quantity", "low", "high"),
    [
        ("glycerol", 0.1, "yield", 0.50, 0.60),
        ("glycerol", 0.1, "rq", 0.65, 0.75),
        ("methanol", 0.05, "yield", 0.33, 0.42),
        ("methanol", 0.05, "oxygen", 0.9, 1.1),
    ],
)
def test_glycerol_and_methanol_are_results(substrate: str, growth: float, quantity: str, low: float, high: float):
    assert low <= chemostat(substrate, growth, MAINTENANCE)[quantity] <= high


def test_methanol_wants_twice_the_oxygen_of_glycerol_per_gram_of_cells():
    glycerol, methanol = (chemostat(name, 0.05, MAINTENANCE) for name in ("glycerol", "methanol"))

    def per_gram(culture: dict[str, float], name: str) -> float:
        return culture["oxygen"] / (culture["yield"] * MASS[name])

    assert 2.0 < per_gram(methanol, "methanol") / per_gram(glycerol, "glycerol") < 3.0


def test_assimilation_of_methanol_costs_one_atp_per_carbon_of_a_triose():
    """Three formaldehyde to a triose phosphate take three ATP: dihydroxyacetone kinase (Yurimoto et al. 2011)."""
    core = Core("phaffii-core", **(CLOSED | FED), EX_methanol=(-3.0, -3.0))
    core.bounds |= {"FLD": (0.0, 0.0), "G6PDH": (0.0, 0.0)}
    x = core.best("TPI", sense=-1)
    assert x is not None
    assert x["DAS"] == pytest.approx(3.0)
    assert x["DAK"] == pytest.approx(3.0)
    assert x["AOX"] == pytest.approx(3.0)


def test_antigen_is_that_of_its_sequence():
    """Receptor-binding domain, residues 319-541 of P0DTC2: 223 residues, 25.1 kDa without sugars."""
    network = Core("phaffii-core").network
    formula = network.formulas[network.metabolites.index("rbd")]
    assert 223.0 * molar_mass(elements(formula)) * 1e3 + 18.015 == pytest.approx(25.1e3, rel=2e-3)
    assert 14.007 * elements(formula)["N"] / (1e3 * molar_mass(elements(formula))) == pytest.approx(0.167, abs=0.005)


@pytest.fixture(scope="module")
def strain(tmp_path_factory: pytest.TempPathFactory) -> Strain:
    return open_strain(load_strain("phaffii").definition(), tmp_path_factory.mktemp("phaffii"))


def fluxes(strain: Strain, **theta: float) -> dict[str, float]:
    point = dict.fromkeys(strain.parameters, 0.0)
    point |= {"oxygen_uptake": 10.0, "ammonium_uptake": 5.0, "maintenance": MAINTENANCE} | theta
    values = strain.solve(np.array([point[name] for name in strain.parameters]))
    return dict(zip(strain.outputs, values.tolist(), strict=True))


def test_heat_per_oxygen_of_respiration(strain: Strain):
    """440-480 kJ/mol O2 whatever is respired (Cooney, Wang & Mateles 1969: 460-502)."""
    for name in ("glycerol", "methanol"):
        x = fluxes(strain, **{f"{name}_uptake": 3.0})
        assert 420.0 < -3.6 * x["heat"] / x["oxygen"] < 500.0


def test_highest_growth_rates(strain: Strain):
    """1/h: 0.20-0.27 on glycerol, 0.20 on glucose (Maurer et al. 2006), 0.08 on methanol, 3.7 g/L (Zhang 2000)."""
    assert 0.20 < fluxes(strain, glycerol_uptake=4.4)["growth"] < 0.27
    assert fluxes(strain, glucose_uptake=2.1)["growth"] == pytest.approx(0.20, abs=0.01)
    best = 11.5 * 114.0 / (46.8 + 114.0 + 114.0**2 / 277.0)
    assert fluxes(strain, methanol_uptake=best)["growth"] == pytest.approx(0.08, abs=0.01)


def test_antigen_costs_little(strain: Strain):
    without, making = (fluxes(strain, methanol_uptake=3.0, production=made) for made in (0.0, 5e-4))
    assert making["antigen"] == pytest.approx(5e-4, rel=1e-6)
    assert 0.0 < 1.0 - making["growth"] / without["growth"] < 0.01

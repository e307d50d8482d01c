"""Baker's yeast in a chemostat: the Crabtree switch, its critical dilution rate and washout, none of them put in."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.plant import Job
from moromi.simulator.run import run
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import load_scenario
from moromi.simulator.study.physiology import onset_of_overflow


@pytest.fixture(scope="module")
def culture():
    return run("yeast-chemostat")


@pytest.fixture(scope="module")
def job() -> Job:
    return prepare([load_scenario("yeast-chemostat")])


def end_of(result, phase: str) -> dict[str, float]:
    """Last row of a phase."""
    ends = {event["what"].split()[0]: event["time"] for event in result.events if event.get("kind") == "end"}
    row = int(np.searchsorted(result.columns["time"], ends[phase] - 1e-9)) - 1
    return {name: float(values[row]) for name, values in result.columns.items()}


def test_respiration_alone_below_the_critical_rate(culture):
    for phase in ("slow", "below-critical"):
        row = end_of(culture, phase)
        assert row["ethanol"] < 1e-3
        assert 1.0 < row["rq"] < 1.1
        assert row["biomass"] / 7.5 == pytest.approx(0.505, abs=0.02)  # g/g: 0.48-0.51 published


def test_ethanol_and_a_jump_of_the_respiratory_quotient_above_it(culture):
    below, above = end_of(culture, "below-critical"), end_of(culture, "above-critical")
    assert above["rq"] > 1.3 * below["rq"]
    assert above["ethanol"] > 20.0
    assert above["biomass"] < 0.8 * below["biomass"]
    assert above["q_o2"] == pytest.approx(7.4, rel=1e-3)  # the respiratory capacity, which binds


def test_ethanol_of_the_batch_is_burnt_again(culture):
    """Diauxie: growth on ethanol at about 0.12 1/h, RQ below 2/3 while some of it stops at acetate."""
    time, ethanol = culture.columns["time"], culture.columns["ethanol"]
    burning = (time > 3.0) & (time < 6.0)
    assert ethanol.max() > 50.0
    assert np.all(culture.columns["mu"][burning] < 0.13)
    assert np.all(culture.columns["mu"][burning] > 0.09)
    assert np.all(culture.columns["rq"][burning] < 0.67)
    assert np.interp(12.0, time, ethanol) < 1e-3


def test_critical_dilution_rate(job):
    """Published: 0.28 1/h (van Hoek et al. 1998) to 0.38 1/h (Postma et al. 1989), by strain."""
    assert 0.28 < onset_of_overflow(job.strain, job.batch.maximum[0], "glucose", "ethanol") < 0.33


def test_washout_above_the_highest_growth_rate(culture):
    assert culture.columns["biomass"][-1] < 0.01
    assert "washout" in {limit["limit"] for limit in culture.limits}


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass", "energy"])
def test_balances_close(culture, element):
    assert culture.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def per_mole(strain, of: str, **theta: float) -> dict[str, float]:
    """Exchanges per mol of a species taken up, and heat [kJ/mol], at flux parameters."""
    point = np.zeros(len(strain.parameters))
    for name, value in {"ammonium_uptake": 5.0, "growth_cap": 0.42, "maintenance": 1.0, **theta}.items():
        point[strain.parameters.index(name)] = value
    fluxes = dict(zip(strain.outputs, strain.solve(point).tolist(), strict=True))
    shares = {name: value / -fluxes[of] for name, value in fluxes.items()}
    return shares | {"heat": 3.6 * shares["heat"]}  # W → kJ/h


RESTING = {"glucose_uptake": 5.0, "ammonium_uptake": 0.0, "growth_cap": 0.0}


def test_heat_of_respiration_and_of_fermentation(job):
    """Aerobic 460 kJ/mol O2 (Cooney, Wang & Mateles 1969); to ethanol 2814 − 2·1356 = 102 kJ/mol glucose."""
    strain = job.strain
    assert 430.0 < per_mole(strain, "oxygen", glucose_uptake=1.1, oxygen_uptake=10.0)["heat"] < 490.0
    assert per_mole(strain, "glucose", **RESTING)["heat"] == pytest.approx(102.0, abs=0.5)
    assert 80.0 < per_mole(strain, "glucose", glucose_uptake=5.0)["heat"] < 100.0  # some of it stays in the cells


FORMATION = {"carbon_dioxide": -393.51, "water": -285.83, "ethanol": -288.3, "glycerol": -676.55, "glucose": -1262.2}
"""kJ/mol, in water at 25 °C but for the gas; Wagman et al. (1982) J. Phys. Chem. Ref. Data 11, suppl. 2; glucose:
Goldberg & Tewari (1989) J. Phys. Chem. Ref. Data 18:809."""
AMMONIUM = -132.51  # of NH4+ in water


def formed(carbon: float, hydrogen: float, name: str) -> float:
    """Heat of combustion [kJ/mol] from the enthalpy of formation."""
    return FORMATION[name] - carbon * FORMATION["carbon_dioxide"] - 0.5 * hydrogen * FORMATION["water"]


def heat_of_cells(chemistry) -> float:
    """kJ/g of dry cells, their nitrogen left as ammonium.

    From the elements alone: Channiwala & Parikh (2002) Fuel 81:1051, doi:10.1016/S0016-2361(01)00131-4, whose formula
    for solid fuels is good to 1.5 % and burns nitrogen to N2.
    """
    carbon, nitrogen, oxygen = chemistry.biomass_carbon, chemistry.biomass_nitrogen, chemistry.biomass_oxygen
    hydrogen = chemistry.biomass_electrons - 4.0 * carbon + 2.0 * oxygen + 3.0 * nitrogen
    masses = {"C": 12.011 * carbon, "H": 1.008 * hydrogen, "O": 15.999 * oxygen, "N": 14.007 * nitrogen}  # g/kg
    ash = 1000.0 - sum(masses.values())
    assert 0.0 < ash < 60.0
    burnt = 0.3491 * masses["C"] + 1.1783 * masses["H"] - 0.1034 * masses["O"] - 0.0151 * masses["N"] - 0.0211 * ash
    to_nitrogen = 1.5 * FORMATION["water"] - AMMONIUM  # NH4+ + 3/4 O2 → 1/2 N2 + 3/2 H2O + H+
    return (100.0 * burnt + nitrogen * to_nitrogen) / 1000.0


def test_heat_of_ethanol_fermentation_by_hand(job):
    """Neither Thornton's rule nor the strain's own constants: formation enthalpies, and cells by their elements.

    The band of 100-140 kJ/mol is met at rest only; pure substances would give 2805 − 2·1367 = 71.
    """
    strain = job.strain
    glucose, ethanol, glycerol = formed(6, 12, "glucose"), formed(2, 6, "ethanol"), formed(3, 8, "glycerol")
    assert glucose - 2.0 * ethanol == pytest.approx(per_mole(strain, "glucose", **RESTING)["heat"], abs=1.0)
    growing = per_mole(strain, "glucose", glucose_uptake=5.0)
    kept = growing["ethanol"] * ethanol + growing["glycerol"] * glycerol
    cells = 1000.0 * growing["growth"] * heat_of_cells(strain.chemistry)
    assert glucose - kept - cells == pytest.approx(growing["heat"], abs=0.015 * cells + 1.0)
    # as much as the share of the glucose that became ethanol gives at rest
    assert growing["heat"] == pytest.approx(102.0 * growing["ethanol"] / 2.0, rel=0.08)

"""Antibody in fed-batch from 3 L to 2,000 L, and in perfusion: books, the lactate shift, CO2 and shear at scale."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.scaleup.transfer import transfer
from moromi.simulator.scenario import load_scenario, load_strain, load_vessel

LADDER = ("cho-mab", "cho-mab-pilot", "cho-mab-plant")
LITRES = {"cho-mab": 1.4, "cho-mab-pilot": 140.0, "cho-mab-plant": 1400.0}
MMHG = 1.33322387415e-3  # bar


@pytest.fixture(scope="module")
def ladder():
    return {name: run(name) for name in LADDER}


def hours(result, limit: str) -> float:
    return sum(item["to"] - item["from"] for item in result.limits if item["limit"] == limit)


@pytest.mark.parametrize("name", LADDER)
def test_books_close(ladder, name: str):
    for element, entry in ladder[name].balances.items():
        assert entry["closure"] == pytest.approx(1.0, abs=1e-3 if element == "energy" else 1e-6), element


@pytest.mark.parametrize("name", LADDER)
def test_titre_and_cells_of_a_production_line(ladder, name: str):
    """14 days give 2-5 g/L and 10-20 million cells per mL."""
    kpis = ladder[name].kpis
    assert 2.0 < kpis["titre_antibody"]["value"] < 5.0
    assert 10e12 < kpis["cell_density_max"]["value"] < 20.1e12
    assert 0.7 < kpis["viability_final"]["value"] < 0.95
    assert 14.0 * 24.0 == kpis["duration"]["value"]


def test_antibody_is_cells_times_their_rate(ladder):
    """By hand: 20 pg per cell and day over the cells there were, less the amino acids that slow it a little."""
    result = ladder["cho-mab"]
    days = result.columns["time"] / 24.0
    cells = np.trapezoid(result.columns["cell_density"] * result.columns["volume"], days)
    made = cells * 20e-15 / result.columns["volume"][-1]
    assert result.kpis["titre_antibody"]["value"] == pytest.approx(made, rel=0.1)
    np.testing.assert_allclose(result.columns["cell_density"] * 300e-15, result.columns["biomass"], rtol=1e-12)


def test_lactate_is_made_and_then_taken_up(ladder):
    """The shift: lactate slows glycolysis, so that cells that grow more slowly have respiration to spare."""
    table = ladder["cho-mab"].columns
    early, shifted = table["time"] < 72.0, (table["time"] > 150.0) & (table["time"] < 190.0)
    assert np.all(table["q_lactate"][early] > 0.1)
    assert np.all(table["q_lactate"][shifted] < 0.0)
    assert np.all(table["glucose"][shifted] > 15.0)  # with glucose at hand all the while


def test_recipes_of_the_ladder_are_what_the_criterion_makes_of_the_bench():
    """Equal gas velocity, and equal power per volume; rounded to two digits."""
    bench = load_scenario("cho-mab")
    for name in LADDER[1:]:
        stated = load_scenario(name)
        carried = transfer(bench, stated.vessel).scenario.recipe.dissolved_oxygen
        own = stated.recipe.dissolved_oxygen
        assert own.stirrer_speed == pytest.approx(carried.stirrer_speed, rel=0.012)
        assert own.aeration == pytest.approx(carried.aeration, rel=0.02)
        assert stated.recipe.start.volume == pytest.approx(LITRES[name] * 1e-3, rel=1e-12)


def test_carbon_dioxide_builds_up_with_the_depth_of_the_broth(ladder):
    """Bubbles that bring the same oxygen per litre in less gas carry less CO2 away (2.6 times from 1.5 to 1,000 L:
    Mostafa & Gu 2003, recalled)."""
    last = [ladder[name].columns["p_co2"][-1] / MMHG for name in LADDER]
    assert last[0] < last[1] < last[2]
    assert 1.8 < last[2] / last[0] < 4.0
    assert 25.0 < last[0] < 60.0


def test_carbon_dioxide_by_hand(ladder):
    """What the broth gives off leaves in the dry gas: film, 0.9 kLa H, and gas flow in series."""
    table = ladder["cho-mab-pilot"].columns
    row = -2
    flow = table["gas_flow"][row] / table["volume"][row]  # mol/m³/h
    henry, dry = 24.2, table["pressure_mean"][row] - 0.0503  # mol/m³/bar and bar, 33-37 °C
    film = 0.9 * table["kla"][row] * henry
    stripped = 1.0 / (1.0 / film + dry / flow)
    assert table["p_co2"][row] == pytest.approx(table["ctr"][row] / stripped, rel=0.15)


def test_limits_that_an_expert_expects_at_the_plant(ladder):
    """CO2 beyond 120 mmHg and a tip speed beyond 1.5 m/s; neither at the bench."""
    plant, bench = ladder["cho-mab-plant"], ladder["cho-mab"]
    assert hours(plant, "carbon_dioxide_pressure") > 12.0
    assert hours(plant, "shear") > 100.0
    assert hours(bench, "carbon_dioxide_pressure") == hours(bench, "shear") == 0.0
    table = plant.columns
    beyond = table["p_co2"] > 120.0 * MMHG
    assert hours(plant, "carbon_dioxide_pressure") == pytest.approx(
        np.sum(np.diff(table["time"])[beyond[:-1]]), abs=2.1
    )
    assert table["tip_speed"].max() == pytest.approx(np.pi * 0.475 * 78.0 / 60.0, rel=1e-6)


def test_larger_bubbles_strip_more():
    """Drilled holes instead of a sinter at the plant: CO2 stays below its limit, where there is gas enough."""
    coarse = (
        "vessel.bubble_diameter=4 mm",
        "network.kind=ideal",
        "recipe.dissolved_oxygen.aeration=[0.02 vvm, 0.06 vvm]",
    )
    result = run("cho-mab-plant", overrides=coarse)
    assert hours(result, "carbon_dioxide_pressure") == 0.0
    assert result.columns["p_co2"][-1] < 70.0 * MMHG


def test_carbon_dioxide_slows_growth_as_the_law_says():
    """30 % less at 195 mmHg than at 40 (46 and 9.5 mmol/L of inorganic carbon at pH 7): the source of the constant."""
    factors = load_strain("cho-producer").growth_cap.factors
    law = next(item for item in factors if item.species == "carbon_dioxide")
    constant = law.constant.value
    assert (1.0 + 9.5 / constant) / (1.0 + 46.0 / constant) == pytest.approx(0.72, abs=0.02)


def test_perfusion_grows_as_fast_as_it_is_bled():
    """One volume a day and a bleed of 0.01 1/h: µ = bleed, some 24 pL per cell and day, 0.8 g/L of antibody a day."""
    result = run("cho-mab-perfusion", overrides=("recipe.duration=480 h", "output.interval=12 h"))
    table = result.columns
    assert table["mu"][-1] == pytest.approx(0.01, rel=0.02)
    cells = table["cell_density"][-1]
    assert 10e-15 < 1.0 / cells < 30e-15  # m³ per cell and day at one volume a day
    assert 0.4 < 24.0 * 0.0417 * table["antibody"][-1] * 0.10825 < 1.2
    for element in ("carbon", "nitrogen", "oxygen", "charge"):
        assert result.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("strain.tolerates={carbon_dioxide_pressure: 120 W}", "partial pressure"),
        ("strain.tolerates={oxygen_pressure: 1 bar}", "oxygen_pressure"),
        ("strain.shear={tip_speed: 1.5 rpm}", "velocity"),
        ("strain.cells={dry_mass: 300 L}", "mass"),
        ("recipe.dissolved_oxygen.aeration=[0.02 vvm, 0.8 vvm]", "can give"),
    ],
)
def test_nonsense_is_refused_in_a_line(change: str, word: str):
    with pytest.raises(InputError, match=word) as caught:
        load_scenario("cho-mab", (change,))
    assert "\n" not in str(caught.value)


def test_single_use_vessels_keep_their_proportions():
    for name in ("single-use-50l", "single-use-200l", "single-use-500l", "single-use-1000l", "single-use-2000l"):
        vessel = load_vessel(name)
        assert vessel.liquid_height(vessel.working_volume) / vessel.diameter == pytest.approx(1.3, rel=0.01)
        assert vessel.height / vessel.diameter == pytest.approx(1.8, rel=0.01)
        assert vessel.impellers.diameter / vessel.diameter == pytest.approx(0.38, rel=0.01)
        cylinder = vessel.cross_section * vessel.height
        assert vessel.nominal_volume == pytest.approx(cylinder, rel=0.01)
        top = vessel.impellers.clearance + vessel.impellers.spacing
        assert top < vessel.liquid_height(vessel.working_volume)
        assert 1.4 < np.pi * vessel.impellers.diameter * vessel.limits.stirrer_speed < 2.05
        assert vessel.kla == "bubbles"

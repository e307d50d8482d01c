"""Strain features from file to result: laws of conditions, death, a polymer in the cells, inertia; books closed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.scenario import dump_yaml, load_scenario, load_strain

# Sugar is respired, made into polymer, or, with ATP, into cells; the polymer is respired when the sugar is gone.
MODEL = """
metabolites:
  glc: {formula: C6H12O6}
  phb: {formula: C4H6O2}
  monomer: {formula: C4H6O2}
  o2: {formula: O2}
  co2: {formula: CO2}
  h2o: {formula: H2O}
  atp: {}
  x: {}
reactions:
  EX_glc: glc <=>
  EX_o2: o2 <=>
  EX_co2: co2 -->
  EX_h2o: h2o <=>
  STORE: phb -->
  RELEASE: --> monomer
  EX_x: x -->
  RESP: glc + 6 o2 --> 6 co2 + 6 h2o + 20 atp
  PHBSYN: glc + 1.5 o2 --> phb + 2 co2 + 3 h2o + 3 atp
  PHBDEG: monomer + 4.5 o2 --> 4 co2 + 3 h2o + 12 atp
  ATPM: {equation: "atp -->", lower: 1}
  GROWTH: 7 glc + 60 atp --> x
"""
STRAIN = """
name: storer
model: storer-model.yaml
biomass: GROWTH
species:
  glucose: {exchange: EX_glc, combustion_enthalpy: 2805 kJ/mol}
  oxygen: {exchange: EX_o2}
  carbon_dioxide: {exchange: EX_co2}
  polymer: {exchange: STORE, release: RELEASE, stored: true}
  inducer: {molar_mass: 238.3 g/mol}
uptakes:
  glucose:
    maximum: 6 mmol/gDW/h
    factors: [{kind: monod, constant: 0.05 mmol/L}]
  oxygen:
    maximum: 40 mmol/gDW/h
    factors: [{kind: monod, constant: 0.001 mmol/L}]
  polymer:
    maximum: 1 mmol/gDW/h
    factors:
      - {kind: contois, content: 0.5 mmol/gDW}
      - {kind: inhibition, species: glucose, constant: 0.001 mmol/L}
demands:
  maintenance: {reaction: ATPM, value: 1 mmol/gDW/h}
  synthesis:
    reaction: polymer
    value: 1.5 mmol/gDW/h
    per_growth: 0.5 mmol/gDW
    factors:
      - {kind: monod, species: glucose, constant: 0.05 mmol/L}
      - {kind: hill, species: inducer, constant: 0.1 mmol/L, exponent: 2}
      - {kind: saturation, species: polymer, content: 2 mmol/gDW, exponent: 2}
death:
  rate: 0.05 1/h
  factors: [{kind: inhibition, species: glucose, constant: 1 mmol/L}]
objectives: [max growth, min glucose uptake, min polymer uptake]
"""
RECIPE = """
name: storage
strain: storer.yaml
vessel: jar-1l
medium: mineral-medium
recipe:
  start:
    volume: 0.5 L
    biomass: 1 g/L
    concentrations: {glucose: 40 mmol/L, inducer: 0.2 mmol/L}
  set_points: {temperature: 37 degC}
  temperature_control: {ideal: true}
  dissolved_oxygen: {set_point: 30 %, stirrer_speed: 1000 rpm, aeration: 1.5 vvm}
  phases: [{name: batch}]
  duration: 10 h
"""

DRY = ("vessel.condenser=100 %",)
"""No water leaves with the gas: the closed forms know of none."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("storer")
    for name, text in (("storer-model.yaml", MODEL), ("storer.yaml", STRAIN), ("storage.yaml", RECIPE)):
        place.joinpath(name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def storage(folder):
    return run(folder / "storage.yaml", overrides=DRY)


def test_a_store_fills_and_is_used_up(storage):
    table = storage.columns
    content, glucose = table["content_polymer"], table["glucose"]
    gone = int(np.argmax(glucose < 0.1))
    assert 0.2 < content[gone] < 2.0, "filled while there was sugar, and not beyond full"
    starving = table["glucose"] < 1e-6
    assert starving.sum() > 20
    # 12 ATP a monomer, 1 mmol ATP/g/h of maintenance, and nothing else can be done without sugar
    assert table["q_polymer"][starving] == pytest.approx(-1.0 / 12.0, rel=1e-4)
    assert table["inducer"] == pytest.approx(0.2, rel=1e-9), "an inducer is only noticed"
    assert content.max() <= 2.0 * (1.0 + 1e-6)


def test_synthesis_is_luedeking_piret_with_its_factors(storage):
    """While sugar lasts: q_P = 0.5·µ + 1.5·factors, written out here."""
    table = storage.columns
    early = table["glucose"] > 5.0
    content = table["content_polymer"]
    share = table["glucose"] / (0.05 + table["glucose"]) * 0.2**2 / (0.1**2 + 0.2**2) * (1.0 - (content / 2.0) ** 2)
    expected = 0.5 * table["mu"] + 1.5 * share
    assert table["q_polymer"][early] == pytest.approx(expected[early], rel=5e-4)
    assert np.abs(table["shortfall_synthesis"][early]).max() < 1e-9


def test_the_starving_die_and_are_counted(storage):
    table = storage.columns
    assert table["death_rate"] == pytest.approx(0.05 / (1.0 + np.maximum(table["glucose"], 0.0)), rel=1e-9)
    assert np.all(np.diff(table["dead_biomass"]) > 0.0)
    died = np.trapezoid(table["death_rate"] * table["biomass"], table["time"])
    assert table["dead_biomass"][-1] == pytest.approx(died, rel=5e-3)


@pytest.mark.parametrize("element", ["carbon", "oxygen", "mass", "charge"])
def test_books_close_with_store_and_dead(storage, element):
    balance = storage.balances[element]
    if element == "charge":
        assert abs(balance["out"] + balance["accumulated"] - balance["in"]) < 1e-12
    else:
        assert balance["closure"] == pytest.approx(1.0, abs=1e-9)


def test_result_is_saved_with_its_columns(storage, tmp_path):
    import xarray

    storage.save(tmp_path / "run", report=True)
    with xarray.open_dataset(tmp_path / "run" / "result.nc") as data:
        assert data["content_polymer"].attrs["units"] == "mol/kg"
        assert data["dead_biomass"].attrs["units"] == "kg/m³"
    again = load_scenario(tmp_path / "run" / "scenario.yaml")
    assert again.strain == storage.scenario.strain


def test_dying_cells_in_a_chemostat(folder):
    """µ − k_d = D and X_dead/X = k_d/D in steady state; what leaves is booked, and no cell forgets what it knows."""
    memory = "strain.inertia={memories: {recent: {of: growth, up: 1 h, start: 0.12 1/h}}}"
    result = run(
        folder / "storage.yaml",
        overrides=(
            *DRY,
            "strain.death={rate: 0.02 1/h}",
            memory,
            "recipe.overflow=0.5 L",
            "recipe.start.concentrations.glucose=1 mmol/L",
            "recipe.feeds={medium: {concentrations: {glucose: 40 mmol/L, inducer: 0.2 mmol/L}, density: 1005 kg/m3}}",
            "recipe.phases=[{name: steady, feed: {kind: constant, stream: medium, dilution_rate: 0.1 1/h}}]",
            "recipe.duration=150 h",
        ),
    )
    table = result.columns
    assert table["mu"][-1] == pytest.approx(0.12, rel=1e-4)
    assert table["dead_biomass"][-1] / table["biomass"][-1] == pytest.approx(0.2, rel=1e-3)
    assert table["recent_mu_recent"][-1] == pytest.approx(0.12, rel=1e-4)
    for element in ("carbon", "oxygen", "mass"):
        assert result.balances[element]["closure"] == pytest.approx(1.0, abs=1e-9), element


def _grow(folder, *overrides):
    return run(folder / "storage.yaml", overrides=("recipe.duration=0.2 h", *overrides))


CAP = (
    "strain.growth_cap={value: 0.3 1/h, factors: [{kind: temperature, temperature: {minimum: 8 degC, optimum: 39 degC,"
    " maximum: 47 degC}}, {kind: ph, ph: {minimum: 4.4, optimum: 7.0, maximum: 9.6}}]}"
)


@pytest.mark.parametrize(("degrees", "ph"), [(39.0, 7.0), (25.0, 7.0), (39.0, 5.5), (44.0, 8.0)])
def test_growth_follows_temperature_and_ph(folder, degrees, ph):
    """Rosso's cardinal models, written out once more."""
    t, low, best, high = degrees, 8.0, 39.0, 47.0
    numerator = (t - high) * (t - low) ** 2
    gamma = numerator / ((best - low) * ((best - low) * (t - best) - (best - high) * (best + low - 2 * t)))
    product = (ph - 4.4) * (ph - 9.6)
    gamma *= product / (product - (ph - 7.0) ** 2)
    points = (f"recipe.set_points.temperature={degrees} degC", f"recipe.set_points.ph={ph}")
    result = _grow(folder, CAP, *points)
    assert result.columns["mu"] == pytest.approx(0.3 * gamma, rel=1e-3)
    assert any(item["limit"] == "growth_cap" for item in result.limits)


def test_induction_by_phase_and_by_time(folder):
    two = "recipe.phases=[{name: before, until: [time > 0.1 h]}, {name: induced}]"
    by_phase = "strain.demands.synthesis.factors=[{kind: phase, phase: induced}]"
    result = _grow(folder, two, by_phase, "output.interval=0.01 h")
    off = result.columns["time"] < 0.1 - 1e-9
    made = result.columns["q_polymer"] - 0.5 * result.columns["mu"]
    assert np.abs(made[off]).max() < 1e-4, "but for what little of the store is given back"
    assert made[-1] == pytest.approx(1.5, rel=1e-4)
    by_time = "strain.demands.synthesis.factors=[{kind: after, time: 0.1 h, width: 0.02 h}]"
    result = _grow(folder, by_time, "output.interval=0.01 h")
    made = result.columns["q_polymer"] - 0.5 * result.columns["mu"]
    expected = 1.5 / (1.0 + np.exp(-4.0 * (result.columns["time"] - 0.1) / 0.02))
    assert made == pytest.approx(expected, abs=1e-4)


def test_a_phase_nobody_has(folder):
    with pytest.raises(InputError, match="no such phase"):
        _grow(folder, "strain.demands.synthesis.factors=[{kind: phase, phase: induction}]")


def test_growth_associated_alone(folder):
    """Without a part of its own the product is a row of the linear program, and no parameter."""
    result = _grow(folder, "strain.demands.synthesis={reaction: polymer, value: 0 mmol/gDW/h, per_growth: 3 mmol/gDW}")
    assert result.columns["q_polymer"] == pytest.approx(3.0 * result.columns["mu"], rel=1e-4)
    assert "synthesis" not in result.trajectory.members[0].parameters


BAD = {
    "demands.synthesis.factors=[{kind: monod, constant: 1 mmol/L}]": "'species' is missing",
    "demands.synthesis.factors=[{kind: temperature, constant: 1 mmol/L}]": "'constant' belongs to kind",
    "death={rate: 0.1 1/h, factors: [{kind: monod, species: sugar, constant: 1 mmol/L}]}": "no species 'sugar'",
    "species.inducer={}": "molar mass",
    "inertia={enforced: [sucrose]}": "has no 'sucrose'",
    "inertia={limits: {glucose_uptak: {memory: m, headroom: 1, floor: 1 mmol/gDW/h}}}": "nearest is 'glucose_uptake'",
    "inertia={memories: {m: {of: growth, up: 1 h, start: 3 mmol/gDW/h}}}": "starts at a rate in 1/h",
}


@pytest.mark.parametrize("change", BAD)
def test_what_is_wrong_is_said(folder, change):
    with pytest.raises(InputError, match=BAD[change]):
        load_scenario(folder / "storage.yaml", (f"strain.{change}",))


@pytest.mark.parametrize(
    "change",
    [
        "inertia={memories: {m: {of: grwth, up: 1 h}}}",
        "inertia={fluctuations: {f: {fast: a, slow: b, time: 1 h, scale: 0.1 1/h}}}",
        "inertia={factors: {maintenance: [{kind: rise, of: f, most: 0.5, half: 0.2}]}}",
        "growth_cap={value: 0.3 1/h, factors: [{kind: ph, ph: {minimum: 7, optimum: 6, maximum: 9}}]}",
    ],
)
def test_what_does_not_make_a_strain_is_said(folder, change):
    with pytest.raises(InputError, match="strain 'storer'"):
        _grow(folder, f"strain.{change}")


def test_a_strain_with_everything_survives_its_file(folder, tmp_path):
    strain = load_strain(folder / "storer.yaml")
    (tmp_path / "again.yaml").write_text(dump_yaml(strain), encoding="utf-8")
    assert load_strain(tmp_path / "again.yaml") == strain


def test_the_strain_can_be_checked(folder, capsys):
    """Stores, inducers and demands for a species by its name are nothing to stumble over."""
    from moromi.simulator.cli.app import outcome

    assert outcome(["strain", "check", str(folder / "storer.yaml"), "--json"]) in (0, 1)
    content = json.loads(capsys.readouterr().out)
    assert content["growth"]["value"] > 0.0
    assert not any("enforced" in finding["what"] for finding in content["findings"])

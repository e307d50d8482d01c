"""Own core models in YAML, end to end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moromi.strains import Demand, Objective, StrainDefinition, StrainError, TrackedSpecies, Uptake, open_strain
from moromi.strains.core import parse_equation, read_core

# One sugar, respired (2 ATP per O2) or fermented (2 ATP); growth takes sugar and ATP. Balanced in C, H, O.
MODEL = """
metabolites:
  glc: {formula: C6H12O6}
  o2: {formula: O2}
  co2: {formula: CO2}
  h2o: {formula: H2O}
  lac: {formula: C3H6O3}
  atp: {}
  x: {}
reactions:
  EX_glc: glc <=>
  EX_o2: o2 <=>
  EX_co2: co2 -->
  EX_h2o: h2o <=>
  EX_lac: "lac -->"
  EX_x: x -->
  FERM: glc --> 2 lac + 2 atp
  RESP: lac + 3 o2 --> 3 co2 + 3 h2o + 6 atp
  ATPM: {equation: "atp -->", lower: 1}
  GROWTH: 7 glc + 60 atp --> x
"""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(MODEL, encoding="utf-8")
    return path


def definition(path):
    return StrainDefinition(
        name="toy",
        model=path,
        biomass="GROWTH",
        species=(
            TrackedSpecies("glucose", "EX_glc", 2805.0),
            TrackedSpecies("oxygen", "EX_o2"),
            TrackedSpecies("carbon_dioxide", "EX_co2"),
            TrackedSpecies("lactate", "EX_lac"),
        ),
        uptakes=(Uptake("glucose", 10.0), Uptake("oxygen", 20.0)),
        demands=(Demand("maintenance", "ATPM", 1.0),),
        objectives=(Objective("max", "growth"), Objective("min", "glucose_uptake"), Objective("min", "lactate")),
    )


def test_equations():
    assert parse_equation("a + 2 b --> c")[0] == {"a": -1.0, "b": -2.0, "c": 1.0}
    assert parse_equation("a <=> ")[1:] == (-1000.0, 1000.0)
    assert parse_equation("a <-- b")[1:] == (-1000.0, 0.0)
    assert parse_equation("2 a + b --> 3 a")[0] == {"a": 1.0, "b": -1.0}
    for wrong in ("a + b", "a --> b --> c", "1 2 a --> b"):
        with pytest.raises(ValueError, match=r"arrow|number"):
            parse_equation(wrong)


def test_solution_by_hand(model, tmp_path, look_up, flux_error):
    strain = open_strain(definition(model), tmp_path)
    growth, glucose, oxygen, carbon_dioxide, lactate, shortfall = range(6)
    # Anaerobic: 10 glc = 7 µ + f, 2 f = 60 µ + 1 → µ = 19/74.
    y = look_up(strain, np.array([10.0, 0.0, 1.0]))
    assert y[growth] == pytest.approx(19.0 / 74.0, rel=1e-12)
    assert y[lactate] == pytest.approx(2.0 * (10.0 - 7.0 * y[growth]), rel=1e-12)
    # Aerobic with oxygen to spare: f = 10 − 7 µ, 14 f = 60 µ + 1.
    y = look_up(strain, np.array([1.0, 20.0, 1.0]))
    assert y[growth] == pytest.approx(13.0 / 158.0, rel=1e-12)
    assert y[oxygen] == pytest.approx(-6.0 * (1.0 - 7.0 * y[growth]), rel=1e-12)
    assert y[carbon_dioxide] == pytest.approx(-y[oxygen], rel=1e-12)
    # Starving: maintenance is not met, growth is nothing.
    y = look_up(strain, np.array([0.1, 0.0, 1.0]))
    assert y[[growth, shortfall]] == pytest.approx([0.0, 0.8], abs=1e-12)
    assert y[glucose] == pytest.approx(-0.1)
    # Heat of anaerobic life: what the lactate does not hold (water and protons count nothing).
    thetas = np.random.default_rng(0).random((60, 3)) * strain.box
    assert flux_error([look_up(strain, t) for t in thetas], np.array([strain.solve(t) for t in thetas])) < 1e-9


def test_biomass_is_what_its_reaction_takes(model, tmp_path):
    chemistry = open_strain(definition(model), tmp_path).chemistry
    assert chemistry.biomass_carbon == 42.0
    assert chemistry.biomass_mass == pytest.approx(7 * 0.180156)
    assert chemistry.biomass_electrons == 168.0
    assert list(chemistry.enthalpy) == [2805.0, 0.0, 0.0, 12 * 115.0]


@pytest.mark.parametrize("formula", ["", "C39H84O36", "C39H60N8O15"])
def test_what_growth_alone_makes_is_not_biomass_for_that(model, tmp_path, look_up, formula):
    """CO2 here: it keeps its carbon, and what leaves with it is not in the cells."""
    text = MODEL.replace("  RESP: lac + 3 o2 --> 3 co2 + 3 h2o + 6 atp\n", "").replace("--> x", "--> x + 3 co2")
    model.write_text(text.replace("x: {}", f"x: {{formula: {formula}}}" if formula else "x: {}"), encoding="utf-8")
    species = tuple(item for item in definition(model).species if item.name != "oxygen")
    strain = open_strain(replace(definition(model), species=species, uptakes=(Uptake("glucose", 10.0),)), tmp_path)
    chemistry = strain.chemistry
    assert chemistry.biomass_carbon == 39.0
    assert list(chemistry.carbon) == [6.0, 1.0, 3.0]
    y = dict(zip(strain.outputs, look_up(strain, np.array([10.0, 1.0])), strict=True))
    assert y["growth"] > 0.1
    assert y["carbon_dioxide"] == pytest.approx(3.0 * y["growth"], rel=1e-12)
    leaves = 39.0 * y["growth"] + y["carbon_dioxide"] + 3.0 * y["lactate"] + 6.0 * y["glucose"] + y["other_carbon"]
    assert leaves == pytest.approx(0.0, abs=1e-12)
    assert y["other_carbon"] == 0.0


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (MODEL.replace("2 lac + 2 atp", "2 lak + 2 atp"), "no metabolite 'lak'; nearest is 'lac'"),
        (MODEL.replace("lower: 1", "lowr: 1"), "unknown key 'lowr'; nearest is 'lower'"),
        (MODEL.replace("FERM: glc -->", "FERM: glc"), "exactly one arrow"),
        (MODEL.replace("lower: 1", "lower: 2000"), "crossed"),
        (MODEL.split("reactions:")[0], "'reactions' is missing"),
        ("[1, 2", "model file"),
        ("just text", "expected 'metabolites'"),
    ],
)
def test_a_broken_file_is_one_clear_line(tmp_path, broken, message):
    path = tmp_path / "broken.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(StrainError) as caught:
        read_core(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)

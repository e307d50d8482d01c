"""Systems of reactions as files: read back as written, units strict, every fault in one line."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import dump_yaml, load_reactions, load_scenario
from moromi.simulator.scenario.rate_constant import RateConstant

GOOD = """name: mine
species:
  sucrose: {formula: C12H22O11, combustion_enthalpy: 5643 kJ/mol}
  glucose: {formula: C6H12O6, combustion_enthalpy: 2814 kJ/mol}
  fructose: {formula: C6H12O6, combustion_enthalpy: 2814 kJ/mol}
  invertase: {molar_mass: 135000 g/mol}
  beads: {molar_mass: 100 g/mol}
groups:
  solids: [beads]
adsorption:
  invertase: {on: solids, capacity: 5 mg/g, affinity: 2 L/g}
steps:
  inversion:
    equation: sucrose + water --> glucose + fructose
    constant: 100 L/g/h
    order: {invertase.bound: 1, sucrose: 1}
    relative: {sucrose: 1}
    inhibitors: {glucose: 10 g/L}
    factors: [{kind: ph, ph: {minimum: 3, optimum: 4.5, maximum: 8}}]
"""


def _load(text, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return load_reactions(file)


@pytest.mark.parametrize(
    ("text", "value", "basis", "order"),
    [
        ("0.4 1/h", 0.4, "mass", 1.0),
        ("6 1/min", 360.0, "mass", 1.0),
        ("8.81 L/g/h", 8.81, "mass", 2.0),
        ("2 g/L/h", 2.0, "mass", 0.0),
        ("3 L^2/g^2/h", 3.0, "mass", 3.0),
        ("120 mol/mol/h", 120.0, "molar", 1.0),
        ("0.02 L/mmol/h", 0.02, "molar", 2.0),
        ("1.5 mmol/L/h", 1.5, "molar", 0.0),
        ("2 1/M/s", 7.2, "molar", 2.0),
    ],
)
def test_a_rate_constant_s_unit_says_what_it_multiplies(text, value, basis, order):
    found = RateConstant.read(text)
    assert found.value == pytest.approx(value, rel=1e-15)
    assert (found.basis, found.order) == (basis, order)


def test_reads_back_as_written(tmp_path):
    loaded = _load(GOOD, tmp_path)
    assert _load(dump_yaml(loaded), tmp_path) == loaded
    assert loaded.raw_materials == ("sucrose",)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("100 L/g/h", "100 1/h", "belongs to 1 concentrations, but the exponents of 'order' sum to 2"),
        ("100 L/g/h", "100", "a rate constant with its unit is needed"),
        ("100 L/g/h", "100 L/h", "is not a rate constant"),
        ("100 L/g/h", "-1 L/g/h", "outside the allowed range"),
        ("10 g/L", "10 g", "a concentration"),
        ("10 g/L", "0 g/L", "the constant is above 0"),
        ("5 mg/g", "5 mg", "a mass per mass"),
        ("{glucose: 10", "{glucos: 10", "'glucos' is not known here"),
        ("invertase.bound", "invertase.stuck", "is not known here"),
        ("[beads]", "[bead]", "'bead' is not known here"),
        ("on: solids", "on: solid", "'solid' is not known here"),
        ("-->", "<=>", "a reaction goes one way"),
        ("-->", "to", "needs exactly one arrow"),
        ("sucrose + water -->", "water + sucrose -->", "the first species on the left"),
        ("C6H12O6, combustion", "c6h12, combustion", "is not a formula"),
        ("{molar_mass: 100 g/mol}", "{}", "a compound has a formula"),
        ("kind: ph, ph: {minimum: 3, optimum: 4.5, maximum: 8}", "kind: phase, phase: fed", "is a law of cells"),
        (
            "kind: ph, ph: {minimum: 3, optimum: 4.5, maximum: 8}",
            "kind: monod, constant: 1 mmol/L",
            "'species' is missing",
        ),
        ("relative:", "relativ:", "relativ"),
    ],
)
def test_faults_are_one_line(old, new, complaint, tmp_path):
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        _load(GOOD.replace(old, new, 1), tmp_path)
    assert complaint in str(caught.value)
    assert "mine.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("glucose + fructose\n", "glucose\n", "does not balance: carbon"),
        ("sucrose + water -->", "sucrose -->", "does not balance: oxygen"),
        (", combustion_enthalpy: 5643 kJ/mol", "", "needs its 'combustion_enthalpy'"),
        ("C6H12O6, combustion", "C6H10O6, combustion", "mean different compounds by 'glucose'"),
        ("relative: {sucrose: 1}", "relative: {fructose: 1}", "relative to 'fructose' at the start, but there is none"),
        ("order: {invertase.bound: 1, sucrose: 1}", "order: {solids: 1, sucrose: 1}", "give the constant by mass"),
    ],
)
def test_what_does_not_fit_the_vessel_is_refused(old, new, complaint, tmp_path):
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    if "by mass" in complaint:
        text = text.replace("100 L/g/h", "1 L/mmol/h")
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    start = "{sucrose: 100 g/L, invertase: 1 g/L, beads: 10 g/L}"
    with pytest.raises(InputError, match=complaint):
        prepare([load_scenario("straw-hydrolysis", (f"reactions={file}", f"recipe.start.concentrations={start}"))])


def test_a_species_no_strain_follows_must_be_described():
    reactions = """{name: mine, species: {urea: {formula: CH4N2O, combustion_enthalpy: 0 kJ/mol}}, steps: {hydrolysis: {
      equation: urea + water + 2 proton --> carbon_dioxide + 2 ammonium, constant: 1 1/h, order: {ureum: 1}}}}"""
    with pytest.raises(InputError, match="'ureum' is not known here"):
        load_scenario("straw-hydrolysis", (f"reactions={reactions}",))


def test_a_system_may_be_laid_over_another():
    base, own = load_reactions("angarita2015"), load_reactions("straw-sscf")
    plain = {name: step.model_copy(update={"factors": ()}) for name, step in own.steps.items()}
    assert {**base.steps} == {name: plain[name] for name in base.steps}
    assert all(own.steps[name].factors for name in base.steps), "of temperature, on top"
    assert "furfural_reduction" in own.steps

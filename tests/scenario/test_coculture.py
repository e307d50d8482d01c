"""Several strains in one scenario: what is understood, and one line for every mistake."""

from __future__ import annotations

import pytest

from moromi.kernels import records
from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.scenario import dump_yaml, load_scenario
from moromi.simulator.scenario.schema import MOST_STRAINS

BOTH = ("strains={wild: ecoli-varma1994, mutant: ecoli-varma1994}", "recipe.start.biomass={wild: 1 g/L, mutant: 2 g/L}")
MEMORY = "inertia: {memories: {growth: {of: growth, up: 1 h}}}"


def load(*overrides):
    return load_scenario("varma1994-batch", overrides)


def test_strains_have_the_names_the_scenario_gives_them():
    scenario = load(*BOTH, "strains.mutant=ecoli-w3110", "strains.mutant.uptakes.glucose.maximum=9 mmol/gDW/h")
    assert scenario.strain is None
    assert scenario.strain_name == "wild + mutant"
    assert [strain.name for strain in scenario.members.values()] == ["ecoli-varma1994", "ecoli-w3110"]
    assert scenario.strains["mutant"].uptakes["glucose"].maximum.value == 9.0
    assert scenario.recipe.start.total_biomass() == 3.0


def test_a_strain_may_be_written_out_on_the_base_of_another(tmp_path):
    scenario = load("strain={name: mine, base: ecoli-varma1994, knockouts: [GLCpts]}")
    assert (scenario.first_strain.name, scenario.first_strain.knockouts) == ("mine", ("GLCpts",))
    path = tmp_path / "again.yaml"
    path.write_text(dump_yaml(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario


def test_the_schema_admits_as_many_as_the_kernels_have_room_for():
    assert MOST_STRAINS == records.MOST_STRAINS


def test_every_strain_has_its_own_memories():
    memory = f"strains={{wild: {{base: ecoli-varma1994, name: a, {MEMORY}}}, mutant: ecoli-varma1994}}"
    start = load(BOTH[1], memory, "recipe.start.carried={wild: {growth: 0.3 1/h}}").recipe.start
    assert start.memories("wild")["growth"].value == 0.3
    assert start.memories("mutant") == {}


START = "recipe.start."
FIVE = ("strains={a: ecoli, b: ecoli, c: ecoli, d: ecoli, e: ecoli}", START + "biomass={a: 1 g/L, b: 1 g/L}")
ONE = ("strains={wild: ecoli-varma1994}", START + "biomass={wild: 1 g/L}")
BAD = {
    ("strains={}",): "no strain: write 'strain: ecoli'",
    ONE: "2 to 4 strains can share a vessel, not 1",
    FIVE: "2 to 4 strains can share a vessel, not 5",
    (BOTH[0],): START + "biomass: every strain has its own biomass: write {wild: 0.1 g/L, mutant: 0.1 g/L}",
    (BOTH[1],): START + "biomass: one strain has one biomass",
    (*BOTH, START + "biomass={wild: 1 g/L, mutan: 1 g/L}"): "'mutan' is none of the strains; nearest is 'mutant'",
    (*BOTH, START + "biomass={wild: 1 g/L}"): "the biomass of strain 'mutant' is missing",
    (*BOTH, START + "biomass.mutant=1 mmol/L"): START + "biomass.mutant: biomass is given by mass",
    (*BOTH, START + "carried={growth: 0.1 1/h}"): START + "carried.growth: 'growth' is none of the strains",
    (*BOTH, START + "carried={wild: {growth: 0.1 1/h}}"): "wild.growth: strain 'ecoli-varma1994' has no memory",
    (*BOTH, START + "concentrations.glycerol=1 g/L"): "none of the strains has a species 'glycerol'",
    (*BOTH, "strains={wild: ecoli, mutant: nobody}"): "strains.mutant: ",
    (*BOTH, "strains={wild: ecoli, mutant: 3}"): "strains.mutant: a name, a file or a mapping is needed",
    (*BOTH, "strains={Wild: ecoli, mutant: ecoli}"): "'Wild' is not a name",
    (*BOTH, "strains.mutant.species.acetate.stored=true"): "keep 'acetate' inside, but 'wild' has a 'acetate' as well",
}


@pytest.mark.parametrize(("overrides", "text"), BAD.items(), ids=[text[:40] for text in BAD.values()])
def test_mistakes(overrides, text):
    with pytest.raises(InputError) as caught:
        load(*overrides)
    assert text in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_both_keys(tmp_path):
    path = tmp_path / "both.yaml"
    text = dump_yaml(load(*BOTH)).replace("strains:", "strain: ecoli\nstrains:", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="'strain' is for one strain and 'strains' for several"):
        load_scenario(path)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            "strains.mutant.species.acetate.exchange=EX_pyr_e",
            "'wild' and 'mutant' mean different compounds by 'acetate'",
        ),
        ("strains.mutant.species.glucose.combustion_enthalpy=2800 kJ/mol", "combustion enthalpy 2805 and 2800"),
    ],
)
def test_one_name_for_two_compounds(change, what):
    with pytest.raises(InputError, match=what):
        run(load(*BOTH, change))

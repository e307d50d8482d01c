"""Files derived from another: strains, scenarios, vessels."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import load_scenario, load_strain

DERIVED = """
name: mine
base: ecoli
uptakes:
  glucose:
    maximum: {value: 5 mmol/gDW/h, source: measured}
knockouts: [ACKr]
"""


def test_keys_lie_over_the_base(tmp_path):
    (tmp_path / "mine.yaml").write_text(DERIVED)
    mine, base = load_strain(tmp_path / "mine.yaml"), load_strain("ecoli")
    assert mine.name == "mine"
    assert mine.uptakes["glucose"].maximum.value == 5.0
    assert mine.uptakes["glucose"].factors == base.uptakes["glucose"].factors
    assert mine.uptakes["oxygen"] == base.uptakes["oxygen"]
    assert mine.knockouts == ("ACKr",), "a list is replaced as a whole"
    assert mine.objectives == base.objectives


def test_a_scenario_can_name_it(tmp_path):
    (tmp_path / "mine.yaml").write_text(DERIVED)
    (tmp_path / "other.yaml").write_text("name: other\nbase: mine.yaml\nsummary: once more\n")
    scenario = load_scenario("ecoli-fedbatch", (f"strain={tmp_path / 'other.yaml'}",))
    assert (scenario.strain.name, scenario.strain.knockouts) == ("other", ("ACKr",))


def test_inertia_of_ecoli_is_on_top_of_it():
    slow, plain = load_strain("ecoli-inertia"), load_strain("ecoli")
    assert slow.inertia is not None
    assert (
        slow.model_copy(update={"inertia": None, "name": plain.name, "summary": plain.summary}).uptakes == plain.uptakes
    )
    off = slow.model_copy(update={"inertia": slow.inertia.model_copy(update={"active": False})})
    assert off.definition().parameters == plain.definition().parameters


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: a\nbase: ecolli\n", "nearest is 'ecoli'"),
        ("name: a\nbase: [ecoli]\n", "a name or file is needed"),
        ("name: a\nbase: a.yaml\n", "in a circle"),
        ("name: a\nbase: ecoli\nuptakes: {glucose: {maximum: 5 mmol/gDW}}\n", r"a\.yaml:3.*uptakes\.glucose\.maximum"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text, says):
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(InputError, match=says):
        load_strain(tmp_path / "a.yaml")


PLANT = """
name: plant
base: ecoli-fedbatch
vessel: {base: tank-30m3, kla_factor: 0.8}
recipe:
  start: {volume: 18 m3}
  dissolved_oxygen: {stirrer_speed: [60 rpm, 130 rpm], aeration: [0.2 vvm, 0.5 vvm], oxygen_fraction: 20.95 %}
  phases:
    exponential-feed: {timeout: 12 h}
"""


def test_a_scenario_lies_over_another(tmp_path):
    (tmp_path / "plant.yaml").write_text(PLANT)
    plant, base = load_scenario(tmp_path / "plant.yaml"), load_scenario("ecoli-fedbatch")
    assert (plant.name, plant.vessel.name, plant.vessel.kla_factor) == ("plant", "tank-30m3", 0.8)
    assert plant.recipe.start.volume == 18.0
    assert plant.recipe.start.biomass == base.recipe.start.biomass
    assert [phase.name for phase in plant.recipe.phases] == [phase.name for phase in base.recipe.phases]
    changed = {phase.name: phase.timeout for phase in plant.recipe.phases}
    assert changed["exponential-feed"] == 12.0
    assert plant.recipe.phases[-1] == base.recipe.phases[-1]


def test_files_are_found_from_the_folder_that_names_them(tmp_path):
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "mine.yaml").write_text(DERIVED)
    (tmp_path / "house" / "usual.yaml").write_text("name: usual\nbase: ecoli-fedbatch\nstrain: mine.yaml\n")
    (tmp_path / "today.yaml").write_text("name: today\nbase: house/usual.yaml\nrecipe: {duration: 20 h}\n")
    today = load_scenario(tmp_path / "today.yaml")
    assert (today.strain.name, today.recipe.duration) == ("mine", 20.0)


def test_several_strains_take_the_place_of_one(tmp_path):
    text = "name: two\nbase: ecoli-fedbatch\nstrains: {a: ecoli, b: ecoli}\n"
    (tmp_path / "two.yaml").write_text(text + "recipe: {start: {biomass: {a: 0.1 g/L, b: 0.1 g/L}}}\n")
    assert [*(load_scenario(tmp_path / "two.yaml").strains or {})] == ["a", "b"]


def test_a_phase_that_the_base_does_not_have(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "name: a\nbase: ecoli-fedbatch\nrecipe: {phases: {exponential-fed: {timeout: 2 h}}}\n"
    )
    with pytest.raises(InputError, match=r"a\.yaml:3: .*no 'exponential-fed'.*'exponential-feed'"):
        load_scenario(tmp_path / "a.yaml")


def test_scenarios_in_a_circle(tmp_path):
    (tmp_path / "a.yaml").write_text("name: a\nbase: a.yaml\n")
    with pytest.raises(InputError, match="in a circle"):
        load_scenario(tmp_path / "a.yaml")

"""A strain derived from another."""

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

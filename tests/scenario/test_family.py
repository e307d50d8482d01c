"""Members of a family are what loading the scenario with the same changes gives."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import dump_yaml, load_scenario
from moromi.simulator.scenario.builtin import built_in_files
from moromi.simulator.scenario.family import Family

CHANGES = {
    "vessel.kla_factor": "1.2",
    "recipe.feed_factor": "0.9",
    "recipe.start.biomass": "0.3 g/L",
    "output.interval": "0.2 h",
    "medium.solubility_factor": "0.95",
}


@pytest.mark.parametrize("name", sorted(built_in_files("scenario")))
def test_as_loaded(name, tmp_path):
    base = load_scenario(name)
    changes = {path: text for path, text in CHANGES.items() if base.strain is not None or "biomass" not in path}
    family = Family(base, changes)
    file = tmp_path / "base.yaml"
    file.write_text(dump_yaml(base), encoding="utf-8")
    loaded = load_scenario(file, [f"{path}={text}" for path, text in changes.items()])
    assert family.member(list(changes.values())) == loaded


def test_inside_lists_and_strains(tmp_path):
    base = load_scenario("ecoli-fedbatch")
    changes = {
        "recipe.phases.exponential-feed.feed.growth_rate": "0.17 1/h",
        "recipe.phases.0.timeout": "19 h",
        "recipe.feeds.glucose-feed.concentrations.glucose": "512.5 g/L",
        "strain.uptakes.glucose.maximum": "9.5 mmol/gDW/h",
        "recipe.dissolved_oxygen.gain": "2.5",
    }
    file = tmp_path / "base.yaml"
    file.write_text(dump_yaml(base), encoding="utf-8")
    loaded = load_scenario(file, [f"{path}={text}" for path, text in changes.items()])
    assert Family(base, changes).member(list(changes.values())) == loaded


def test_parts_that_nothing_touches_are_shared():
    base = load_scenario("ecoli-fedbatch")
    family = Family(base, {"recipe.feed_factor": "1"})
    one, other = family.member(["1.1"]), family.member(["1.2"])
    assert one.strain is other.strain
    assert one.vessel is other.vessel
    assert one.recipe is not other.recipe


@pytest.mark.parametrize(
    ("changes", "values", "says"),
    [
        ({"vessel.kla_faktor": "1"}, None, "nearest is 'kla_factor'"),
        ({"vessel.kla_factor": "red"}, None, "red"),
        ({"vessel.kla_factor": "1"}, ["-1"], "--set vessel.kla_factor: .*outside the allowed range"),
        ({"recipe.start.volume": "1 L"}, ["50 L"], "above the working volume"),
        ({"recipe.start.volume": "1 L"}, ["1 h"], "dimension"),
    ],
)
def test_bad_members(changes, values, says):
    base = load_scenario("ecoli-fedbatch")
    if values is None:
        with pytest.raises(InputError, match=says):
            Family(base, changes)
    else:
        family = Family(base, changes)
        with pytest.raises(InputError, match=says):
            family.member(values)

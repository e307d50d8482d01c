"""``--set path=value``."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import Concentration, load_scenario

from .sample import SCENARIO


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(SCENARIO)
    return lambda *changes: load_scenario("mine.yaml", changes)


def test_values_land_where_they_should(load):
    changed = load(
        "vessel.kla_factor=1.2",
        "recipe.feed_factor=0.9",
        "recipe.phases.batch.timeout=22 h",
        "recipe.phases.1.feed.growth_rate=0.1 1/h",
        "recipe.feeds.sugar.concentrations.glucose=500 g/L",
        "recipe.start.concentrations.acetate=1 g/L",
        "tolerance.relative=1e-8",
        "recipe.ammonia=null",
        "recipe.dissolved_oxygen.stirrer_speed=[500 rpm, 600 rpm]",
        "strain.uptakes.oxygen.maximum.value=14 mmol/gDW/h",
        "strain.demands.maintenance.value=4 mmol/gDW/h",
    )
    assert changed.vessel.kla_factor == 1.2
    assert changed.recipe.feed_factor == 0.9
    assert changed.recipe.phases[0].timeout == 22.0
    assert changed.recipe.phases[1].feed[0].growth_rate == 0.1
    assert changed.recipe.feeds["sugar"].concentrations["glucose"] == Concentration(500.0, "mass")
    assert changed.recipe.start.concentrations["acetate"] == Concentration(1.0, "mass")
    assert changed.tolerance.relative == 1e-8
    assert changed.recipe.ammonia is None
    assert changed.recipe.dissolved_oxygen.stirrer_speed == (500 / 60, 10.0)
    assert changed.strain.uptakes["oxygen"].maximum.value == 14.0
    assert changed.strain.demands["maintenance"].value.value == 4.0


def test_parts_can_be_exchanged_by_name_and_then_changed(load):
    changed = load("vessel.kla_factor=0.5", "vessel=jar-10l", "medium=water")
    assert (changed.vessel.name, changed.vessel.kla_factor, changed.medium.name) == ("jar-10l", 0.5, "water")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("recipe.duratoin=3 h", "unknown key 'duratoin'; nearest is 'duration'"),
        ("vessl=jar-10l", "nearest is 'vessel'"),
        ("recipe.duration=3", "recipe.duration: 3 has no unit"),
        ("recipe.duration", "write path=value"),
        ("recipe.duration=", "the value is missing"),
        ("recipe..duration=3 h", "write path=value"),
        ("recipe.feeds.suger.density=1 kg/m3", "unknown key 'suger'; nearest is 'sugar'"),
        ("recipe.phases.batc.timeout=2 h", "no entry 'batc'; nearest is 'batch'"),
        ("recipe.phases.9.timeout=2 h", "no entry '9'"),
        ("recipe.start.volume.litres=3", "has no entries"),
        ("recipe.start.concentrations.acetat=1 g/L", "nearest is 'acetate'"),
        ("vessel=jar", "vessel 'jar' is not known"),
        ("vessel.kla_factor=-1", "outside the allowed range"),
        ("recipe.feed_factor=[1", "malformed YAML"),
        ("recipe.feed_factor=&a 3", "anchors"),
        ("recipe.feed_factor=.inf", "not a finite number"),
    ],
)
def test_refusals_name_the_option(load, change, says):
    with pytest.raises(InputError) as caught:
        load(change)
    message = str(caught.value)
    assert message.startswith("--set " + change.split("=")[0])
    assert says in message
    assert "\n" not in message


def test_a_file_named_on_the_command_line_starts_at_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "mine.yaml").write_text(SCENARIO)
    (tmp_path / "water.yaml").write_text("name: here\nliquid: coalescing\n")
    monkeypatch.chdir(tmp_path)
    assert load_scenario("deep/mine.yaml", ["medium=./water.yaml"]).medium.name == "here"

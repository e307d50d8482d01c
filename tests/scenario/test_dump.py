"""A resolved scenario is complete in itself and runs again as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import dump_yaml, load_scenario, load_strain, load_vessel

from .sample import SCENARIO


def test_resolved_scenario_needs_no_other_file(tmp_path):
    (tmp_path / "mine.yaml").write_text(SCENARIO)
    data = YAML(typ="safe", pure=True).load(dump_yaml(load_scenario(tmp_path / "mine.yaml")))
    for part in ("strain", "vessel", "medium"):
        assert isinstance(data[part], dict)
    assert data["recipe"]["start"]["volume"] == "1 L"
    assert data["recipe"]["phases"][1]["until"] == ["cascade > 80 %", "time > 20 h"]


def test_same_scenario_gives_the_same_text():
    assert dump_yaml(load_scenario("ecoli-fedbatch")) == dump_yaml(load_scenario("ecoli-fedbatch"))


@settings(max_examples=25, deadline=None)
@given(st.floats(1e-5, 1e3), st.floats(0.0, 100.0), st.floats(0.8, 20.0), st.floats(0.0, 1.0))
def test_any_numbers_survive(tmp_path_factory, size, speed, pressure, share):
    jar = load_vessel("jar-3l")
    limits = jar.limits.model_copy(update={"stirrer_speed": speed, "head_pressure": pressure, "oxygen_fraction": share})
    changed = jar.model_copy(update={"nominal_volume": 1e4, "limits": limits, "kla_factor": size})
    path = tmp_path_factory.mktemp("vessel") / "mine.yaml"
    path.write_text(dump_yaml(changed))
    assert load_vessel(path) == changed


def test_edited_copies_of_vessels_are_accepted(tmp_path, monkeypatch):
    text = dump_yaml(load_vessel("tank-30m3")).replace("name: tank-30m3", "name: mine")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine.yaml").write_text(text)
    (tmp_path / "run.yaml").write_text(
        SCENARIO.replace("vessel: jar-3l", "vessel: parts/mine.yaml")
        .replace("[400 rpm, 1000 rpm]", "100 rpm")
        .replace("aeration: 1 vvm", "aeration: 0.5 vvm")
        .replace("[20.95 %, 40 %]", "20.95 %")
    )
    monkeypatch.chdir("/")
    assert load_scenario(tmp_path / "run.yaml").vessel.name == "mine"  # relative to the scenario's own folder


def test_model_files_are_found_beside_the_strain(tmp_path):
    text = dump_yaml(load_strain("ecoli")).replace("model: iJO1366", "model: own.xml")
    (tmp_path / "strain.yaml").write_text(text)
    with pytest.raises(InputError, match=r"strain\.yaml:\d+: model: model file 'own\.xml' does not exist"):
        load_strain(tmp_path / "strain.yaml")
    (tmp_path / "own.xml").write_text("<sbml/>")
    assert load_strain(tmp_path / "strain.yaml").definition().model == tmp_path / "own.xml"
    (tmp_path / "run.yaml").write_text(SCENARIO.replace("strain: ecoli", "strain: strain.yaml"))
    assert load_scenario(tmp_path / "run.yaml").strain.model == str(tmp_path / "own.xml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("min glucose uptake", "smallest glucose", "not an objective"),
        ("min glucose uptake", "min glucos uptake", "nearest is 'glucose'"),
        ("species: acetate", "species: acetat", "nearest is 'acetate'"),
        ("  succinate:\n", "  volume:\n", "cannot be called 'volume'"),
        ("kind: monod", "kind: hill", "'exponent' belongs to kind 'hill'"),
        ("value: 6.94 mmol/gDW/h", "value: 66.94 mmol/gDW/h", "not inside its own range"),
        ("value: 6.94 mmol/gDW/h", "value: 6.94 g/g/h", "a specific rate"),
        ("lower: 0.0", "lower: 2000.0", "crossed"),
    ],
)
def test_strains_are_checked(tmp_path, old, new, says):
    text = dump_yaml(load_strain("ecoli"))
    assert old in text
    (tmp_path / "strain.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        load_strain(tmp_path / "strain.yaml").definition()
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("working_volume: 2 L", "working_volume: 4 L", "larger than the nominal"),
        ("height: 230 mm", "height: 120 mm", "does not fit"),
        ("height: 230 mm", "height: 100 mm", "above the vessel"),
        ("diameter: 52 mm", "diameter: 140 mm", "as wide as the vessel"),
        ("  spacing: 60 mm\n", "", "'spacing' is missing"),
        ("kind: stirred", "kind: flask", "needs its 'shaking'"),
        ("kind: stirred", "kind: column", "a column has no impellers"),
        ("kind: stirred", "kind: tower", "is not a choice"),
        ("baffles: true", "kla: smyth", "is not a choice; nearest is 'smith'"),
        ("baffles: true", "kla: heijnen", "no kLa of a vessel of kind 'stirred'"),
        ("baffles: true", "kla: bubbles", "needs the 'bubble_diameter'"),
        ("baffles: true", "kla: smith\nkla_measured: {value: 100 1/h}", "not both"),
        ("kla_temperature: 1.0", "kla_temperature: 1.5", "outside the allowed range"),
    ],
)
def test_vessels_are_checked(tmp_path, old, new, says):
    text = dump_yaml(load_vessel("jar-3l"))
    assert old in text
    (tmp_path / "vessel.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        load_vessel(tmp_path / "vessel.yaml")
    assert says in str(caught.value)

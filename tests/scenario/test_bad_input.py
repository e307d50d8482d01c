"""Everything a person can get wrong in a scenario: file, line, path, and what would be right."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError, nearest
from moromi.simulator.scenario import check_criterion, load_scenario, load_strain, load_vessel, revise

from .sample import SCENARIO, line_of


@pytest.fixture
def refuse(tmp_path, monkeypatch):
    """Load the sample with one text replaced by another and return the lines of the refusal."""
    monkeypatch.chdir(tmp_path)

    def load(old: str, new: str) -> list[str]:
        assert old in SCENARIO
        text = SCENARIO.replace(old, new, 1)
        (tmp_path / "mine.yaml").write_text(text)
        with pytest.raises(InputError) as caught:
            load_scenario("mine.yaml")
        assert caught.value.exit_code == 2
        return str(caught.value).splitlines()

    return load


CASES = [
    # old, new, path in the file, parts of the message
    ("duration: 24 h", "duratoin: 24 h", "recipe.duratoin", ["unknown key", "nearest is 'duration'"]),
    ("transfer:", "trnasfer:", "trnasfer", ["unknown key", "nearest is 'transfer'"]),
    ("volume: 1.0 L", "volume: 1.0", "recipe.start.volume", ["no unit", "'2.5 L'"]),
    ("volume: 1.0 L", "volume: 5 rpm", "recipe.start.volume", ["'5 rpm'", "1/time", "length^3"]),
    ("volume: 1.0 L", "volume: -1 L", "recipe.start.volume", ["-1 L", "above 0"]),
    ("volume: 1.0 L", "volume: [1 L]", "recipe.start.volume", ["a volume is needed"]),
    ("volume: 1.0 L", "volume: 2.1 L", "recipe.start.volume", ["2.1 L", "working volume 2 L", "jar-3l"]),
    ("strain: ecoli", "strain: ecolli", "strain", ["not known", "nearest is 'ecoli'"]),
    ("vessel: jar-3l", "vessel: jar3l", "vessel", ["not known", "nearest is 'jar-3l'"]),
    ("vessel: jar-3l", "vessel: ecoli", "vessel", ["'ecoli' is a strain"]),
    ("vessel: jar-3l", "vessel: none.yaml", "vessel", ["'none.yaml' does not exist"]),
    ("vessel: jar-3l", "vessel: 3", "vessel", ["a name, a file or a mapping"]),
    ("medium: mineral-medium", "medium: mineral", "medium", ["nearest is 'mineral-medium'"]),
    ("by: kla", "by: kal", "transfer.by", ["nearest is 'kla'"]),
    ("kind: exponential", "kind: linear", "recipe.phases.1.feed.kind", ["'linear'", "constant", "exponential"]),
    ("glucose: 10 g/L", "glucos: 10 g/L", "recipe.start.concentrations.glucos", ["nearest is 'glucose'"]),
    ("{glucose: 600 g/L}", "{sucrose: 600 g/L}", "recipe.feeds.sugar.concentrations.sucrose", ["no species"]),
    ("glucose < 0.1", "glucse < 0.1", "recipe.phases.0.until.0", ["nearest is 'glucose'"]),
    ("glucose < 0.1 g/L", "glucose = 0.1 g/L", "recipe.phases.0.until.0", ["not a condition", "<"]),
    ("glucose < 0.1 g/L", "time > 12", "recipe.phases.0.until.0", ["no unit", "12 h"]),
    ("glucose < 0.1 g/L", "time < 12 h", "recipe.phases.0.until.0", ["'time > 12 h'"]),
    ("glucose < 0.1 g/L", "fill > 120 %", "recipe.phases.0.until.0", ["above the working volume"]),
    ("glucose < 0.1 g/L", "volume > 2.5 L", "recipe.phases.0.until.0", ["above the working volume"]),
    ("kind: hold, stream: sugar", "kind: hold, stream: sugr", "recipe.phases.2.feed.stream", ["nearest is 'sugar'"]),
    ("growth_rate: 0.2 1/h, ", "", "recipe.phases.1.feed", ["needs 'growth_rate'"]),
    ("growth_rate: 0.2 1/h", "rate: 3 mL/h", "recipe.phases.1.feed", ["needs 'growth_rate'"]),
    ("0.45 g/g}", "0.45 g/g, rate: 3 mL/h}", "recipe.phases.1.feed.rate", ["has no 'rate'"]),
    ("- name: grow", "- name:  batch", "recipe.phases.1.name", ["two phases"]),
    ("[400 rpm, 1000 rpm]", "[1000 rpm, 400 rpm]", "recipe.dissolved_oxygen.stirrer_speed", ["lower end"]),
    ("[400 rpm, 1000 rpm]", "[400 rpm, 1300 rpm]", "recipe.dissolved_oxygen.stirrer_speed", ["jar-3l"]),
    ("[400 rpm, 1000 rpm]", "[400 rpm]", "recipe.dissolved_oxygen.stirrer_speed.1", ["is missing"]),
    ("0.1 bar(g)", "0.1 bar", "recipe.set_points.pressure", ["at least 0.8 bar(a)", "bar(g)"]),
    ("ph: 7", "ph: 17", "recipe.set_points.ph", ["at most 14"]),
    ("duration: 24 h", "duration: 0 h", "recipe.duration", ["above 0"]),
    ("biomass: 0.2 g/L", "biomass: 2 mmol/L", "recipe.start.biomass", ["by mass"]),
    ("name: sample", "name: 12", "name", ["text is needed"]),
    ("name: sample", "name: my sample", "name", ["not a name"]),
]


@pytest.mark.parametrize(("old", "new", "path", "says"), CASES)
def test_one_clear_line(refuse, old, new, path, says):
    first = refuse(old, new)[0]
    changed = SCENARIO.replace(old, new, 1)
    line = line_of(changed, new.strip() or path.rsplit(".", 1)[-1]) if new.strip() else line_of(SCENARIO, old)
    assert first.startswith(f"mine.yaml:{line}: {path}: ")
    for part in says:
        assert part in first


def test_phase_without_end(refuse):
    first = refuse("until: [cascade > 80 %, time > 20 h]", "until: []")[0]
    assert first == "mine.yaml:28: recipe.phases.1: only the last phase may go without 'until'"


def test_feed_called_ammonia(refuse):
    first = refuse("    sugar:\n", "    ammonia:\n")[0]
    assert first.startswith("mine.yaml:21: recipe.feeds.ammonia: ")
    assert "call this feed otherwise" in first


def test_missing_key_is_placed_at_its_mapping(refuse):
    assert refuse("    volume: 1.0 L\n", "") == ["mine.yaml:7: recipe.start.volume: is missing"]


def test_several_findings_have_a_line_each(refuse):
    lines = refuse("volume: 1.0 L\n    biomass: 0.2 g/L", "volume: 1 kg\n    biomass: 2\n    colour: red")
    assert [line.split(": ")[1] for line in lines] == [
        "recipe.start.colour",
        "recipe.start.volume",
        "recipe.start.biomass",
    ]


def test_feed_that_may_not_flow_is_no_reason_to_refuse(tmp_path):
    """The batch before may take all the time there is; whether the vessel overflows, the run will tell."""
    text = SCENARIO.replace(
        "kind: exponential, stream: sugar, growth_rate: 0.2 1/h, biomass_yield: 0.45 g/g",
        "kind: constant, stream: sugar, rate: 100 mL/h",
    ).replace("cascade > 80 %, ", "")
    (tmp_path / "mine.yaml").write_text(text)
    assert load_scenario(tmp_path / "mine.yaml").recipe.least_feed() == 0.0


def test_certain_feed_counts_no_hour_twice(tmp_path):
    """Two phases that share the run's 24 h: 10 mL/h over all of it, not over the duration of each."""
    start, end = SCENARIO.index("  phases:"), SCENARIO.index("  duration:")
    phase = "    - name: {}\n      feed: {{kind: constant, stream: sugar, rate: 10 mL/h}}\n"
    phases = "  phases:\n" + phase.format("one") + "      until: [time > 18 h]\n" + phase.format("two")
    (tmp_path / "mine.yaml").write_text(SCENARIO[:start] + phases + SCENARIO[end:])
    assert load_scenario(tmp_path / "mine.yaml").recipe.least_feed() == pytest.approx(240e-6)


@pytest.mark.parametrize(
    "feed",
    [
        "{kind: constant, stream: sugar, rate: 100 mL/h}",
        "{kind: exponential, stream: sugar, growth_rate: 0.8 1/h, biomass_yield: 0.45 g/g}",
    ],
)
def test_certain_feed_above_working_volume(refuse, feed):
    old = SCENARIO[SCENARIO.index("      until: [glucose < 0.1 g/L]") : SCENARIO.index("    - name: grow")]
    first = refuse(old, f"      feed: {feed}\n      until: [time > 12 h]\n")[0]
    assert first.startswith("mine.yaml:20: recipe.feeds: start volume and feed come to at least")
    assert "above the working volume 2 L of vessel 'jar-3l'" in first


@pytest.mark.parametrize(
    ("load", "name", "says"),
    [
        (load_scenario, "ecoli-fedbach", "nearest is 'ecoli-fedbatch'"),
        (load_vessel, "tank-30m", "nearest is 'tank-30m3'"),
        (load_strain, "ecoly", "nearest is 'ecoli'"),
        (load_scenario, "jar-3l", "is a vessel, but a scenario is needed"),
        (load_scenario, "./nowhere.yaml", "does not exist"),
        (load_scenario, "x" * 5000, "not known"),
        (load_scenario, ".", "is a directory"),
    ],
)
def test_names_and_files_that_are_not_there(load, name, says):
    with pytest.raises(InputError) as caught:
        load(name)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 800  # the names there are are listed


@pytest.mark.parametrize(("text", "says"), [("", "mapping"), ("- 1", "mapping"), ("just text", "mapping")])
def test_files_that_are_no_scenario(tmp_path, text, says):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"mine\.yaml:1: .*" + says):
        load_scenario(path)


def test_error_in_a_file_a_scenario_refers_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "water.yaml").write_text("name: w\nliquid: coalescing\ndensity: 1000\n")
    (tmp_path / "mine.yaml").write_text(SCENARIO.replace("medium: mineral-medium", "medium: water.yaml"))
    with pytest.raises(InputError, match=r"^water\.yaml:3: medium\.density: 1000 has no unit"):
        load_scenario("mine.yaml")


STRAIN = """\
name: anaerobe
model: textbook
biomass: Biomass_Ecoli_core
species:
  glucose: {exchange: EX_glc__D_e}
  carbon_dioxide: {exchange: EX_co2_e}
  ammonium: {exchange: EX_nh4_e}
uptakes:
  glucose: {maximum: 10 mmol/gDW/h}
"""


def test_strain_without_oxygen(tmp_path):
    (tmp_path / "strain.yaml").write_text(STRAIN)
    assert load_strain(tmp_path / "strain.yaml").name == "anaerobe"
    (tmp_path / "mine.yaml").write_text(SCENARIO.replace("strain: ecoli", "strain: strain.yaml"))
    with pytest.raises(InputError, match=r"strain\.yaml:4: strain\.species: .*no species 'oxygen'"):
        load_scenario(tmp_path / "mine.yaml")


def test_criterion():
    assert check_criterion("kla") == "kla"
    with pytest.raises(InputError, match="nearest is 'tip-speed'"):
        check_criterion("tipspeed")


def test_revised_scenarios_are_checked_as_a_whole():
    jar = load_scenario("ecoli-fedbatch")
    with pytest.raises(InputError, match=r"scenario 'ecoli-fedbatch': .*flask-500ml"):
        revise(jar, vessel=load_vessel("flask-500ml"))
    assert revise(jar, name="mine").name == "mine"


def test_nearest_names_one_or_all():
    assert nearest("Volum", ["volume", "biomass"]) == "; nearest is 'volume'"
    assert nearest("xyz", ["b", "a"]) == "; valid are a, b"
    assert nearest("xyz", []) == ""

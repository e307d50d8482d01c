"""One learner's session, without a browser: every control does what it says, and no input breaks it."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from moromi.simulator.language import speaking
from moromi.simulator.teach.laboratory.bench import base_of, run_setting, scenario_of
from moromi.simulator.teach.laboratory.desk import Desk
from moromi.simulator.teach.laboratory.knobs import knobs_of
from moromi.simulator.teach.laboratory.saved import MOST
from moromi.simulator.teach.laboratory.setting import Setting

REGIONS = {"controls", "limits", "kpis", "sheet", "tank", "regimes", "scaleup", "saved", "footer", "say", "message"}


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.open()
    return found


class Labels(HTMLParser):
    """Controls without a name, and figures without words."""

    def __init__(self) -> None:
        super().__init__()
        self.named: set[str] = set()
        self.controls: dict[str, bool] = {}
        self.silent: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.named.add(str(found.get("for")))
        if tag in ("input", "select"):
            self.controls[str(found.get("id"))] = bool(found.get("aria-label"))
        if tag == "svg" and not (found.get("aria-hidden") or found.get("aria-label")):
            self.silent.append(str(attrs))


def test_every_control_has_a_label_and_every_figure_words(desk: Desk):
    page = Labels()
    answer = desk.open()
    page.feed(answer["shell"] + "".join(answer["patch"].values()))
    assert [name for name, own in page.controls.items() if not own and name not in page.named] == []
    assert page.silent == []
    assert len(page.ids) == len(set(page.ids))


def test_the_page_opens_with_every_region(desk: Desk):
    answer = desk.open()
    assert set(answer["patch"]) >= REGIONS - {"message"}
    for name in answer["patch"]:
        assert f'data-region="{name}"' in answer["shell"]


def points(answer: dict[str, dict[str, str]], of: str) -> str:
    found = re.search(rf'data-of="{of}" points="([^"]+)"', answer["patch"]["sheet"])
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("knob", "value", "curve"),
    [
        ("stirrer", "450", "stirrer_speed"),
        ("air", "0.7", "aeration"),
        ("oxygen", "30", "oxygen_fraction"),
        ("pressure", "0.2", "dot"),
        ("set_point", "60", "dot"),
        ("feed", "0.5", "feed_rate"),
    ],
)
def test_a_knob_changes_the_curves(desk: Desk, knob: str, value: str, curve: str):
    before = points(desk.open(), curve)
    answer = desk.handle({"act": "knob", "name": knob, "value": value})
    assert answer["patch"]["message"] == ""
    assert points(answer, curve) != before
    assert "controls" not in answer["patch"]  # they are under somebody's finger
    assert f"{knob}={value}" in answer["query"]


def test_the_knob_is_in_the_scenario_that_runs():
    setting = Setting().turned("stirrer", 600.0).turned("feed", 0.5).turned("pressure", 0.2)
    recipe = scenario_of(setting).recipe
    assert recipe.dissolved_oxygen.stirrer_speed == (pytest.approx(5.0), pytest.approx(10.0))
    assert recipe.feed_factor == 0.5
    assert recipe.set_points.pressure == pytest.approx(1.21325)
    fixed = scenario_of(Setting(by_hand=True).turned("stirrer", 600.0)).recipe.dissolved_oxygen
    assert fixed.stirrer_speed == (pytest.approx(10.0), pytest.approx(10.0))
    assert fixed.aeration[0] == fixed.aeration[1]


def test_by_hand_starves_the_tank_of_oxygen(desk: Desk):
    desk.handle({"act": "by_hand", "value": "true"})
    desk.handle({"act": "knob", "name": "stirrer", "value": "200"})
    result = run_setting(desk.setting)
    assert float(result.columns["dot"].min()) < 5.0
    assert {limit["limit"] for limit in result.limits} & {"oxygen", "oxygen_transfer"}


@pytest.mark.parametrize("vessel", ["jar-10l", "pilot-300l", "tank-30m3", "tank-300m3"])
def test_vessels_up_to_300_m3(desk: Desk, vessel: str):
    answer = desk.handle({"act": "vessel", "value": vessel})
    assert answer["patch"]["message"] == ""
    assert run_setting(desk.setting).vessel.name == vessel
    assert "controls" in answer["patch"]


def test_a_microplate_opens():
    desk = Desk({"scenario": "ecoli-microplate"})
    answer = desk.open()
    assert answer["patch"].get("message", "") == ""
    assert "knob-stirrer" not in answer["patch"]["controls"]


def test_what_cannot_be_leaves_everything_as_it_was():
    desk = Desk({"scenario": "ecoli-microplate"})
    desk.open()
    before = desk.setting
    answer = desk.handle({"act": "vessel", "value": "jar-3l"})  # a well's recipe says nothing of stirring
    assert "complaint" in answer["patch"]["message"]
    assert desk.setting == before


@pytest.mark.parametrize("value", ["1e9", "-5", "nan", "1e400", "0", "<b>"])
def test_a_knob_beyond_its_range_is_refused(desk: Desk, value: str):
    before = desk.setting
    answer = desk.handle({"act": "knob", "name": "stirrer", "value": value})
    assert "complaint" in answer["patch"]["message"]
    assert "<b>" not in answer["patch"]["message"]
    assert desk.setting == before


def test_a_bad_link_still_opens_the_page():
    desk = Desk({"scenario": "../../secret", "vessel": "<script>alert(1)</script>", "air": "1e999", "lang": "xx"})
    answer = desk.open()
    assert "complaint" in answer["patch"]["message"]
    assert "<script" not in "".join(answer["patch"].values()) + answer["shell"]
    assert desk.setting == Setting()


def test_a_link_with_a_knob_out_of_range_still_opens_the_page():
    answer = Desk({"stirrer": "99999"}).open()
    assert "complaint" in answer["patch"]["message"]
    assert "polyline" in answer["patch"]["sheet"]


def test_script_in_the_name_of_a_run_is_only_text(desk: Desk):
    name = "<script>alert('x')</script>"
    answer = desk.handle({"act": "save", "fields": {"name": name}})
    assert "<script" not in answer["patch"]["saved"]
    assert "&lt;script&gt;" in answer["patch"]["saved"]
    beside = desk.handle({"act": "beside", "value": "0"})
    assert "<script" not in "".join(beside["patch"].values())


def test_saved_runs_stand_beside_each_other_and_are_bounded(desk: Desk):
    desk.handle({"act": "save", "fields": {"name": "as written"}})
    desk.handle({"act": "knob", "name": "feed", "value": "0.5"})
    answer = desk.handle({"act": "beside", "value": "0"})
    assert 'class="beside"' in answer["patch"]["sheet"]
    assert "as written" in answer["patch"]["kpis"]
    for _ in range(MOST):
        last = desk.handle({"act": "save", "fields": {"name": ""}})
    assert len(desk.runs) == MOST
    assert "complaint" in last["patch"]["message"]
    desk.handle({"act": "restore", "value": "0"})
    assert desk.setting == Setting()
    desk.handle({"act": "forget", "value": "0"})
    assert len(desk.runs) == MOST - 1
    assert "complaint" in desk.handle({"act": "forget", "value": "-1"})["patch"]["message"]
    assert "complaint" in desk.handle({"act": "restore", "value": "99"})["patch"]["message"]


def test_repeat_at_scale_names_loss_and_cause(desk: Desk):
    answer = desk.handle({"act": "repeat", "fields": {"vessel": "tank-30m3", "criterion": "best"}})
    assert "tank-30m3" in answer["patch"]["scaleup"]
    assert "<caption>" in answer["patch"]["scaleup"]
    assert desk.scaled is not None
    there = desk.handle({"act": "go-there"})
    assert there["patch"]["message"] == ""
    assert run_setting(desk.setting).vessel.name == "tank-30m3"


def test_a_criterion_that_cannot_be_kept_says_what_is_missing(desk: Desk):
    answer = desk.handle({"act": "repeat", "fields": {"vessel": "tank-30m3", "criterion": "power-per-volume"}})
    assert "60 kW" in answer["patch"]["message"]
    assert "<caption>" not in answer["patch"]["scaleup"]
    assert "complaint" in desk.handle({"act": "repeat", "fields": {"vessel": "../x"}})["patch"]["message"]


def test_the_moment_moves_the_vessel_and_runs_nothing(desk: Desk):
    before = desk.result
    answer = desk.handle({"act": "moment", "value": "0.5"})
    assert set(answer["patch"]) == {"tank-drawing"}
    assert desk.result is before


def test_the_language_is_the_sessions_own(desk: Desk):
    other = Desk({"lang": "ja"})
    assert 'lang="ja"' in other.open()["shell"]
    assert 'lang="en"' in desk.open()["shell"]
    answer = desk.handle({"act": "language", "value": "ja"})
    assert answer["language"] == "ja"
    assert "菌体濃度" in answer["patch"]["sheet"]
    assert "lang=ja" in answer["query"]


def files(answer: dict[str, dict[str, str]]) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer["download"]["data"]))) as archive:
        return archive.namelist()


@pytest.mark.slow
def test_figures_are_exported(desk: Desk):
    answer = desk.handle({"act": "export", "value": "figures"})
    assert {"batch-sheet.svg", "limits.svg"} <= set(files(answer))
    assert answer["download"]["name"] == "ecoli-fedbatch-jar-3l-figures.zip"


@pytest.mark.slow
def test_the_run_folder_is_exported(desk: Desk):
    answer = desk.handle({"act": "export", "value": "run"})
    names = files(answer)
    assert {"scenario.yaml", "summary.json", "result.nc", "report.html", "ro-crate-metadata.json"} <= set(names)
    assert not any(name.startswith(("/", "..")) for name in names)
    assert answer["download"]["name"] == "ecoli-fedbatch-jar-3l.zip"


def test_knobs_are_where_the_recipe_has_them():
    base = base_of("ecoli-fedbatch", "", False)
    for language in ("en", "ja"):
        with speaking(language):
            for knob in knobs_of(base, Setting()):
                assert knob.low <= knob.value == knob.normal <= knob.high
                assert 20 <= (knob.high - knob.low) / knob.step <= 400

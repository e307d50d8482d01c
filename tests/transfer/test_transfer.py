"""A process from one site to another: what carries over, what fits, what is at risk, each by hand."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.report.transfer_page import transfer_protocol
from moromi.simulator.run import run
from moromi.simulator.scenario import dump_yaml, load_scenario, load_site, load_vessel
from moromi.simulator.transfer import Protocol, technology_transfer
from moromi.simulator.transfer.facility_fit import Demand
from moromi.simulator.transfer.installed import at_sender, installed, receiving_vessel
from moromi.simulator.transfer.products import Change
from moromi.simulator.transfer.risks import _chance, _likelihood

from ..report.test_html import Page

KEYS = {
    "scenario",
    "from",
    "to",
    "criterion",
    "criteria",
    "set_points",
    "fit",
    "missing_analyses",
    "risks",
    "prediction",
}


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return technology_transfer("cho-mab", "site-a", "site-b", mixed=True)


def demands(protocol: Protocol) -> dict[str, Demand]:
    return {item.name: item for item in protocol.fit}


def test_what_is_physiology_carries_over_and_what_is_size_does_not(protocol: Protocol):
    points = {item.name: item for item in protocol.set_points}
    for name in ("set_points.temperature", "set_points.ph", "dissolved_oxygen.set_point", "start.biomass", "duration"):
        assert points[name].change == "", name
    assert points["phases.production.set_points.temperature"].change == ""
    assert points["dissolved_oxygen.aeration"].change == "by criterion gas-velocity"
    assert points["dissolved_oxygen.stirrer_speed"].change == "by criterion gas-velocity"
    assert (points["start.volume"].source, points["start.volume"].target) == ("1.4 L", "1.4 m3")
    assert points["phases.growth.feed.nutrient-feed.rate"].target == "1.5 L/h"
    assert not any("concentrations" in name for name in points)


def test_equipment_side_by_side(protocol: Protocol):
    found = {name: (here, there) for name, here, there in protocol.equipment}
    assert found["limits.stirrer_speed"] == ("500 rpm", "80 rpm")
    assert found["cooling.coolant_temperature"] == ("12 degC", "15 degC")
    assert "kla" not in found  # the same law


def test_the_criterion_is_kept(protocol: Protocol):
    criteria = protocol.comparison.targets[0].criteria
    for name in ("gas_velocity", "power_per_volume", "kla"):
        assert criteria[name]["ratio"] == pytest.approx(1.0, rel=1e-6)


def test_both_runs_are_those_of_the_process(protocol: Protocol):
    """The sending site's is the scenario itself, but for the site's colder water, which has no part in it."""
    titre = run("cho-mab").kpis["titre_antibody"]["value"]
    (found,) = [item for item in protocol.prediction if item.name == "titre_antibody"]
    assert found.source == pytest.approx(titre, rel=1e-4)
    assert found.target == protocol.comparison.targets[0].result.kpis["titre_antibody"]["value"]
    assert found.target < 0.95 * found.source
    assert protocol.loss["titre_antibody"]["relative"] == pytest.approx(1.0 - found.target / found.source, rel=1e-12)


def test_demands_by_hand(protocol: Protocol):
    table, found = protocol.comparison.targets[0].result.columns, demands(protocol)
    flow = table["gas_flow"] * 0.0224140  # m³/h of an ideal gas at 0 °C and 1 atm
    pure = flow * (table["oxygen_fraction"] - 0.2095) / (1.0 - 0.2095)
    assert found["oxygen"].needed == pytest.approx(float(np.max(pure)), rel=1e-5)
    assert found["gas through the sparger"].needed == pytest.approx(0.01495 * 2.0 * 60.0, rel=1e-3)
    assert found["feed 'nutrient-feed'"].needed == pytest.approx(1.5e-3 * (336.0 - 72.0), rel=1e-6)
    assert found["hold of feed 'nutrient-feed'"].needed == pytest.approx(336.0 - 72.0, abs=2.0)
    assert found["medium"].needed == 1.4
    assert found["harvest"].needed == pytest.approx(table["volume"][-1])
    assert found["cooling by the jacket"].available == pytest.approx(4.4 * 150.0 * 18.0, rel=1e-3)  # 33 °C to 15 °C
    assert not found["feed 'nutrient-feed'"].fits
    assert not found["hold of feed 'nutrient-feed'"].fits
    assert found["feed 'nutrient-feed'"].margin == pytest.approx(1.0 - 0.396 / 0.2, rel=1e-6)


def test_risks_are_ranked_and_told(protocol: Protocol):
    scores = [item.score for item in protocol.risks]
    assert scores == sorted(scores, reverse=True)
    found = {item.name: item for item in protocol.risks}
    assert {"carbon_dioxide_pressure", "shear", "feed 'nutrient-feed'", "titre_antibody", "mixing time"} <= set(found)
    assert found["analysis: carbon-dioxide"].likelihood == 5
    assert (found["carbon_dioxide_pressure"].severity, found["carbon_dioxide_pressure"].likelihood) == (4, 5)
    assert "oxygen_transfer" not in found  # it does not bind
    assert all(item.why and item.action for item in protocol.risks)


@pytest.mark.parametrize(("chance", "likelihood"), [(0.0, 1), (0.04, 1), (0.05, 2), (0.3, 3), (0.5, 4), (0.95, 5)])
def test_likelihood_of_a_probability(chance: float, likelihood: int):
    assert _likelihood(chance) == likelihood


def test_probability_of_a_demand_is_log_normal():
    """At what there is 50 %; the stated uncertainty below it two standard deviations, 2.3 %."""
    demand = Demand("oxygen", 1.0, 1.0, "m3/h", "site", "kLa")
    assert _chance(demand, 0.4) == pytest.approx(0.5)
    assert _chance(replace(demand, available=1.4), 0.4) == pytest.approx(0.02275, rel=1e-3)
    assert _chance(replace(demand, available=0.0), 0.4) == 1.0
    assert _chance(replace(demand, needed=0.9, held=True), 0.4) == 0.0


def test_probability_of_a_loss():
    """Of a normal distribution with mean 10 % and deviation 2 % beyond 5 %: Φ(2.5)."""
    sure = Change("titre_antibody", "kg/m3", 1.0, 0.9, loss=(0.1 - 1.6449 * 0.02, 0.1, 0.1 + 1.6449 * 0.02))
    assert sure.chance_of_loss == pytest.approx(0.5 * math.erfc(-2.5 / math.sqrt(2.0)), rel=1e-9)
    assert sure.anchored == pytest.approx((0.9 - 1.6449 * 0.02, 0.9, 0.9 + 1.6449 * 0.02))
    assert replace(sure, loss=None).anchored is None
    assert replace(sure, loss=None).chance_of_loss == 1.0
    assert replace(sure, loss=None, target=0.96).chance_of_loss == 0.0


def test_a_vessel_as_installed():
    vessel, site = load_vessel("single-use-2000l"), load_site("site-b")
    short = site.model_copy(
        update={"utilities": site.utilities.model_copy(update={"oxygen": 0.0, "compressed_air": 6.0})}
    )
    found = installed(vessel, short)
    assert found.limits.oxygen_fraction == 0.2095
    assert found.limits.aeration == pytest.approx(3.0)  # 6 m³/h over 2 m³
    assert found.cooling.coolant_temperature == pytest.approx(288.15)
    assert found.cooling.hot_temperature == vessel.cooling.hot_temperature  # no hotter than the bag bears
    assert installed(vessel, site).limits.aeration == vessel.limits.aeration


def test_a_process_whose_vessel_is_not_there_is_carried_to_the_nearest():
    site = load_site("site-a").model_copy(update={"vessels": ("single-use-50l", "single-use-200l")})
    assert at_sender(load_scenario("cho-mab"), site).vessel.name == "single-use-50l"
    assert at_sender(load_scenario("yeast-fedbatch"), load_site("site-a")).vessel.name == "jar-30l"


def test_any_process_between_any_sites():
    """E. coli to the largest vessel with the same law of oxygen transfer."""
    process = at_sender(load_scenario("ecoli-fedbatch"), load_site("site-a"))
    assert receiving_vessel(process, load_site("site-b")).name == "pilot-3m3"
    found = technology_transfer("ecoli-fedbatch", "site-a", "site-b", by="kla", mixed=True)
    assert found.comparison.targets[0].criteria["kla"]["ratio"] == pytest.approx(1.0, rel=1e-6)
    assert "biomass_final" in {item.name for item in found.prediction}
    assert demands(found)["gas through the sparger"].needed == pytest.approx(60.0 * 2.1, rel=0.05)  # 1 vvm of 2.1 m³


def test_page_is_one_whole_file(protocol: Protocol):
    page = Page(transfer_protocol(protocol))
    assert {"prediction", "risks", "set-points", "fit", "equipment"} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)
    assert "script" not in page.tags


def test_json_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    ends = ["--from", "site-a", "--to", "site-b"]
    words = ["transfer", "cho-mab", *ends, "--well-mixed", "--uncertain", "0", "--no-report", "--json"]
    assert outcome([*words, "--out", str(tmp_path / "out")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) >= KEYS
    assert told["to"] == {"site": "site-b", "vessel": "single-use-2000l"}
    assert {"source", "target", "unit"} <= set(told["prediction"]["titre_antibody"])
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["risks"] == told["risks"]
    assert (tmp_path / "out" / "to-site-b" / "scenario.yaml").is_file()


def test_the_interval_needs_no_asking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The command as README has it draws what is not known for sure."""
    asked: list[int] = []

    def refuse(*_arguments: object, uncertain: int, **_options: object):
        asked.append(uncertain)
        raise InputError("seen")

    monkeypatch.setattr("moromi.simulator.transfer.technology_transfer", refuse)
    for more in ([], ["--uncertain", "0"]):
        words = ["transfer", "cho-mab", "--from", "site-a", "--to", "site-b", *more, "--out", str(tmp_path / "out")]
        assert outcome(words) == 2
    assert asked == [40, 0]


def refusals() -> list[tuple[list[str], str]]:
    ends = ["--from", "site-a", "--to"]
    return [
        (["cho-mab", *ends, "site-c"], "site 'site-c' is not known"),
        (["cho-mab", *ends, "ecoli"], "is a strain, but a site is needed"),
        (["yeast-column", *ends, "site-b"], "has no column vessel"),
        (["cho-mab", *ends, "site-b", "--vessel", "jar-3l"], "has no vessel 'jar-3l'"),
        (["cho-mab", *ends, "site-b", "--by", "luck"], "luck"),
        (["ecoli-fedbatch", *ends, "site-b", "--by", "stirrer-speed"], "keep another criterion (--by best)"),
        (["cho-mab", *ends, "site-b", "--uncertain", "3"], "--uncertain"),
        (["cnecator-gas-phb", *ends, "site-b", "--set", "recipe.gas.oxygen=8 %"], "the inlet gas can burn"),
    ]


@pytest.mark.parametrize(("words", "message"), refusals())
def test_bad_input_is_a_line(words: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert outcome(["transfer", *words, "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err.strip()
    assert message in told
    assert "Traceback" not in told
    assert len(told.splitlines()) == 1


def test_a_process_whose_gas_comes_to_burn_is_not_handed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    changes = (
        "recipe.duration=10 h",
        "recipe.phases.growth.timeout=6 h",
        "output.interval=1 h",
        "recipe.gas.oxygen=null",
        "recipe.dissolved_oxygen.oxygen_fraction=[2.6 %, 8 %]",  # a cascade that may raise the oxygen to what burns
        "recipe.start.biomass=7 g/L",
    )
    words = ["transfer", "cnecator-gas-phb", "--from", "site-a", "--to", "site-b", "--out", str(tmp_path / "out")]
    assert outcome([*words, *(word for change in changes for word in ("--set", change))]) == 1
    assert "the gas can burn at the sparger from" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_site_without_a_vessel_that_fits_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    site = load_site("site-b").model_copy(update={"name": "steel", "vessels": ("pilot-3m3",)})
    file = tmp_path / "steel.yaml"
    file.write_text(dump_yaml(site), encoding="utf-8")
    assert outcome(["transfer", "cho-mab", "--from", "site-a", "--to", str(file)]) == 2
    assert "name one by --vessel (pilot-3m3)" in capsys.readouterr().err


def test_a_site_has_vessels_of_its_own(tmp_path: Path):
    """A file beside the site's, wherever the command is given."""
    own = load_vessel("single-use-1000l").model_copy(update={"name": "bag-7"})
    (tmp_path / "bag.yaml").write_text(dump_yaml(own), encoding="utf-8")
    site = load_site("site-b").model_copy(update={"name": "ours", "vessels": ("bag.yaml", "single-use-500l")})
    (tmp_path / "ours.yaml").write_text(dump_yaml(site), encoding="utf-8")
    found = load_site(tmp_path / "ours.yaml")
    assert receiving_vessel(load_scenario("cho-mab"), found).name == "bag-7"
    assert receiving_vessel(load_scenario("cho-mab"), found, "bag-7").working_volume == 1.0
    with pytest.raises(InputError, match="nowhere"):
        receiving_vessel(load_scenario("cho-mab"), found.model_copy(update={"vessels": ("nowhere",)}))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("oxygen: 4 m3/h", "oxygen: 4 kW", "flow"),
        ("holds: {medium: 48 h, feed: 168 h}", "holds: {medium: 48 h}", "feed"),
        ("titre]", "astrology]", "analyses"),
        ("vessels: [", "boats: [", "boats"),
    ],
)
def test_a_wrong_site_is_refused_with_its_line(old: str, new: str, message: str, tmp_path: Path):
    from moromi.scenarios.index import built_in

    text = built_in("sites")["site-b"].read_text("utf-8")
    assert old in text
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        load_site(file)
    assert "mine.yaml:" in str(caught.value)

"""Large scale beside plants: measures against arithmetic, the direction of what plants have shown, honest tables."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.run import Result
from moromi.simulator.run.simulate import simulate
from moromi.simulator.scenario import load_scenario
from moromi.simulator.scenario.document import Document
from moromi.simulator.scenario.explain import validate
from moromi.simulator.study.plant_case import PlantCase, Question, load_plant_case, plant_case_names
from moromi.simulator.study.plant_measures import MEASURES, biomass_yield
from moromi.simulator.study.plants import ask_plants
from moromi.simulator.study.strain_ranges import ends_of_ranges, joint_draws, ranges_of

from . import large_scale_table

ROWS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "large_scale.csv"
PAGE = large_scale_table.PAGE


def read(measure: str, of: Result, against: Result | None = None, **fields: str) -> float:
    own = {"name": "asked", "measure": measure, "of": "of", **({"against": "against"} if against else {})}
    return MEASURES[measure].read(Question.model_validate(own | fields), of, against or of)


@pytest.fixture(scope="module")
def tank() -> Result:
    return simulate(load_scenario("ecoli-22m3"))


@pytest.fixture(scope="module")
def jar() -> Result:
    return simulate(load_scenario("ecoli-7l"))


def test_sugar_fed_is_the_published_arithmetic(tank: Result, jar: Result):
    """15 L/h exp(0.30 t) from 0.92 to 9.203 h, 180 L/h to 11.703 h, then 170 L/h, at 454 g/L to 22 m³."""
    litres = 15.0 / 0.3 * np.expm1(0.3 * (9.203 - 0.92)) + 180.0 * 2.5 + 170.0 * (25.0 - 11.703)
    expected = 454.0 * litres / 22_000.0
    assert expected == pytest.approx(67.3, rel=1e-3)
    assert read("fed", tank) == pytest.approx(expected, rel=2e-3)
    assert read("fed", jar) == pytest.approx(expected, rel=2e-3)


def test_yield_of_the_whole_run_is_the_key_figure(tank: Result):
    assert biomass_yield(tank, None, None) == pytest.approx(
        float(tank.kpis["biomass_yield_glucose"]["value"]), rel=1e-9
    )
    assert read("loss", tank, tank) == 0.0


def test_yields_of_parts_add_up(jar: Result):
    """Weighted by the sugar used in either part."""
    time = jar.trajectory.time
    used = np.interp([0.0, 15.0, 25.0], time, [0.0, *np.cumsum(np.diff(time) * _uptake(jar))])
    first, second = biomass_yield(jar, 0.0, 15.0), biomass_yield(jar, 15.0, 25.0)
    whole = (first * used[1] + second * (used[2] - used[1])) / used[2]
    assert whole == pytest.approx(biomass_yield(jar, None, None), rel=5e-3)


def _uptake(result: Result) -> np.ndarray:
    rate = result.columns["q_s"] * result.columns["biomass"] * result.columns["volume"]
    return 0.5 * (rate[1:] + rate[:-1])


def test_power_and_tip_speed_are_those_of_the_plant(tank: Result):
    """π N D and Np ρ N³ D⁵ of four impellers, with the densities water and broth have."""
    speed, diameter = 133.2 / 60.0, 0.697
    assert read("tip-speed", tank) == pytest.approx(np.pi * speed * diameter, rel=1e-6)
    assert read("power", tank) == pytest.approx(4 * 5.0 * speed**3 * diameter**5 / 22.0, rel=0.04)


def test_gradients_have_the_published_direction(tank: Result, jar: Result):
    assert read("richer-upstream", tank) == 100.0
    assert read("highest", tank) == pytest.approx(read("at", tank, place="sugar"))
    assert 10.0 < read("highest", tank) < 100.0
    assert abs(read("lowest-oxygen-above", tank, place="sugar")) < 0.15
    assert read("oxygen-at", tank, place="sugar") < 1.0 < read("oxygen-at", tank, place="bottom")
    for made in ("formate", "acetate"):
        assert (
            read("rate-at", tank, variable=made, place="sugar")
            > 0.0
            > read("rate-at", tank, variable=made, place="bottom")
        )
        assert read("taken-up-again", tank, variable=made) > 90.0
    assert read("final", tank, variable="acetate") > 1.0 > read("final", jar, variable="acetate")
    assert read("loss", tank, jar) > 0.0


def test_by_products_are_at_a_quasi_steady_state(tank: Result):
    """Except ethanol, which the strain never takes up again."""
    for made in ("formate", "acetate"):
        assert abs(read("drift", tank, variable=made, start="23 h", end="25 h")) < 3.0
    assert read("drift", tank, variable="ethanol", start="23 h", end="25 h") > 3.0


def test_feed_at_an_impeller_and_no_inertia_both_recover_a_part(tank: Result, jar: Result):
    better = simulate(load_scenario("ecoli-22m3", ["network.feed=impeller-4"]))
    assert 0.0 < read("loss", better, jar) < read("loss", tank, jar)
    instant = ["strain.inertia.active=false"]
    free = simulate(load_scenario("ecoli-22m3", instant))
    assert read("loss", free, simulate(load_scenario("ecoli-7l", instant))) < read("loss", tank, jar)


def test_the_loss_grows_with_circulation_time_and_also_without_inertia(capsys: pytest.CaptureFixture[str]):
    """What published rigs do; that only inertia does it, as was expected, is not so."""
    assert outcome(["large-scale", "circulation", "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["cases"]
    keys = {"case", "quantity", "simulated", "unit", "band", "agrees", "spread", "row", "mark", "source"}
    assert keys <= set(cases[0])
    found = {item["quantity"]: item["simulated"] for item in cases}
    for start in ("sugar everywhere", "fed into the tank without oxygen"):
        for strain in ("", ", without inertia"):
            losses = [found[f"loss, {start}, {time} s{strain}"] for time in (20, 60, 180)]
            assert losses[0] < losses[1] < losses[2]
        both = [found[f"loss, 180 s against 20 s, {start}{strain}"] for strain in ("", ", without inertia")]
        assert both[0] > both[1] > 0.0
    times = [found[f"time without oxygen, sugar everywhere, {time} s"] for time in (20, 180)]
    assert times[0] == pytest.approx(times[1], abs=0.5)


def test_every_range_of_inertia_is_found_and_loads_at_its_ends():
    found = ranges_of(load_scenario("ecoli-7l"))
    text = (Path(__file__).parents[2] / "strains" / "data" / "ecoli-inertia.yaml").read_text("utf-8")
    assert len(found) == len(re.findall(r"\brange:", text)) >= 10
    ends = ends_of_ranges(found)
    assert len(ends) == 2 * len(found)
    for side in (0, 1):
        load_scenario("ecoli-7l", [change for variant in ends[side::2] for change in variant.set])
    assert joint_draws(found, 3) == joint_draws(found, 3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"measure": "los"}, "no measure 'los'"),
        ({"against": None}, "needs 'against'"),
        ({"of": "tonk"}, "no run 'tonk'"),
        ({"band": [1, 2]}, "a band needs"),
    ],
)
def test_bad_cases_are_refused(change: dict[str, object], message: str):
    question = {"name": "loss", "measure": "loss", "of": "tank", "against": "jar"} | change
    data = {
        "name": "bad",
        "runs": [{"name": name, "scenario": "ecoli-7l"} for name in ("tank", "jar")],
        "questions": [{key: value for key, value in question.items() if value is not None}],
    }
    with pytest.raises(InputError, match=message):
        validate(PlantCase, Document(data, "bad.yaml", Path.cwd(), {}))


def test_cases_load_with_their_runs():
    for name in plant_case_names():
        case = load_plant_case(name)
        for run in case.runs:
            load_scenario(run.scenario, run.set)
        for variant in case.variants:
            load_scenario(case.runs[0].scenario, (*case.runs[0].set, *variant.set))


def test_unknown_cases_are_refused(capsys: pytest.CaptureFixture[str]):
    assert outcome(["large-scale", "circulate"]) == 2
    assert "circulation" in capsys.readouterr().err


@pytest.mark.skipif(not ROWS.is_file(), reason="the collection of observations is not beside the repository")
def test_every_observation_is_on_the_page():
    with ROWS.open(encoding="utf-8") as file:
        rows = [line["id"] for line in csv.DictReader(file)]
    page = PAGE.read_text("utf-8")
    assert [row for row in rows if not re.search(rf"\b{row}\b", page)] == []


@pytest.mark.slow
def test_page_says_what_is_computed():
    """All but the ranges, which take minutes more."""
    page = PAGE.read_text("utf-8")
    without = re.sub(r"^((?:\|[^|\n]*){2}\|)[^|\n]*", r"\1", page, flags=re.M)
    for text in large_scale_table.blocks(ask_plants()).values():
        expected = re.sub(r"^((?:\|[^|\n]*){2}\|)[^|\n]*", r"\1", text, flags=re.M)
        assert expected in without
